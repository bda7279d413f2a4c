// What a device that knows only a target is told: the state of charge to steer to in each slot.
//
// For a plan of any strategy, by what each battery does in the slot:
//   charge             the plan's state at the end of the block, inside the corridor
//   discharge, export  the plan's state at the end of the block, not below the floor
//   self_use           the floor while the home needs energy, the top while it has too much, else
//                      the state at the start of the slot
//   hold               the state at the start of the slot
// The floor is min_soc or the slot's reserve, whichever is higher. The running slot is no
// exception: its target is that of its action. Units: kWh. Thread rule: pure function.
//
//   set_soc_targets(home, plan);
#pragma once

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

// Precondition: `plan` is a plan for `home`.
void set_soc_targets(const home::Case& home, home::Plan& plan);

}  // namespace ohmstead::plan
