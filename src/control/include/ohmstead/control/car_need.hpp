// What a car needs until it leaves, and whether it can still get it.
//
// The car is charged minute by minute at the highest power that it and its charger take now. What
// the plan gives it counts too: other cars, prices or limits may leave it less. Units: kWh in the
// car (`needed`: at the charger), kW at the charger. Thread rule: pure functions.
//
//   CarNeed need = need_of(goal, now, zone);
//   if (!need.alarm.empty()) ...
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/vehicle.hpp"

namespace ohmstead::control {

struct CarGoal {
  std::string id;
  base::Energy capacity;
  base::Energy soc;
  base::Energy target;
  base::Time by;
  base::Power most;                          // at the charger
  double efficiency = 1.0;                   // of charger and car
  std::vector<home::SocPower> power_by_soc;  // as in home/vehicle.hpp
  bool is_connected = true;
  std::optional<base::Energy> planned;  // what the plan leaves in it then
};

struct CarNeed {
  base::Energy needed;                     // at the charger
  base::Energy reachable;                  // in the car, when it leaves
  std::optional<base::Time> latest_start;  // to hold its target in time; absent: too late
  std::string alarm;  // why the target cannot be met, and what would be needed; empty: it can
};

[[nodiscard]] CarNeed need_of(const CarGoal& goal, base::Time now, const base::Zone& zone);

}  // namespace ohmstead::control
