// What the pairs of an evcc connection mean, and the words of its modes.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evcc/state.hpp"
#include "ohmstead/home/command.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::connect {

struct EvccCar {
  std::string theirs;  // number or title of a loadpoint
  const home::SiteVehicle* car = nullptr;
  const home::Charger* charger = nullptr;  // null: not said
};

struct EvccDevices {
  bool is_meter = false;
  const home::SiteBattery* battery = nullptr;
  std::vector<EvccCar> cars;
};

// Errors: invalid_input with all that is wrong, one line each. `site` must outlive the answer.
[[nodiscard]] base::Result<EvccDevices> read_evcc_devices(const home::Connection& connection,
                                                          const home::Site& site);

// By its number, else by its title; null when there is none.
[[nodiscard]] const EvccLoadpoint* find_loadpoint(const EvccState& state,
                                                  const std::string& theirs);

[[nodiscard]] home::Abilities abilities_of(const home::SiteBattery& battery);
[[nodiscard]] home::Abilities abilities_of(const EvccCar& car);

// Orders below /api, in order.
[[nodiscard]] std::vector<std::string> battery_orders(const home::Command& command,
                                                      const EvccState& state);
[[nodiscard]] std::vector<std::string> car_orders(const home::Command& command, const EvccCar& car,
                                                  const EvccLoadpoint& loadpoint);

// What evcc says that they were told.
[[nodiscard]] home::Command told_to_battery(const home::SiteBattery& battery,
                                            const EvccState& state);
[[nodiscard]] home::Command told_to_car(const EvccCar& car, const EvccLoadpoint& loadpoint);

}  // namespace ohmstead::connect
