#include <gtest/gtest.h>

#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using base::Energy;

// A home with the small battery (10 kWh, 5 kW, 0.9 in, 0.8 out) that holds `soc_kwh`; slots of one
// hour from midnight.
home::Case home_with(double soc_kwh, std::vector<double> import, std::vector<double> exported,
                     std::vector<double> load, std::vector<double> pv) {
  home::Case home =
      make_small_home(std::move(import), std::move(exported), std::move(load), std::move(pv));
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = Energy{soc_kwh};
  return home;
}

home::Reason reason_in(home::Language language, const home::Case& home) {
  return Planner{}.make_plan(home, {.language = language}).slots[0].reason;
}

TEST(Explain, SpeaksGerman) {
  const auto text = [](const home::Case& home) { return reason_in(home::Language::de, home).text; };
  EXPECT_EQ(text(home_with(0, {0.10, 0.40}, {0, 0}, {0, 3.6}, {0, 0})),
            "Lädt mit 5,0 kW: Eine kWh aus dem Netz kostet jetzt 10,0 ct, gespeichert ist sie 32,0 "
            "ct wert; gebraucht wird sie ab 01:00 Uhr, wenn eine kWh 40,0 ct kostet. Die Batterie "
            "ruhen zu lassen würde 0,94 € mehr kosten.");
  EXPECT_EQ(text(home_with(0, {0.30, 0.30}, {0.08, 0.08}, {1, 2}, {3, 0})),
            "Speichert 2,0 kW Solarüberschuss: Verkauft bringt eine kWh 8,0 ct, gespeichert ist "
            "sie 24,0 ct wert; gebraucht wird sie ab 01:00 Uhr, wenn eine kWh 30,0 ct kostet. Die "
            "Batterie ruhen zu lassen würde 0,27 € mehr kosten.");
  home::Case home = home_with(10, {0.30}, {-0.05}, {1}, {3});
  home.batteries[0].end_value = 0.10_per_kwh;
  EXPECT_EQ(text(home).rfind("Regelt die Solaranlage um 2,0 kW ab: Eine kWh zu verkaufen würde "
                             "5,0 ct kosten.",
                             0),
            0U)
      << text(home);
}

TEST(Explain, SpeaksSwedish) {
  const auto text = [](home::Case home) {
    home.currency = "SEK";
    return reason_in(home::Language::sv, home).text;
  };
  EXPECT_EQ(text(home_with(0, {1.0, 4.0}, {0, 0}, {0, 3.6}, {0, 0})),
            "Laddar med 5,0 kW: en kWh från nätet kostar 100,0 öre nu, lagrad är den värd 320,0 "
            "öre; den används från kl. 01:00, när en kWh kostar 400,0 öre. Att låta batteriet vila "
            "skulle kosta 9,40 kr mer.");
  home::Case home = home_with(10, {3.0}, {2.5}, {1}, {0});
  home.batteries[0].end_value = 1.0_per_kwh;
  EXPECT_EQ(text(home),
            "Säljer 4,0 kW från batteriet för 250,0 öre per kWh: sparad till senare är en kWh värd "
            "100,0 öre. Att täcka behovet från batteriet skulle kosta 5,00 kr mer.");
  EXPECT_EQ(text(home_with(0, {3.0}, {0}, {1}, {0})),
            "Köper för 300,0 öre per kWh: batteriet har inget mer att ge. Att ladda med full "
            "effekt skulle kosta 15,00 kr mer.");
}

// The language changes words, nothing else.
TEST(Explain, SaysTheSameInEveryLanguage) {
  for (int seed = 0; seed < scaled(40); ++seed) {
    const home::Case home =
        make_random_case(static_cast<std::uint64_t>(seed), {.max_slots = 20, .max_batteries = 1});
    const home::Plan english = Planner{}.make_plan(home, {.time_limit_s = 2.0});
    for (const auto language : {home::Language::de, home::Language::sv}) {
      const home::Plan other =
          Planner{}.make_plan(home, {.time_limit_s = 2.0, .language = language});
      EXPECT_EQ(other.language, language);
      ASSERT_EQ(other.slots.size(), english.slots.size());
      for (std::size_t t = 0; t < english.slots.size(); ++t) {
        const home::Reason &one = english.slots[t].reason, &two = other.slots[t].reason;
        EXPECT_EQ(one.code, two.code);
        EXPECT_EQ(one.saves, two.saves);
        EXPECT_FALSE(two.text.empty());
        EXPECT_NE(one.text, two.text);
        EXPECT_EQ(two.text.find('{'), std::string::npos);
      }
    }
  }
}

TEST(Explain, PutsWhatGaveWayIntoWords) {
  home::Case home = home_with(0, {0.30}, {0}, {5}, {0});
  home.grid.import_limit = 3_kw;
  const home::Plan plan = Planner{}.make_plan(home, {.language = home::Language::de});
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].text,
            "Das Haus bezieht 2,0 kW mehr aus dem Netz, als die Grenze erlaubt; gerechnet mit "
            "20,00 €.");
  EXPECT_TRUE(Planner{}.make_plan(home, {.is_explained = false}).violations[0].text.empty());
}

}  // namespace
}  // namespace ohmstead::plan
