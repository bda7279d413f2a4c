// On/off heat sources as the search over schedules sees them (search/switched.hpp).
//
// A source's best answer to prices is the path of a dynamic programme over its room
// (room_program.hpp), billed exactly; sources that heat several rooms improve what they have by
// small changes. Units: kW, money. Thread rule: one thread; `heating` must outlive them.
#pragma once

#include "heating.hpp"
#include "search/switched.hpp"

namespace ohmstead::plan {

// One per heat source; none when a source modulates, as the search knows whole powers only.
[[nodiscard]] std::vector<std::unique_ptr<SwitchedDevice>> switched_heaters(const Heating& heating);

}  // namespace ohmstead::plan
