#include "plan_scenarios.hpp"

#include <algorithm>

#include "assemble.hpp"
#include "finish_plan.hpp"
#include "first_change.hpp"
#include "keep_first.hpp"
#include "ohmstead/base/clock.hpp"
#include "scenario_engine.hpp"

namespace ohmstead::plan {
namespace {

// Of the time, for a plan that need not keep the last one's actions; the rest is for one that does.
constexpr double k_free_share = 0.6;

// Whether the value function knows the home in every scenario.
bool has_value_functions(const home::Case& home) {
  if (!home.scenarios->is_first_slot_shared || !why_no_value_function(home).empty()) return false;
  // What is asked of the battery makes the first slot's costs jump.
  const bool has_wishes = !home.manual_blocks.empty() ||
                          (!home.batteries.empty() && !home.batteries.front().demand.is_empty());
  if (has_wishes) return false;
  const auto& all = home.scenarios->all;
  return std::all_of(all.begin(), all.end(), [&](const home::Scenario& scenario) {
    return why_no_value_function(home::scenario_case(home, scenario)).empty();
  });
}

home::Plan plan_after(const home::Case& home, const HomeElements& elements, double change,
                      const FirstChange& first, ValueFunction& program) {
  program.force_first(change);
  EngineAnswer answer = take_answer(home, program);
  if (!home.batteries.empty()) {
    const Pwl::Slopes stored = first.stored(change);
    answer.stored[0].front() = {-stored.right, -stored.left};
  }
  home::Plan plan = assemble_plan(home, elements, answer.devices, answer.tracks);
  set_values(answer, plan);
  plan.solver = "scenarios+value_function";
  plan.scenarios = make_scenario_costs(*home.scenarios, first.costs(change));
  return plan;
}

ScenarioPlan plan_by_value_functions(const home::Case& home, const HomeElements& elements,
                                     ValueFunction& program) {
  const FirstChange first{home};
  program.solve(home);
  ScenarioPlan made;
  made.bound = first.bound();
  made.plan = plan_after(home, elements, first.best(), first, program);
  const auto changed = find_changed(home, elements, {}, made.plan);
  if (changed.empty()) return made;
  const BatteryPowers last = changed.front().powers;
  const double change = program.possible_change(0, last.charge_kw - last.discharge_kw);
  const base::Money cost{first.objective(change) - first.bound()};
  made.first = {list_ids(changed), cost, cost <= home.objective.keep_last_plan};
  if (made.first->is_kept) made.plan = plan_after(home, elements, change, first, program);
  return made;
}

}  // namespace

ScenarioPlan plan_over_scenarios(const home::Case& home, const HomeElements& elements,
                                 const PlanOptions& options, ValueFunction& program) {
  if (options.engine != Engine::linear && has_value_functions(home))
    return plan_by_value_functions(home, elements, program);
  const base::Stopwatch watch;
  const auto plan_of = [&](ScenarioAnswer& answer) {
    ScenarioPlan made;
    made.bound = answer.bound;
    made.message = answer.expected.message;
    if (answer.expected.devices.empty()) return made;
    made.plan = assemble_plan(home, elements, answer.expected.devices, answer.expected.tracks);
    set_values(answer.expected, made.plan);
    made.plan.solver = answer.expected.solver;
    made.plan.scenarios = std::move(answer.costs);
    return made;
  };
  EngineLimits limits{options.time_limit_s, options.stop, options.is_warm};
  const bool may_keep = home.last_plan.has_value() && home.objective.keep_last_plan > base::Money{};
  if (may_keep) limits.wall_s *= k_free_share;
  ScenarioAnswer answer = answer_over_scenarios(home, elements, limits);
  ScenarioPlan made = plan_of(answer);
  if (made.plan.slots.empty()) return made;
  const auto changed = find_changed(home, elements, answer.expected.tracks, made.plan);
  if (changed.empty()) return made;
  limits.wall_s = options.time_limit_s - watch.elapsed_ms() / 1000.0;
  const FirstActions first = hold_actions(changed, elements, made.plan);
  ScenarioAnswer kept_answer =
      answer_over_scenarios(home, elements, limits, &first, std::move(answer.basis));
  ScenarioPlan kept = plan_of(kept_answer);
  if (kept.plan.slots.empty()) return made;
  const base::Money cost = kept.plan.scenarios->objective - made.plan.scenarios->objective;
  const FirstDecision decision{list_ids(changed), cost, cost <= home.objective.keep_last_plan};
  kept.bound = made.bound;
  ScenarioPlan& chosen = decision.is_kept ? kept : made;
  chosen.first = decision;
  return std::move(chosen);
}

}  // namespace ohmstead::plan
