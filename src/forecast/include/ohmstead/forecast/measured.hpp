// What was measured, on equal slots: the only past that a forecast sees.
//
// A value is the mean over its slot, in the unit that the holder says; NaN: not measured. A value
// counts as known from `known_at` on (a mean of half an hour is known at the end of the half-hour,
// also for its first quarter); every reader takes how many slots are known and looks at none after
// them. Thread rule: plain values.
//
//   const std::size_t known = load.known_slots(now);
#pragma once

#include <cstddef>
#include <vector>

#include "ohmstead/base/time.hpp"

namespace ohmstead::forecast {

struct Measured {
  base::Time start{};
  base::Seconds step{std::chrono::minutes{15}};
  std::vector<double> values;
  std::vector<base::Time> known_at = {};  // never falls; empty: the end of each slot

  [[nodiscard]] std::size_t size() const { return values.size(); }
  [[nodiscard]] bool is_empty() const { return values.empty(); }
  [[nodiscard]] base::Time slot_start(std::size_t slot) const {
    return start + step * static_cast<std::int64_t>(slot);
  }
  // How many slots, from the first, are complete at `now`.
  [[nodiscard]] std::size_t known_slots(base::Time now) const;
  // Mean of what was measured in [from, to) and stands before slot `known`; NaN when that is less
  // than half of the time.
  [[nodiscard]] double mean(base::Time from, base::Time to, std::size_t known) const;
};

// The same on slots of `step`, a multiple of the present one, on its raster since the epoch.
[[nodiscard]] Measured on_coarser_slots(const Measured& fine, base::Seconds step);

}  // namespace ohmstead::forecast
