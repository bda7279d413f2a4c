// A device's web interface as a bus of points: what is read is asked for every so often, what is
// written is one request (http/http_address.hpp).
#pragma once

#include <memory>

#include "points/bus.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

// Errors: invalid_input (url, a secret that is not there).
[[nodiscard]] base::Result<std::unique_ptr<PointBus>> make_http_bus(
    const home::Connection& connection, const DriverContext& context);

}  // namespace ohmstead::connect
