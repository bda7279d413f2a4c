// Where to begin with many scenarios: the first stage that suits a few of them, and what each
// scenario makes of it. From there the joint problem is some hundred steps from its optimum, where
// from nothing it takes many thousand.
//
// Thread rule: pure function.
//
//   if (auto point = find_start(home, joint, limits)) solve_from_point(joint.model(), *point, ...);
#pragma once

#include <optional>

#include "scenario_model.hpp"

namespace ohmstead::plan {

// Without a first stage: what each scenario makes of it alone. A shared first slot is that of the
// first scenario. None where there are only a few scenarios, a part of the way is impossible, or
// time is over.
[[nodiscard]] std::optional<solve::Point> find_start(const home::Case& home,
                                                     const ScenarioModel& joint,
                                                     const solve::Limits& limits);

// The home with the scenarios in so many groups that cost about the same, each as one of it.
// Precondition: 1 <= groups <= scenarios.
[[nodiscard]] home::Case with_few_scenarios(const home::Case& home, std::size_t groups);

}  // namespace ohmstead::plan
