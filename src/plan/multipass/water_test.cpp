// Blocks of water heating, and the S-index: the two that know local days.
#include <gtest/gtest.h>

#include "passes.hpp"
#include "testing/multipass_home.hpp"

namespace ohmstead::plan::multipass {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;

// ---- water ----

WaterTask boiler() { return {"boiler", 2.0, 4.0, 0.0, 1, 0.0}; }

TEST(Water, HeatsTheCheapestBlockOfTheDay) {
  std::vector<double> import(24, 0.4);
  import[3] = import[4] = import[5] = 0.1;
  import[14] = 0.09;
  const home::Case home = plain_home(import);
  State state = state_up_to(home, 1);
  const auto rows = place_water(state, std::vector{boiler()});
  // The two cheapest are 14 and 3; joined they would span the day, so the ends are given up.
  ASSERT_EQ(rows.size(), 1U);
  double energy = 0.0;
  int starts = 0;
  for (std::size_t t = 0; t < 24; ++t) {
    energy += rows[0][t];
    if (rows[0][t] > 0.0 && (t == 0 || rows[0][t - 1] == 0.0)) ++starts;
    EXPECT_DOUBLE_EQ(rows[0][t], state.water_kw[t]);
  }
  EXPECT_DOUBLE_EQ(energy, 4.0);
  EXPECT_EQ(starts, 1);
}

TEST(Water, TakesTwoBlocksWhenItMay) {
  std::vector<double> import(24, 0.4);
  import[3] = import[14] = 0.1;
  const home::Case home = plain_home(import);
  State state = state_up_to(home, 1);
  WaterTask task = boiler();
  task.max_blocks = 2;
  const auto rows = place_water(state, std::vector{task});
  EXPECT_DOUBLE_EQ(rows[0][3], 2.0);
  EXPECT_DOUBLE_EQ(rows[0][14], 2.0);
}

TEST(Water, KnowsWhatWasHeatedToday) {
  const home::Case home = plain_home(std::vector<double>(24, 0.3));
  State state = state_up_to(home, 1);
  WaterTask task = boiler();
  task.used_today_kwh = 4.0;
  const auto rows = place_water(state, std::vector{task});
  EXPECT_EQ(rows[0], std::vector<double>(24, 0.0));
}

TEST(Water, TakesTheSunBeforeTheGrid) {
  std::vector<double> pv(24, 0.0);
  pv[12] = pv[13] = 4.0;
  const home::Case home = plain_home(std::vector<double>(24, 0.3), {}, pv);
  State state = state_up_to(home, 1);
  const auto rows = place_water(state, std::vector{boiler()});
  EXPECT_DOUBLE_EQ(rows[0][12], 2.0);
  EXPECT_DOUBLE_EQ(rows[0][13], 2.0);
}

TEST(Water, HeatsOnceOnALocalDayOf25Hours) {
  home::Case home = plain_home(std::vector<double>(49, 0.3));
  home.timezone = "Europe/Paris";
  // Sunday 27 October 2024 has 25 hours; local midnight is 22:00 UTC, the next one 23:00.
  home.slots =
      base::SlotGrid::uniform(*base::parse_time("2024-10-26T22:00:00Z"), base::Seconds{3600}, 49);
  home.prices.import.set(24, EnergyPrice{0.1});  // 23:00 of the long day
  home.prices.import.set(25, EnergyPrice{0.2});  // 00:00 of Monday
  home.prices.import.set(26, EnergyPrice{0.2});
  State state = state_up_to(home, 1);
  const auto rows = place_water(state, std::vector{boiler()});
  double first = 0.0, second = 0.0;
  for (std::size_t t = 0; t < 25; ++t) first += rows[0][t];
  for (std::size_t t = 25; t < 49; ++t) second += rows[0][t];
  EXPECT_DOUBLE_EQ(first, 4.0);
  EXPECT_DOUBLE_EQ(second, 4.0);
  EXPECT_DOUBLE_EQ(rows[0][24], 2.0);
}

// ---- S-index ----

TEST(SIndex, IsFixedAndAtMostTheLargest) {
  home::Case home = plain_home({0.1, 0.2});
  home.multipass->s_index.static_factor = 1.05;
  State state = make_state(home);
  EXPECT_DOUBLE_EQ(find_s_index(state), 1.05);
  state.settings.s_index.max_factor = 1.02;
  EXPECT_DOUBLE_EQ(find_s_index(state), 1.02);
}

TEST(SIndex, FollowsSunAndCold) {
  home::Case home = plain_home(std::vector<double>(24, 0.3));
  home.multipass->s_index.mode = home::SIndexMode::dynamic;
  home.days = {{2, Energy{10.0}, Energy{4.0}, base::Celsius{2.5}},
               {3, Energy{10.0}, Energy{12.0}, base::Celsius{2.5}}};
  State state = make_state(home);
  // Day 2 lacks 0.6, day 3 nothing, day 4 is like day 3: 0.2. Half of the way from 20 to -15.
  EXPECT_NEAR(find_s_index(state), 1.05 + 0.3 * 0.2 + 0.2 * 0.5, 1e-12);
  EXPECT_TRUE(state.notes.empty());
  home.days[0].mean_temperature.reset();
  home.days[1].mean_temperature.reset();
  State mild = make_state(home);
  EXPECT_NEAR(find_s_index(mild), 1.05 + 0.3 * 0.2, 1e-12);
  EXPECT_EQ(mild.notes.size(), 1U);
}

TEST(SIndex, RepeatsTheLastKnownDay) {
  home::Case home = plain_home(std::vector<double>(24, 0.3));  // a whole day without sun
  home.multipass->s_index.mode = home::SIndexMode::dynamic;
  State state = make_state(home);
  EXPECT_NEAR(find_s_index(state), 1.35, 1e-12);
  home::Case part = plain_home(std::vector<double>(5, 0.3));
  part.multipass->s_index.mode = home::SIndexMode::dynamic;
  part.multipass->s_index.static_factor = 1.1;
  State nothing = make_state(part);
  EXPECT_NEAR(find_s_index(nothing), 1.1, 1e-12);
  EXPECT_EQ(nothing.notes.size(), 1U);
}

}  // namespace
}  // namespace ohmstead::plan::multipass
