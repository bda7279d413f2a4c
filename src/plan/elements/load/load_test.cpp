#include "load.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "assemble.hpp"
#include "end_value.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "optimal.hpp"
#include "planned_devices.hpp"
#include "testing/load_homes.hpp"
#include "testing/test_scale.hpp"
#include "testing/water_homes.hpp"

namespace ohmstead::plan {
namespace {

// Eight quarter hours; the load needs 1 kWh, two of them.
home::Case home_with_load() {
  home::Case home =
      make_water_home({0.45, 0.10, 0.45, 0.40, 0.20, 0.30, 0.40, 0.40}, base::Seconds{900});
  home.appliances.push_back(make_load());
  home.appliances[0].energy = base::Energy{1.0};
  return home;
}

std::vector<double> powers(const home::Plan& plan) {
  std::vector<double> all;
  for (const home::PlanSlot& slot : plan.slots) all.push_back(slot.devices[0].power.value());
  return all;
}

home::Plan plan_for(const home::Case& home, Strategy strategy = Strategy::optimal) {
  return Planner{}.make_plan(home, {.strategy = strategy});
}

TEST(Load, RunsInItsCheapestSlotsWithAPause) {
  const home::Case home = home_with_load();
  const home::Plan plan = plan_for(home);
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  EXPECT_EQ(powers(plan), (std::vector<double>{0, 2, 0, 0, 2, 0, 0, 0}));
  EXPECT_EQ(plan.slots[1].devices[0].state, "running");
  EXPECT_EQ(plan.slots[2].devices[0].state, "off");
  EXPECT_TRUE(plan.violations.empty());
  // Load 0.125 kWh a slot at the sum of prices 2.7, and 0.5 kWh at 0.10 and at 0.20.
  EXPECT_NEAR(plan.money.import_cost.value(), 0.125 * 2.70 + 0.5 * 0.30, 1e-9);
  EXPECT_NEAR(plan.gap->value(), 0.0, 1e-9);
}

TEST(Load, RunTimeIsEnergyAtFullPower) {
  home::Case home = home_with_load();
  home.appliances[0].energy.reset();
  home.appliances[0].run_time = base::Seconds{1800};
  EXPECT_EQ(powers(plan_for(home)), (std::vector<double>{0, 2, 0, 0, 2, 0, 0, 0}));
}

TEST(Load, AStartThatCostsMoreThanItGainsIsSaved) {
  home::Case home = home_with_load();
  home.appliances[0].start_cost = base::Money{0.12};
  // Slots 4 and 5 cost 0.5 kWh * (0.20 + 0.30) = 0.25 and one start; 1 and 4 0.15 and two.
  const home::Plan plan = plan_for(home);
  EXPECT_EQ(powers(plan), (std::vector<double>{0, 0, 0, 0, 2, 2, 0, 0}));
  EXPECT_NEAR(plan.money.wear.value(), 0.12, 1e-9);
  home.appliances[0].start_cost = base::Money{0.09};
  EXPECT_EQ(powers(plan_for(home)), (std::vector<double>{0, 2, 0, 0, 2, 0, 0, 0}));
}

TEST(Load, OneStartMeansOneRunAndARunLastsItsLeast) {
  home::Case home = home_with_load();
  home.appliances[0].max_starts = 1;
  EXPECT_EQ(powers(plan_for(home)), (std::vector<double>{0, 0, 0, 0, 2, 2, 0, 0}));
  home.appliances[0].max_starts.reset();
  home.appliances[0].min_on = base::Seconds{1800};
  EXPECT_EQ(powers(plan_for(home)), (std::vector<double>{0, 0, 0, 0, 2, 2, 0, 0}));
}

TEST(Load, ARunFromBeforeGoesOnAsLongAsItMustAndIsNoStart) {
  home::Case home = home_with_load();
  home.appliances[0].min_on = base::Seconds{1800};
  home.appliances[0].on_for = base::Seconds{900};
  home.appliances[0].start_cost = base::Money{1.0};
  // The first slot is bound; going on through slot 1 is cheaper than another start.
  const home::Plan plan = plan_for(home);
  EXPECT_EQ(powers(plan), (std::vector<double>{2, 2, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(plan.money.wear.value(), 0.0);
}

TEST(Load, WindowHoldsWholeSlotsOnlyAndWhatIsMissedIsPriced) {
  home::Case home = home_with_load();
  home.appliances[0].earliest = home.slots.start(1) + base::Seconds{60};
  home.appliances[0].latest_end = home.slots.end(2);
  home.appliances[0].missed_price = base::EnergyPrice{3.0};
  const home::Plan plan = plan_for(home);
  EXPECT_EQ(powers(plan), (std::vector<double>{0, 0, 2, 0, 0, 0, 0, 0}));
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "appliance.energy[pool]");
  EXPECT_EQ(plan.violations[0].start, home.slots.start(2));
  EXPECT_NEAR(plan.violations[0].amount, 0.5, 1e-9);
  EXPECT_NEAR(plan.money.missed.value(), 1.5, 1e-9);
  EXPECT_NEAR(plan.gap->value(), 0.0, 1e-9);
}

TEST(Load, AWindowWithoutAWholeSlotMissesEverything) {
  home::Case home = home_with_load();
  home.appliances[0].earliest = home.slots.start(1) + base::Seconds{1};
  home.appliances[0].latest_end = home.slots.end(2) - base::Seconds{1};
  home.appliances[0].missed_price = base::EnergyPrice{3.0};
  const home::Plan plan = plan_for(home);
  EXPECT_EQ(powers(plan), std::vector<double>(8, 0.0));
  EXPECT_NEAR(plan.money.missed.value(), 3.0, 1e-9);
  EXPECT_NEAR(plan.gap->value(), 0.0, 1e-9);
}

TEST(Load, RunsOnlyWhileItPaysWhenMissingIsCheap) {
  home::Case home = home_with_load();
  home.appliances[0].missed_price = base::EnergyPrice{0.15};
  EXPECT_EQ(powers(plan_for(home)), (std::vector<double>{0, 2, 0, 0, 0, 0, 0, 0}));
}

TEST(Load, DoesNotRunOnAfterItHasEnoughEvenWhenPaidFor) {
  home::Case home = home_with_load();
  home.prices.import = base::Series<base::EnergyPrice>{8, base::EnergyPrice{-0.10}};
  home.appliances[0].energy = base::Energy{0.7};  // two slots of 0.5 kWh
  double sum_kwh = 0.0;
  for (const double kw : powers(plan_for(home))) sum_kwh += kw * 0.25;
  EXPECT_NEAR(sum_kwh, 1.0, 1e-9);
}

TEST(Load, ThatModulatesTakesSurplusAndFillsUpWhereItIsCheapest) {
  home::Case home = home_with_load();
  home.appliances[0].min_power = base::Power{0.5};
  home.pv.set(3, base::Power{1.3});  // 0.8 kW left over, worth 0.05
  const home::Plan plan = plan_for(home);
  EXPECT_NEAR(plan.slots[3].devices[0].power.value(), 0.8, 1e-6);
  EXPECT_NEAR(plan.slots[1].devices[0].power.value(), 2.0, 1e-6);
  EXPECT_NEAR(plan.slots[4].devices[0].power.value(), 1.2, 1e-6);
  // 0.8 kW is not enough for a least of 1 kW: all from the two cheapest slots but one kW here.
  home.appliances[0].min_power = base::Power{1.0};
  const home::Plan coarse = plan_for(home);
  EXPECT_NEAR(coarse.slots[3].devices[0].power.value(), 1.0, 1e-6);
  EXPECT_NEAR(coarse.slots[4].devices[0].power.value(), 1.0, 1e-6);
  home.appliances[0].min_power = base::Power{0.0};
  EXPECT_EQ(plan_for(home).slots[3].devices[0].state, "");
}

TEST(Load, WithoutAPlannerItRunsAtOnce) {
  EXPECT_EQ(powers(plan_for(home_with_load(), Strategy::self_use)),
            (std::vector<double>{2, 2, 0, 0, 0, 0, 0, 0}));
}

TEST(Load, EvaluatorRefusesHalfThePowerAndTooMuchOfIt) {
  const home::Case home = home_with_load();
  home::Plan plan = plan_for(home);
  plan.slots[4].devices[0].power = base::Power{1.0};
  plan.slots[4].grid_import = base::Power{1.5};
  auto bill = evaluate(home, plan);
  ASSERT_FALSE(bill.has_value());
  EXPECT_EQ(bill.error().message, "slots[4].devices[0].power_kw: 1 where it draws 2");
  plan = plan_for(home);
  for (const std::size_t t : {5U, 6U}) {
    plan.slots[t].devices[0].power = base::Power{2.0};
    plan.slots[t].devices[0].state = "running";
    plan.slots[t].grid_import = base::Power{2.5};
  }
  bill = evaluate(home, plan);
  ASSERT_FALSE(bill.has_value());
  EXPECT_EQ(bill.error().message,
            "slots[7].devices[0].power_kw: 2 kWh in all where it takes 1.4994444444444444 at most");
}

double objective_of(const home::Case& home, const home::Plan& plan) {
  const auto bill = evaluate(home, plan);
  EXPECT_TRUE(bill) << bill.error().message;
  double start = 0.0;
  for (const home::Battery& battery : home.batteries)
    start += end_value(home, battery, battery.soc).value();
  return bill ? (bill->money.net_cost + bill->money.weights).value() - start : 0.0;
}

// What the engine says its answer costs is what the evaluator bills; the search is no dearer than
// what it may leave open.
TEST(Load, OnRandomHomesTheEnginesBoundIsTheBill) {
  for (int seed = 0; seed < scaled(80); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = make_random_load_home(
        static_cast<std::uint64_t>(seed),
        {.slots = 18, .is_modulating = seed % 2 == 0, .is_whole_home = seed % 3 != 0});
    ASSERT_TRUE(home::check_case(home, "random"));
    const HomeElements elements{home};
    LinearEngine engine;
    const EngineAnswer answer = engine.answer(home, elements, EngineLimits{20.0, {}, true});
    ASSERT_FALSE(answer.tracks.empty()) << answer.message;
    const double objective =
        objective_of(home, assemble_plan(home, elements, answer.devices, answer.tracks));
    EXPECT_NEAR(objective, answer.bound, 1e-5);
    const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 20.0});
    EXPECT_EQ(plan.status, home::PlanStatus::optimal) << plan.solver;
    EXPECT_LE(objective_of(home, plan), objective + 0.01);
    EXPECT_GE(objective_of(home, plan), objective - 1e-5);
    for (const Strategy strategy : {Strategy::self_use, Strategy::rules})
      EXPECT_GE(objective_of(home, plan_for(home, strategy)), objective - 1e-5);
    if (HasFailure()) return;
  }
}

TEST(Load, TinyAndHugeNumbersArePlanned) {
  for (const double energy : {1e-9, 1e9}) {
    for (const double power : {1e-9, 1e9}) {
      for (const double share : {0.0, 0.5, 1.0}) {
        home::Case home = home_with_load();
        home.appliances[0].power = base::Power{power};
        home.appliances[0].min_power = base::Power{power * share};
        home.appliances[0].energy = base::Energy{energy};
        const home::Plan plan =
            Planner{}.make_plan(home, {.time_limit_s = 2.0, .is_explained = false});
        EXPECT_TRUE(evaluate(home, plan)) << energy << ' ' << power << ' ' << share;
      }
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
