#include "ohmstead/home/vehicle.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::home {
namespace {

// More levels than any charger has; a step of nearly nothing must not fill the memory.
constexpr int k_most_levels = 1000;

void add_levels(const ChargerCurrents& currents, std::vector<double>& levels_kw) {
  const double room = (currents.max_a - currents.min_a) / currents.step_a;
  const int count = static_cast<int>(std::clamp(std::floor(room + 1e-9), 0.0, k_most_levels - 1.0));
  for (const std::int64_t phases : currents.phases) {
    const double kw_per_a = currents.voltage_v * static_cast<double>(phases) / 1000.0;
    for (int k = 0; k <= count; ++k)
      levels_kw.push_back((currents.min_a + currents.step_a * k) * kw_per_a);
  }
}

}  // namespace

std::vector<double> power_levels_kw(const Charger& charger) {
  std::vector<double> levels_kw{charger.steps.raw().begin(), charger.steps.raw().end()};
  if (charger.currents) add_levels(*charger.currents, levels_kw);
  std::erase_if(levels_kw, [&](double kw) {
    constexpr double k_hair_kw = 1e-9;
    return kw <= 0.0 || (charger.max && kw > charger.max->value() + k_hair_kw);
  });
  std::sort(levels_kw.begin(), levels_kw.end());
  levels_kw.erase(std::unique(levels_kw.begin(), levels_kw.end()), levels_kw.end());
  return levels_kw;
}

base::Power effective_max(const Charger& charger) {
  if (charger.max) return *charger.max;
  const std::vector<double> levels_kw = power_levels_kw(charger);
  return base::Power{levels_kw.empty() ? 0.0 : levels_kw.back()};
}

base::Ratio effective_discharge_efficiency(const Charger& charger) {
  return charger.discharge_efficiency.value_or(charger.efficiency);
}

base::Ratio effective_discharge_efficiency(const Vehicle& vehicle) {
  return vehicle.discharge_efficiency.value_or(vehicle.charge_efficiency);
}

bool can_use(const Vehicle& vehicle, const Charger& charger) {
  const auto& ids = vehicle.chargers;
  return ids.empty() || std::find(ids.begin(), ids.end(), charger.id) != ids.end();
}

}  // namespace ohmstead::home
