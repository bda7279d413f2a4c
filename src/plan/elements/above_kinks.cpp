#include "above_kinks.hpp"

#include <algorithm>

namespace ohmstead::plan {

SeenPoints see_points(std::size_t count, double factor, double shift, std::size_t others) {
  SeenPoints seen;
  seen.cell.reserve(count);
  seen.part.reserve(count);
  seen.first.reserve(count);
  const std::size_t last = others - 1;
  seen.first.push_back(0);
  double before = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const double place =
        std::clamp(factor * static_cast<double>(i) + shift, 0.0, static_cast<double>(last));
    const std::size_t cell = std::min(static_cast<std::size_t>(place), last - 1);
    seen.cell.push_back(cell);
    seen.part.push_back(place - static_cast<double>(cell));
    if (i > 0) {
      // Points inside the interval; one at its beginning is no kink in it.
      for (std::size_t k = seen.cell[i - 1] + 1; k < last && static_cast<double>(k) < place; ++k)
        seen.crossings.push_back({k, above_kink(static_cast<double>(k) - before, place - before)});
      seen.first.push_back(seen.crossings.size());
    }
    before = place;
  }
  return seen;
}

void lower_by_kinks(const SeenPoints& seen, std::span<const double> values,
                    std::span<double> lines) {
  double before = 0.0;  // of the interval to the left
  for (std::size_t i = 0; i < lines.size(); ++i) {
    double above = 0.0;
    if (i < seen.interval_count()) {
      for (const auto& [k, weight] : seen.in_interval(i))
        above += weight * std::max(0.0, values[k - 1] - 2.0 * values[k] + values[k + 1]);
    }
    lines[i] -= std::max(before, above);
    before = above;
  }
}

void lower_convex(std::span<const double> costs, std::span<double> sums) {
  // Between two points a convex function lies above the lines through the points beyond them.
  double before = 0.0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const bool is_last = i + 1 == sums.size();
    const double above =
        is_last ? 0.0 : 0.25 * std::max(0.0, costs[i + 3] - costs[i + 2] - costs[i + 1] + costs[i]);
    sums[i] += costs[i + 1] - std::max(before, above);
    before = above;
  }
}

}  // namespace ohmstead::plan
