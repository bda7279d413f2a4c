// All devices of a case in plain numbers, made once per solve. Units: kW, kWh, money per kWh.
// Thread rule: plain values; the case must outlive them.
#pragma once

#include <optional>
#include <vector>

#include "battery.hpp"
#include "grid.hpp"
#include "inverter.hpp"
#include "planned_devices.hpp"

namespace ohmstead::plan {

struct HomeElements {
  explicit HomeElements(const home::Case& home) : grid{home}, planned{home} {
    for (const home::Inverter& inverter : home.inverters) inverters.emplace_back(inverter);
    for (const home::Battery& battery : home.batteries) {
      batteries.emplace_back(home, battery);
      bus_of_battery.push_back(find_bus(home, battery));
    }
  }

  GridElement grid;
  std::vector<InverterElement> inverters;
  std::vector<BatteryElement> batteries;
  PlannedDevices planned;
  std::vector<std::optional<std::size_t>> bus_of_battery;  // its inverter; none: the AC bus

 private:
  static std::optional<std::size_t> find_bus(const home::Case& home, const home::Battery& battery) {
    for (std::size_t i = 0; i < home.inverters.size(); ++i) {
      if (home.inverters[i].id == battery.inverter) return i;
    }
    return std::nullopt;
  }
};

}  // namespace ohmstead::plan
