#include "modbus/blocks.hpp"

#include <algorithm>

namespace ohmstead::connect {

std::vector<RegisterBlock> blocks_of(std::vector<RegisterSpan> spans, BlockRule rule) {
  std::sort(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
  std::vector<RegisterBlock> blocks;
  for (const RegisterSpan& span : spans) {
    if (!blocks.empty()) {
      RegisterSpan& whole = blocks.back().whole;
      const int end = std::max(whole.first + whole.count, span.first + span.count);
      const bool fits = whole.table == span.table &&
                        span.first - (whole.first + whole.count) <= rule.gap_max &&
                        end - whole.first <= rule.count_max;
      if (fits) {
        whole.count = end - whole.first;
        blocks.back().parts.push_back(span);
        continue;
      }
    }
    blocks.push_back({span, {span}});
  }
  return blocks;
}

}  // namespace ohmstead::connect
