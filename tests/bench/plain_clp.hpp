// The yardstick: the same linear model, solved cold by the library alone, without any of our
// checks. Thread rule: pure function.
#pragma once

#include "ohmstead/solve/model.hpp"

namespace ohmstead::bench {

struct PlainAnswer {
  double objective = 0.0;
  double solve_ms = 0.0;  // CPU time of loading and solving
  bool is_optimal = false;
};

// Clp's dual simplex from a slack basis, with the library's own settings.
[[nodiscard]] PlainAnswer solve_by_plain_clp(const solve::Model& model);

}  // namespace ohmstead::bench
