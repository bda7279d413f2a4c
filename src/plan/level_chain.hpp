// Levels on which load and sun may be beside what is expected, and how likely they go from one to
// another.
//
// Errors of forecasts last: what is above what was expected now will mostly be so in an hour. They
// are taken as an autoregressive process, so that of an error z (in standard deviations)
// exp(-h / persistence) is expected to be left after h hours; a Markov chain on equally spaced
// levels has its variance and its persistence exactly (Rouwenhorst's method; Kopecky and Suen,
// Finite state Markov-chain approximations to highly persistent processes, 2010). Thread rule: pure
// functions.
#pragma once

#include <cstddef>
#include <vector>

namespace ohmstead::plan {

// Standard deviations beside what is expected, rising; the middle one of an odd count is 0.
// Precondition: at least two.
[[nodiscard]] std::vector<double> chain_levels(std::size_t count);
// Row i: how likely each level is after one on which `left` (0 to 1) of an error is expected to be
// left, when the level is i now.
[[nodiscard]] std::vector<std::vector<double>> chain_steps(std::size_t count, double left);

}  // namespace ohmstead::plan
