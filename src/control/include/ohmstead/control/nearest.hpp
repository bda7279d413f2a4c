// The plan's words for a slot as commands, and a command in the words that a device understands.
//
// A device that cannot do what is wanted does what is nearest and harmless: it never charges or
// sells where the command did not say so. Units: kW. Thread rule: pure functions.
//
//   for (const Command& each : commands_of(slot)) told.push_back(nearest(each, abilities));
#pragma once

#include <vector>

#include "ohmstead/home/command.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::control {

// One for each battery and planned device of the slot, with the slot's reason.
[[nodiscard]] std::vector<home::Command> commands_of(const home::PlanSlot& slot);

// Precondition: the device has at least one verb. What cannot be done becomes
//   export -> discharge -> self_use -> its first verb;  discharge, hold -> self_use -> ...;
//   charge -> self_use (the grid stays unused) -> ...;  on -> its first verb.
// Powers are cut to what can be set and rounded down to a step; a power below the least becomes
// hold (batteries) or off.
[[nodiscard]] home::Command nearest(const home::Command& wish, const home::Abilities& abilities);

// Whether two commands say the same, powers within `dead_band`.
[[nodiscard]] bool is_same(const home::Command& a, const home::Command& b, base::Power dead_band);

}  // namespace ohmstead::control
