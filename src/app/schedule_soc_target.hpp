// The state of charge that an executor of schedule.json steers to in each slot.
//
// By the rules of that format, not by BatterySlot::soc_target, which is for devices that know
// nothing but a target: charging from the grid aims at what the plan holds at the end of the run of
// charging slots, inside the corridor; covering the load may go down to min_soc; selling stops at
// what the plan keeps at the end of the run; holding and storing spare PV keep what the slot starts
// with. The first slot too gets the target of its action, not the state it starts with. All
// batteries together; kWh. Thread rule: pure functions.
#pragma once

#include <vector>

#include "ohmstead/app/schedule_json.hpp"

namespace ohmstead::app {

// One action per slot of the plan.
[[nodiscard]] std::vector<base::Energy> find_soc_targets(const home::Case& home,
                                                         const home::Plan& plan,
                                                         const std::vector<ScheduleClass>& actions);

// What all batteries hold together before the first slot, and after a slot.
[[nodiscard]] double stored_before(const home::Case& home);
[[nodiscard]] double stored_after(const home::PlanSlot& slot);

}  // namespace ohmstead::app
