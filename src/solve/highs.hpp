// HiGHS behind the Solver face: linear (simplex or interior point) and mixed-integer models.
// Compiled in when CMake finds the library (OHMSTEAD_HAS_HIGHS); tried with 1.10 and 1.15.
//
// Traps covered here: it returns a vector of zeros when it has no solution; the types of its
// callbacks change between versions; its worker threads are a process-wide matter, so we ask for
// one thread; its presolve of integers is not to be trusted (see highs.cpp).
//
// Thread rule: as Solver.
//
//   std::unique_ptr<Solver> solver = make_highs(HighsMethod::simplex);
#pragma once

#ifdef OHMSTEAD_HAS_HIGHS

#include <memory>
#include <string>

#include "backend.hpp"

namespace ohmstead::solve {

enum class HighsMethod { simplex, interior };

[[nodiscard]] std::unique_ptr<Solver> make_highs(HighsMethod method);
[[nodiscard]] std::string highs_version();

}  // namespace ohmstead::solve

#endif
