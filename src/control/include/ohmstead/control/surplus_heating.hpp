// Heaters that run beside the plan when energy is nearly free: the price is below zero, the
// batteries are full, or the sun gives more than anybody uses.
//
// What a rule asks must hold as a whole; a heater that is on stays on a little longer (2 % of
// charge, a tenth of the sun's power, 2 K), so that clouds do not switch it. Where a rule goes by
// the sun alone, heaters share what is left of it by their priority. Units: kW, %, deg C, money per
// kWh. Thread rule: pure functions.
//
//   for (const HeaterTurn& turn : surplus_turns(heaters, home)) ...
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/home/site_devices.hpp"

namespace ohmstead::control {

struct SurplusHeater {
  std::string id;
  base::Power power;
  const home::SurplusHeating* wish = nullptr;
  std::optional<base::Celsius> temperature;  // that wish->not_above goes by
  bool is_on = false;                        // by these rules, until now
};

struct HomeSurplus {
  std::optional<base::EnergyPrice> price;  // of a kWh bought now
  std::optional<double> soc_pct;           // of all batteries together
  base::Power pv;
  base::Power left;  // of the sun, beyond the home and what is planned
};

struct HeaterTurn {
  std::string id;
  std::string why;
};

// Those that are on, by priority.
[[nodiscard]] std::vector<HeaterTurn> surplus_turns(const std::vector<SurplusHeater>& heaters,
                                                    const HomeSurplus& home);

}  // namespace ohmstead::control
