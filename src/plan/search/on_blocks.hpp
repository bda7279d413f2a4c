// The runs of an on/off schedule. Thread rule: pure function.
#pragma once

#include <span>
#include <vector>

namespace ohmstead::plan {

// Slots [begin, end) that are on.
struct OnBlock {
  std::size_t begin = 0, end = 0;
};

[[nodiscard]] inline std::vector<OnBlock> on_blocks(std::span<const int> states) {
  std::vector<OnBlock> blocks;
  for (std::size_t t = 0; t < states.size(); ++t) {
    if (states[t] != 1) continue;
    if (blocks.empty() || blocks.back().end != t) blocks.push_back({t, t});
    blocks.back().end = t + 1;
  }
  return blocks;
}

}  // namespace ohmstead::plan
