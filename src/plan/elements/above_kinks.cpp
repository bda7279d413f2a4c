#include "above_kinks.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::plan {

SeenPoints see_points(std::size_t count, double factor, double shift, std::size_t others) {
  SeenPoints seen;
  std::vector<double> places;
  const auto last = static_cast<double>(others - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const double place = std::clamp(factor * static_cast<double>(i) + shift, 0.0, last);
    const double cell = std::min(std::floor(place), last - 1.0);
    places.push_back(place);
    seen.cell.push_back(static_cast<std::size_t>(cell));
    seen.part.push_back(place - cell);
  }
  for (std::size_t i = 0; i + 1 < count; ++i) {
    auto& crossings = seen.crossings.emplace_back();
    const double range = places[i + 1] - places[i];
    for (double k = std::max(1.0, std::ceil(places[i])); k < places[i + 1] && k < last; k += 1.0) {
      const double above = above_kink(k - places[i], range);
      if (above > 0.0) crossings.push_back({static_cast<std::size_t>(k), above});
    }
  }
  return seen;
}

void lower_by_kinks(const SeenPoints& seen, std::span<const double> values,
                    std::span<double> lines) {
  double before = 0.0;  // of the interval to the left
  for (std::size_t i = 0; i < lines.size(); ++i) {
    double above = 0.0;
    if (i < seen.crossings.size()) {
      for (const auto& [k, weight] : seen.crossings[i])
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
