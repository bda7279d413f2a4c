// Our own interior point method as a solver. It finds where the optimum lies; Clp moves from there
// to a vertex (idle flows are exactly 0 then) in a few simplex steps and gives the duals. Models
// with a basis to start from, second attempts, and models on which the method broke down are Clp's
// alone: Solution::solver says then "clp_dual", and the message why.
//
// Thread rule: as Solver.
//
//   auto solver = make_lp_solver(SolverKind::interior);
#pragma once

#include <memory>
#include <string>

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

[[nodiscard]] std::unique_ptr<Solver> make_interior();

}  // namespace ohmstead::solve
