// An evcc as driver: its meters, its battery and its loadpoints, over its HTTP interface.
//
// Its state is asked for every `every_s`; older than a minute it counts as none. `theirs` of the
// connection's devices: "site" (home: grid, sun and load), "battery" (a battery), number or title
// of a loadpoint (a car, or a charger that only one car can use). A battery knows self_use, hold
// and charge, which evcc forgets after a minute; a car automatic (with the sun), off and on. Where
// evcc decides by itself (a plan, a price limit, its optimizer) nothing is told to it, and that is
// said. Thread rule: as LiveDriver.
#pragma once

#include <memory>

#include "points/live_driver.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

// Errors: invalid_input with all that is wrong, one line each.
[[nodiscard]] base::Result<std::unique_ptr<LiveDriver>> make_evcc_driver(
    const home::Connection& connection, const DriverContext& context);

}  // namespace ohmstead::connect
