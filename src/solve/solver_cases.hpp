// Small problems with answers known from a formula, by hand or by enumeration: every solver has to
// get all of them right. Used by tests only.
//
//   for (const SolverCase& c : linear_cases()) check(solver, c);
#pragma once

#include <string>
#include <vector>

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

struct SolverCase {
  std::string name;
  Model model;  // finalised
  SolveStatus status = SolveStatus::optimal;
  double objective = 0.0;  // when optimal
};

[[nodiscard]] std::vector<SolverCase> linear_cases();
[[nodiscard]] std::vector<SolverCase> mixed_integer_cases();

// A battery in a house with hourly prices over `slots` slots that begin at `first`; 9 columns and 4
// rows per slot in the manner of the planner, with soft limits and a value of what is left.
[[nodiscard]] Model battery_model(int first, int slots, double start_kwh);

// A market split problem: no feasible point, yet no search shows it in reasonable time. With slack
// columns (cost 1) every choice is feasible, but the best one is as hard to find.
[[nodiscard]] Model market_split_model(bool has_slack);

}  // namespace ohmstead::solve
