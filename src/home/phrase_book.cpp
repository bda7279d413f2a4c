#include "ohmstead/home/phrase_book.hpp"

#include <algorithm>
#include <utility>

namespace ohmstead::home {
namespace {

// A Swedish group is set apart by a narrow space that does not break.
constexpr std::array<NumberSigns, k_languages> k_signs{{{'.', ","}, {',', "."}, {',', "\u202f"}}};

std::size_t index_of(Language language) { return static_cast<std::size_t>(language); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters of a phrase outside its places.
std::size_t own_letters(std::string_view phrase) {
  std::size_t count = 0;
  bool is_inside = false;
  for (const char c : phrase) {
    is_inside = is_inside || c == '{';
    count += is_inside ? 0 : 1;
    is_inside = is_inside && c != '}';
  }
  return count;
}

struct Filled {
  std::string_view place;
  std::string text;
};

// Whether the text has the form of a phrase, and what then fills its places.
class Match {
 public:
  explicit Match(const PhraseBook::SayPlace& say_place) : say_place_{&say_place} {}

  bool fits(std::string_view phrase, std::string_view text) {
    const std::size_t open = std::min(phrase.find('{'), phrase.size());
    if (!text.starts_with(phrase.substr(0, open))) return false;
    text.remove_prefix(open);
    if (open == phrase.size()) return text.empty();
    const std::size_t close = phrase.find('}', open);
    const std::string_view place = phrase.substr(open + 1, close - open - 1);
    const std::string_view rest = phrase.substr(close + 1);
    const std::string_view next = rest.substr(0, std::min(rest.find('{'), rest.size()));
    for (std::size_t end = next.empty() ? text.size() : text.find(next, 1);
         end != std::string_view::npos && end <= text.size(); end = text.find(next, end + 1)) {
      if (fits_from(place, text.substr(0, end), rest, text.substr(end))) return true;
      if (next.empty()) break;
    }
    return false;
  }

  [[nodiscard]] std::string fill(std::string_view phrase) const {
    std::string filled;
    while (true) {
      const std::size_t open = std::min(phrase.find('{'), phrase.size());
      filled += phrase.substr(0, open);
      if (open == phrase.size()) return filled;
      const std::size_t close = phrase.find('}', open);
      const std::string_view place = phrase.substr(open + 1, close - open - 1);
      for (const Filled& each : filled_) {
        if (each.place == place) filled += each.text;
      }
      phrase.remove_prefix(close + 1);
    }
  }

 private:
  bool fits_from(std::string_view place, std::string_view text, std::string_view phrase_rest,
                 std::string_view text_rest) {
    if (text.empty()) return false;
    auto said = (*say_place_)(place, text);
    if (!said) return false;
    filled_.push_back({place, std::move(*said)});
    if (fits(phrase_rest, text_rest)) return true;
    filled_.pop_back();
    return false;
  }

  const PhraseBook::SayPlace* say_place_;
  std::vector<Filled> filled_;
};

// Where a text may be cut into sentences: after ". " and before "; ".
struct Cut {
  std::size_t end = 0;  // of what stands before
  std::string_view joint;
};
std::vector<Cut> cuts_of(std::string_view text) {
  std::vector<Cut> cuts;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (text.substr(at, 2) == ". ") cuts.push_back({at + 1, " "});
    if (text.substr(at, 2) == "; ") cuts.push_back({at, "; "});
  }
  return cuts;
}

}  // namespace

const NumberSigns& signs_of(Language language) { return k_signs[index_of(language)]; }

std::optional<std::string> say_number(std::string_view text, Language from, Language to) {
  const NumberSigns &old_signs = signs_of(from), &new_signs = signs_of(to);
  std::string said;
  bool has_digit = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (is_digit(rest.front()) || (at == 0 && rest.front() == '-')) {
      has_digit = has_digit || is_digit(rest.front());
      said += rest.front();
      ++at;
    } else if (rest.front() == old_signs.decimal) {
      said += new_signs.decimal;
      ++at;
    } else if (rest.starts_with(old_signs.group)) {
      said += new_signs.group;
      at += old_signs.group.size();
    } else {
      return std::nullopt;
    }
  }
  return has_digit ? std::optional{said} : std::nullopt;
}

PhraseBook::PhraseBook(const std::vector<Phrase>& phrases) {
  for (std::size_t language = 0; language < k_languages; ++language) {
    by_words_[language] = phrases;
    std::stable_sort(by_words_[language].begin(), by_words_[language].end(),
                     [&](const Phrase& one, const Phrase& other) {
                       return own_letters(one[language]) > own_letters(other[language]);
                     });
  }
}

std::optional<std::string> PhraseBook::say(std::string_view text, Language from, Language to,
                                           const SayPlace& say_place) const {
  for (const Phrase& phrase : by_words_[index_of(from)]) {
    Match match{say_place};
    if (match.fits(phrase[index_of(from)], text)) return match.fill(phrase[index_of(to)]);
  }
  return std::nullopt;
}

std::string PhraseBook::say_all(std::string_view text, Language from, Language to,
                                const SayPlace& say_place) const {
  if (auto whole = say(text, from, to, say_place)) return *whole;
  const std::vector<Cut> cuts = cuts_of(text);
  const auto say_rest = [&](const Cut& cut) {
    return std::string{cut.joint} +
           say_all(text.substr(cut.end + cut.joint.size()), from, to, say_place);
  };
  for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut) {
    if (const auto first = say(text.substr(0, cut->end), from, to, say_place))
      return *first + say_rest(*cut);
  }
  if (cuts.empty()) return std::string{text};
  return std::string{text.substr(0, cuts.front().end)} + say_rest(cuts.front());
}

}  // namespace ohmstead::home
