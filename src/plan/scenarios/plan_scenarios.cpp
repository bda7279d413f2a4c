#include "plan_scenarios.hpp"

#include <algorithm>

#include "assemble.hpp"
#include "finish_plan.hpp"
#include "first_change.hpp"
#include "keep_last.hpp"
#include "scenario_engine.hpp"

namespace ohmstead::plan {
namespace {

// Whether the value function knows the home in every scenario.
bool has_value_functions(const home::Case& home) {
  if (!home.scenarios->is_first_slot_shared || !why_no_value_function(home).empty()) return false;
  const auto& all = home.scenarios->all;
  return std::all_of(all.begin(), all.end(), [&](const home::Scenario& scenario) {
    return why_no_value_function(home::scenario_case(home, scenario)).empty();
  });
}

// The last plan's first action, when another gains too little; as a change of stored energy.
std::optional<double> kept_change(const home::Case& home, const HomeElements& elements,
                                  const home::Plan& plan, const FirstChange& first,
                                  ValueFunction& program) {
  const auto powers = last_action(home, elements, plan);
  if (!powers) return std::nullopt;
  const BatteryPowers action = powers->front();
  const double change = program.possible_change(0, action.charge_kw - action.discharge_kw);
  const double cost = first.objective(change) - first.bound();
  if (cost > home.objective.keep_last_plan.value()) return std::nullopt;
  return change;
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
  if (const auto kept = kept_change(home, elements, made.plan, first, program)) {
    made.kept_cost = base::Money{first.objective(*kept) - first.bound()};
    made.plan = plan_after(home, elements, *kept, first, program);
  }
  return made;
}

}  // namespace

ScenarioPlan plan_over_scenarios(const home::Case& home, const HomeElements& elements,
                                 const PlanOptions& options, ValueFunction& program) {
  if (options.engine != Engine::linear && has_value_functions(home))
    return plan_by_value_functions(home, elements, program);
  ScenarioAnswer answer =
      answer_over_scenarios(home, elements, {options.time_limit_s, options.stop, options.is_warm});
  ScenarioPlan made;
  made.bound = answer.bound;
  made.message = answer.expected.message;
  if (answer.expected.devices.empty()) return made;
  made.plan = assemble_plan(home, elements, answer.expected.devices, answer.expected.tracks);
  set_values(answer.expected, made.plan);
  made.plan.solver = answer.expected.solver;
  made.plan.scenarios = std::move(answer.costs);
  return made;
}

}  // namespace ohmstead::plan
