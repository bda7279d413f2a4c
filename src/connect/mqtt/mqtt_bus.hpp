// A broker's topics as points: an address is a topic, "heater/set?retain=1&qos=0".
//
// A text counts from when it came. What the broker had kept is as old as nobody knows, and may come
// from a meter that died last year. So a kept text is nothing for an address that tells powers or
// the frequency; for states, such as a charge or whether a car is there, it counts as said when it
// came first, and coming again, after a lost connection, makes it no younger.
#pragma once

#include <memory>

#include "points/bus.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

// Errors: invalid_input (address, secret).
[[nodiscard]] base::Result<std::unique_ptr<PointBus>> make_mqtt_bus(
    const home::Connection& connection, const DriverContext& context);

}  // namespace ohmstead::connect
