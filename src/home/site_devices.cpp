#include "ohmstead/home/site_devices.hpp"

namespace ohmstead::home {
namespace {

constexpr double k_kwh_per_litre_and_k = 0.001163;
constexpr double k_tap_rise_k = 30.0;

}  // namespace

base::Energy heat_of(const WaterDraw& draw) {
  if (draw.energy) return *draw.energy;
  return base::Energy{draw.litres.value_or(0.0) * k_kwh_per_litre_and_k * k_tap_rise_k};
}

Vehicle base_of(const SiteVehicle& vehicle) {
  Vehicle car = static_cast<const Vehicle&>(vehicle);
  car.soc = car.capacity * (vehicle.initial_soc_pct / 100.0);
  car.min_soc = car.capacity * (vehicle.min_soc_pct / 100.0);
  return car;
}

}  // namespace ohmstead::home
