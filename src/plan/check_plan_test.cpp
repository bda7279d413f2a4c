#include "check_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "ohmstead/plan/evaluate.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

home::Case two_hours() {
  home::Case home = make_small_home({0.30, 0.10}, {0.08, 0.06}, {1.0, 1.0}, {0.0, 3.0});
  home.batteries.push_back(make_small_battery());
  return home;
}

home::Plan idle_plan() { return make_plan_of(two_hours()); }

std::vector<std::string> problems_of(const home::Plan& plan) {
  return find_plan_problems(two_hours(), plan);
}

TEST(CheckPlan, AcceptsAPlanThatAddsUp) { EXPECT_THAT(problems_of(idle_plan()), IsEmpty()); }

TEST(CheckPlan, WantsTheSlotsOfTheCase) {
  home::Plan plan = idle_plan();
  plan.slots.pop_back();
  EXPECT_THAT(problems_of(plan), ElementsAre("slots: 1 slots for the case's 2"));
  plan = idle_plan();
  plan.slots[1].start += base::Seconds{60};
  plan.slots[0].duration = base::Seconds{900};
  EXPECT_THAT(
      problems_of(plan),
      ElementsAre("slots[0].duration_s: 900 where the case has 3600",
                  "slots[1].start: 2024-06-24T01:01:00Z where the case has 2024-06-24T01:00:00Z"));
}

TEST(CheckPlan, WantsTheDevicesOfTheCase) {
  home::Plan plan = idle_plan();
  plan.slots[0].batteries[0].id = "garage";
  plan.slots[1].batteries.clear();
  plan.slots[1].inverters.resize(1);
  EXPECT_THAT(problems_of(plan),
              ElementsAre("slots[0].batteries[0].id: 'garage' where the case has 'home'",
                          "slots[1].batteries: 0 for the case's 1",
                          "slots[1].inverters: 1 for the case's 0"));
}

TEST(CheckPlan, WantsNumbersInsideTheirBounds) {
  home::Plan plan = idle_plan();
  plan.slots[0].grid_import = base::Power{std::numeric_limits<double>::quiet_NaN()};
  plan.slots[0].batteries[0].charge = 6_kw;
  plan.slots[1].pv_used = base::Power{-1.0};
  EXPECT_THAT(problems_of(plan),
              ElementsAre("slots[0].grid_import_kw: is not a finite number",
                          "slots[0].batteries[0].charge_kw: 6 is above the limit 5",
                          "slots[1].pv_used_kw: -1 is negative"));
}

TEST(CheckPlan, WantsTheBalance) {
  home::Plan plan = idle_plan();
  plan.slots[0].grid_import = 1.5_kw;
  EXPECT_THAT(
      problems_of(plan),
      ElementsAre("slots[0]: import less export is 1.5 where load, PV, batteries and inverters "
                  "make 1"));
  plan = idle_plan();
  plan.slots[0].load = plan.slots[0].grid_import = 2_kw;
  EXPECT_THAT(problems_of(plan),
              ElementsAre("slots[0].load_kw: 2 where load and standby of the case are 1"));
}

TEST(CheckPlan, AllowsRounding) {
  home::Plan plan = idle_plan();
  plan.slots[0].grid_import += base::Power{9e-7};
  plan.slots[0].grid_export = base::Power{-1e-8};
  EXPECT_THAT(problems_of(plan), IsEmpty());
}

TEST(CheckPlan, WantsAllPvAccountedFor) {
  home::Plan plan = idle_plan();
  plan.slots[1].pv_used = 2_kw;
  plan.slots[1].grid_export = 1_kw;
  EXPECT_THAT(problems_of(plan), ElementsAre("slots[1].pv_used_kw: 2 used and 0 turned down of 3"));
  plan.slots[1].pv_curtailed = 1_kw;
  EXPECT_THAT(problems_of(plan), IsEmpty());
  home::Case fixed = two_hours();
  fixed.is_pv_curtailable = false;
  EXPECT_THAT(
      find_plan_problems(fixed, plan),
      ElementsAre("slots[1].pv_curtailed_kw: 1 is turned down, but pv_curtailable is false"));
}

TEST(CheckPlan, FollowsTheStateOfCharge) {
  home::Plan plan = idle_plan();
  plan.slots[0].batteries[0].soc = 6_kwh;
  plan.slots[1].batteries[0].soc = 6_kwh;  // the same jump: one problem
  EXPECT_THAT(problems_of(plan),
              ElementsAre("slots[0].batteries[0].soc_kwh: 6 where the powers make 5"));
  plan = make_plan_of(two_hours(), {{-4.0, -1.0}});  // 5 kWh, then 1.25 kWh more than there is
  EXPECT_THAT(problems_of(plan),
              ElementsAre("slots[1].batteries[0].soc_kwh: -1.25 is below empty"));
  plan = make_plan_of(two_hours(), {{5.0, 5.0}});
  EXPECT_THAT(problems_of(plan),
              ElementsAre("slots[1].batteries[0].soc_kwh: 14 is above capacity_kwh 10"));
}

TEST(CheckPlan, DoesNotLetTheStateOfChargeDrift) {
  home::Case home = make_small_home(std::vector<double>(50, 0.1), std::vector<double>(50, 0.1),
                                    std::vector<double>(50, 1.0), std::vector<double>(50, 0.0));
  home.batteries.push_back(make_small_battery());
  home::Plan plan = make_plan_of(home);
  for (std::size_t t = 0; t < 50; ++t) {
    plan.slots[t].batteries[0].soc += base::Energy{9e-8 * static_cast<double>(t)};
  }
  EXPECT_FALSE(find_plan_problems(home, plan).empty());
}

TEST(CheckPlan, RefusesOppositeFlows) {
  home::Plan plan = idle_plan();
  plan.slots[0].grid_import = 2_kw;
  plan.slots[0].grid_export = 1_kw;
  plan.slots[1].batteries[0].charge = plan.slots[1].batteries[0].discharge = 2_kw;
  plan.slots[1].batteries[0].soc = base::Energy{5.0 + 1.8 - 2.5};
  EXPECT_THAT(problems_of(plan),
              ElementsAre("slots[0]: imports and exports at once: 2 and 1",
                          "slots[1].batteries[0]: charges and discharges at once: 2 and 2"));
  home::Case free = two_hours();
  free.grid.is_exclusive = free.batteries[0].is_exclusive = false;
  EXPECT_THAT(find_plan_problems(free, plan), IsEmpty());
}

TEST(CheckPlan, ChecksInverters) {
  home::Case home = make_small_home({0.3}, {0.1}, {1.0}, {0.0});
  home::Inverter inverter;
  inverter.id = "hybrid";
  inverter.ac_limit = 2_kw;
  inverter.efficiency = base::Ratio{0.5};
  inverter.pv = base::Series<base::Power>{1, 6_kw};
  home.inverters.push_back(inverter);
  home::Plan plan = make_plan_of(home);
  plan.slots[0].grid_import = base::Power{};
  plan.slots[0].grid_export = 2_kw;
  plan.slots[0].inverters.push_back({"hybrid", 3_kw, base::Power{}, 6_kw, base::Power{}});
  EXPECT_THAT(find_plan_problems(home, plan),
              ElementsAre("slots[0].inverters[0].dc_to_ac_kw: 3 is above the limit 2"));
  plan.slots[0].inverters[0].dc_to_ac = 2_kw;
  plan.slots[0].grid_export = 1_kw;
  EXPECT_THAT(find_plan_problems(home, plan),
              ElementsAre("slots[0].inverters[0]: its DC bus gets 2 kW more than it gives"));
  plan.slots[0].inverters[0].pv_used = 4_kw;
  EXPECT_THAT(find_plan_problems(home, plan),
              ElementsAre("slots[0].inverters[0].pv_used_kw: 4 used and 0 turned down of 6"));
  plan.slots[0].inverters[0].pv_curtailed = 2_kw;
  EXPECT_THAT(find_plan_problems(home, plan), IsEmpty());
  plan.slots[0].inverters[0].ac_to_dc = 1_kw;
  EXPECT_THAT(find_plan_problems(home, plan),
              ElementsAre("slots[0].inverters[0]: runs both ways at once: 2 and 1"));
}

TEST(CheckPlan, CapsTheList) {
  const std::vector<double> zeros(300, 0.0);
  const home::Case home = make_small_home(zeros, zeros, zeros, zeros);
  home::Plan plan = make_plan_of(home);
  for (home::PlanSlot& slot : plan.slots) slot.grid_import = 1_kw;
  const auto problems = find_plan_problems(home, plan);
  ASSERT_EQ(problems.size(), 101U);
  EXPECT_EQ(problems.back(), "and 200 more problems");
}

TEST(CheckPlan, StopsTheBill) {
  home::Plan plan = idle_plan();
  plan.slots[0].grid_import = 2_kw;
  plan.slots[1].pv_used = 2_kw;
  const auto bill = evaluate(two_hours(), plan);
  ASSERT_FALSE(bill);
  EXPECT_EQ(bill.error().kind, base::ErrorKind::invalid_input);
  EXPECT_EQ(bill.error().message,
            "slots[0]: import less export is 2 where load, PV, batteries and inverters make 1\n"
            "slots[1].pv_used_kw: 2 used and 0 turned down of 3");
}

}  // namespace
}  // namespace ohmstead::plan
