// A home without a planner: each heat source follows a thermostat in the rooms it heats.
// Thread rule: pure function.
#pragma once

#include "heating.hpp"

namespace ohmstead::plan {

// On (at full power) when one of its rooms is colder than its `low`, off when all are warmer by
// half a K; between the two as before, and as far as the rules on switching allow. `heaters` holds
// one track per heat source.
void follow_thermostats(const Heating& heating, std::span<Track> heaters);

}  // namespace ohmstead::plan
