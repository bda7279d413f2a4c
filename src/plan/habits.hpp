// Planned devices held at given tracks: the home that is left for a strategy or an engine that
// knows only grid, inverters and batteries. Thread rule: pure functions.
#pragma once

#include "planned_devices.hpp"

namespace ohmstead::plan {

// The case with the devices' power as fixed load. Precondition: the sum with the load is nowhere
// negative.
[[nodiscard]] home::Case with_fixed_devices(const home::Case& home,
                                            const std::vector<Track>& tracks);

// Turns a plan of with_fixed_devices() into one of the whole home. Precondition: completed tracks.
void add_fixed_devices(const PlannedDevices& devices, const std::vector<Track>& tracks,
                       home::Plan& plan);

// The plan that `strategy` makes when all devices act by habit.
[[nodiscard]] home::Plan plan_with_habits(const home::Case& home,
                                          home::Plan (*strategy)(const home::Case&));

}  // namespace ohmstead::plan
