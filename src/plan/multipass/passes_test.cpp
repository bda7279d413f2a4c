// Each pass alone, on homes small enough for a pencil.
#include "passes.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "need.hpp"
#include "testing/multipass_home.hpp"

namespace ohmstead::plan::multipass {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;

std::vector<int> cheap_slots(const State& state) {
  std::vector<int> slots;
  for (std::size_t t = 0; t < state.count(); ++t) {
    if (state.is_cheap[t] != 0) slots.push_back(static_cast<int>(t));
  }
  return slots;
}

TEST(Margins, TakePvForLessAndLoadForMore) {
  home::Case home = make_small_home({0.3, 0.3}, {0.1, 0.1}, {2.0, 1.0}, {0.0, 4.0});
  State state = make_state(home);
  add_margins(state);
  EXPECT_DOUBLE_EQ(state.load_kw[0], 2.2);
  EXPECT_DOUBLE_EQ(state.pv_kw[1], 3.6);
  EXPECT_DOUBLE_EQ(state.surplus_kw(1), 2.5);
}

TEST(Margins, AbsentPricesAreSharesOfTheLevel) {
  const home::Case home = make_small_home({0.2, 0.4}, {0.0, 0.0}, {1.0, 1.0}, {0.0, 0.0});
  const State state = make_state(home);
  EXPECT_DOUBLE_EQ(state.price_level, 0.3);
  EXPECT_DOUBLE_EQ(state.cheap_tolerance(), 0.02);
  EXPECT_DOUBLE_EQ(state.price_smoothing(), 0.01);
  EXPECT_DOUBLE_EQ(state.strategic_price(), 0.18);
}

TEST(Storage, AddsBatteriesUp) {
  home::Case home = plain_home({0.3});
  home.inverters.emplace_back();
  home.inverters[0].id = "i";
  home.inverters[0].ac_limit = Power{3.0};
  home.inverters[0].efficiency = base::Ratio{0.5};
  home.batteries.push_back(home.batteries[0]);
  home.batteries[1].id = "second";
  home.batteries[1].inverter = "i";
  home.batteries[1].capacity = Energy{30.0};
  home.batteries[1].min_soc = Energy{4.0};
  const Storage storage = make_state(home).storage;
  EXPECT_DOUBLE_EQ(storage.capacity_kwh, 40.0);
  EXPECT_DOUBLE_EQ(storage.usable_kwh(), 36.0);
  EXPECT_DOUBLE_EQ(storage.charge_kw, 5.0 + 3.0);             // the inverter takes no more
  EXPECT_DOUBLE_EQ(storage.discharge_kw, 5.0 + 2.5);          // half of 5 kW is lost in it
  EXPECT_DOUBLE_EQ(storage.charge_efficiency, 0.25 + 0.375);  // by capacity
}

// The cheapest 15 % of ten hours end at the second; the threshold lies 0.02 above its price.
TEST(Windows, AreThePercentileAndWhatIsWithinTolerance) {
  const State state =
      state_up_to(plain_home({0.10, 0.11, 0.13, 0.14, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}), 1);
  EXPECT_EQ(cheap_slots(state), (std::vector<int>{0, 1, 2}));
}

TEST(Windows, WidenUntilThereIsRoomForTheNeed) {
  home::Case home = plain_home({0.10, 0.13, 0.16, 0.19, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5});
  home.batteries[0].charge = Power{1.0};
  home.batteries[0].discharge = Power{5.0};
  // Six dear hours need 7.5 kWh stored, 1 kWh fits in an hour: all that are below 0.5, and more.
  home.batteries[0].capacity = Energy{4.0};
  EXPECT_EQ(cheap_slots(state_up_to(home, 1)), (std::vector<int>{0, 1, 2, 3}));
}

TEST(Windows, DoNotExistAtAFlatPrice) {
  EXPECT_TRUE(cheap_slots(state_up_to(plain_home({0.3, 0.3, 0.3, 0.3}), 1)).empty());
}

TEST(Windows, StrategicWhenTheSunIsTooWeak) {
  EXPECT_TRUE(state_up_to(plain_home({0.3, 0.3}, {1, 1}, {0, 1.9}), 1).is_strategic);
  EXPECT_FALSE(state_up_to(plain_home({0.3, 0.3}, {1, 1}, {0, 2.0}), 1).is_strategic);
}

TEST(Need, IsTheRunningPeak) {
  // After slot 0: 1 kWh of load, 4 kWh of sun, 3 kWh of load. At 0.8 the peak is the last.
  home::Case home = plain_home({0.1, 0.3, 0.2, 0.4}, {1, 1, 0, 3}, {0, 0, 4, 0});
  State state = state_up_to(home, 1);
  EXPECT_DOUBLE_EQ(need_after(state, 0, 0.1), 1.0 / 0.8);  // 1.25, then -2.75, then +1.0
  EXPECT_DOUBLE_EQ(need_after(state, 0, 0.3), 0.0);        // the sun fills more than the last takes
  EXPECT_DOUBLE_EQ(need_after(state, 2, 0.1), 3.0 / 0.8);
  state.bought_kw[3] = 1.0;
  EXPECT_DOUBLE_EQ(need_after(state, 2, 0.1), 3.0 / 0.8 - 1.0);
}

TEST(Need, KnowsWhenTheSunFillsTheStorageAnyway) {
  home::Case home = plain_home({0.3, 0.3, 0.3}, {1, 0, 0}, {0, 5, 5});
  home.prices.export_.set(2, EnergyPrice{0.07});
  const State state = state_up_to(home, 1);
  EXPECT_EQ(spilled_price(state, 0, 1.0), 0.07);  // 6 in the first hour, 11 in the second
  EXPECT_EQ(spilled_price(state, 0, 5.0), 0.02);  // full in the first
  EXPECT_FALSE(spilled_price(state, 2, 9.0));
}

TEST(Baseline, EmptiesInDearSlotsAndStoresSurplus) {
  home::Case home = plain_home({0.1, 0.4, 0.4, 0.4, 0.4}, {1, 1, 1, 0, 4}, {0, 0, 0, 2, 0});
  home.batteries[0].soc = Energy{2.0};
  const State state = state_up_to(home, 3);
  // Held in the cheap hour; 1.25 used; the last 0.75; 2 stored; 5 wanted, 2 there.
  const std::vector<double> expected{2.0, 2.0, 0.75, 0.0, 2.0, 0.0};
  for (std::size_t t = 0; t < expected.size(); ++t)
    EXPECT_DOUBLE_EQ(state.baseline_kwh[t], expected[t]) << t;
}

// The gap is what comes after the window, not what lies in it.
TEST(Responsibility, IsTheNeedOfTheGapAfterTheWindow) {
  home::Case home = plain_home({0.1, 0.4, 0.3, 0.11, 0.4, 0.12}, {3, 1, 1, 3, 2, 1});
  home.multipass->cheap_percentile = 40.0;
  home.multipass->s_index.static_factor = 1.2;
  const State state = state_up_to(home, 4);
  ASSERT_EQ(state.windows.size(), 3U);
  EXPECT_EQ(state.windows[0].gap_end, 3U);
  EXPECT_DOUBLE_EQ(state.windows[0].need_stored_kwh, 1.2 * 2.0 / 0.8);
  EXPECT_DOUBLE_EQ(state.windows[0].required_stored_kwh, 1.2 * 2.0 / 0.8);
  EXPECT_DOUBLE_EQ(state.windows[1].need_stored_kwh, 1.2 * 2.0 / 0.8);
  EXPECT_DOUBLE_EQ(state.windows[2].need_stored_kwh, 0.0);
}

TEST(Responsibility, CountsOnlySlotsThatAreWorthIt) {
  // Bought at 0.1 a kWh given costs 0.125: 0.12 is not worth it, 0.13 is.
  home::Case home = plain_home({0.1, 0.123, 0.13, 0.4}, {1, 1, 1, 1});
  home.multipass->cheap_percentile = 20.0;
  home.multipass->cheap_tolerance = EnergyPrice{0.0};
  EXPECT_DOUBLE_EQ(state_up_to(home, 4).windows.at(0).need_stored_kwh, 2.0 / 0.8);
}

TEST(Responsibility, IsLessByWhatIsThereAndByTheSun) {
  home::Case home = plain_home({0.1, 0.4, 0.4, 0.4}, {1, 1, 0, 2}, {0, 0, 1, 0});
  home.batteries[0].soc = Energy{1.0};
  const State state = state_up_to(home, 4);
  // 1.25, then the sun gives 1 of the 2.5 that follow.
  EXPECT_DOUBLE_EQ(state.windows.at(0).need_stored_kwh, 1.25 + 1.5);
  EXPECT_DOUBLE_EQ(state.windows[0].required_stored_kwh, 1.75);
}

TEST(Responsibility, CascadesOnlyTheShortfall) {
  home::Case home = plain_home({0.1, 0.1, 0.3, 0.11, 0.4, 0.4, 0.4}, {1, 1, 0, 1, 2, 2, 2});
  home.multipass->cheap_percentile = 40.0;
  home.batteries[0].charge = Power{3.0};
  const State state = state_up_to(home, 4);
  ASSERT_EQ(state.windows.size(), 2U);
  // The second gap needs 7.5, its window has room for 3: 4.5 go to the window before.
  EXPECT_DOUBLE_EQ(state.windows[1].need_stored_kwh, 7.5);
  EXPECT_DOUBLE_EQ(state.windows[1].required_stored_kwh, 3.0);
  EXPECT_DOUBLE_EQ(state.windows[0].need_stored_kwh, 0.0);
  EXPECT_DOUBLE_EQ(state.windows[0].required_stored_kwh, 4.5);
}

TEST(Responsibility, IsToFillUpWhenStrategic) {
  home::Case home = plain_home({0.1, 0.4, 0.4, 0.4}, {0, 1, 0, 0});
  home.multipass->strategic_price = EnergyPrice{0.2};
  home.batteries[0].soc = Energy{3.0};
  const State state = state_up_to(home, 4);
  EXPECT_TRUE(state.windows.at(0).is_strategic);
  EXPECT_DOUBLE_EQ(state.windows[0].required_stored_kwh, 9.5 - 3.0);
}

TEST(Responsibility, IsCarriedForwardWhenAStrategicWindowIsTooShort) {
  home::Case home = plain_home({0.1, 0.4, 0.11, 0.4}, {1, 0, 1, 0});
  home.multipass->cheap_percentile = 40.0;
  home.multipass->strategic_price = EnergyPrice{0.105};
  home.batteries[0].charge = Power{2.0};
  const State state = state_up_to(home, 4);
  ASSERT_EQ(state.windows.size(), 2U);
  EXPECT_TRUE(state.windows[0].is_strategic);
  EXPECT_FALSE(state.windows[1].is_strategic);
  EXPECT_DOUBLE_EQ(state.windows[0].required_stored_kwh, 9.5);
  EXPECT_DOUBLE_EQ(state.windows[1].required_stored_kwh, 9.5 - 2.0);  // 0.11 < 0.105 * 1.1
}

TEST(Charging, TakesAnEvenBlockBeforeScatteredSlots) {
  home::Case home = plain_home({0.100, 0.118, 0.104, 0.106, 0.105, 0.4, 0.4, 0.4, 0.4},
                               std::vector<double>(9, 1.0));
  home.multipass->cheap_percentile = 50.0;
  home.multipass->consolidation_tolerance = EnergyPrice{0.003};
  home.batteries[0].charge = Power{2.0};
  const State state = state_up_to(home, 5);
  // 5 kWh are three hours; only 0.104, 0.106, 0.105 lie within 0.003. The dearest gets the rest.
  const std::vector<double> expected{0, 0, 2, 1, 2, 0, 0, 0, 0};
  for (std::size_t t = 0; t < expected.size(); ++t)
    EXPECT_DOUBLE_EQ(state.bought_kw[t], expected[t]) << t;
}

TEST(Charging, LeavesTheConnectionToTheHome) {
  home::Case home = plain_home({0.1, 0.1, 0.4, 0.4}, {4, 1, 3, 3});
  home.multipass->cheap_percentile = 50.0;
  home.grid.import_limit = Power{5.0};
  const State state = state_up_to(home, 5);
  // 7.5 kWh are wanted; 1 kW is left beside a load of 4, 4 beside one of 1.
  EXPECT_DOUBLE_EQ(state.bought_kw[0], 1.0);
  EXPECT_DOUBLE_EQ(state.bought_kw[1], 4.0);
}

TEST(Charging, TakesAllThatIsPaidFor) {
  home::Case home = plain_home({-0.05, 0.1, 0.4, 0.4}, {1, 1, 0, 0});
  const State state = state_up_to(home, 5);
  EXPECT_DOUBLE_EQ(state.bought_kw[0], 5.0);
}

TEST(Actions, HoldInCheapWindowsAndUseWhenDear) {
  home::Case home = plain_home({0.1, 0.2, 0.4, 0.1}, {1, 1, 1, 1});
  home.batteries[0].soc = Energy{1.25};
  const State state = state_up_to(home, 6);
  // One dear hour can be covered: that of 0.4, not that of 0.2.
  EXPECT_EQ(state.actions[0], Action::charge);  // the gap needs 2.5
  EXPECT_EQ(state.actions[1], Action::follow);
  EXPECT_EQ(state.actions[2], Action::follow);
  EXPECT_EQ(state.actions[3], Action::hold);
  EXPECT_NEAR(state.stored_kwh[4], 0.0, 1e-12);
}

TEST(Actions, KeepForDearerSlots) {
  home::Case home = plain_home({0.2, 0.4, 0.3, 0.05}, {1, 1, 1, 1});
  home.batteries[0].soc = Energy{2.5};
  const State state = state_up_to(home, 6);
  EXPECT_EQ(state.actions[0], Action::hold);
  EXPECT_EQ(state.actions[1], Action::follow);
  EXPECT_EQ(state.actions[2], Action::follow);
}

TEST(Actions, SellOnlyWhatGapsDoNotNeedInTheBestSlot) {
  home::Case home = plain_home({0.30, 0.30, 0.30, 0.50}, {0, 0, 0, 2});
  home.prices.export_ = base::Series<EnergyPrice>{std::vector<double>{0.05, 0.25, 0.20, 0.02}};
  home.multipass->export_.peak_percentile = 50.0;
  home.batteries[0].soc = Energy{8.0};
  const State state = state_up_to(home, 6);
  EXPECT_EQ(state.actions[1], Action::sell);
  // 8 stored, 1.1 x 2.5 kept for the last hour: 5.25 x 0.8 = 4.2 kWh are sold.
  EXPECT_DOUBLE_EQ(state.given_kw[1], 4.2);
  EXPECT_NE(state.actions[2], Action::sell);
  EXPECT_EQ(state.actions[3], Action::follow);
}

TEST(Actions, SellNothingWhenSwitchedOff) {
  home::Case home = plain_home({0.30, 0.30}, {0, 0});
  home.prices.export_ = base::Series<EnergyPrice>{std::vector<double>{0.25, 0.02}};
  home.batteries[0].soc = Energy{8.0};
  EXPECT_EQ(state_up_to(home, 6).actions[0], Action::sell);
  home.multipass->export_.is_enabled = false;
  EXPECT_NE(state_up_to(home, 6).actions[0], Action::sell);
}

TEST(Actions, SellBeforeTheSunFillsTheStorage) {
  home::Case home = plain_home({0.3, 0.3, 0.3, 0.3}, {0, 0, 0, 0}, {0, 0, 5, 5});
  home.prices.export_ = base::Series<EnergyPrice>{std::vector<double>{0.10, 0.02, 0.01, 0.01}};
  home.batteries[0].soc = Energy{8.0};
  home.batteries[0].end_value = EnergyPrice{0.2};  // not for what the sun replaces
  EXPECT_EQ(state_up_to(home, 6).actions[0], Action::sell);
  home.pv = base::Series<Power>{4};
  EXPECT_NE(state_up_to(home, 6).actions[0], Action::sell);
}

// Quarters: a run of one is too short, and what it would have used is there afterwards.
TEST(Hysteresis, BansShortRunsAndGoesThroughTheSlotsAgain) {
  home::Case home = plain_home(std::vector<double>(8, 0.2), std::vector<double>(8, 1.0));
  home.slots = base::SlotGrid::uniform(home.slots.start(0), base::Seconds{900}, 8);
  home.prices.import =
      base::Series<EnergyPrice>{std::vector<double>{0.1, 0.1, 0.1, 0.5, 0.1, 0.1, 0.4, 0.4}};
  home.multipass->cheap_percentile = 1.0;
  home.multipass->cheap_tolerance = home.multipass->price_smoothing = EnergyPrice{0.0};
  home.batteries[0].soc = Energy{0.3125};  // a quarter of an hour
  home.batteries[0].charge = Power{0.0};
  home.batteries[0].discharge = Power{5.0};
  State state = state_up_to(home, 6);
  EXPECT_EQ(state.actions[3], Action::follow);
  EXPECT_NEAR(state.stored_kwh[4], 0.0, 1e-12);
  EXPECT_TRUE(ban_short_runs(state));
  choose_actions(state);
  EXPECT_EQ(state.actions[3], Action::hold);
  EXPECT_NEAR(state.stored_kwh[6], 0.3125, 1e-12);
  EXPECT_EQ(state.actions[6], Action::follow);
}

TEST(Hysteresis, LeavesAShortPauseAndARunningActionAlone) {
  home::Case home = plain_home(std::vector<double>(6, 0.2), std::vector<double>(6, 1.0));
  home.slots = base::SlotGrid::uniform(home.slots.start(0), base::Seconds{900}, 6);
  State state = state_up_to(home, 1);
  const auto follow = Action::follow, hold = Action::hold;
  state.actions = {follow, follow, hold, follow, hold, hold};
  EXPECT_FALSE(ban_short_runs(state));  // a pause of 15 minutes
  state.actions = {follow, follow, hold, hold, follow, hold};
  EXPECT_TRUE(ban_short_runs(state));
  EXPECT_EQ(state.is_banned_follow, (std::vector<char>{0, 0, 0, 0, 1, 0}));
  state.actions = {Action::charge, hold, hold, hold, hold, hold};
  State fresh = state;
  EXPECT_TRUE(ban_short_runs(fresh));
  home.last_plan = home::LastPlan{};
  home.last_plan->slots = home.slots;
  home.last_plan->batteries = {{"home", {}, {}, std::vector<std::string>(6, "charge")}};
  EXPECT_FALSE(ban_short_runs(state));  // it is on already
}

}  // namespace
}  // namespace ohmstead::plan::multipass
