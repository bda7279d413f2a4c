// A linear solve from a point that is nearly optimal and need not be a vertex: of the parts of a
// model, solved one by one, or of a method that walks through the inside.
//
// Thread rule: pure function.
//
//   Solution best = solve_from_point(model, point, {.wall_s = 1.0});
#pragma once

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

// Columns and rows that are basic (too many, perhaps, or too few) are decided anew from their
// values; columns that are nonbasic_free rest at their values, others at their bounds.
struct Point {
  Basis basis;                 // one status per column and per row
  std::vector<double> values;  // one per column, inside its bounds
};

// Precondition: the point has the model's sizes.
[[nodiscard]] Solution solve_from_point(const Model& model, const Point& point,
                                        const Limits& limits);

}  // namespace ohmstead::solve
