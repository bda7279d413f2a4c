// Shared power limits as the search sees them. Units: kW, money. Thread rule: pure functions.
#pragma once

#include <vector>

#include "planned_devices.hpp"

namespace ohmstead::plan {

// What exceeding the case's power limits costs with these tracks.
[[nodiscard]] double limit_cost(const home::Case& home, const PlannedDevices& devices,
                                const std::vector<Track>& tracks);

// Slots in which the other devices leave less than this device's highest power, one char as bool;
// empty when no limit names it.
[[nodiscard]] std::vector<char> slots_over_limit(const home::Case& home,
                                                 const PlannedDevices& devices,
                                                 const std::vector<Track>& tracks,
                                                 std::size_t device);

[[nodiscard]] bool share_a_limit(const home::Case& home, const PlannedDevices& devices,
                                 std::size_t one, std::size_t other);

}  // namespace ohmstead::plan
