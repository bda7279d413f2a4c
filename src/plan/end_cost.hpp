// What a battery's state at the end of the plan costs: minus what is stored is worth, over the
// whole corridor. The first function of every sweep back. Units: kWh, money. Thread rule: pure
// function.
#pragma once

#include "elements/battery.hpp"
#include "pwl.hpp"

namespace ohmstead::plan {

[[nodiscard]] Pwl end_cost(const BatteryElement& battery);

}  // namespace ohmstead::plan
