// Rules and wishes of batteries: small homes whose optimum is computed by hand, tiny homes against
// all charges of a raster, random homes against the evaluator.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::PowerPrice;
using base::Series;

home::Plan plan_of(const home::Case& home) {
  home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  EXPECT_TRUE(plan.notes.empty()) << plan.notes.front();
  EXPECT_LE(plan.gap.value_or(home::Money{1.0}).value(), 2e-6);
  return plan;
}

double objective(const home::Case& home) { return plan_of(home).objective.value(); }

home::Battery make_battery(double soc_kwh) {
  home::Battery battery = make_small_battery();
  battery.soc = Energy{soc_kwh};
  return battery;
}

double missed_kwh(const home::Plan& plan, const std::string& what) {
  double sum = 0.0;
  for (const home::Violation& violation : plan.violations) {
    if (violation.what == what) sum += violation.amount;
  }
  return sum;
}

TEST(BatteryRules, ChargesFromSurplusAloneWhenNotFromTheGrid) {
  home::Case home = make_small_home({0.1, 0.5}, {0.05, 0.05}, {0.0, 4.0}, {2.0, 0.0});
  home.batteries.push_back(make_battery(0.0));
  // 5 kW stored at 0.1 for 3 kW bought: 4.5 kWh, 3.6 kWh of them back for the load.
  EXPECT_NEAR(objective(home), 3.0 * 0.1 + 0.4 * 0.5, 1e-9);
  home.batteries[0].can_charge_from_grid = false;
  // 2 kW of PV: 1.8 kWh, 1.44 kWh back.
  EXPECT_NEAR(objective(home), 2.56 * 0.5, 1e-9);
  home.load.set(0, Power{2.0});
  EXPECT_NEAR(objective(home), 4.0 * 0.5, 1e-9);
}

// The car needs more than the PV gives, so the home imports and its battery may not charge at all.
TEST(BatteryRules, AnotherBatteryThatImportsKeepsItFromCharging) {
  home::Case home = make_small_home({0.1, 0.5}, {0.05, 0.05}, {0.0, 4.0}, {2.0, 0.0});
  home.batteries.push_back(make_battery(0.0));
  home.batteries[0].can_charge_from_grid = false;
  home::Battery car = make_battery(0.0);
  car.id = "car";
  car.discharge = Power{};
  car.demand = Series<Power>{std::vector<double>{3.0, 0.0}};
  car.demand_price = EnergyPrice{10.0};
  home.batteries.push_back(car);
  const home::Plan plan = plan_of(home);
  EXPECT_NEAR(plan.objective.value(), 1.0 * 0.1 + 4.0 * 0.5, 1e-9);
  EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 0.0, 1e-9);
  EXPECT_NEAR(plan.slots[0].batteries[1].charge.value(), 3.0, 1e-9);
}

// Stored energy does not wander between batteries that only take surplus and only serve the home.
TEST(BatteryRules, OneDoesNotChargeAnother) {
  home::Case home = make_small_home({0.3}, {0.1}, {1.0}, {0.0});
  home.batteries = {make_battery(5.0), make_battery(0.0)};
  home.batteries[1].id = "second";
  home.batteries[1].end_value = EnergyPrice{2.0};
  EXPECT_NEAR(objective(home), 2.0 * 0.3 - 4.5 * 2.0, 1e-9);
  for (home::Battery& battery : home.batteries) {
    battery.can_charge_from_grid = false;
    battery.can_discharge_to_grid = false;
  }
  EXPECT_NEAR(objective(home), 0.0, 1e-9);
}

TEST(BatteryRules, CoversTheLoadAloneWhenNotToTheGrid) {
  home::Case home = make_small_home({0.2}, {0.5}, {1.0}, {0.0});
  home.batteries.push_back(make_battery(5.0));
  EXPECT_NEAR(objective(home), -3.0 * 0.5, 1e-9);  // 4 kWh come out of 5 kWh stored
  home.batteries[0].can_discharge_to_grid = false;
  EXPECT_NEAR(objective(home), 0.0, 1e-9);
}

TEST(BatteryRules, ChargesWithTheLeastPowerOrNotAtAll) {
  home::Case home = make_small_home({0.4, 0.4}, {0.05, 0.05}, {0.0, 0.0}, {1.0, 1.0});
  home.batteries.push_back(make_battery(0.0));
  home.batteries[0].end_value = EnergyPrice{0.2};
  home.batteries[0].min_charge = Power{1.0};
  EXPECT_NEAR(objective(home), -2.0 * 0.9 * 0.2, 1e-9);
  // 2 kW would need 1 kW at 0.4 for 1.8 kWh worth 0.2 each.
  home.batteries[0].min_charge = Power{2.0};
  EXPECT_NEAR(objective(home), -2.0 * 0.05, 1e-9);
  home.prices.import.set(1, EnergyPrice{0.3});
  EXPECT_NEAR(objective(home), -0.05 + 0.3 - 1.8 * 0.2, 1e-9);
}

TEST(BatteryWishes, DemandIsChargedUntilItIsFull) {
  home::Case home = make_small_home({0.5, 0.5}, {0.05, 0.05}, {0.0, 0.0}, {0.0, 0.0});
  home.batteries.push_back(make_battery(5.0));
  home.batteries[0].discharge = Power{};
  home.batteries[0].demand = Series<Power>{std::vector<double>{3.0, 3.0}};
  home.batteries[0].demand_price = EnergyPrice{5.0};
  // 5 kWh of room, whichever slot it is charged in.
  EXPECT_NEAR(objective(home), 5.0 / 0.9 * 0.5, 1e-9);
  // More is not asked of it than it can.
  home.batteries[0].charge = Power{2.0};
  EXPECT_NEAR(objective(home), 4.0 * 0.5, 1e-9);
  EXPECT_TRUE(plan_of(home).violations.empty());
}

TEST(BatteryWishes, DemandThatIsDearerThanItsPriceIsMissedAndReported) {
  home::Case home = make_small_home({0.5, 0.2}, {0.05, 0.05}, {0.0, 0.0}, {0.0, 0.0});
  home.batteries.push_back(make_battery(0.0));
  home.batteries[0].discharge = Power{};
  home.batteries[0].demand = Series<Power>{std::vector<double>{3.0, 3.0}};
  home.batteries[0].demand_price = EnergyPrice{0.3};
  const home::Plan plan = plan_of(home);
  EXPECT_NEAR(plan.objective.value(), 3.0 * 0.3 + 3.0 * 0.2, 1e-9);
  EXPECT_NEAR(missed_kwh(plan, "battery.demand[home]"), 3.0, 1e-9);
}

// The last bit may be less than the least power, but only where charging is demanded.
TEST(BatteryWishes, ToppingOffMayTakeLessThanTheLeastPower) {
  home::Case home = make_small_home({0.5}, {0.05}, {0.0}, {0.0});
  home.batteries.push_back(make_battery(9.0));
  home::Battery& battery = home.batteries[0];
  battery.discharge = Power{};
  battery.min_charge = Power{2.0};
  battery.end_value = EnergyPrice{1.0};
  EXPECT_NEAR(objective(home), -9.0, 1e-9);  // 2 kW do not fit in
  battery.demand = Series<Power>{std::vector<double>{2.0}};
  battery.demand_price = EnergyPrice{5.0};
  EXPECT_NEAR(objective(home), -10.0 + 0.5 / 0.9, 1e-9);
}

TEST(BatteryWishes, TargetsAreReachedInTheCheapestTimeBefore) {
  home::Case home = make_small_home({0.1, 0.5, 0.1}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0, 0, 0});
  home.batteries.push_back(make_battery(5.0));
  home.batteries[0].targets = {{Energy{8.0}, home.slots.end(1), EnergyPrice{2.0}}};
  for (const Engine engine : {Engine::value_function, Engine::linear}) {
    const home::Plan plan = Planner{}.make_plan(home, {.engine = engine});
    EXPECT_NEAR(plan.objective.value(), 3.0 / 0.9 * 0.1, 1e-9);
    EXPECT_NEAR(plan.gap->value(), 0.0, 1e-6);
  }
  // 4.5 kWh fit into the first slot.
  home.batteries[0].targets = {{Energy{10.0}, home.slots.end(0), EnergyPrice{2.0}}};
  const home::Plan plan = plan_of(home);
  EXPECT_NEAR(plan.objective.value(), 5.0 * 0.1 + 0.5 * 2.0, 1e-9);
  EXPECT_NEAR(missed_kwh(plan, "battery.target[home]"), 0.5, 1e-9);
  home.batteries[0].targets = {
      {Energy{10.0}, home.slots.end(2) + base::Seconds{1}, EnergyPrice{2.0}}};
  EXPECT_NEAR(objective(home), 0.0, 1e-9);
}

// PV for two hours, room for one of them: preferences say which, and cost nothing.
TEST(TieBreak, SteersAmongPlansOfTheSameCost) {
  home::Case home = make_small_home({0.3, 0.3}, {0.05, 0.05}, {0.0, 0.0}, {2.0, 2.0});
  home.batteries.push_back(make_battery(8.2));
  home.batteries[0].end_value = EnergyPrice{0.2};
  const double cost = objective(home);
  for (const std::size_t wanted : {std::size_t{0}, std::size_t{1}}) {
    std::vector<double> export_cost{1e-4, 1e-4};
    export_cost[wanted] = 2e-4;
    home.objective.tie_break.emplace().export_ = Series<EnergyPrice>{export_cost};
    const home::Plan plan = plan_of(home);
    EXPECT_NEAR(plan.objective.value(), cost, 1e-9);
    EXPECT_NEAR(plan.slots[wanted].batteries[0].charge.value(), 2.0, 1e-6);
    home.objective.tie_break.reset();
    std::vector<double> own{1e-4, 1e-4};
    own[wanted] = -1e-4;
    home.batteries[0].tie_break = Series<EnergyPrice>{own};
    EXPECT_NEAR(plan_of(home).slots[wanted].batteries[0].charge.value(), 2.0, 1e-6);
    EXPECT_NEAR(objective(home), cost, 1e-9);
    home.batteries[0].tie_break.reset();
  }
}

TEST(TieBreak, NeverCostsMoney) {
  home::Case home = make_small_home({0.1, 0.5}, {0.05, 0.05}, {0.0, 4.0}, {0.0, 0.0});
  home.batteries.push_back(make_battery(0.0));
  const double cost = objective(home);
  home.objective.tie_break.emplace().import = EnergyPrice{50.0};
  home.objective.tie_break->import_peak = PowerPrice{50.0};
  home.batteries[0].tie_break = EnergyPrice{50.0};
  EXPECT_NEAR(objective(home), cost, 2e-4);
}

TEST(TieBreak, LevelsTheHighestImport) {
  home::Case home = make_small_home({0.3, 0.3, 0.3, 0.3}, {0, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 0});
  home.batteries.push_back(make_battery(0.0));
  home.batteries[0].targets = {{Energy{3.6}, home.slots.end(3), EnergyPrice{9.0}}};
  home.objective.tie_break.emplace().import_peak = PowerPrice{1e-3};
  const home::Plan plan = plan_of(home);
  for (const home::PlanSlot& slot : plan.slots) EXPECT_NEAR(slot.grid_import.value(), 1.25, 1e-6);
}

TEST(BatteryRules, TheEvaluatorRefusesWhatTheyForbid) {
  home::Case home = make_small_home({0.3}, {0.1}, {1.0}, {0.0});
  home.batteries.push_back(make_battery(5.0));
  const auto refusal = [&](double power_kw) {
    const auto bill = evaluate(home, make_plan_of(home, {{power_kw}}));
    return bill ? std::string{} : bill.error().message;
  };
  home.batteries[0].can_charge_from_grid = false;
  EXPECT_NE(refusal(2.0).find("charges while the home imports"), std::string::npos);
  home.batteries[0].can_charge_from_grid = true;
  home.batteries[0].can_discharge_to_grid = false;
  EXPECT_NE(refusal(-2.0).find("discharges while the home exports"), std::string::npos);
  EXPECT_EQ(refusal(-1.0), "");
  home.batteries[0].min_charge = Power{3.0};
  EXPECT_NE(refusal(2.0).find("2 is below min_charge_kw 3"), std::string::npos);
  EXPECT_EQ(refusal(3.0), "");
}

TEST(BatteryRules, TheValueFunctionLeavesThemToTheLinearEngine) {
  home::Case home = make_small_home({0.3}, {0.1}, {1.0}, {0.0});
  home.batteries.push_back(make_battery(5.0));
  EXPECT_EQ(why_no_value_function(home), "");
  home::Case other = home;
  other.batteries[0].can_charge_from_grid = false;
  EXPECT_NE(why_no_value_function(other), "");
  other = home;
  other.batteries[0].min_charge = Power{1.0};
  EXPECT_NE(why_no_value_function(other), "");
  other = home;
  other.objective.tie_break.emplace();
  EXPECT_NE(why_no_value_function(other), "");
}

// ---- tiny and random homes ----

void add_random_rules(home::Case& home, std::mt19937_64& random) {
  const auto draw = [&] { return std::uniform_real_distribution<double>{0.0, 1.0}(random); };
  const std::size_t count = home.slots.count();
  for (home::Battery& battery : home.batteries) {
    if (home.grid.is_exclusive) {
      battery.can_charge_from_grid = draw() < 0.6;
      battery.can_discharge_to_grid = draw() < 0.6;
    }
    if (draw() < 0.5) battery.min_charge = battery.charge * (0.2 + 0.6 * draw());
    if (draw() < 0.3) battery.discharge = Power{};
    if (draw() < 0.5) {
      battery.demand = Series<Power>{count};
      for (std::size_t t = 0; t < count; ++t) {
        if (draw() < 0.3) battery.demand.set(t, battery.charge * (1.5 * draw()));
      }
      battery.demand_price = EnergyPrice{0.1 + draw()};
    }
    if (draw() < 0.5) {
      const auto slot = static_cast<std::size_t>(draw() * static_cast<double>(count)) % count;
      battery.targets.push_back({battery.capacity * draw(), home.slots.end(slot), std::nullopt});
    }
  }
  if (draw() < 0.3) {
    home.objective.tie_break.emplace().import = EnergyPrice{1e-6 * draw()};
    home.objective.tie_break->export_peak = PowerPrice{1e-5 * draw()};
  }
}

// What is proven is what is billed, and plans by rules keep the rules too.
TEST(BatteryRules, RandomHomesAreProvenAndBilledAlike) {
  int proven = 0;
  const int homes = scaled(150);
  for (int seed = 0; seed < homes; ++seed) {
    std::mt19937_64 random{static_cast<std::uint64_t>(seed)};
    home::Case home =
        make_random_case(static_cast<std::uint64_t>(seed), {.max_slots = 16, .min_batteries = 1});
    add_random_rules(home, random);
    SCOPED_TRACE(home.name);
    const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 6.0, .is_explained = false});
    if (!plan.bound) continue;  // out of time on a busy machine; not proven, below
    const double scale = std::max(1.0, std::abs(plan.objective.value()));
    EXPECT_LE(plan.bound->value(), plan.objective.value() + 1e-6 * scale);
    if (plan.gap->value() <= 2e-4 + 1e-6 * scale) ++proven;
    for (const Strategy strategy : {Strategy::rules, Strategy::self_use, Strategy::no_battery}) {
      const home::Plan other = Planner{}.make_plan(home, {.strategy = strategy});
      EXPECT_TRUE(evaluate(home, other)) << evaluate(home, other).error().message;
      EXPECT_GE(other.objective.value(), plan.bound->value() - 1e-6 * scale);
    }
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GE(proven, homes * 9 / 10);
}

// In slots of an hour.
bool stays_inside(const home::Battery& battery, const std::vector<double>& powers) {
  double soc = battery.soc.value();
  for (const double power : powers) {
    soc += power > 0.0 ? power * battery.charge_efficiency.number().value()
                       : power / home::effective_discharge_efficiency(battery).value();
    if (soc < 0.0 || soc > battery.capacity.value()) return false;
  }
  return true;
}

// No charge of a raster, in any slot, may do better.
TEST(BatteryRules, TinyHomesAreNotBeatenByAnyChargeOfARaster) {
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    std::mt19937_64 random{seed};
    const auto draw = [&] { return std::uniform_real_distribution<double>{0.0, 1.0}(random); };
    home::Case home = make_small_home({draw(), draw(), draw()}, {0.1, 0.2 * draw(), 0.1},
                                      {draw(), draw(), draw()}, {3.0 * draw(), 3.0 * draw(), 0.0});
    home.is_pv_curtailable = false;
    home.batteries.push_back(make_battery(10.0 * draw()));
    home.batteries[0].discharge = Power{};
    home.batteries[0].end_value = EnergyPrice{draw()};
    home.batteries[0].can_charge_from_grid = draw() < 0.5;
    home.batteries[0].min_charge = Power{2.0};
    home.batteries[0].demand = Series<Power>{std::vector<double>{4.0 * draw(), 0.0, 4.0 * draw()}};
    home.batteries[0].demand_price = EnergyPrice{0.5};
    SCOPED_TRACE(seed);
    const home::Plan plan = plan_of(home);
    const double start = end_value(home, home.batteries[0], home.batteries[0].soc).value();
    constexpr int k_steps = 21;  // of a quarter kW
    for (int code = 0; code < k_steps * k_steps * k_steps; ++code) {
      const std::vector<double> charge{0.25 * (code % k_steps), 0.25 * (code / k_steps % k_steps),
                                       0.25 * (code / k_steps / k_steps)};
      const double stored = 0.9 * (charge[0] + charge[1] + charge[2]);
      if (home.batteries[0].soc.value() + stored > 10.0) continue;
      const auto bill = evaluate(home, make_plan_of(home, {charge}));
      if (!bill) continue;
      ASSERT_GE(bill->money.net_cost.value() - start, plan.objective.value() - 2e-6);
    }
  }
}

// The same of batteries that may give, where charging is demanded in a row of slots.
TEST(BatteryRules, TinyHomesWithDemandsAreNotBeatenByAnyPowerOfARaster) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    std::mt19937_64 random{seed};
    const auto draw = [&] { return std::uniform_real_distribution<double>{0.0, 1.0}(random); };
    home::Case home = make_small_home({draw(), draw(), draw()}, {0.1, 0.1, 0.1},
                                      {3.0 * draw(), 3.0 * draw(), 3.0 * draw()}, {0.0, 0.0, 0.0});
    home.batteries.push_back(make_battery(6.0 + 4.0 * draw()));
    home.batteries[0].end_value = EnergyPrice{draw()};
    home.batteries[0].demand =
        Series<Power>{std::vector<double>{4.0 * std::round(draw()), 4.0 * draw(), 4.0 * draw()}};
    home.batteries[0].demand_price = EnergyPrice{0.6 * draw()};
    SCOPED_TRACE(seed);
    const home::Plan plan =
        Planner{}.make_plan(home, {.engine = Engine::linear, .is_explained = false});
    ASSERT_EQ(plan.status, home::PlanStatus::optimal);
    ASSERT_EQ(plan.solver, "clp_dual");
    const double start = end_value(home, home.batteries[0], home.batteries[0].soc).value();
    constexpr int k_steps = 21;  // of half a kW
    for (int code = 0; code < k_steps * k_steps * k_steps; ++code) {
      const auto kw = [](int step) { return 0.5 * (step % k_steps) - 5.0; };
      const std::vector<double> power{kw(code), kw(code / k_steps), kw(code / k_steps / k_steps)};
      if (!stays_inside(home.batteries[0], power)) continue;
      const auto bill = evaluate(home, make_plan_of(home, {power}));
      if (!bill) continue;
      ASSERT_GE(bill->money.net_cost.value() - start, plan.objective.value() - 2e-6);
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
