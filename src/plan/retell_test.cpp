#include "ohmstead/plan/retell.hpp"

#include <gtest/gtest.h>

#include "message_table.hpp"
#include "ohmstead/plan/planner.hpp"
#include "ohmstead/plan/speaker.hpp"
#include "testing/random_case.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

using home::Language;

constexpr std::array k_all{Language::en, Language::de, Language::sv};

// Said in one language and told again in another it is what would have been said in that one.
TEST(Retell, SaysAPlanAsIfItWasMadeInThatLanguage) {
  for (int seed = 0; seed < scaled(40); ++seed) {
    home::Case home =
        make_random_case(static_cast<std::uint64_t>(seed), {.max_slots = 30, .max_batteries = 1});
    home.currency = seed % 2 == 0 ? "EUR" : "SEK";
    std::vector<home::Plan> said;
    for (const Language language : k_all)
      said.push_back(Planner{}.make_plan(home, {.time_limit_s = 2.0, .language = language}));
    for (const home::Plan& from : said) {
      for (const home::Plan& wanted : said) {
        home::Plan told = from;
        retell(told, wanted.language);
        EXPECT_EQ(told.language, wanted.language);
        EXPECT_EQ(told.notes, wanted.notes);
        for (std::size_t t = 0; t < wanted.slots.size(); ++t) {
          EXPECT_EQ(told.slots[t].reason.text, wanted.slots[t].reason.text);
          for (std::size_t d = 0; d < wanted.slots[t].devices.size(); ++d)
            EXPECT_EQ(told.slots[t].devices[d].reason.text, wanted.slots[t].devices[d].reason.text);
        }
        for (std::size_t i = 0; i < wanted.violations.size(); ++i)
          EXPECT_EQ(told.violations[i].text, wanted.violations[i].text);
      }
    }
  }
}

// What fills a place of a message in a language.
std::string filling(std::string_view place, const Speaker& speaker) {
  const base::Time now = base::parse_time("2024-06-24T20:00:00Z").value();
  const base::Time then = now + base::Seconds{30 * 3600};
  if (place == "id") return "boiler 2";
  if (place == "what") return "sauna.heat[cellar]";
  if (place == "key" || place == "link" || place == "strategy") return "scenarios";
  if (place == "clock") return "19:00";
  if (place == "day") return speaker.day(then);
  if (place == "use") return speaker.say(Message::used_after_plan);
  if (place == "other") return speaker.say(Message::covering);
  if (place == "why") return speaker.say(Message::limit_is_full, {{"id", "cellar"}});
  if (place == "from") return speaker.time(then, now, TimeForm::from);
  if (place == "by") return speaker.time(then, now, TimeForm::by);
  if (place == "at" || place == "when") return speaker.time(then, now, TimeForm::at);
  if (place == "power" || place == "limit") return speaker.power(base::Power{-12345.6});
  if (place == "most" || place == "amount") return speaker.amount(1234.5, "K h");
  return place == "money" || place == "cost" ? speaker.money(base::Money{12345.67})
                                             : speaker.each(base::EnergyPrice{-0.125});
}

std::string filled(std::string_view text, const Speaker& speaker) {
  std::string all;
  while (true) {
    const std::size_t open = std::min(text.find('{'), text.size());
    all += text.substr(0, open);
    if (open == text.size()) return all;
    const std::size_t close = text.find('}');
    all += filling(text.substr(open + 1, close - open - 1), speaker);
    text.remove_prefix(close + 1);
  }
}

// Also those that no random case says, of currencies that say their small unit otherwise.
TEST(Retell, KnowsEveryMessage) {
  for (const char* currency : {"EUR", "SEK", "DKK", "CHF", "GBP", "CZK"}) {
    for (const Language from : k_all) {
      for (const Language to : k_all) {
        const Speaker one{from, currency, base::Zone::utc()};
        const Speaker other{to, currency, base::Zone::utc()};
        for (const auto rows :
             {reason_messages(), device_messages(), missed_messages(), note_messages()}) {
          for (const MessageRow& row : rows) {
            if (row.message == Message::more_missed) continue;  // of the program's report alone
            const auto index = static_cast<std::size_t>(from);
            EXPECT_EQ(retell(filled(row.texts[index], one), {from, to, currency}),
                      filled(row.texts[static_cast<std::size_t>(to)], other));
          }
        }
      }
    }
  }
}

TEST(Retell, LeavesWhatItDoesNotKnow) {
  const Retelling how{Language::en, Language::de, "EUR"};
  EXPECT_EQ(retell("somebody wrote this", how), "somebody wrote this");
  EXPECT_EQ(retell("", how), "");
  EXPECT_EQ(retell("Holding", how), "Die Batterie ruhen zu lassen");
  // A message with a place that holds something else is another sentence.
  EXPECT_EQ(
      retell("Charges at noon: the battery is below its lowest allowed charge of 1.0 kWh.", how),
      "Charges at noon: the battery is below its lowest allowed charge of 1.0 kWh.");
  EXPECT_EQ(retell("the engine failed: std::bad_alloc", how),
            "Die Planung ist gescheitert: std::bad_alloc");
}

}  // namespace
}  // namespace ohmstead::plan
