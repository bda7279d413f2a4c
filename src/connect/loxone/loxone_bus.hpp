// A Loxone Miniserver over UDP as a bus of points: packets of its logger are what is read, packets
// to its virtual UDP input what is written (loxone/packet.hpp).
//
// Only packets from the Miniserver's own address count. A value is as old as the Miniserver's clock
// says; one that an older packet overtook stays. Whether a packet arrived nobody knows: a command
// has arrived when the Miniserver shows it. While it is silent nothing is written.
#pragma once

#include <memory>

#include "points/bus.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

// Errors: invalid_input with all that is wrong, one line each.
[[nodiscard]] base::Result<std::unique_ptr<PointBus>> make_loxone_bus(
    const home::Connection& connection, const DriverContext& context);

}  // namespace ohmstead::connect
