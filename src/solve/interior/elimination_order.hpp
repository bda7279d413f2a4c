// An order of elimination that fills little: least degree first, ties by the lower node.
//
// On the quotient graph: an eliminated node becomes an element, the set of nodes that it made
// neighbours of each other; elements it touched are swallowed by it. Degrees are bounded from above
// (elements overlap), which is as good and costs less than counting.
//
// Thread rule: pure function.
//
//   const auto order = elimination_order(starts, neighbours);  // order[k]: the node of step k
#pragma once

#include <cstdint>
#include <vector>

namespace ohmstead::solve {

// Neighbours of node v are entries starts[v] to starts[v + 1]; each edge stands at both ends, once,
// and no node is its own neighbour.
[[nodiscard]] std::vector<std::int32_t> elimination_order(std::vector<std::int32_t> starts,
                                                          std::vector<std::int32_t> neighbours);

}  // namespace ohmstead::solve
