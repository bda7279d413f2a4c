// A basis on its way into Clp and out of it.
//
// Thread rule: as Solver.
//
//   set_basis(clp, basis, model);
#pragma once

#include <ClpSimplex.hpp>

#include "ohmstead/solve/basis.hpp"

namespace ohmstead::solve {

// Precondition: Clp has loaded the model, and the sizes are the model's.
void set_basis(ClpSimplex& clp, const Basis& basis, const Model& model);
[[nodiscard]] Basis get_basis(const ClpSimplex& clp);

}  // namespace ohmstead::solve
