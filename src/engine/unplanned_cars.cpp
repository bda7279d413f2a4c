#include "unplanned_cars.hpp"

#include <algorithm>

namespace ohmstead::engine {
namespace {

// The best that a car can do at the chargers of this home.
struct Charging {
  base::Power power;
  double efficiency = 1.0;  // from the home into the car
};

std::optional<Charging> best_charging(const home::Case& home, const home::Vehicle& car) {
  std::optional<Charging> best;
  for (const home::Charger& charger : home.chargers) {
    if (!home::can_use(car, charger)) continue;
    const base::Power most =
        std::min(effective_max(charger), car.charge.value_or(effective_max(charger)));
    if (!best || most > best->power)
      best = {most, charger.efficiency.value() * car.charge_efficiency.value()};
  }
  return best;
}

std::optional<base::Energy> highest_target(const home::Vehicle& car, base::Time after) {
  std::optional<base::Energy> highest;
  for (const home::SocTarget& target : car.targets) {
    if (target.by > after) highest = std::max(highest.value_or(target.soc), target.soc);
  }
  return highest;
}

}  // namespace

base::Energy UnplannedCars::drawn_more() const {
  base::Energy sum;
  for (const home::CarAhead& each : ahead_) sum += each.drawn_more;
  return sum;
}

base::Energy& UnplannedCars::ahead_of(const std::string& car) {
  const auto known = std::find_if(ahead_.begin(), ahead_.end(),
                                  [&](const home::CarAhead& each) { return each.id == car; });
  if (known != ahead_.end()) return known->drawn_more;
  return ahead_.emplace_back(home::CarAhead{car, {}}).drawn_more;
}

base::Energy UnplannedCars::add(const home::Case& home, const home::Readings& from,
                                const home::Readings& to) {
  base::Energy more;
  const base::Hours time = base::hours(to.at - from.at);
  for (const home::Vehicle& car : home.vehicles) {
    const auto* then = home::find_reading(from.devices.vehicles, car.id);
    const auto* now = home::find_reading(to.devices.vehicles, car.id);
    const auto charging = best_charging(home, car);
    const auto target = highest_target(car, from.at);
    if (then == nullptr || now == nullptr || !then->is_connected || !charging || !target) continue;
    const base::Energy drawn =
        (now->charged - then->charged) - (now->discharged - then->discharged);
    base::Energy& ahead = ahead_of(car.id);
    const base::Energy soc = then->soc.value_or(car.soc) + charging->efficiency * ahead;
    const base::Energy wanted = std::max(base::Energy{}, *target - soc) / charging->efficiency;
    const base::Energy difference = std::min(charging->power * time, wanted) - drawn;
    ahead += difference;
    more += difference;
  }
  return more;
}

base::EnergyPrice value_for_cars(const home::Case& home, const home::Plan& plan) {
  double kwh = 0.0, worth = 0.0;
  std::optional<base::EnergyPrice> least;
  for (const home::PlanSlot& slot : plan.slots) {
    least = std::min(least.value_or(slot.value), slot.value);
    for (const home::Vehicle& car : home.vehicles) {
      const auto* device = home::find_reading(slot.devices, car.id);
      if (device == nullptr || device->power <= base::Power{}) continue;
      const double charged = (device->power * base::hours(slot.duration)).value();
      kwh += charged;
      worth += charged * slot.value.value();
    }
  }
  return kwh > 0.0 ? base::EnergyPrice{worth / kwh} : least.value_or(base::EnergyPrice{});
}

}  // namespace ohmstead::engine
