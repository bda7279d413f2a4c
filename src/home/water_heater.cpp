#include "ohmstead/home/water_heater.hpp"

namespace ohmstead::home {

bool is_switched(const WaterHeater& heater) {
  return !heater.is_modulating || heater.min_on > base::Seconds{0} ||
         heater.min_off > base::Seconds{0} || heater.max_starts_per_day.has_value() ||
         heater.max_blocks_per_day.has_value();
}

double effective_capacity(const WaterTank& tank) {
  constexpr double k_kwh_per_l_k = 4.186 / 3600.0;  // of water
  return tank.capacity_kwh_per_k.value_or(tank.volume_l.value_or(0.0) * k_kwh_per_l_k);
}

}  // namespace ohmstead::home
