// From an interior point to a vertex: which columns and rows seem to be at a bound, and which are
// decided by the others. A library finishes from there in few steps.
//
// Thread rule: pure function.
//
//   const VertexGuess guess = guess_vertex(model, form, point);
#pragma once

#include "interior_point.hpp"
#include "ohmstead/solve/basis.hpp"

namespace ohmstead::solve {

struct VertexGuess {
  // May have more or fewer basic columns and rows than the model has rows.
  Basis basis;
  std::vector<double> values;  // of the model's columns, inside their bounds
};

[[nodiscard]] VertexGuess guess_vertex(const Model& model, const BoxForm& form,
                                       const InteriorPoint& point);

}  // namespace ohmstead::solve
