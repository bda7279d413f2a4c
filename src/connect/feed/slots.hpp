// What curves, weather and PV forecasts have in common: slots in order. Thread rule: pure.
#pragma once

#include <algorithm>
#include <optional>

#include "parts/fill_gaps.hpp"

namespace ohmstead::connect {

// Until when `told` knows, from `time` on without a hole; nothing when it does not know `time`.
template <class Told>
[[nodiscard]] std::optional<base::Time> known_until(const Told& told, base::Time time) {
  auto slot = std::find_if(told.slots.begin(), told.slots.end(),
                           [&](const auto& each) { return each.from <= time && time < each.to; });
  if (slot == told.slots.end()) return std::nullopt;
  base::Time until = slot->to;
  for (++slot; slot != told.slots.end() && slot->from == until; ++slot) until = slot->to;
  return until;
}

template <class Told>
void forget_before(Told& told, base::Time time) {
  std::erase_if(told.slots, [&](const auto& slot) { return slot.to <= time; });
}

// The first in the list counts; the next ones fill its holes. The source's names are joined.
template <class Told>
[[nodiscard]] Told merged(const std::vector<const Told*>& all) {
  Told total;
  for (const Told* each : all) {
    if (each->slots.empty()) continue;
    if (total.slots.empty()) {
      total = *each;
      continue;
    }
    const std::size_t before = total.slots.size();
    total.slots = fill_gaps(std::move(total.slots), each->slots);
    if (total.slots.size() != before) total.source += ", " + each->source;
  }
  return total;
}

}  // namespace ohmstead::connect
