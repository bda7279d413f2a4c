// Whether a plan fits a case and obeys its physics: the gate before any money is counted.
//
// Checked are the shape (slots and devices in the case's order), every number (finite, not
// negative, inside the device's limits), the balance of the AC bus and of each DC bus, PV, states
// of charge, and opposite flows at once. Limits of the grid and the corridor of the state of charge
// are not checked here: bending them is allowed, and billed. Tolerance 1e-6. Thread rule: pure
// function.
//
//   std::vector<std::string> problems = find_plan_problems(home, plan);   // empty: all is well
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

// One line per problem, `slots[3].batteries[0].charge_kw: 6 is above the limit 5`; at most 100
// lines, then how many more there are.
[[nodiscard]] std::vector<std::string> find_plan_problems(const home::Case& home,
                                                          const home::Plan& plan);

}  // namespace ohmstead::plan
