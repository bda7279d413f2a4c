#include "ohmstead/plan/retell.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>

#include "currency_words.hpp"
#include "message_table.hpp"
#include "ohmstead/home/day_words.hpp"
#include "ohmstead/home/phrase_book.hpp"

namespace ohmstead::plan {
namespace {

using home::Language;
using Said = std::optional<std::string>;

// Texts of the program's own report, which are never kept, choose words by their number.
bool is_retold(const MessageRow& row) { return row.texts[0].find('|') == std::string_view::npos; }

home::PhraseBook make_book() {
  std::vector<home::Phrase> phrases;
  for (const auto rows : {reason_messages(), device_messages(), time_messages(), missed_messages(),
                          note_messages()}) {
    for (const MessageRow& row : rows) {
      if (is_retold(row)) phrases.push_back(row.texts);
    }
  }
  return home::PhraseBook{phrases};
}

const home::PhraseBook& book() {
  static const home::PhraseBook k_book = make_book();
  return k_book;
}

bool is_clock(std::string_view text) { return text.size() == 5 && text[2] == ':'; }

bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Teller {
 public:
  // `is_strict`: what stands for a reason must be one of the table's.
  Teller(const Retelling& how, bool is_strict)
      : how_{&how},
        is_strict_{is_strict},
        old_words_{currency_words(how.currency, how.from)},
        words_{currency_words(how.currency, how.to)} {}

  [[nodiscard]] std::string tell(std::string_view text) const {
    return book().say_all(text, how_->from, how_->to, places());
  }

 private:
  [[nodiscard]] home::PhraseBook::SayPlace places() const {
    return [this](std::string_view place, std::string_view text) { return say(place, text); };
  }

  [[nodiscard]] Said say(std::string_view place, std::string_view text) const {
    static constexpr std::array<std::string_view, 5> k_names{"id", "what", "key", "link",
                                                             "strategy"};
    static constexpr std::array<std::string_view, 6> k_parts{"use", "other", "from",
                                                             "at",  "by",    "when"};
    if (is_one_of(k_names, place)) return std::string{text};
    if (place == "clock") return is_clock(text) ? Said{text} : std::nullopt;
    if (place == "day") return home::say_day(text, how_->from, how_->to);
    if (place == "why") {
      Said part = book().say(text, how_->from, how_->to, places());
      return part || is_strict_ ? part : Said{text};
    }
    if (is_one_of(k_parts, place)) return book().say(text, how_->from, how_->to, places());
    return say_amount(text);
  }

  // A number and its unit: "0.94 EUR", "5.0 kW".
  [[nodiscard]] Said say_amount(std::string_view text) const {
    const std::size_t space = std::min(text.find(' '), text.size());
    auto number = home::say_number(text.substr(0, space), how_->from, how_->to);
    if (!number) return std::nullopt;
    const std::string_view unit = space < text.size() ? text.substr(space + 1) : "";
    if (unit.find_first_of(".;:,") != std::string_view::npos && unit != old_words_.large &&
        unit != old_words_.small)
      return std::nullopt;
    if (unit.empty()) return number;
    if (unit == old_words_.small) return *number + ' ' + words_.small;
    if (unit == old_words_.large) return *number + ' ' + words_.large;
    return *number + ' ' + std::string{unit};
  }

  const Retelling* how_;
  bool is_strict_;
  CurrencyWords old_words_, words_;
};

}  // namespace

std::string retell(std::string_view text, const Retelling& how) {
  if (how.from == how.to) return std::string{text};
  std::string told = Teller{how, true}.tell(text);
  return told == text ? Teller{how, false}.tell(text) : told;
}

void retell(home::Plan& plan, Language to) {
  if (plan.language == to) return;
  const Retelling how{plan.language, to, plan.currency};
  std::map<std::string, std::string> told;  // slots after one another often say the same
  const auto tell = [&](std::string& text) {
    if (text.empty()) return;
    const auto [found, is_new] = told.try_emplace(text);
    if (is_new) found->second = retell(text, how);
    text = found->second;
  };
  for (home::PlanSlot& slot : plan.slots) {
    tell(slot.reason.text);
    for (home::DeviceSlot& device : slot.devices) tell(device.reason.text);
  }
  for (home::Violation& violation : plan.violations) tell(violation.text);
  for (std::string& note : plan.notes) tell(note);
  plan.language = to;
}

}  // namespace ohmstead::plan
