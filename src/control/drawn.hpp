// What a device draws from the home now, by its reading; negative: it gives. Private to the room.
#pragma once

#include <string>

#include "ohmstead/home/readings.hpp"

namespace ohmstead::control {

[[nodiscard]] inline base::Power drawn_now(const home::Readings& now, const std::string& id) {
  if (const auto* battery = home::find_reading(now.batteries, id))
    return battery->charge - battery->discharge;
  const home::DeviceReadings& devices = now.devices;
  if (const auto* car = home::find_reading(devices.vehicles, id)) return car->power;
  if (const auto* heater = home::find_reading(devices.water_heaters, id)) return heater->power;
  if (const auto* source = home::find_reading(devices.heat_sources, id)) return source->power;
  if (const auto* machine = home::find_reading(devices.appliances, id)) return machine->power;
  return {};
}

}  // namespace ohmstead::control
