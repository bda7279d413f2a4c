#include "ohmstead/engine/told.hpp"

#include <algorithm>

#include "ohmstead/home/day_words.hpp"
#include "ohmstead/plan/retell.hpp"
#include "phrases.hpp"

namespace ohmstead::engine {
namespace {

using home::Language;
using Said = std::optional<std::string>;

const home::PhraseBook& sentences() {
  static const home::PhraseBook k_book = [] {
    std::vector<home::Phrase> all;
    for (const auto phrases :
         {device_phrases(), source_phrases(), rule_phrases(), system_phrases()})
      all.insert(all.end(), phrases.begin(), phrases.end());
    return home::PhraseBook{all};
  }();
  return k_book;
}

const home::PhraseBook& commands() {
  static const home::PhraseBook k_book{{command_phrases().begin(), command_phrases().end()}};
  return k_book;
}

// Whether a text can be a name or a time rather than sentences.
bool is_one_thing(std::string_view text) {
  return text.find("; ") == std::string_view::npos && text.find(": ") == std::string_view::npos;
}

// "Mon 13 May 00:00" as "Mo, 13. Mai 00:00"; another form of a time stays.
std::string say_time(std::string_view text, Language language) {
  const std::size_t space = std::min(text.rfind(' '), text.size());
  const auto day = home::say_day(text.substr(0, space), Language::en, language);
  return day ? *day + std::string{text.substr(space)} : std::string{text};
}

Said say_place(std::string_view place, std::string_view text, Language language) {
  const auto say_part = [&](std::string_view part_place, std::string_view part) {
    return say_place(part_place, part, language);
  };
  if (place == "n" || place == "m" || place == "o")
    return home::say_number(text, Language::en, language);
  if (place == "verb") return commands().say(text, Language::en, language, say_part);
  if (place == "why") return sentences().say(text, Language::en, language, say_part);
  if (place == "what") return sentences().say_all(text, Language::en, language, say_part);
  if (!is_one_thing(text)) return std::nullopt;
  return place == "time" || place == "when" ? say_time(text, language) : std::string{text};
}

// By the plan's own tables where it is of a plan, else a sentence of the engine.
std::string retold(const std::string& text, const plan::Retelling& how) {
  std::string told = plan::retell(text, how);
  return told == text ? say(text, how.to) : told;
}

}  // namespace

std::string say(std::string_view english, Language language) {
  if (language == Language::en) return std::string{english};
  return sentences().say_all(english, Language::en, language,
                             [&](std::string_view place, std::string_view text) {
                               return say_place(place, text, language);
                             });
}

void tell(home::Plan& plan, Language language) { plan::retell(plan, language); }

Snapshot tell(const Snapshot& snapshot, const home::Site& site, Language language) {
  Snapshot told = snapshot;
  const plan::Retelling how{site.language, language, site.currency};
  plan::retell(told.plan, language);
  told.trigger = say(told.trigger, language);
  for (Component& each : told.components) each.text = say(each.text, language);
  for (Decision& each : told.decisions) {
    each.reason = retold(each.reason, how);
    each.trigger = say(each.trigger, language);
  }
  for (CarNow& each : told.cars) {
    each.alarm = say(each.alarm, language);
    each.notice = say(each.notice, language);
  }
  for (home::Override& each : told.overrides) each.why = say(each.why, language);
  return told;
}

}  // namespace ohmstead::engine
