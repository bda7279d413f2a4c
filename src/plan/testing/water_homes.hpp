// Homes with one water heater, made by hand or at random, and what their rules on switching say in
// plain words. Test code only. Thread rule: pure functions.
#pragma once

#include <optional>
#include <random>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

// Slots of `step` from Monday 2026-01-05 00:00 UTC; a load of 0.5 kW, export at 0.05.
[[nodiscard]] home::Case make_water_home(std::vector<double> import, base::Seconds step);

// 2 kW on/off; 0.25 kWh/K, no loss, 50 deg C, comfort from 45 at 0.3 per K and hour; no end value.
[[nodiscard]] home::WaterHeater make_tank_heater();
// 2 kW on/off for 1 kWh a day.
[[nodiscard]] home::WaterHeater make_daily_heater();

struct WaterKnobs {
  std::size_t slots = 9;
  bool has_tank = true;
  bool is_modulating = false;
};
// Any prices, rules, bounds and measured states; slots of mixed lengths.
[[nodiscard]] home::Case make_random_water_home(std::uint64_t seed, const WaterKnobs& knobs);

// Whether the schedule keeps all rules of the heater, checked run by run.
[[nodiscard]] bool keeps_rules(const home::Case& home, const home::WaterHeater& heater,
                               const std::vector<int>& states);

}  // namespace ohmstead::plan
