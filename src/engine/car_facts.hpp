// What a car can at the charger that it is at, or would best be at. Thread rule: pure functions.
#pragma once

#include <algorithm>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::engine {

// Null: the home has none that it may use.
[[nodiscard]] inline const home::Charger* charger_of(const home::Site& site,
                                                     const home::SiteVehicle& car,
                                                     const home::VehicleReading* reading) {
  const home::Charger* best = nullptr;
  for (const home::Charger& each : site.chargers) {
    if (!can_use(car, each)) continue;
    if (reading != nullptr && reading->charger == each.id) return &each;
    if (best == nullptr || effective_max(each) > effective_max(*best)) best = &each;
  }
  return best;
}

[[nodiscard]] inline base::Power most_of(const home::SiteVehicle& car,
                                         const home::Charger& charger) {
  const base::Power most = effective_max(charger);
  return car.charge ? std::min(most, *car.charge) : most;
}

[[nodiscard]] inline base::Power least_of(const home::Charger& charger) {
  const auto levels = power_levels_kw(charger);
  return levels.empty() ? charger.min : base::Power{levels.front()};
}

[[nodiscard]] inline double efficiency_of(const home::SiteVehicle& car,
                                          const home::Charger& charger) {
  return charger.efficiency.value() * car.charge_efficiency.value();
}

// By its week.
[[nodiscard]] bool is_on_a_trip(const home::SiteVehicle& car, const base::Zone& zone,
                                base::Time now);

template <class Device>
[[nodiscard]] const Device* find_device(const std::vector<Device>& all, const std::string& id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Device& each) { return each.id == id; });
  return found == all.end() ? nullptr : &*found;
}

// The next target of a car; null: nothing is wanted of it.
[[nodiscard]] inline const home::SocTarget* next_target(const home::Vehicle* car, base::Time now) {
  const home::SocTarget* next = nullptr;
  if (car == nullptr) return next;
  for (const home::SocTarget& each : car->targets) {
    if (each.by > now && (next == nullptr || each.by < next->by)) next = &each;
  }
  return next;
}

}  // namespace ohmstead::engine
