#include <algorithm>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

bool is_export_capped(const Grid& grid, std::size_t slot) {
  if (!grid.export_cap_share || !grid.pv_peak) return false;
  const Power cap = *grid.pv_peak * *grid.export_cap_share;
  return !grid.export_limit || cap < grid.export_limit[slot];
}

std::optional<Power> effective_export_limit(const Grid& grid, std::size_t slot) {
  if (is_export_capped(grid, slot)) return *grid.pv_peak * *grid.export_cap_share;
  return grid.export_limit.at(slot);
}

std::vector<PeakCharge> peaks_of(const Grid& grid) {
  std::vector<PeakCharge> peaks = grid.peaks;
  if (grid.peak) peaks.insert(peaks.begin(), *grid.peak);
  return peaks;
}

EnergyPrice import_weight(const Case& home, std::size_t slot) {
  if (!home.co2) return {};
  return EnergyPrice{home.co2[slot].value() * home.objective.co2_price.value()};
}

EnergyPrice export_weight(const Case& home, std::size_t slot) {
  EnergyPrice weight = home.objective.self_consumption_weight;
  if (home.co2_export) {
    weight -= EnergyPrice{home.co2_export[slot].value() * home.objective.co2_price.value()};
  }
  return weight;
}

}  // namespace ohmstead::home
