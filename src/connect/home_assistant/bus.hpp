// Home Assistant's entities as points, over its WebSocket interface with a long-lived token.
//
// At each connection all watched entities are told anew, then what changes. An entity counts as
// confirmed as long as the connection is heard, since Home Assistant tells changes only; one that
// is unavailable or unknown counts as not told. Writes are calls of services and wait for their
// answer for two seconds at most; a refusal that comes later is told by fault() for a minute.
// Beside what the site file makes impossible, fault_of() tells why nothing comes from an entity
// now. Thread rule: as PointBus.
#pragma once

#include <memory>

#include "ohmstead/home/site_connections.hpp"
#include "points/bus.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

// Errors: invalid_input (address, token).
[[nodiscard]] base::Result<std::unique_ptr<PointBus>> make_home_assistant_bus(
    const home::Connection& connection, const DriverContext& context);

}  // namespace ohmstead::connect
