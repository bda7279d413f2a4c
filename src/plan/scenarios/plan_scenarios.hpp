// The plan of a home with scenarios: by the value function where that knows every scenario, else by
// the joint linear problem.
//
// The plan shows what is expected, with the first stage and the shared first slot as planned over
// all scenarios; Plan::scenarios tells what each costs. Thread rule: one thread per programme.
#pragma once

#include <optional>
#include <string>

#include "ohmstead/plan/planner.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

// What became of the last plan's first actions where others would be best.
struct FirstDecision {
  std::string ids;   // of the devices
  base::Money cost;  // of keeping them
  bool is_kept = false;
};

struct ScenarioPlan {
  home::Plan plan;     // not billed yet; no slots: `message` says why
  double bound = 0.0;  // of the objective over the scenarios
  std::optional<FirstDecision> first;
  std::string message;
};

// Precondition: the home has scenarios.
[[nodiscard]] ScenarioPlan plan_over_scenarios(const home::Case& home, const HomeElements& elements,
                                               const PlanOptions& options, ValueFunction& program);

}  // namespace ohmstead::plan
