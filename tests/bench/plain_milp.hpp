// The yardstick for whole homes: the same mixed-integer model handed to the library alone, without
// our search, our windows or our checks. A home without any whole decision is a linear programme.
// Flows that exclude each other get a binary per slot, as a modeller who does not look at the
// prices writes it, unless the plain linear programme keeps them apart by itself. Thread rule: one
// thread.
#pragma once

#include <string>

#include "ohmstead/home/case.hpp"

namespace ohmstead::bench {

struct PlainPlan {
  std::string solver;
  double objective = 0.0;
  double bound = 0.0;
  double wall_s = 0.0;
  bool has_plan = false;
};

[[nodiscard]] PlainPlan solve_plainly(const home::Case& home, double limit_s);

}  // namespace ohmstead::bench
