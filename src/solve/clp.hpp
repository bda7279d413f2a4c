// Clp (COIN-OR) behind the Solver face: linear models only.
//
// Traps covered here: a NaN cost aborts the process (check_model() comes first); so does the
// barrier method on some infeasible models (it is used for models that are known to have an optimum
// only); the library's own time limit counts CPU time (ours is a wall clock in an event handler);
// its high-level entry takes over Ctrl-C unless told not to.
//
// Thread rule: as Solver. A fresh library object per solve keeps answers independent of history;
// the kept one gives that up for half of the time where the same matrix is solved again and again.
//
//   std::unique_ptr<Solver> solver = make_clp(ClpMethod::dual);
#pragma once

#include <memory>
#include <string>

#include "backend.hpp"
#include "ohmstead/solve/from_point.hpp"

namespace ohmstead::solve {

enum class ClpMethod { dual, primal, barrier };

// One linear solve, unchecked: for solvers that leave linear models to Clp. Never throws.
[[nodiscard]] Answer run_clp(const Task& task, ClpMethod method);

// One linear solve from a point that is nearly optimal, unchecked. Never throws. Precondition: it
// has the sizes of the model.
[[nodiscard]] Answer run_clp_from_point(const Task& task, const Point& point);

[[nodiscard]] std::unique_ptr<Solver> make_clp(ClpMethod method);
// Goes on from its last answer where the matrix is the same, whatever basis is handed over.
[[nodiscard]] std::unique_ptr<Solver> make_kept_clp();
[[nodiscard]] std::string clp_version();

}  // namespace ohmstead::solve
