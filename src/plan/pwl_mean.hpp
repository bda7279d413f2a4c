// The weighted mean of piecewise-linear functions, with a limited number of pieces.
//
// Units are the caller's. Thread rule: pure function.
//
//   mean_of({{0.5, &low}, {0.5, &high}}, 64, out);
#pragma once

#include <span>

#include "pwl.hpp"

namespace ohmstead::plan {

struct WeighedPwl {
  double weight = 0.0;
  const Pwl* function = nullptr;
};

// Neighbouring pieces whose slopes differ by less than the `most`-th part of the mean's slopes
// become one, which keeps the values at its ends. Precondition: all functions are on the same
// interval; weights add up to 1.
void mean_of(std::span<const WeighedPwl> parts, std::size_t most, Pwl& out);

}  // namespace ohmstead::plan
