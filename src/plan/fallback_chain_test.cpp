// Each link of the chain of fallbacks, with faults on purpose.
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "engine_fault.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "strategies.hpp"
#include "testing/later_case.hpp"
#include "testing/random_homes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using base::Power;
using home::PlanStatus;

home::Case small_home() {
  home::Case home = make_small_home({0.1, 0.3, 0.4}, {0, 0, 0}, {1, 1, 1}, {0, 2, 0});
  home.batteries.push_back(make_small_battery());
  return home;
}

home::Case home_with_last_plan() {
  home::Case home = small_home();
  home.last_plan = last_plan_of(plan_of(home));
  return home;
}

// Every link up to `last` throws.
home::Plan plan_without(const home::Case& home, Link last) {
  Planner planner;
  PlannerSeam::set_fault(planner, {.strike =
                                       [last](Link link) {
                                         if (link <= last) throw std::runtime_error{"struck"};
                                       },
                                   .spoil = {}});
  return planner.make_plan(home, {.time_limit_s = 5.0});
}

bool has_note(const home::Plan& plan, const std::string& text) {
  return std::any_of(plan.notes.begin(), plan.notes.end(),
                     [&](const std::string& note) { return note.find(text) != std::string::npos; });
}

TEST(FallbackChain, GoesFromTheFirstEngineToTheSecond) {
  const home::Plan plan = plan_without(small_home(), Link::value_function);
  EXPECT_EQ(plan.status, PlanStatus::optimal);
  EXPECT_NE(plan.solver, "value_function");
  EXPECT_TRUE(has_note(plan, "the engine failed: struck"));
}

TEST(FallbackChain, GoesOnWithTheLastPlan) {
  const home::Plan plan = plan_without(home_with_last_plan(), Link::linear);
  EXPECT_EQ(plan.status, PlanStatus::fallback_last_plan);
  EXPECT_EQ(plan.solver, "last_plan");
  EXPECT_EQ(plan.strategy, "optimal");
}

TEST(FallbackChain, GoesOnWithMultipass) {
  const home::Case home = home_with_last_plan();
  const home::Plan plan = plan_without(home, Link::last_plan);
  EXPECT_EQ(plan.status, PlanStatus::fallback_multipass);
  EXPECT_EQ(plan.solver, "multipass");
  EXPECT_EQ(plan.money.net_cost, plan_multipass(home).money.net_cost);
  EXPECT_TRUE(has_note(plan, "last_plan failed: struck"));
  EXPECT_TRUE(has_note(plan, "the seven passes planned instead"));
}

TEST(FallbackChain, GoesOnWithRules) {
  const home::Plan plan = plan_without(small_home(), Link::multipass);
  EXPECT_EQ(plan.status, PlanStatus::fallback_rules);
  EXPECT_EQ(plan.solver, "rules");
  EXPECT_EQ(plan.money.net_cost, plan_rules(small_home()).money.net_cost);
  EXPECT_TRUE(has_note(plan, "multipass failed: struck"));
}

TEST(FallbackChain, EndsWithSelfUse) {
  const home::Plan plan = plan_without(small_home(), Link::rules);
  EXPECT_EQ(plan.status, PlanStatus::fallback_rules);
  EXPECT_EQ(plan.solver, "self_use");
  EXPECT_TRUE(has_note(plan, "batteries follow the home"));
  EXPECT_THROW(static_cast<void>(plan_without(small_home(), Link::self_use)), std::logic_error);
}

// An answer that cannot be is noticed by the evaluator, whoever gives it.
TEST(FallbackChain, TrustsNoAnswer) {
  const home::Case home = home_with_last_plan();
  for (const Link last : {Link::linear, Link::last_plan, Link::multipass, Link::rules}) {
    Planner planner;
    PlannerSeam::set_fault(planner, {.strike = {}, .spoil = [last](Link link, home::Plan& plan) {
                                       if (link <= last) plan.slots[1].grid_import += Power{1.0};
                                     }});
    const home::Plan plan = planner.make_plan(home, {.time_limit_s = 5.0});
    EXPECT_EQ(plan.solver, k_link_names[static_cast<std::size_t>(last) + 1]);
    EXPECT_TRUE(has_note(plan, "refused by the evaluator"));
    EXPECT_TRUE(evaluate(home, plan));
  }
}

TEST(FallbackChain, SurvivesATimeOut) {
  for_homes(30, k_any_home, [](const home::Case& home) {
    const home::Plan plan =
        Planner{}.make_plan(home, {.engine = Engine::linear, .time_limit_s = 1e-9});
    EXPECT_TRUE(evaluate(home, plan));
    EXPECT_TRUE(plan.bound || plan.status == PlanStatus::fallback_multipass);
  });
}

// Forecasts beyond all reason still give a plan that keeps every balance, on each link.
TEST(FallbackChain, PlansAbsurdForecasts) {
  for (const double absurd : {1e-12, 1e6, 1e9}) {
    for (const bool is_pv : {false, true}) {
      home::Case home = home_with_last_plan();
      (is_pv ? home.pv : home.load).set(1, Power{absurd});
      EXPECT_TRUE(evaluate(home, Planner{}.make_plan(home, {.time_limit_s = 5.0}))) << absurd;
      for (const Link last : {Link::linear, Link::last_plan, Link::multipass, Link::rules}) {
        const home::Plan plan = plan_without(home, last);
        EXPECT_EQ(plan.solver, k_link_names[static_cast<std::size_t>(last) + 1]) << absurd;
        EXPECT_TRUE(evaluate(home, plan)) << absurd;
      }
    }
  }
}

TEST(FallbackChain, IsForgottenInTheNextCycle) {
  Planner planner;
  int strikes = 0;
  PlannerSeam::set_fault(planner, {.strike =
                                       [&](Link link) {
                                         if (link <= Link::linear && strikes++ < 2)
                                           throw std::runtime_error{"once"};
                                       },
                                   .spoil = {}});
  EXPECT_EQ(planner.make_plan(small_home()).status, PlanStatus::fallback_multipass);
  EXPECT_EQ(planner.make_plan(small_home()).status, PlanStatus::optimal);
}

}  // namespace
}  // namespace ohmstead::plan
