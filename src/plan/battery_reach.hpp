// What a battery can hold and do in each slot, whatever is planned: the tightest numbers that the
// rows of the linear model can be built with.
//
// Of a battery that goes one way at a time, no slot charges more than fits above the lowest state
// that it can begin with, or gives more than the highest holds. Units: kW at the terminals, kWh as
// stored. Thread rule: pure function.
#pragma once

#include <vector>

#include "elements/battery.hpp"

namespace ohmstead::plan {

struct BatteryReach {
  std::vector<double> low_kwh, high_kwh;  // at the end of each slot
  std::vector<double> charge_kw, discharge_kw;
};

[[nodiscard]] BatteryReach reach_of(const home::SlotGrid& slots, const BatteryElement& battery);

}  // namespace ohmstead::plan
