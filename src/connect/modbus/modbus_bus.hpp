// A Modbus device behind TCP or a serial line as a bus of points: addresses are registers
// (modbus/address.hpp), texts are numbers.
#pragma once

#include <memory>

#include "points/bus.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

// Errors: invalid_input (the url).
[[nodiscard]] base::Result<std::unique_ptr<PointBus>> make_modbus_bus(
    const home::Connection& connection, const DriverContext& context);

}  // namespace ohmstead::connect
