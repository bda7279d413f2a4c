// What people ask for by hand, and the best plan around it: small homes by hand, random homes by
// both engines.
#include <gtest/gtest.h>

#include <algorithm>

#include "ohmstead/plan/planner.hpp"
#include "testing/dice.hpp"
#include "testing/random_case.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"
#include "testing/water_homes.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;
using base::Ratio;
using home::ManualBlock;
using home::ManualKind;

ManualBlock block(const home::Case& home, ManualKind kind, std::size_t from, std::size_t to,
                  const std::string& device = {}) {
  ManualBlock block;
  block.kind = kind;
  block.device = device;
  block.start = home.slots.start(from);
  block.end = home.slots.end(to - 1);
  return block;
}

// Four hours; energy is cheap first and dear last.
home::Case home_with_battery() {
  home::Case home = make_small_home({0.10, 0.20, 0.30, 0.40}, {0.05, 0.05, 0.05, 0.05},
                                    {1.0, 1.0, 1.0, 1.0}, {0.0, 0.0, 3.0, 0.0});
  home.batteries.push_back(make_small_battery());
  return home;
}

home::Plan plan_of(const home::Case& home) {
  home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 10.0});
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  return plan;
}

double battery_kw(const home::Plan& plan, std::size_t slot) {
  const home::BatterySlot& battery = plan.slots[slot].batteries[0];
  return battery.charge.value() - battery.discharge.value();
}

TEST(ManualBlocks, ChargeAtFullPowerUpToTheirTargetAtAnyPrice) {
  home::Case home = home_with_battery();
  home.manual_blocks = {block(home, ManualKind::charge, 1, 4)};
  home.manual_blocks[0].target_soc_pct = 90.0;
  const home::Plan plan = plan_of(home);
  EXPECT_EQ(plan.solver, "value_function");
  // 5 kWh are there. The cheap first hour is the plan's own; 5 kW store 4.5 kWh.
  EXPECT_NEAR(plan.slots[1].batteries[0].soc.value(), 9.0, 1e-6);
  EXPECT_NEAR(plan.slots[3].batteries[0].soc.value(), 9.0, 1e-6);
  EXPECT_TRUE(plan.violations.empty());
  EXPECT_EQ(plan.slots[1].reason.code, home::ReasonCode::manual);
  EXPECT_EQ(plan.slots[1].reason.text, "Set by hand; planned again from 04:00 on.");
  EXPECT_FALSE(plan.slots[1].reason.saves);
  EXPECT_NE(plan.slots[0].reason.code, home::ReasonCode::manual);
}

// Nothing is gained by being empty when the block begins.
TEST(ManualBlocks, AreNoReasonToSellBefore) {
  home::Case home = make_small_home({0.25, 0.20}, {0.05, 0.05}, {0.0, 0.0}, {0.0, 0.0});
  home.batteries.push_back(make_small_battery());
  home.manual_blocks = {block(home, ManualKind::charge, 1, 2)};
  home.manual_blocks[0].target_soc_pct = 60.0;
  const home::Plan plan = plan_of(home);
  EXPECT_NEAR(battery_kw(plan, 0), 0.0, 1e-6);
  EXPECT_NEAR(plan.slots[1].batteries[0].soc.value(), 6.0, 1e-6);
  home.manual_blocks[0].target_soc_pct.reset();
  home.batteries[0].soc = Energy{9.0};
  EXPECT_NEAR(plan_of(home).slots[1].batteries[0].soc.value(), 9.5, 1e-6);  // 95 % by default
}

TEST(ManualBlocks, SellDownToTheirTargetAtAnyPrice) {
  home::Case home = home_with_battery();
  home.manual_blocks = {block(home, ManualKind::export_, 0, 1)};
  home.manual_blocks[0].target_soc_pct = 20.0;
  const home::Plan plan = plan_of(home);
  // 3 kWh as stored give 2.4 kWh.
  EXPECT_NEAR(battery_kw(plan, 0), -2.4, 1e-6);
  EXPECT_NEAR(plan.slots[0].batteries[0].soc.value(), 2.0, 1e-6);
  EXPECT_TRUE(plan.violations.empty());
}

TEST(ManualBlocks, SayThatNothingIsLeftToSell) {
  home::Case home = home_with_battery();
  home.manual_blocks = {block(home, ManualKind::export_, 0, 1)};
  home.manual_blocks[0].target_soc_pct = 50.0;
  home.batteries[0].soc = Energy{4.0};
  EXPECT_EQ(plan_of(home).slots[0].reason.text,
            "Set by hand; planned again from 01:00 on. Selling by hand ends at 5.0 kWh: nothing "
            "above that is stored.");
  home.batteries[0].soc = Energy{6.0};
  EXPECT_EQ(plan_of(home).slots[0].reason.text, "Set by hand; planned again from 01:00 on.");
}

TEST(ManualBlocks, HoldStoresSurplusAndNothingElse) {
  home::Case home = home_with_battery();
  home.manual_blocks = {block(home, ManualKind::hold, 0, 4)};
  const home::Plan plan = plan_of(home);
  EXPECT_NEAR(battery_kw(plan, 0), 0.0, 1e-6);
  EXPECT_GE(battery_kw(plan, 2), -1e-6);
  EXPECT_LE(battery_kw(plan, 2), 2.0 + 1e-6);
  EXPECT_NEAR(battery_kw(plan, 3), 0.0, 1e-6);
}

// A battery that is told to follow the home would give what the load asks for.
TEST(ManualBlocks, ABatteryThatIsKeptIsNeverToldToFollow) {
  home::Case home = home_with_battery();
  for (const ManualKind kind : {ManualKind::hold, ManualKind::charge, ManualKind::export_}) {
    home.manual_blocks = {block(home, kind, 0, 4)};
    for (const Strategy strategy : {Strategy::optimal, Strategy::multipass, Strategy::rules}) {
      const home::Plan plan = Planner{}.make_plan(home, {.strategy = strategy});
      for (const home::PlanSlot& slot : plan.slots) {
        const home::BatterySlot& battery = slot.batteries[0];
        EXPECT_NE(battery.mode, home::Mode::self_use);
        const bool is_idle = battery.charge.value() < 0.01 && battery.discharge.value() < 0.01;
        EXPECT_EQ(is_idle, battery.mode == home::Mode::hold);
        EXPECT_FALSE(kind == ManualKind::hold && battery.mode == home::Mode::discharge);
      }
    }
  }
}

TEST(ManualBlocks, SelfUseFollowsTheHome) {
  home::Case home = home_with_battery();
  home.manual_blocks = {block(home, ManualKind::self_use, 0, 4)};
  const home::Plan plan = plan_of(home);
  EXPECT_NEAR(battery_kw(plan, 0), -1.0, 1e-6);
  EXPECT_NEAR(battery_kw(plan, 1), -1.0, 1e-6);
  EXPECT_NEAR(battery_kw(plan, 2), 2.0, 1e-6);
  EXPECT_NEAR(battery_kw(plan, 3), -1.0, 1e-6);
}

TEST(ManualBlocks, SayWhatTheyCouldNotDo) {
  home::Case home = home_with_battery();
  home.grid.import_limit = home::PerSlot<Power>{Power{3.0}};
  home.manual_blocks = {block(home, ManualKind::charge, 0, 1)};
  const home::Plan plan = Planner{}.make_plan(home);
  ASSERT_FALSE(plan.violations.empty());
  EXPECT_EQ(plan.violations[0].start, home.slots.start(0));
}

TEST(ManualBlocks, AreObeyedByMultipassAndRulesToo) {
  home::Case home = home_with_battery();
  home.manual_blocks = {block(home, ManualKind::self_use, 2, 4)};
  const home::Plan multipass = Planner{}.make_plan(home, {.strategy = Strategy::multipass});
  EXPECT_NEAR(battery_kw(multipass, 3), -1.0, 1e-6);
  EXPECT_TRUE(multipass.notes.empty());
  const home::Plan rules = Planner{}.make_plan(home, {.strategy = Strategy::rules});
  EXPECT_TRUE(rules.notes.empty());
  EXPECT_NEAR(battery_kw(rules, 3), -1.0, 1e-6);
  const home::Plan none = Planner{}.make_plan(home, {.strategy = Strategy::no_battery});
  EXPECT_EQ(none.notes.size(), 1U);
}

home::Case random_home(std::uint64_t seed) {
  home::Case home = make_random_case(
      seed, {.max_slots = 24, .min_batteries = 1, .max_batteries = 1, .allows_peak = false});
  Dice dice{seed};
  std::size_t from = 0;
  while (from < home.slots.count()) {
    const auto most = static_cast<int>(home.slots.count() - from);
    const std::size_t to = from + 1 + static_cast<std::size_t>(dice.upto(std::min(4, most) - 1));
    constexpr std::array k_kinds{ManualKind::charge, ManualKind::export_, ManualKind::hold,
                                 ManualKind::self_use};
    if (dice.has(0.4)) {
      home.manual_blocks.push_back(
          block(home, k_kinds[static_cast<std::size_t>(dice.upto(3))], from, to));
      const ManualKind kind = home.manual_blocks.back().kind;
      const bool has_target = kind == ManualKind::charge || kind == ManualKind::export_;
      if (has_target && dice.has(0.5))
        home.manual_blocks.back().target_soc_pct = dice.between(0.0, 100.0);
    }
    from = to;
  }
  return home;
}

TEST(ManualBlocks, BothEnginesObeyThemAlike) {
  int homes = 0, unproven = 0;
  for (std::uint64_t seed = 0; homes < scaled(300); ++seed) {
    const home::Case home = random_home(seed);
    if (!why_no_value_function(home).empty()) continue;
    SCOPED_TRACE(seed);
    ++homes;
    const home::Plan exact =
        Planner{}.make_plan(home, {.engine = Engine::value_function, .is_explained = false});
    const home::Plan linear = Planner{}.make_plan(
        home, {.engine = Engine::linear, .time_limit_s = 2.0, .is_explained = false});
    ASSERT_EQ(exact.solver, "value_function") << (exact.notes.empty() ? "" : exact.notes[0]);
    const double tolerance = 2e-6 * std::max(1.0, std::abs(exact.objective.value()));
    ASSERT_NEAR(exact.bound->value(), exact.objective.value(), tolerance);
    ASSERT_LE(exact.bound->value(), linear.objective.value() + tolerance);
    if (!linear.gap || linear.gap->value() > 2.0 * tolerance) {
      ++unproven;
      continue;
    }
    ASSERT_NEAR(linear.objective.value(), exact.objective.value(), tolerance);
  }
  EXPECT_LE(unproven, homes / 20);
}

// A car of 20 kWh on a box of 4 kW, to be full in four hours; the second one is the cheapest.
home::Case home_with_car() {
  home::Case home = make_small_home({0.40, 0.10, 0.20, 0.30}, {0.05, 0.05, 0.05, 0.05},
                                    {0.0, 0.0, 0.0, 0.0}, {0.0, 0.0, 0.0, 0.0});
  home::Charger& box = home.chargers.emplace_back();
  box.id = "box";
  box.max = Power{4.0};
  home::Vehicle& car = home.vehicles.emplace_back();
  car.id = "car";
  car.capacity = Energy{20.0};
  car.charge_efficiency = Ratio{1.0};
  car.end_value = base::EnergyPrice{0.0};
  car.targets.push_back({Energy{4.0}, home.slots.end(3), std::nullopt, false});
  return home;
}

double device_kw(const home::Plan& plan, std::size_t slot) {
  return plan.slots[slot].devices[0].power.value();
}

TEST(ManualBlocks, MakeACarChargeNowOrWait) {
  home::Case home = home_with_car();
  EXPECT_NEAR(device_kw(plan_of(home), 1), 4.0, 1e-6);
  home.manual_blocks = {block(home, ManualKind::charge, 0, 1, "car")};
  home::Plan plan = plan_of(home);
  EXPECT_NEAR(device_kw(plan, 0), 4.0, 1e-6);
  EXPECT_NEAR(device_kw(plan, 1), 0.0, 1e-6);
  EXPECT_EQ(plan.slots[0].devices[0].reason.code, home::ReasonCode::manual);
  EXPECT_NEAR(plan.money.net_cost.value(), 1.6, 1e-6);  // the weight is nobody's money
  EXPECT_LT(plan.money.weights.value(), -1.0);
  home.manual_blocks = {block(home, ManualKind::off, 0, 3, "car")};
  plan = plan_of(home);
  EXPECT_NEAR(device_kw(plan, 1), 0.0, 1e-6);
  EXPECT_NEAR(device_kw(plan, 3), 4.0, 1e-6);
}

TEST(ManualBlocks, HeatWaterOnlyAsFarAsTheTankMayGo) {
  home::Case home = make_water_home({0.2, 0.2, 0.2, 0.2}, base::Seconds{3600});
  home.water_heaters.push_back(make_tank_heater());
  home.water_heaters[0].tank->max = base::Celsius{60.0};
  home.manual_blocks = {block(home, ManualKind::on, 0, 4, home.water_heaters[0].id)};
  const home::Plan plan = plan_of(home);
  // 2 kW warm 0.25 kWh/K by 8 K an hour, from 50 degrees: a second hour would be too much.
  EXPECT_NEAR(device_kw(plan, 0) + device_kw(plan, 1) + device_kw(plan, 2) + device_kw(plan, 3),
              2.0, 1e-6);
  EXPECT_TRUE(plan.violations.empty());
}

TEST(ManualBlocks, KeepAHeaterOffWhateverItIsPaid) {
  home::Case home = make_water_home({-0.2, -0.2, 0.2, 0.2}, base::Seconds{3600});
  home.water_heaters.push_back(make_tank_heater());
  home.manual_blocks = {block(home, ManualKind::off, 0, 2, home.water_heaters[0].id)};
  const home::Plan plan = plan_of(home);
  EXPECT_NEAR(device_kw(plan, 0) + device_kw(plan, 1), 0.0, 1e-9);
}

}  // namespace
}  // namespace ohmstead::plan
