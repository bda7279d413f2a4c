// Plans over scenarios: by hand, against each other's engine, and against every single scenario.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/random_rooms.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"
#include "testing/water_homes.hpp"

namespace ohmstead::plan {
namespace {

using home::Scenario;

Scenario scenario(const char* name, double weight) {
  Scenario made;
  made.name = name;
  made.weight = weight;
  return made;
}

// Two hours: a kWh costs 0.20 now and 0.15 then, perhaps 0.10 or 0.40; then 2 kWh are needed.
home::Case home_before_a_price() {
  home::Case home = make_small_home({0.20, 0.15}, {0.0, 0.0}, {0.0, 2.0}, {0.0, 0.0});
  home.batteries.push_back(make_small_battery());
  home::Battery& battery = home.batteries[0];
  battery.soc = base::Energy{0.0};
  battery.charge_efficiency = base::Ratio{1.0};
  battery.discharge_efficiency = base::Ratio{1.0};
  home::ScenarioSet& set = home.scenarios.emplace();
  set.all = {scenario("cheap", 0.7), scenario("dear", 0.3)};
  set.all[0].import_add = base::PerSlot<base::EnergyPrice>{
      base::Series<base::EnergyPrice>{std::vector<double>{0.0, -0.05}}};
  set.all[1].import_add = base::PerSlot<base::EnergyPrice>{
      base::Series<base::EnergyPrice>{std::vector<double>{0.0, 0.25}}};
  return home;
}

TEST(ScenarioPlan, ExpectationWaitsWhereItIsCheaperOnAverage) {
  for (const Engine engine : {Engine::automatic, Engine::linear}) {
    const home::Plan plan = Planner{}.make_plan(home_before_a_price(), {.engine = engine});
    ASSERT_TRUE(plan.scenarios);
    EXPECT_EQ(plan.status, home::PlanStatus::optimal);
    EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 0.0, 1e-9);
    EXPECT_NEAR(plan.objective.value(), 2.0 * (0.7 * 0.10 + 0.3 * 0.40), 1e-9);
    EXPECT_NEAR(plan.scenarios->worst.value(), 0.80, 1e-9);
    EXPECT_FALSE(plan.scenarios->cvar);
  }
}

TEST(ScenarioPlan, CautionBuysAhead) {
  home::Case home = home_before_a_price();
  home.scenarios->cvar = home::Cvar{base::Ratio{0.7}, base::Ratio{0.5}};
  for (const Engine engine : {Engine::automatic, Engine::linear}) {
    const home::Plan plan = Planner{}.make_plan(home, {.engine = engine});
    EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 2.0, 1e-7);
    EXPECT_NEAR(plan.objective.value(), 0.40, 1e-8);
    EXPECT_NEAR(plan.gap->value(), 0.0, 1e-8);
    // Another kWh now is worth what it costs in the mean of the weights that the objective has.
    EXPECT_NEAR(plan.scenarios->expected.value(), 0.40, 1e-8);
  }
}

// 2 kWh are stored; sold now they bring 0.15 each. The sun will cover the evening, or with 40 %
// not, and a kWh costs 0.50 then: keeping them is worth 0.20. No reserve has a price of its own
// here.
TEST(ScenarioPlan, ReserveEmergesFromTheScenarios) {
  home::Case home = make_small_home({0.50, 0.50}, {0.15, 0.0}, {0.0, 2.0}, {0.0, 2.0});
  home.batteries.push_back(make_small_battery());
  home::Battery& battery = home.batteries[0];
  battery.soc = base::Energy{2.0};
  battery.charge_efficiency = base::Ratio{1.0};
  battery.discharge_efficiency = base::Ratio{1.0};
  const home::Plan certain = Planner{}.make_plan(home);
  EXPECT_NEAR(certain.slots[0].batteries[0].discharge.value(), 2.0, 1e-9);
  home.scenarios.emplace().all = {scenario("sun", 0.6), scenario("clouds", 0.4)};
  home.scenarios->all[1].pv_factor = base::Ratio{0.0};
  for (const Engine engine : {Engine::automatic, Engine::linear}) {
    const home::Plan plan = Planner{}.make_plan(home, {.engine = engine});
    EXPECT_NEAR(plan.slots[0].batteries[0].soc.value(), 2.0, 1e-7);
    // By the last of them; the linear model may name any worth from 0.15 on.
    if (engine == Engine::automatic) {
      EXPECT_NEAR(plan.slots[0].batteries[0].stored_value_below.value(), 0.20, 1e-9);
    }
    EXPECT_NEAR(plan.objective.value(), 0.0, 1e-8);
  }
}

void add_random_scenarios(std::uint64_t seed, home::Case& home) {
  std::mt19937_64 random{seed};
  const auto draw = [&](double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(random);
  };
  home::ScenarioSet& set = home.scenarios.emplace();
  const int count = 1 + static_cast<int>(draw(0.0, 4.99));
  for (int s = 0; s < count; ++s) {
    Scenario& made = set.all.emplace_back(scenario("any", draw(0.1, 1.0)));
    made.pv_factor = base::Ratio{draw(0.0, 1.5)};
    made.load_factor = base::Ratio{draw(0.5, 1.6)};
    const base::EnergyPrice add{draw(-0.03, 0.08)};
    made.import_add = add;
    made.export_add = add;
  }
  if (draw(0.0, 1.0) < 0.7)
    set.cvar = home::Cvar{base::Ratio{draw(0.0, 0.95)}, base::Ratio{draw(0.0, 1.0)}};
}

// The value function and the joint linear problem are each other's judge.
TEST(ScenarioPlan, BothEnginesFindTheSameOptimum) {
  const RandomCaseKnobs knobs{.min_slots = 1,
                              .max_slots = 16,
                              .allows_negative_prices = false,
                              .allows_export_above_import = false,
                              .max_batteries = 1,
                              .allows_peak = false};
  int compared = 0;
  for (int seed = 0; seed < scaled(120); ++seed) {
    home::Case home = make_random_case(static_cast<std::uint64_t>(seed), knobs);
    add_random_scenarios(static_cast<std::uint64_t>(seed) + 1000, home);
    if (!home::check_case(home, "home")) continue;
    SCOPED_TRACE(home.name);
    const home::Plan exact = Planner{}.make_plan(home, {.is_explained = false});
    if (exact.solver != "scenarios+value_function") continue;
    const home::Plan joint =
        Planner{}.make_plan(home, {.engine = Engine::linear, .is_explained = false});
    ASSERT_TRUE(joint.scenarios && joint.bound) << joint.notes.front();
    const double tolerance = 1e-6 * std::max(1.0, std::abs(exact.objective.value()));
    EXPECT_LE(joint.bound->value(), exact.objective.value() + tolerance);
    EXPECT_LE(exact.bound->value(), joint.objective.value() + tolerance);
    EXPECT_NEAR(exact.gap->value(), 0.0, tolerance);
    if (joint.gap->value() > tolerance) continue;  // flows that exclude each other
    ++compared;
    EXPECT_NEAR(joint.objective.value(), exact.objective.value(), tolerance);
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(compared, scaled(120) / 2);
}

// Every scenario for itself is the least that can come, the plan for what is expected the most.
TEST(ScenarioPlan, LiesBetweenForesightAndIgnorance) {
  for (int seed = 0; seed < scaled(12); ++seed) {
    home::Case home = make_random_water_home(static_cast<std::uint64_t>(seed), {});
    for (auto& heater : home.water_heaters) heater.is_modulating = true;
    home.batteries.push_back(make_small_battery());
    home::Case certain = home;
    add_random_scenarios(static_cast<std::uint64_t>(seed), home);
    if (!home::check_case(home, "home")) continue;
    SCOPED_TRACE(seed);
    const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
    ASSERT_TRUE(plan.scenarios) << plan.notes.front();
    std::vector<double> foreseen;
    for (const Scenario& one : home.scenarios->all) {
      const home::Plan alone =
          Planner{}.make_plan(home::scenario_case(home, one), {.is_explained = false});
      foreseen.push_back(alone.bound->value());
    }
    const double least = home::risky_cost(*home.scenarios, foreseen).objective;
    EXPECT_LE(least, plan.objective.value() + 1e-6);
    EXPECT_LE(plan.bound->value(), plan.objective.value() + 1e-6);
    // The same scenario twice is once.
    if (home.scenarios->all.size() > 1) continue;
    EXPECT_NEAR(least, plan.objective.value(), plan.gap->value() + 1e-6);
    home.scenarios->all.push_back(home.scenarios->all.front());
    const home::Plan twice = Planner{}.make_plan(home, {.is_explained = false});
    EXPECT_NEAR(twice.objective.value(), plan.objective.value(), 1e-6);
  }
}

// A run of one hour of 2 kW in one of six hours, decided before it is known where the sun will be.
TEST(ScenarioPlan, OnOffDevicesOfTheFirstStageKeepOneSchedule) {
  home::Case home = make_small_home(std::vector<double>(6, 0.30), std::vector<double>(6, 0.05),
                                    std::vector<double>(6, 0.2), {0.2, 0.2, 2.2, 0.2, 0.2, 0.2});
  home::Appliance washer;
  washer.id = "washer";
  washer.profile = base::Series<base::Power>{1, base::Power{2.0}};
  washer.profile_step = base::Seconds{3600};
  home.appliances.push_back(washer);
  home.scenarios.emplace().all = {scenario("sun", 0.8), scenario("clouds", 0.2)};
  home.scenarios->all[1].pv_factor = base::Ratio{0.0};
  const home::Plan plan = Planner{}.make_plan(home);
  ASSERT_TRUE(plan.scenarios);
  EXPECT_NEAR(plan.slots[2].devices[0].power.value(), 2.0, 1e-9);
  // With the sun it runs for nothing; else 1.0 kWh after the first hour and 2 kWh cost 0.30.
  EXPECT_NEAR(plan.scenarios->all[0].cost.value(), 0.0, 1e-9);
  EXPECT_NEAR(plan.scenarios->all[1].cost.value(), 3.0 * 0.30, 1e-9);
  EXPECT_LE(plan.bound->value(), plan.objective.value() + 1e-9);
}

TEST(ScenarioPlan, LastActionStaysWhileAnotherGainsTooLittle) {
  home::Case home = home_before_a_price();
  home.objective.keep_last_plan = base::Money{0.05};
  home.last_plan.emplace();
  home.last_plan->slots = home.slots;
  home.last_plan->batteries = {{"home",
                                base::Series<base::Power>{2, base::Power{2.0}},
                                base::Series<base::Power>{2, base::Power{0.0}},
                                {"charge", "hold"}}};
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 2.0, 1e-9);
  EXPECT_NEAR(plan.gap->value(), 0.40 - 0.38, 1e-9);
  ASSERT_EQ(plan.notes.size(), 1U);
}

// 4 kW or nothing, and 6 kWh until the end: whichever price comes, the first hour is one action.
TEST(ScenarioPlan, CarsThatChargeFullyOrNotShareTheFirstHour) {
  home::Case home = make_small_home({0.20, 0.20, 0.20, 0.20}, {0.0, 0.0, 0.0, 0.0},
                                    {0.3, 0.3, 0.3, 0.3}, {0.0, 0.0, 0.0, 0.0});
  home::Charger wallbox;
  wallbox.id = "wallbox";
  wallbox.min = base::Power{4.0};
  wallbox.max = base::Power{4.0};
  home.chargers.push_back(wallbox);
  home::Vehicle car;
  car.id = "car";
  car.capacity = base::Energy{40.0};
  car.soc = base::Energy{10.0};
  car.charge_efficiency = base::Ratio{1.0};
  car.chargers = {"wallbox"};
  car.end_value = base::EnergyPrice{0.0};
  car.targets.push_back({base::Energy{18.0}, home.slots.end(3), base::EnergyPrice{2.0}, false});
  home.vehicles.push_back(car);
  ASSERT_TRUE(home::check_case(home, "home")) << home::check_case(home, "home").error().message;
  home.scenarios.emplace().all = {scenario("cheap", 0.5), scenario("dear", 0.5)};
  home.scenarios->all[0].import_add = base::EnergyPrice{-0.15};
  home.scenarios->all[1].import_add = base::EnergyPrice{0.15};
  const home::Plan plan = Planner{}.make_plan(home);
  ASSERT_TRUE(plan.scenarios);
  EXPECT_LE(plan.bound->value(), plan.objective.value() + 1e-9);
  // 8 kWh as two hours of 4: one now for 0.20 and one later, or both later; the load pays as well.
  const double load = 0.3 * (0.20 + 3.0 * 0.20);
  EXPECT_NEAR(plan.objective.value(), load + 8.0 * 0.20, 1e-6);
  const double now_kw = plan.slots[0].devices[0].power.value();
  for (const auto& one : plan.scenarios->all) {
    const double later = one.name == "cheap" ? 0.05 : 0.35;
    EXPECT_NEAR(one.cost.value(), 0.3 * 0.20 + 0.9 * later + now_kw * 0.20 + (8.0 - now_kw) * later,
                1e-6);
  }
}

TEST(ScenarioPlan, PreferencesAmongEqualsAreNoCosts) {
  home::Case home = home_before_a_price();
  home.objective.tie_break.emplace().import = base::EnergyPrice{0.001};
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(plan.objective.value(), 0.38, 1e-9);
  EXPECT_NEAR(plan.bound->value(), 0.38, 1e-9);
}

// What heat is worth in the end follows the expected prices, so that a first stage costs the same
// in every scenario.
TEST(ScenarioPlan, BoundIsNeverAboveTheObjective) {
  for (int seed = 0; seed < scaled(20); ++seed) {
    const auto number = static_cast<std::uint64_t>(seed);
    for (home::Case home :
         {make_random_water_home(number, {.is_modulating = true}), make_random_rooms(number, {})}) {
      SCOPED_TRACE(home.name + " " + std::to_string(seed));
      add_random_scenarios(number, home);
      if (!home::check_case(home, "home")) continue;
      const home::Plan plan =
          Planner{}.make_plan(home, {.time_limit_s = 5.0, .is_explained = false});
      if (!plan.scenarios || !plan.bound) continue;
      const double tolerance = 1e-6 * std::max(1.0, std::abs(plan.objective.value()));
      EXPECT_LE(plan.bound->value(), plan.objective.value() + tolerance);
    }
  }
}

// The battery was to buy ahead; to wait gains little in the mean of both prices.
TEST(ScenarioPlan, StaysUnlessAChangeGainsEnough) {
  const auto with_gain = [](double gain, Engine engine) {
    home::Case home = home_before_a_price();
    home.last_plan.emplace().slots = home.slots;
    home.last_plan->batteries.push_back({home.batteries[0].id,
                                         base::Series<base::Power>{std::vector<double>{2.0, 0.0}},
                                         base::Series<base::Power>{2},
                                         {"charge", "self_use"}});
    home.objective.keep_last_plan = base::Money{gain};
    return Planner{}.make_plan(home, {.engine = engine});
  };
  // 2 kWh at 0.20 now, or 0.7 * 0.10 + 0.3 * 0.40 = 0.19 each then.
  for (const Engine engine : {Engine::automatic, Engine::linear}) {
    const home::Plan kept = with_gain(0.025, engine);
    EXPECT_NEAR(kept.slots[0].batteries[0].charge.value(), 2.0, 1e-7);
    EXPECT_NEAR(kept.objective.value(), 0.40, 1e-7);
    EXPECT_NEAR(kept.gap->value(), 0.02, 1e-7);
    ASSERT_EQ(kept.notes.size(), 1U);
    EXPECT_EQ(kept.notes[0],
              "home: kept the last plan's action; changing it would gain only 0.02 EUR");
    const home::Plan changed = with_gain(0.015, engine);
    EXPECT_NEAR(changed.slots[0].batteries[0].charge.value(), 0.0, 1e-7);
    ASSERT_EQ(changed.notes.size(), 1U);
    EXPECT_EQ(changed.notes[0], "home: left the last plan's action; that gains 0.02 EUR");
  }
}

TEST(ScenarioPlan, LeavesTooManyScenariosOut) {
  home::Case home = make_small_home(std::vector<double>(400, 0.3), std::vector<double>(400, 0.1),
                                    std::vector<double>(400, 1.0), std::vector<double>(400, 1.0));
  home.batteries = {make_small_battery(), make_small_battery()};
  home.batteries[1].id = "second";
  home.scenarios.emplace().all.resize(200);
  for (std::size_t s = 0; s < 200; ++s) home.scenarios->all[s].name = std::to_string(s);
  const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
  EXPECT_FALSE(plan.scenarios);
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  ASSERT_FALSE(plan.notes.empty());
  EXPECT_EQ(plan.notes[0],
            "the scenarios were left out, only what is expected was planned: they are too many");
}

}  // namespace
}  // namespace ohmstead::plan
