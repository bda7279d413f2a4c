#include "appliance.hpp"

#include <gtest/gtest.h>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"

namespace ohmstead::plan {
namespace {

// Eight quarter hours, cheap in slots 4 and 5; a run of two slots of 2 kW, then 1 kW.
home::Case home_with_dishwasher() {
  home::Case home;
  home.schema = home::k_case_schema;
  home.slots = base::SlotGrid::uniform(
      base::Time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}}, base::Seconds{900}, 8);
  home.prices.import = base::Series<base::EnergyPrice>{8, base::EnergyPrice{0.40}};
  home.prices.import.set(4, base::EnergyPrice{0.10});
  home.prices.import.set(5, base::EnergyPrice{0.20});
  home.prices.export_ = base::Series<base::EnergyPrice>{8, base::EnergyPrice{0.05}};
  home.load = base::Series<base::Power>{8, base::Power{0.5}};
  home.pv = base::Series<base::Power>{8, base::Power{0.0}};
  home::Appliance dishwasher;
  dishwasher.id = "dishwasher";
  dishwasher.profile = base::Series<base::Power>{2, base::Power{2.0}};
  dishwasher.profile.set(1, base::Power{1.0});
  home.appliances.push_back(dishwasher);
  return home;
}

double power(const home::Plan& plan, std::size_t slot) {
  return plan.slots[slot].devices[0].power.value();
}

TEST(Appliance, RunsWhereItCostsLeastAndThePlanIsProven) {
  const home::Plan plan = Planner{}.make_plan(home_with_dishwasher());
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  EXPECT_EQ(power(plan, 3), 0.0);
  EXPECT_NEAR(power(plan, 4), 2.0, 1e-9);
  EXPECT_NEAR(power(plan, 5), 1.0, 1e-9);
  EXPECT_EQ(plan.slots[4].devices[0].state, "running");
  // Load 0.125 kWh a slot: six at 0.40, one at 0.10, one at 0.20; run 0.5 at 0.10 and 0.25 at 0.20.
  EXPECT_NEAR(plan.money.import_cost.value(), 0.125 * (6 * 0.40 + 0.10 + 0.20) + 0.05 + 0.05, 1e-9);
  EXPECT_NEAR(plan.gap->value(), 0.0, 1e-9);
}

TEST(Appliance, WindowWithoutARunIsAViolationAtItsPrice) {
  home::Case home = home_with_dishwasher();
  home.appliances[0].latest_end = home.slots.start(1);
  home.appliances[0].skip_cost = base::Money{3.0};
  const home::Plan plan = Planner{}.make_plan(home);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "appliance.run[dishwasher]");
  EXPECT_NEAR(plan.violations[0].amount, 0.75, 1e-9);
  EXPECT_NEAR(plan.money.missed.value(), 3.0, 1e-9);
}

TEST(Appliance, WithoutAPlannerItStartsAtOnce) {
  const home::Plan plan =
      Planner{}.make_plan(home_with_dishwasher(), {.strategy = Strategy::self_use});
  EXPECT_NEAR(power(plan, 0), 2.0, 1e-9);
  EXPECT_NEAR(plan.slots[0].grid_import.value(), 2.5, 1e-9);
  EXPECT_NEAR(plan.slots[0].load.value(), 0.5, 1e-9);
}

TEST(Appliance, EvaluatorRefusesAnotherPowerThanTheProfile) {
  const home::Case home = home_with_dishwasher();
  home::Plan plan = Planner{}.make_plan(home);
  plan.slots[5].devices[0].power = base::Power{0.5};
  plan.slots[5].grid_import = base::Power{1.0};
  const auto bill = evaluate(home, plan);
  ASSERT_FALSE(bill.has_value());
  EXPECT_EQ(bill.error().message, "slots[5].devices[0].power_kw: 0.5 where its profile has 1");
}

TEST(Appliance, DelayCostsFromTheEarliestStartOn) {
  home::Case home = home_with_dishwasher();
  home.appliances[0].delay_cost_per_hour = base::Money{1.0};
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(power(plan, 0), 2.0, 1e-9);
}

}  // namespace
}  // namespace ohmstead::plan
