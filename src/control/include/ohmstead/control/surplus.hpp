// Follows the sun inside a slot: what the plan meant to feed from surplus draws what surplus there
// really is.
//
// A device does so when it can be set in steps and the plan takes nothing from the grid in this
// slot. A battery that was to store a part of the surplus stores no more than there is. Surplus is
// what goes to the grid, what batteries take beyond their plan, and what they were to give and do
// not give yet. Between off and on lies a third of the least power, so that clouds do not switch
// it. Units: kW. Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/command.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::control {

// `commands` are those of `slot`, `abilities` of any devices. The first device beside batteries
// that can follow does; the others keep the plan's power.
void follow_surplus(std::vector<home::Command>& commands, const home::PlanSlot& slot,
                    const home::Readings& now, const std::vector<home::Abilities>& abilities);

// Devices that shall use nothing but the sun: what they draw is cut to the surplus, in every slot,
// whatever the plan allows; what batteries give is no surplus.
void keep_to_sun(std::vector<home::Command>& commands, const home::PlanSlot& slot,
                 const home::Readings& now, const std::vector<std::string>& devices,
                 const std::vector<home::Abilities>& abilities);

}  // namespace ohmstead::control
