// A mixed-integer model with its integers taken out of the question, as linear models: fixed at
// given values (to make a plan exact and to price it) or relaxed (to bound it). Thread rule: pure
// functions; each call uses a solver of its own.
//
//   Solution exact = solve_with_integers_fixed(model, values, {.wall_s = 0.2});
#pragma once

#include <span>

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

// The best point whose integer columns have the given values, rounded and pushed into their bounds.
// Values of other columns are not looked at. Precondition: one value per column.
[[nodiscard]] Solution solve_with_integers_fixed(const Model& model, std::span<const double> values,
                                                 const Limits& limits);

// The linear relaxation: its bound holds for the mixed-integer model too.
[[nodiscard]] Solution solve_relaxation(const Model& model, const Limits& limits);

}  // namespace ohmstead::solve
