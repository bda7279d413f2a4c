#include "ohmstead/forecast/measured.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ohmstead::forecast {

using base::Seconds;
using base::Time;

std::size_t Measured::known_slots(Time now) const {
  if (now <= start) return 0;
  if (known_at.empty()) {
    return std::min(values.size(), static_cast<std::size_t>((now - start) / step));
  }
  const auto unknown = std::upper_bound(known_at.begin(), known_at.end(), now);
  return static_cast<std::size_t>(unknown - known_at.begin());
}

double Measured::mean(Time from, Time to, std::size_t known) const {
  const Time first = std::max(from, start);
  double sum = 0.0, seconds = 0.0;
  if (first < to) {
    auto slot = static_cast<std::size_t>((first - start) / step);
    for (; slot < std::min(known, values.size()) && slot_start(slot) < to; ++slot) {
      if (std::isnan(values[slot])) continue;
      const Seconds common =
          std::min(to, slot_start(slot) + step) - std::max(first, slot_start(slot));
      sum += values[slot] * static_cast<double>(common.count());
      seconds += static_cast<double>(common.count());
    }
  }
  if (seconds <= 0.0 || 2.0 * seconds < static_cast<double>((to - from).count())) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return sum / seconds;
}

Measured on_coarser_slots(const Measured& fine, Seconds step) {
  base::expect(step % fine.step == Seconds{0}, "coarser slots are a multiple of the finer ones");
  Measured coarse{base::floor_to(fine.start, step), step, {}, {}};
  if (fine.is_empty()) return coarse;
  const Time end = fine.slot_start(fine.size());
  const auto count = static_cast<std::size_t>((end - coarse.start + step - Seconds{1}) / step);
  coarse.values.reserve(count);
  coarse.known_at.reserve(count);
  for (std::size_t slot = 0; slot < count; ++slot) {
    const Time from = coarse.slot_start(slot);
    coarse.values.push_back(fine.mean(from, from + step, fine.size()));
    const Time last = std::min(end, from + step) - fine.step;
    const auto place =
        static_cast<std::size_t>(std::max(Seconds{0}, last - fine.start) / fine.step);
    const Time known = fine.known_at.empty() ? last + fine.step : fine.known_at[place];
    coarse.known_at.push_back(std::max(known, from + step));
  }
  return coarse;
}

}  // namespace ohmstead::forecast
