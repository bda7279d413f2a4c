// What the planner does when an engine gives nothing.
#include <gtest/gtest.h>

#include <memory>
#include <stop_token>
#include <vector>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/later_case.hpp"
#include "testing/random_homes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using base::Power;
using home::Mode;
using home::PlanStatus;

// On the heap, because g++ 12 takes a local one for uninitialised.
std::stop_token stopped() {
  const auto source = std::make_unique<std::stop_source>();
  source->request_stop();
  return source->get_token();
}

TEST(Fallback, IsTheRestOfTheLastPlan) {
  home::Case home = make_small_home({0.3, 0.1, 0.4}, {0, 0, 0}, {1, 1, 1}, {0, 0, 0});
  home.batteries.push_back(make_small_battery());
  home::LastPlan last = last_plan_of(plan_of(home));
  last.batteries[0].modes = {"discharge", "charge", "hold"};
  last.batteries[0].discharge = base::Series<Power>{std::vector<double>{0.5, 0, 0}};
  last.batteries[0].charge = base::Series<Power>{std::vector<double>{0, 1.5, 0}};
  home.last_plan = last;
  const home::Plan plan = Planner{}.make_plan(home, {.engine = Engine::linear, .stop = stopped()});
  EXPECT_EQ(plan.status, PlanStatus::fallback_last_plan);
  EXPECT_NEAR(plan.slots[0].batteries[0].discharge.value(), 0.5, 1e-9);
  EXPECT_NEAR(plan.slots[1].batteries[0].charge.value(), 1.5, 1e-9);
  EXPECT_EQ(plan.slots[2].batteries[0].mode, Mode::hold);
  EXPECT_FALSE(plan.bound);
  ASSERT_FALSE(plan.notes.empty());
  EXPECT_EQ(plan.notes[0].rfind("the linear engine gave no plan: ", 0), 0U) << plan.notes[0];
  EXPECT_TRUE(evaluate(home, plan));
}

TEST(Fallback, IsMultipassWithoutALastPlan) {
  for_homes(60, k_any_home, [](const home::Case& home) {
    const home::Plan plan =
        Planner{}.make_plan(home, {.engine = Engine::linear, .stop = stopped()});
    ASSERT_EQ(plan.status, PlanStatus::fallback_multipass);
    const home::Plan passes = Planner{}.make_plan(home, {.strategy = Strategy::multipass});
    EXPECT_EQ(plan.objective, passes.objective);
    EXPECT_EQ(plan.strategy, "optimal");
  });
}

TEST(Fallback, SaysWhyTheValueFunctionDidNotRun) {
  home::Case home = make_small_home({0.3, 0.1}, {0, 0}, {1, 1}, {0, 0});
  home.grid.peak = home::PeakCharge{base::PowerPrice{1.0}, 0_kw, 1};
  const home::Plan plan = Planner{}.make_plan(home, {.engine = Engine::value_function});
  EXPECT_EQ(plan.status, PlanStatus::optimal);
  ASSERT_EQ(plan.notes.size(), 1U);
  EXPECT_EQ(plan.notes[0],
            "the value function does not apply: a charge on the highest import ties the slots "
            "together");
  EXPECT_NEAR(plan.objective.value(), 0.3 + 0.1 + 1.0, 1e-6);
}

}  // namespace
}  // namespace ohmstead::plan
