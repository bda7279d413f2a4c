// Batteries whose powers, losses and wear depend on temperature, power and state of charge: small
// cases by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ohmstead/home/battery_physics.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/battery_parts.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using base::Celsius;
using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;
using base::Series;
using ::testing::HasSubstr;

// ---- temperature ----

TEST(TemperatureDerating, InterpolatesAndStaysFlatOutside) {
  home::Case home = make_small_home({0.1, 0.1, 0.1, 0.1}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0});
  home.batteries = {lossless()};
  home.outdoor = Series<Celsius>{std::vector<double>{-20.0, 0.0, 5.0, 40.0}};
  home.batteries[0].temperature_derating = {{Celsius{-10.0}, Ratio{0.0}, Ratio{0.5}},
                                            {Celsius{10.0}, Ratio{1.0}, Ratio{0.9}}};
  const std::vector<double> in{0.0, 2.5, 3.75, 5.0}, out{2.5, 3.5, 4.0, 4.5};
  for (std::size_t t = 0; t < 4; ++t) {
    const home::PowerLimits most = power_limits(home, home.batteries[0], t);
    EXPECT_NEAR(most.charge.value(), in[t], 1e-12);
    EXPECT_NEAR(most.discharge.value(), out[t], 1e-12);
  }
  // Its own series comes before the air outside.
  home.batteries[0].temperature = Series<Celsius>{4, Celsius{0.0}};
  EXPECT_NEAR(power_limits(home, home.batteries[0], 0).charge.value(), 2.5, 1e-12);
}

// 1 kWh costs 0.10, then 0.30: 4 kW are wanted, the cold leaves 1.5 kW.
TEST(TemperatureDerating, LimitsWhatIsCharged) {
  home::Case home = make_small_home({0.1, 0.3}, {0.0, 0.0}, {0.0, 4.0}, {0.0, 0.0});
  home.batteries = {lossless()};
  home.batteries[0].soc = Energy{0.0};
  home.batteries[0].temperature_derating = {{Celsius{0.0}, Ratio{0.3}, Ratio{1.0}},
                                            {Celsius{20.0}, Ratio{1.0}, Ratio{1.0}}};
  home.batteries[0].temperature = Series<Celsius>{2, Celsius{-5.0}};
  const home::Plan plan = plan_with_all(home);
  EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 1.5, 1e-6);
  EXPECT_NEAR(plan.objective.value(), 1.5 * 0.1 + 2.5 * 0.3, 1e-6);
  for (const Strategy strategy : {Strategy::rules, Strategy::multipass, Strategy::self_use}) {
    const home::Plan other = Planner{}.make_plan(home, {.strategy = strategy});
    EXPECT_LE(other.slots[0].batteries[0].charge.value(), 1.5 + 1e-9);
  }
  const auto bill = evaluate(home, make_plan_of(home, {{1.6, 0.0}}));
  ASSERT_FALSE(bill);
  EXPECT_THAT(bill.error().message,
              HasSubstr("slots[0].batteries[0].charge_kw: 1.6 is above the limit 1.5"));
}

// ---- wear by depth ----

TEST(DepthWear, IsBilledOnTheWayDownOnly) {
  const home::Battery battery = deep_battery();
  EXPECT_NEAR(depth_wear(battery, Energy{5.0}, Energy{1.0}).value(), 2.0 * 0.05 + 0.2, 1e-12);
  EXPECT_NEAR(depth_wear(battery, Energy{9.0}, Energy{4.0}).value(), 0.0, 1e-12);
  EXPECT_NEAR(depth_wear(battery, Energy{1.0}, Energy{5.0}).value(), 0.0, 1e-12);
  home::Case home = make_small_home({0.1, 0.1}, {0.0, 0.0}, {4.0, 0.0}, {0.0, 0.0});
  home.batteries = {battery};
  // 3.2 kWh at the terminals are 4 kWh of the store: 5 to 1 kWh. Then 1 kWh in.
  const auto bill = evaluate(home, make_plan_of(home, {{-3.2, 1.0}}));
  ASSERT_TRUE(bill) << bill.error().message;
  EXPECT_NEAR(bill->money.wear.value(), 0.3, 1e-12);
}

// A stored kWh gives 0.8 kWh: 0.24 at 0.30, 0.16 at 0.20, 0.08 at 0.10. Below 4 kWh it costs 0.05,
// below 2 kWh 0.20: what is deep serves the dearest hour alone, and nothing serves the cheapest.
TEST(DepthWear, KeepsTheDeepEnergyForDearHours) {
  home::Case home =
      make_small_home({0.04, 0.2, 0.3}, {0.0, 0.0, 0.0}, {4.0, 4.0, 3.2}, {0.0, 0.0, 0.0});
  home.batteries = {deep_battery()};
  home.batteries[0].charge = Power{0.0};
  home.batteries[0].discharge = Power{5.0};
  const home::Plan plan = plan_with_all(home);
  // Whatever the second hour takes (0.16) makes the last hour take as much more at 0.20.
  EXPECT_NEAR(plan.slots[1].batteries[0].discharge.value(), 0.0, 1e-6);
  EXPECT_NEAR(plan.slots[2].batteries[0].discharge.value(), 3.2, 1e-6);
  EXPECT_NEAR(plan.money.wear.value(), 2.0 * 0.05 + 1.0 * 0.2, 1e-6);
}

// Charging 2 kWh and taking them again wears what is deep, however often a full battery would not.
TEST(DepthWear, LaterChargeDoesNotMakeShallowWhatIsDeep) {
  home::Case home =
      make_small_home({0.0, 0.15, 0.0, 0.15}, {0, 0, 0, 0}, {0, 2, 0, 2}, {0, 0, 0, 0});
  home.batteries = {lossless()};
  home.batteries[0].soc = Energy{0.0};
  home.batteries[0].charge = Power{2.0};
  home.batteries[0].wear = std::vector<home::DepthStep>{{Energy{2.0}, EnergyPrice{0.2}}};
  const home::Plan plan = plan_with_all(home);
  // 2 kWh in the first hour are kept, those of the third are used: 4 kWh stored, 2 used free.
  EXPECT_NEAR(plan.objective.value(), 2.0 * 0.15, 1e-6);
  EXPECT_NEAR(plan.money.wear.value(), 0.0, 1e-6);
}

// ---- limits by state of charge ----

TEST(PowerBySoc, KeepsTheLimitAtBothEndsOfTheSlot) {
  home::Case home = make_small_home({0.1}, {0.0}, {0.0}, {0.0});
  home.batteries = {tapered()};
  const home::Battery& battery = home.batteries[0];
  // At the end p <= 5 - 2 (s + p - 8): p = (5 + 16 - 2 s) / 3.
  EXPECT_NEAR(most_charge(home, battery, 0, Energy{7.0}, Energy{10.0}).value(), 7.0 / 3.0, 1e-12);
  EXPECT_NEAR(most_charge(home, battery, 0, Energy{2.0}, Energy{10.0}).value(), 5.0, 1e-12);
  EXPECT_NEAR(most_charge(home, battery, 0, Energy{9.5}, Energy{10.0}).value(), 0.5, 1e-12);
  // p <= 1 + 2 (s - p): p = (1 + 2 s) / 3.
  EXPECT_NEAR(most_discharge(home, battery, 0, Energy{2.0}, Energy{0.0}).value(), 5.0 / 3.0, 1e-12);
  const auto bill = evaluate(home, make_plan_of(home, {{5.0}}));
  ASSERT_FALSE(bill);
  EXPECT_THAT(bill.error().message,
              HasSubstr("charge_kw: 5 is above the limit 1 between 5 and 10 kWh"));
}

TEST(PowerBySoc, TheLinearEnginePlansToTheLimit) {
  home::Case home = make_small_home({0.1, 0.5, 0.5}, {0.0, 0.4, 0.4}, {0, 0, 0}, {0, 0, 0});
  home.batteries = {tapered()};
  home.batteries[0].soc = Energy{7.0};
  const home::Plan plan = plan_with_all(home);
  EXPECT_FALSE(why_no_value_function(home).empty());
  EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 7.0 / 3.0, 1e-6);
  EXPECT_NEAR(plan.slots[1].batteries[0].discharge.value(), 5.0, 1e-6);
  // 13/3 kWh are left: p = (1 + 2 * 13/3) / 3.
  EXPECT_NEAR(plan.slots[2].batteries[0].discharge.value(), 29.0 / 9.0, 1e-6);
  for (const Strategy strategy : {Strategy::rules, Strategy::multipass, Strategy::self_use}) {
    const home::Plan other = Planner{}.make_plan(home, {.strategy = strategy});
    EXPECT_EQ(other.status, home::PlanStatus::good) << other.notes.front();
  }
}

// ---- losses by power ----

TEST(EfficiencyCurve, IsStraightBetweenPointsOnTheSideOfTheStore) {
  const home::Leg in = charge_leg(curved()), out = discharge_leg(curved());
  const std::vector<double> kw{0.0, 0.5, 1.0, 1.5, 2.0, 4.0};
  const std::vector<double> stored{0.0, 0.3, 0.6, 1.1, 1.6, 3.2};
  const std::vector<double> taken{0.0, 1.0, 2.0, 2.6, 3.2, 6.4};
  for (std::size_t i = 0; i < kw.size(); ++i) {
    EXPECT_NEAR(in.inside_kw(kw[i]), stored[i], 1e-12);
    EXPECT_NEAR(in.outside_kw(stored[i]), kw[i], 1e-12);
    EXPECT_NEAR(out.inside_kw(kw[i]), taken[i], 1e-12);
    EXPECT_NEAR(out.outside_kw(taken[i]), kw[i], 1e-12);
    EXPECT_NEAR(in.highest_kw(kw[i] + 2.0 * stored[i], Ratio{2.0}), kw[i], 1e-12);
  }
}

// Two hours at the same price: 2 kWh bought at once store 1.6 kWh, 1 kWh twice only 1.2 kWh.
TEST(EfficiencyCurve, OneStrongHourRatherThanTwoWeakOnes) {
  home::Case home = make_small_home({0.1, 0.1, 0.9}, {0, 0, 0}, {0, 0, 1.0}, {0, 0, 0});
  home.batteries = {curved()};
  home.batteries[0].soc = Energy{0.4};
  home.batteries[0].charge = Power{2.0};
  home.batteries[0].discharge = Power{2.0};
  const home::Plan plan = plan_with_all(home);
  const double first = plan.slots[0].batteries[0].charge.value();
  const double second = plan.slots[1].batteries[0].charge.value();
  EXPECT_NEAR(std::max(first, second), 2.0, 1e-6);
  EXPECT_NEAR(std::min(first, second), 0.0, 1e-6);
  EXPECT_NEAR(plan.slots[2].batteries[0].discharge.value(), 1.0, 1e-6);
  EXPECT_NEAR(plan.objective.value(), 0.2, 1e-6);
}

}  // namespace
}  // namespace ohmstead::plan
