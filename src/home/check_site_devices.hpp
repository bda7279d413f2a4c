// Checks of the planned devices of a site file.
#pragma once

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

// Of chargers, vehicles, water_heaters, zones, heat_sources, appliances and simulation.
void find_device_problems(const Site& site, describe::Problems& problems);
void find_schedule_problems(const Site& site, describe::Problems& problems);
// Of rules of the house: hygiene, surplus heating, rooms, and how the service publishes itself.
void find_rule_problems(const Site& site, describe::Problems& problems);

}  // namespace ohmstead::home
