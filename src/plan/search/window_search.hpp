// Better values for a mixed-integer model of a home, window by window.
//
// Decisions outside some hours stay as they are and the rest is solved exactly, which takes a small
// part of a second where the whole would take minutes; then other hours. Several windows at once
// let energy move between them. It ends where a number of windows in a row led to nothing better,
// so it gives the same answer again as long as the clock does not cut it off. Units: money. Thread
// rule: one thread.
#pragma once

#include "ohmstead/solve/solver.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

// `start` holds values of the integer columns of `model`, a finalised model of `home`. Nothing when
// no window gave a solution.
[[nodiscard]] std::optional<solve::Solution> search_windows(const home::Case& home,
                                                            const solve::Model& model,
                                                            std::vector<double> start,
                                                            solve::Solver& solver,
                                                            const EngineLimits& limits);

}  // namespace ohmstead::plan
