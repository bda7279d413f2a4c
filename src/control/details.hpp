// What some devices are told in place of a power: a battery's reserve, a thermostat's set-point, a
// block of energy. Private to the room.
//
// Units: per cent, deg C, kWh. Thread rule: pure function.
#pragma once

#include "ohmstead/control/limits.hpp"
#include "ohmstead/home/command.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::control {

// Sets soc_pct, target and energy of `command`, as far as they are known. The target is what the
// plan has at the end of the slot, at least so much above what is measured that a thermostat
// begins, at most what is wanted there; where no plan says it, that. `slot` may be null.
void add_details(home::Command& command, const home::PlanSlot* slot, const home::Readings& now,
                 const Limits& limits);

}  // namespace ohmstead::control
