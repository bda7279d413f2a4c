// Charge points that come to us over OCPP 1.6 (JSON): cars are seen plugged in and charging, and
// told how fast. `theirs` of a pair is a charge point's identity, "CP7", or "CP7#2" for its second
// connector; `ours` a car, or a charger that just one car uses.
#pragma once

#include <memory>

#include "points/live_driver.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

// Errors: invalid_input with all that is wrong, one line each.
[[nodiscard]] base::Result<std::unique_ptr<LiveDriver>> make_ocpp_driver(
    const home::Connection& connection, const DriverContext& context);

}  // namespace ohmstead::connect
