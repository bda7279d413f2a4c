#include "water_schedule.hpp"

namespace ohmstead::plan {
namespace {

// More than any schedule saves, and still small enough to leave the other digits of a sum alone.
constexpr double k_blocked = 1e6;

}  // namespace

std::unique_ptr<WaterProgramme> make_programme(const WaterHeaterElement& element) {
  if (element.tank() != nullptr) return make_tank_programme(element.heater(), *element.tank());
  return make_daily_programme(element.heater(), *element.daily());
}

Track best_schedule(const WaterHeaterElement& element, WaterProgramme& programme,
                    std::span<const double> prices, std::span<const char> blocked) {
  const WaterDevice& heater = element.heater();
  std::vector<double> on_costs(prices.size());
  for (std::size_t t = 0; t < prices.size(); ++t) {
    on_costs[t] = prices[t] * heater.power_kw * heater.hours[t];
    if (!blocked.empty() && blocked[t] != 0) on_costs[t] += k_blocked;
  }
  return element.track_of(programme.cheapest(on_costs));
}

}  // namespace ohmstead::plan
