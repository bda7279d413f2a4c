// A small branch and bound of our own: cuts first (cuts.hpp), then nodes that are solved one after
// the other in one linear solver that stays loaded, so that a node costs a few pivots. Models with
// some hundred decisions are closed before a library has set up its search. What takes more nodes
// goes on in a library, from the best point found here.
//
// Thread rule: as Solver.
//
//   std::unique_ptr<Solver> solver = make_branching();
#pragma once

#include <cstdint>
#include <memory>

#include "backend.hpp"
#include "cuts.hpp"

namespace ohmstead::solve {

// What takes more nodes than this, or a million nodes times rows, is left to a library.
[[nodiscard]] std::unique_ptr<Solver> make_branching(std::int64_t most_nodes = 1000);

// The search alone, with the cuts that are known, from the task's values and the basis of the
// relaxation, if any. The answer has the best point seen and a bound that holds whether or not the
// tree was closed: each node's comes from duals that were checked, of rows of which some are cuts.
// Its status is optimal or infeasible only where the tree was closed; else good or
// time_limit_no_solution. Precondition: integer columns have whole bounds.
[[nodiscard]] Solution branch_and_bound(const Task& task, std::int64_t most_nodes, KeptCuts& cuts);

}  // namespace ohmstead::solve
