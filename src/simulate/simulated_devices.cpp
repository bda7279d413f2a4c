#include "simulated_devices.hpp"

#include <algorithm>

namespace ohmstead::simulate {

using home::find_reading;

SimulatedDevices::SimulatedDevices(const home::Site& site, const base::Zone& zone)
    : site_{&site}, is_empty_{!has_planned_devices(site)}, rooms_{site, zone} {
  for (std::size_t i = 0; i < site.vehicles.size(); ++i) cars_.emplace_back(site, i, zone);
  plugs_.resize(cars_.size(), nullptr);
  for (std::size_t i = 0; i < site.water_heaters.size(); ++i) tanks_.emplace_back(site, i, zone);
  for (const home::SiteAppliance& each : site.appliances) appliances_.emplace_back(each, zone);
}

// A car that comes takes the first free charger; one that is to charge where another only stands
// gets its plug.
void SimulatedDevices::plug_in(const home::PlanSlot& order) {
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    if (!cars_[i].is_connected()) plugs_[i] = nullptr;
  }
  const auto holder = [&](const home::Charger& charger) {
    return std::find(plugs_.begin(), plugs_.end(), &charger);
  };
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    if (!cars_[i].is_connected()) continue;
    const home::DeviceSlot* told = find_reading(order.devices, cars_[i].site().id);
    for (const home::Charger& charger : site_->chargers) {
      if (!can_use(cars_[i].site(), charger) || plugs_[i] == &charger) continue;
      const auto held = holder(charger);
      const bool is_wanted =
          told != nullptr && told->power != base::Power{} && told->state == charger.id;
      if (held == plugs_.end() && (plugs_[i] == nullptr || is_wanted)) {
        plugs_[i] = &charger;
      } else if (held != plugs_.end() && is_wanted) {
        const auto other = static_cast<std::size_t>(held - plugs_.begin());
        const home::DeviceSlot* its = find_reading(order.devices, cars_[other].site().id);
        if (its == nullptr || its->power != base::Power{}) continue;
        plugs_[other] = nullptr;
        plugs_[i] = &charger;
      }
    }
  }
}

void SimulatedDevices::decide(const home::PlanSlot& order, const home::Case& weather,
                              std::size_t slot, base::Time now) {
  for (SimulatedCar& car : cars_) car.arrive_or_leave(now);
  plug_in(order);
  for (std::size_t i = 0; i < cars_.size(); ++i)
    cars_[i].decide(find_reading(order.devices, cars_[i].site().id), plugs_[i]);
  for (SimulatedTank& tank : tanks_) tank.decide(find_reading(order.devices, tank.id()), now);
  rooms_.decide(order, weather, slot, now);
  for (SimulatedAppliance& each : appliances_)
    each.decide(find_reading(order.devices, each.id()), now);
}

void SimulatedDevices::live(const home::Case& weather, std::size_t slot, base::Time from,
                            base::Seconds time) {
  for (SimulatedCar& car : cars_) car.live(time);
  for (SimulatedTank& tank : tanks_) tank.live(from, time);
  rooms_.live(weather, slot, from, time);
  for (SimulatedAppliance& each : appliances_) each.live(time);
}

void SimulatedDevices::go_on_from(const SimulatedDevices& before) {
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    for (const SimulatedCar& then : before.cars_)
      if (then.site().id == cars_[i].site().id) cars_[i].go_on_from(then);
  }
  const auto go_on = [](auto& all, const auto& others) {
    for (auto& each : all) {
      for (const auto& then : others)
        if (then.id() == each.id()) each.go_on_from(then);
    }
  };
  go_on(tanks_, before.tanks_);
  go_on(appliances_, before.appliances_);
  rooms_.go_on_from(before.rooms_);
}

base::Power SimulatedDevices::power() const {
  base::Power sum = rooms_.power();
  for (const SimulatedCar& car : cars_) sum += car.power();
  for (const SimulatedTank& tank : tanks_) sum += tank.power();
  for (const SimulatedAppliance& each : appliances_) sum += each.power();
  return sum;
}

home::DeviceReadings SimulatedDevices::read() const {
  home::DeviceReadings readings;
  for (const SimulatedCar& car : cars_) readings.vehicles.push_back(car.read());
  for (const SimulatedTank& tank : tanks_) readings.water_heaters.push_back(tank.read());
  rooms_.read(readings);
  for (const SimulatedAppliance& each : appliances_) readings.appliances.push_back(each.read());
  return readings;
}

}  // namespace ohmstead::simulate
