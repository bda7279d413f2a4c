// Keeps batteries from feeding cars, unless that pays.
//
// A battery that follows the home would give to a car whatever it draws, and be empty in the
// evening. While a car draws more than the sun leaves, a battery gives no more than the plan wanted
// it to give; where the plan wanted that for the car, seven gates say whether it pays. Units: kW,
// kWh, money per kWh. Thread rule: pure functions.
//
//   spare_batteries(commands, slot, readings);
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/command.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::control {

// `commands` are those of `slot`. A battery that follows the home becomes one that gives what the
// plan says, or holds. Cars are the readings' vehicles.
void spare_batteries(std::vector<home::Command>& commands, const home::PlanSlot& slot,
                     const home::Readings& now);

// What decides whether a battery may feed a car in a slot.
struct CarFeed {
  base::Energy car_needs;                       // at the charger
  bool is_charging = false;                     // the plan charges the car in this slot
  base::Power discharge;                        // that the plan wants of the battery
  base::Power home_needs;                       // without cars, less the sun
  bool is_battery_charging = false;             // the plan also charges it
  double soc_pct = 0.0;                         // of the battery
  double floor_pct = 0.0;                       // that it keeps in any case
  base::Energy above_floor;                     // what it holds beyond the floor
  base::EnergyPrice price;                      // of a kWh bought now
  base::EnergyPrice stored_value;               // of the last kWh stored, as the plan values it
  double discharge_efficiency = 1.0;            // of the battery
  base::EnergyPrice cheapest_before_it_leaves;  // of a slot in which the car could charge
};

// Empty: it pays. Else what speaks against it, in words.
[[nodiscard]] std::string why_not_feed(const CarFeed& feed);

}  // namespace ohmstead::control
