// Cbc (COIN-OR) behind the Solver face: mixed-integer models; linear ones go to Clp.
//
// Why through the library's command-line entry CbcMain1 and not CbcModel alone: that is where its
// cuts and heuristics are tuned together; on whole-house models it is several times faster than a
// CbcModel equipped with the same parts by hand. Traps covered here (Cbc 2.10.8): CbcMain1 keeps
// state between calls unless built with a special flag (coin-or/Cbc issue 332), so one process runs
// one search at a time and others wait; it would take over Ctrl-C and print unless told not to; its
// clock is looked at now and then only; its probing loses optima (see cbc.cpp); it returns
// wrong points or ends the process by an assertion when integer columns have no bounds, the
// relaxation has no optimum or few rows are left, so it gets no such models.
//
// Thread rule: as Solver; searches of several solvers take turns.
//
//   std::unique_ptr<Solver> solver = make_cbc();
#pragma once

#include <memory>
#include <string>

#include "backend.hpp"

namespace ohmstead::solve {

[[nodiscard]] std::unique_ptr<Solver> make_cbc();
// What the backend does with a task; does not throw.
[[nodiscard]] Answer run_cbc(const Task& task);
[[nodiscard]] std::string cbc_version();

}  // namespace ohmstead::solve
