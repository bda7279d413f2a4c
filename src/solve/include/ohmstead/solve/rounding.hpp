// A point of a mixed-integer model in a few warm linear solves, without a search: each pass gives
// about half of the broken columns the whole number that bends the rows less.
//
// Why: a search for the best of a few hundred nearly equal decisions (when a car charges with its
// least power or not at all) may take minutes; such a point is there after some ten
// re-optimisations and misses little. It proves nothing but the bound of the relaxation.
//
// Thread rule: one thread per solver.
//
//   Solution point = round_in_passes(model, *make_lp_solver().value(), {.wall_s = 0.5});
#pragma once

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

// `linear` solves the passes. Without values when the relaxation has none, when the time was over,
// or when passes led to where no point is, which does not mean that there is none. The first solve
// starts from `basis` where it fits the model.
[[nodiscard]] Solution round_in_passes(const Model& model, Solver& linear, const Limits& limits,
                                       Basis basis = {});

}  // namespace ohmstead::solve
