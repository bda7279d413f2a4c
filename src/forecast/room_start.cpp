#include <algorithm>
#include <cmath>

#include "room_fit.hpp"

namespace ohmstead::forecast {
namespace {

constexpr double k_least_decay_h = 3.0;
constexpr double k_longest_decay_h = 12.0;
constexpr double k_settling_h = 1.0;        // after heating, before the decay counts
constexpr double k_least_distance_k = 3.0;  // room to outdoor air
constexpr double k_least_rise_k = 0.5;
constexpr double k_least_fall_k = 0.2;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

bool is_off(const RoomCells& cells, bool has_heat, double level, std::size_t cell) {
  return !has_heat || cells.inputs[0][cell] <= level;
}

// Slope of ln(T - T_out) in a run, with the outdoor temperature as it was; nothing for a run that
// does not cool.
std::optional<double> decay_of(const RoomCells& cells, std::size_t first, std::size_t end) {
  const double begin_k = cells.temperature[first] - cells.outdoor[first];
  const double end_k = cells.temperature[end - 1] - cells.outdoor[end - 1];
  if (begin_k < k_least_distance_k || end_k < k_least_distance_k) return std::nullopt;
  if (cells.temperature[first] - cells.temperature[end - 1] < k_least_fall_k) return std::nullopt;
  // dT/dt = -(T - T_out) / tau, summed over the run.
  double distance_k_h = 0.0;
  for (std::size_t cell = first; cell + 1 < end; ++cell) {
    const double mean = 0.5 * (cells.temperature[cell] + cells.temperature[cell + 1] -
                               cells.outdoor[cell] - cells.outdoor[cell + 1]);
    distance_k_h += mean * cells.step_h;
  }
  return distance_k_h / (cells.temperature[first] - cells.temperature[end - 1]);
}

}  // namespace

RoomStart start_of(const RoomCells& cells, bool has_heat) {
  RoomStart start;
  const std::size_t count = cells.temperature.size();
  double highest = 0.0;
  for (std::size_t i = 0; has_heat && i < count; ++i)
    highest = std::max(highest, cells.inputs[0][i]);
  const double level = 0.05 * highest;
  std::vector<double> decays, capacities;
  std::size_t first = 0;
  for (std::size_t cell = 0; cell <= count; ++cell) {
    const bool goes_on = cell < count && is_off(cells, has_heat, level, cell) &&
                         !std::isnan(cells.temperature[cell]) && !cells.is_break[cell];
    const double run_h = static_cast<double>(cell - first) * cells.step_h;
    if (goes_on && run_h < k_settling_h + k_longest_decay_h) continue;
    const auto settled = first + static_cast<std::size_t>(std::ceil(k_settling_h / cells.step_h));
    if (run_h >= k_settling_h + k_least_decay_h) {
      if (const auto decay = decay_of(cells, settled, cell)) decays.push_back(*decay);
    }
    first = cell + 1;
  }
  for (std::size_t cell = 1; has_heat && cell < count; ++cell) {
    if (!is_off(cells, has_heat, level, cell - 1) || is_off(cells, has_heat, level, cell)) continue;
    std::size_t end = cell;
    double heat = 0.0;
    while (end < count && !is_off(cells, has_heat, level, end) &&
           static_cast<double>(end - cell) * cells.step_h < 4.0)
      heat += cells.inputs[0][end++] * cells.step_h;
    const double rise = cells.temperature[end - 1] - cells.temperature[cell - 1];
    if (rise >= k_least_rise_k) capacities.push_back(heat / rise);
  }
  start.decays = static_cast<int>(decays.size());
  start.cycles = static_cast<int>(capacities.size());
  if (decays.size() >= 3) start.time_constant_h = median(std::move(decays));
  if (capacities.size() >= 3) start.capacity_kwh_per_k = median(std::move(capacities));
  return start;
}

}  // namespace ohmstead::forecast
