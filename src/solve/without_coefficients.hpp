// The answer to a model without coefficients (also: without rows or columns), which libraries treat
// in surprising ways: every column goes to its cheaper bound on its own.
//
// Thread rule: pure function.
//
//   if (model.coefficients().empty()) return solve_without_coefficients(model);
#pragma once

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

// Precondition: the model passed check_model() and has no coefficients.
[[nodiscard]] Solution solve_without_coefficients(const Model& model);

}  // namespace ohmstead::solve
