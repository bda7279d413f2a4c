// Ready points of inverters as Home Assistant's integrations name their entities.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/site_connections.hpp"

namespace ohmstead::connect {

// The connection with the readings and commands that its profile stands for, before those that are
// written out; what is written out for the same value or device replaces the profile's. `theirs` of
// its devices is the first part of the entities' names ("foxess" of sensor.foxess_battery_soc),
// `ours` a battery, or home for the meters. Unchanged without a profile. Errors: invalid_input.
[[nodiscard]] base::Result<home::Connection> with_profile(home::Connection connection);

}  // namespace ohmstead::connect
