// What a branch and bound goes through: boxes of the columns' bounds, each by the decisions that
// lead to it.
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "branch_losses.hpp"
#include "ohmstead/solve/model.hpp"

namespace ohmstead::solve {

struct Decision {
  std::int32_t column = 0;
  Bounds bounds;
  Side side = Side::down;
  double moved = 0.0;  // from the value in the parent
};

struct Node {
  double bound = -k_infinity;  // of its parent, or what a trial has shown
  std::vector<Decision> path;
  bool is_tried = false;  // whether its bound is of a trial
};

// The bounds of both sides of a column, infinite where a side is empty.
struct Tried {
  std::int32_t column = 0;
  Decision down, up;
  double bound_down = -k_infinity, bound_up = -k_infinity;
};

// The part of a node in which the column is as decided.
[[nodiscard]] inline Node child(const Node& node, const Decision& decision, double bound,
                                bool is_tried) {
  Node below{.bound = bound, .path = node.path, .is_tried = is_tried};
  below.path.push_back(decision);
  return below;
}

}  // namespace ohmstead::solve
