// Means over a slot of what services told in slots of their own. Thread rule: pure functions.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/home/price_curve.hpp"

namespace ohmstead::engine {

// Of what `value` (an optional double) gives of the slots in [from, to), weighted by time; NaN
// where that is less than `least_share` of it.
template <class Slot, class Value>
[[nodiscard]] double mean_told(const std::vector<Slot>& slots, base::Time from, base::Time to,
                               Value value, double least_share = 0.5) {
  double sum = 0.0, seconds = 0.0;
  auto at = std::lower_bound(slots.begin(), slots.end(), from,
                             [](const Slot& slot, base::Time time) { return slot.to <= time; });
  for (; at != slots.end() && at->from < to; ++at) {
    const std::optional<double> told = value(*at);
    if (!told || !std::isfinite(*told)) continue;
    const auto span =
        static_cast<double>((std::min(at->to, to) - std::max(at->from, from)).count());
    sum += *told * span;
    seconds += span;
  }
  const double least = least_share * static_cast<double>((to - from).count());
  return seconds > 0.0 && seconds >= least ? sum / seconds : std::nan("");
}

// NaN unless the whole slot has prices: none is invented.
[[nodiscard]] inline double price_told(const home::PriceCurve& prices, base::Time from,
                                       base::Time to) {
  return mean_told(
      prices.slots, from, to,
      [](const home::PriceSlot& slot) { return std::optional{slot.price.value()}; }, 1.0);
}

// Until when prices are told without a hole; `from` itself where there is none.
[[nodiscard]] inline base::Time told_until(const home::PriceCurve& prices, base::Time from) {
  base::Time until = from;
  for (const home::PriceSlot& slot : prices.slots) {
    if (slot.to <= until) continue;
    if (slot.from > until) break;
    until = slot.to;
  }
  return until;
}

// Whether anything is told of the time after `now` that was not told before, or otherwise.
[[nodiscard]] inline bool has_news(const home::PriceCurve& before, const home::PriceCurve& after,
                                   base::Time now) {
  constexpr double k_same = 1e-9;
  return std::any_of(after.slots.begin(), after.slots.end(), [&](const home::PriceSlot& slot) {
    const double known = price_told(before, slot.from, slot.to);
    return slot.to > now && !(std::abs(known - slot.price.value()) < k_same);
  });
}

}  // namespace ohmstead::engine
