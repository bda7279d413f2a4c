#include "ohmstead/simulate/simulated_driver.hpp"

#include <algorithm>

namespace ohmstead::simulate {
namespace {

using base::Power;
using home::Abilities;
using home::Command;
using home::Verb;

Abilities battery_of(const home::SiteBattery& battery) {
  return {.device = battery.id,
          .verbs = {Verb::self_use, Verb::hold, Verb::charge, Verb::discharge, Verb::export_},
          .most = std::max(battery.charge, battery.discharge.value_or(battery.charge))};
}

Abilities switch_of(const std::string& id, Power least, Power most) {
  return {
      .device = id, .verbs = {Verb::automatic, Verb::off, Verb::on}, .least = least, .most = most};
}

home::Mode mode_of(Verb verb) {
  switch (verb) {
    case Verb::charge:
      return home::Mode::charge;
    case Verb::discharge:
      return home::Mode::discharge;
    case Verb::export_:
      return home::Mode::export_;
    case Verb::hold:
      return home::Mode::hold;
    default:
      return home::Mode::self_use;
  }
}

// The first charger that the car may use; the simulated car finds its plug itself.
std::string charger_of(const home::Site& site, const home::SiteVehicle& car) {
  for (const home::Charger& charger : site.chargers) {
    if (can_use(car, charger)) return charger.id;
  }
  return {};
}

}  // namespace

SimulatedDriver::SimulatedDriver(const home::Site& site, SimulatedHome& house)
    : site_{&site}, house_{&house} {
  for (const home::SiteBattery& each : site.batteries) abilities_.push_back(battery_of(each));
  for (const home::SiteVehicle& car : site.vehicles) {
    Power least, most;
    for (const home::Charger& charger : site.chargers) {
      if (!can_use(car, charger)) continue;
      most = std::max(most, effective_max(charger));
      const auto levels = power_levels_kw(charger);
      least = levels.empty() ? charger.min : Power{levels.front()};
    }
    abilities_.push_back(switch_of(car.id, least, most));
  }
  for (const auto& each : site.water_heaters)
    abilities_.push_back(switch_of(each.id, each.is_modulating ? Power{} : each.power, each.power));
  for (const auto& each : site.heat_sources)
    abilities_.push_back(
        switch_of(each.id, each.is_modulating ? each.min_power : each.power, each.power));
  for (const Abilities& each : abilities_)
    set_[each.device] = Command{each.device, each.verbs.front(), {}, {}};
}

base::Result<void> SimulatedDriver::read(ports::Measured& into) {
  auto now = house_->read();
  if (!now) return tl::unexpected{now.error()};
  into.now = std::move(*now);
  for (const auto& battery : into.now.batteries) into.has_soc.push_back(battery.id);
  into.has_grid = true;
  into.has_pv = true;
  into.has_load = true;
  into.has_counters = true;
  for (const auto& [device, command] : set_) into.set.push_back(command);
  return {};
}

base::Result<void> SimulatedDriver::write(const Command& command) {
  const auto known = set_.find(command.device);
  if (known == set_.end())
    return base::fail(base::ErrorKind::refused, "there is no device " + command.device);
  known->second = command;
  return house_->follow(order());
}

home::PlanSlot SimulatedDriver::order() const {
  home::PlanSlot order;
  for (const home::SiteBattery& battery : site_->batteries) {
    const Command& command = set_.at(battery.id);
    home::BatterySlot& slot = order.batteries.emplace_back();
    slot.id = battery.id;
    slot.mode = mode_of(command.verb);
    (command.verb == Verb::charge ? slot.charge : slot.discharge) = command.power;
    if (command.verb == Verb::charge) order.grid_import = command.power;  // from wherever it comes
  }
  const auto add = [&](const std::string& id, const std::string& state) {
    const Command& command = set_.at(id);
    if (command.verb == Verb::automatic) return;
    home::DeviceSlot& slot = order.devices.emplace_back();
    slot.id = id;
    slot.power = command.power;
    slot.state = command.verb == Verb::on ? state : "off";
  };
  for (const auto& car : site_->vehicles) add(car.id, charger_of(*site_, car));
  for (const auto& heater : site_->water_heaters) add(heater.id, "on");
  for (const auto& source : site_->heat_sources) add(source.id, "on");
  return order;
}

}  // namespace ohmstead::simulate
