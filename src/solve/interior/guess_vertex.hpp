// From an interior point to a vertex: which columns and rows seem to be at a bound, and which are
// decided by the others. A library finishes from there in few steps.
//
// Thread rule: pure function.
//
//   const Point guess = guess_vertex(model, form, point);
#pragma once

#include "interior_point.hpp"
#include "ohmstead/solve/from_point.hpp"

namespace ohmstead::solve {

[[nodiscard]] Point guess_vertex(const Model& model, const BoxForm& form,
                                 const InteriorPoint& point);

}  // namespace ohmstead::solve
