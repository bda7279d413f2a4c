#include "ohmstead/plan/messages.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "message_table.hpp"
#include "ohmstead/plan/speaker.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using home::Language;

constexpr std::array k_languages{Language::en, Language::de, Language::sv};
constexpr std::size_t k_count = static_cast<std::size_t>(Message::count);

// Names of the places of a text; "{count:one|many}" is "count".
std::set<std::string> places(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::string_view rest = text.substr(open + 1);
    names.emplace(rest.substr(0, rest.find_first_of(":}")));
  }
  return names;
}

Speaker speaker(Language language, const std::string& currency = "EUR") {
  return {language, currency, base::Zone::load("Europe/Stockholm").value()};
}

TEST(Messages, EveryOneIsThereInEveryLanguage) {
  for (std::size_t i = 0; i < k_count; ++i) {
    for (const Language language : k_languages) {
      EXPECT_FALSE(text_of(static_cast<Message>(i), language).empty())
          << "message " << i << " in " << names_of(language)[static_cast<std::size_t>(language)];
    }
  }
}

TEST(Messages, EachStandsInTheTablesOnce) {
  std::multiset<Message> seen;
  for (const auto rows : {reason_messages(), device_messages(), block_messages(), time_messages(),
                          missed_messages(), note_messages()}) {
    for (const MessageRow& row : rows) seen.insert(row.message);
  }
  EXPECT_EQ(seen.size(), k_count);
  for (const Message message : seen) EXPECT_EQ(seen.count(message), 1U);
}

// Some languages leave a place out where its words are in the text itself; none may ask for more.
TEST(Messages, HaveTheSamePlacesInEveryLanguage) {
  for (std::size_t i = 0; i < k_count; ++i) {
    const auto message = static_cast<Message>(i);
    const auto wanted = places(text_of(message, Language::en));
    for (const Language language : k_languages)
      EXPECT_EQ(places(text_of(message, language)), wanted) << text_of(message, language);
  }
}

TEST(Messages, PlacesAreClosedAndSentencesEndAlike) {
  for (std::size_t i = 0; i < k_count; ++i) {
    const auto message = static_cast<Message>(i);
    for (const Language language : k_languages) {
      const std::string_view text = text_of(message, language);
      EXPECT_EQ(std::count(text.begin(), text.end(), '{'),
                std::count(text.begin(), text.end(), '}'))
          << text;
      EXPECT_EQ(text.back() == '.', text_of(message, Language::en).back() == '.') << text;
      EXPECT_EQ(text.find("  "), std::string_view::npos) << text;
    }
  }
}

TEST(Speaker, WritesNumbersAsTheLanguageDoes) {
  EXPECT_EQ(speaker(Language::en).power(2.55_kw), "2.5 kW");
  EXPECT_EQ(speaker(Language::de).power(2.5_kw), "2,5 kW");
  EXPECT_EQ(speaker(Language::sv).energy(0.05_kwh), "0,05 kWh");
  EXPECT_EQ(speaker(Language::en).energy(12345.6_kwh), "12,345.6 kWh");
  EXPECT_EQ(speaker(Language::de).energy(1234567.8_kwh), "1.234.567,8 kWh");
  EXPECT_EQ(speaker(Language::sv).energy(12345.6_kwh), "12\u202f345,6 kWh");
  EXPECT_EQ(speaker(Language::de).energy(base::Energy{-12345.6}), "-12.345,6 kWh");
  EXPECT_EQ(speaker(Language::de).energy(9999.9_kwh), "9999,9 kWh");
  EXPECT_EQ(speaker(Language::de).power(base::Power{-1e-9}), "0,0 kW");
}

TEST(Speaker, WritesMoneyAndPricesInTheUnitsOfTheCurrency) {
  const base::Money money{12.345678};
  const base::EnergyPrice price{0.1234};
  EXPECT_EQ(speaker(Language::en).money(money), "12.35 EUR");
  EXPECT_EQ(speaker(Language::de).money(money), "12,35 €");
  EXPECT_EQ(speaker(Language::sv).money(money), "12,35 euro");
  EXPECT_EQ(speaker(Language::sv, "SEK").money(money), "12,35 kr");
  EXPECT_EQ(speaker(Language::en, "SEK").money(base::Money{-0.0}), "0.00 SEK");
  EXPECT_EQ(speaker(Language::en, "JPY").money(base::Money{1234.5}), "1234 JPY");
  EXPECT_EQ(speaker(Language::en).each(price), "12.3 ct");
  EXPECT_EQ(speaker(Language::de).each(price), "12,3 ct");
  EXPECT_EQ(speaker(Language::sv).each(price), "12,3 cent");
  EXPECT_EQ(speaker(Language::sv, "SEK").each(price), "12,3 öre");
  EXPECT_EQ(speaker(Language::de, "SEK").each(price), "12,3 Öre");
  EXPECT_EQ(speaker(Language::en, "CZK").each(base::EnergyPrice{4.5}), "4.50 CZK");
  EXPECT_EQ(speaker(Language::de, "XYZ").each(price), "0,123 XYZ");
}

TEST(Speaker, WritesRangesOfPricesOnce) {
  const base::EnergyPrice low{0.1}, high{0.2};
  EXPECT_EQ(speaker(Language::en).per_kwh(low, low), "10.0 ct/kWh");
  EXPECT_EQ(speaker(Language::en).per_kwh(low, high), "10.0 to 20.0 ct/kWh");
  EXPECT_EQ(speaker(Language::de).per_kwh(low, high), "10,0 bis 20,0 ct/kWh");
  EXPECT_EQ(speaker(Language::sv, "SEK").per_kwh(-low, high), "-10,0 till 20,0 öre/kWh");
}

// 20:00 UTC in June is 22:00 in Stockholm, so that midnight comes two hours later.
TEST(Speaker, SaysTimesOfTheHomeAsSeenFromNow) {
  const base::Time now = base::parse_time("2024-06-24T20:00:00Z").value();
  const auto at = [&](Language language, int hours, TimeForm form = TimeForm::at) {
    return speaker(language).time(now + base::Seconds{3600 * hours}, now, form);
  };
  EXPECT_EQ(at(Language::en, 1), "at 23:00");
  EXPECT_EQ(at(Language::de, 1), "um 23:00 Uhr");
  EXPECT_EQ(at(Language::sv, 1), "kl. 23:00");
  EXPECT_EQ(at(Language::en, 2), "at 00:00 the next day");
  EXPECT_EQ(at(Language::de, 2), "am nächsten Tag um 00:00 Uhr");
  EXPECT_EQ(at(Language::sv, 2), "kl. 00:00 nästa dag");
  EXPECT_EQ(at(Language::en, 30), "on Wed 26 Jun at 04:00");
  EXPECT_EQ(at(Language::de, 30), "am Mi, 26. Juni um 04:00 Uhr");
  EXPECT_EQ(at(Language::sv, 30), "ons 26 juni kl. 04:00");
  EXPECT_EQ(at(Language::en, 30, TimeForm::by), "by Wed 26 Jun 04:00");
  EXPECT_EQ(at(Language::de, 1, TimeForm::by), "bis 23:00 Uhr");
  EXPECT_EQ(at(Language::sv, 2, TimeForm::by), "senast kl. 00:00 nästa dag");
  EXPECT_EQ(at(Language::de, 2, TimeForm::from), "ab 00:00 Uhr am nächsten Tag");
}

TEST(Speaker, ChoosesTheWordByTheNumber) {
  const auto more = [](Language language, std::size_t count) {
    const Speaker words = speaker(language);
    return words.say(Message::more_missed, {{"count", words.count(count)}});
  };
  EXPECT_EQ(more(Language::en, 1), "and 1 more case");
  EXPECT_EQ(more(Language::en, 3), "and 3 more cases");
  EXPECT_EQ(more(Language::de, 1), "und 1 weiterer Fall");
  EXPECT_EQ(more(Language::de, 3), "und 3 weitere Fälle");
  EXPECT_EQ(more(Language::sv, 1), "och 1 fall till");
}

TEST(Speaker, RefusesAPlaceThatNobodyFills) {
  EXPECT_THROW((void)speaker(Language::en).say(Message::kept_last_action), std::logic_error);
}

// ---- what gave way ----

TEST(Speaker, SaysWhatGaveWay) {
  const auto said = [](Language language, const char* what, double amount, const char* unit) {
    return speaker(language).violation({{}, what, amount, unit, base::Money{12.5}});
  };
  EXPECT_EQ(said(Language::en, "vehicle.target[car]", 3.25, "kWh"),
            "Vehicle car: leaves with 3.2 kWh less than wished; counted as 12.50 EUR.");
  EXPECT_EQ(said(Language::de, "vehicle.target[car]", 3.25, "kWh"),
            "Fahrzeug car: fährt mit 3,2 kWh weniger als gewünscht los; gerechnet mit 12,50 €.");
  EXPECT_EQ(said(Language::sv, "battery.reserve[home]", 0.5, "kWh"),
            "Batteri home: 0,5 kWh saknas i reserven; räknas som 12,50 euro.");
  EXPECT_EQ(
      said(Language::de, "grid.import_limit", 1.5, "kW"),
      "Das Haus bezieht 1,5 kW mehr aus dem Netz, als die Grenze erlaubt; gerechnet mit 12,50 "
      "€.");
  EXPECT_EQ(said(Language::sv, "limit[heat_pump]", 2.0, "kW"),
            "heat_pump: 2,0 kW mer än gränsen tillåter; räknas som 12,50 euro.");
}

TEST(Speaker, SaysWhatGaveWayOfAnUnknownKind) {
  const home::Violation violation{{}, "sauna.heat[cellar]", 1.5, "buckets", base::Money{2.0}};
  EXPECT_EQ(speaker(Language::en).violation(violation),
            "sauna.heat[cellar]: missed by 1.50 buckets; counted as 2.00 EUR.");
  EXPECT_EQ(speaker(Language::de).violation(violation),
            "sauna.heat[cellar]: um 1,50 buckets verfehlt; gerechnet mit 2,00 €.");
  EXPECT_EQ(speaker(Language::sv).violation({{}, "", 0.0, "", base::Money{}}),
            ": missat med 0,00; räknas som 0,00 euro.");
  // An odd name must not break anything.
  for (const char* what : {"[", "]", "[]", "limit[", "limit]", "][", "a[b]c"})
    EXPECT_FALSE(speaker(Language::en).violation({{}, what, 1.0, "kW", {}}).empty());
}

}  // namespace
}  // namespace ohmstead::plan
