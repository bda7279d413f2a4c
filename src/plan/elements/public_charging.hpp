// What a car has to charge elsewhere on its trips, at the least cost, when what it charges at home
// is fixed.
//
// Buying on a trip moves energy into the car for good, so the cost-to-go over the state of charge
// gets its slope cut at minus the price of buying: an exact recursion over convex piecewise-linear
// functions, of which only the kinks are kept (docs/math.md, section on vehicles). It buys as late
// and as little as costs least. Units: kWh, money. Thread rule: pure function.
#pragma once

#include <span>
#include <vector>

#include "car.hpp"

namespace ohmstead::plan {

// `change_kwh` is what each slot changes in the car without buying; `full_kwh` the highest state
// allowed at the end of each slot. Bought energy per slot, only where the car drives.
[[nodiscard]] std::vector<double> public_charging(const Car& car,
                                                  std::span<const double> change_kwh,
                                                  std::span<const double> full_kwh);

}  // namespace ohmstead::plan
