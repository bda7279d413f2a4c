// A plan over scenarios: one first stage, and what each scenario costs with it.
//
// The answer is for the case as it is expected: devices of the first stage and, where it is shared,
// the first slot as planned over all scenarios, the rest as it goes best when the expected comes.
// Units: kW, money. Thread rule: pure functions but for the programme they use.
#pragma once

#include "ohmstead/home/plan.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

struct ScenarioAnswer {
  EngineAnswer expected;  // no devices: no answer; its message says why
  home::ScenarioCosts costs;
  double bound = 0.0;  // of the objective over the scenarios
  solve::Basis basis;  // where all scenarios together ended
};

// Precondition: the home has scenarios. `held` actions (null: none) are those of the first slot in
// every scenario; those of the second stage only where that slot is shared. Begins at `basis`, that
// of an earlier answer for the same home, where there is one.
[[nodiscard]] ScenarioAnswer answer_over_scenarios(const home::Case& home,
                                                   const HomeElements& elements,
                                                   const EngineLimits& limits,
                                                   const FirstActions* held = nullptr,
                                                   solve::Basis basis = {});

// The costs of scenarios as a plan states them.
[[nodiscard]] home::ScenarioCosts make_scenario_costs(const home::ScenarioSet& scenarios,
                                                      const std::vector<double>& costs);

}  // namespace ohmstead::plan
