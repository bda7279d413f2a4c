// Where a value that an address told belongs in the readings of a home. Thread rule: pure function.
#pragma once

#include "ohmstead/home/site.hpp"
#include "ohmstead/ports/device_driver.hpp"

namespace ohmstead::connect {

// `number` in units of the home; of connected and running, not 0 for yes. `unit` tells shares of a
// capacity from energies. Precondition: as the checks of the site file.
void apply_point(const home::PointReading& point, home::PointUnit unit, double number,
                 const home::Site& site, ports::Measured& into);

}  // namespace ohmstead::connect
