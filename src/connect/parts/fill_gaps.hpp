// Two rows of slots as one: where the first has none, the second counts. Slots are cut at the
// borders; both rows are in order and do not overlap, and so is the result. Thread rule: pure.
#pragma once

#include <algorithm>
#include <vector>

#include "ohmstead/base/time.hpp"

namespace ohmstead::connect {

template <class Slot>
[[nodiscard]] std::vector<Slot> fill_gaps(std::vector<Slot> first,
                                          const std::vector<Slot>& second) {
  std::vector<Slot> joined;
  joined.reserve(first.size() + second.size());
  std::size_t next = 0;
  for (const Slot& more : second) {
    base::Time at = more.from;
    while (next < first.size() && first[next].to <= at) joined.push_back(first[next++]);
    for (std::size_t i = next; at < more.to; ++i) {
      const bool is_last = i >= first.size() || first[i].from >= more.to;
      const base::Time until = is_last ? more.to : first[i].from;
      if (at < until) {
        // Those of the first row that lie before this piece come first.
        while (next < i) joined.push_back(first[next++]);
        Slot piece = more;
        piece.from = at;
        piece.to = until;
        joined.push_back(std::move(piece));
      }
      if (is_last) break;
      at = std::max(at, first[i].to);
    }
  }
  while (next < first.size()) joined.push_back(first[next++]);
  return joined;
}

}  // namespace ohmstead::connect
