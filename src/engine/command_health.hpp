// What Health says of the orders of a cycle: whether the devices took them.
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/engine/snapshot.hpp"

namespace ohmstead::engine {

// Of orders that were given: whether they went out, what devices made of them, and whether anybody
// was there to take them.
[[nodiscard]] std::pair<Health, std::string> command_health(const base::Result<void>& done,
                                                            const std::vector<std::string>& faults,
                                                            Stage stage, bool is_answered);

}  // namespace ohmstead::engine
