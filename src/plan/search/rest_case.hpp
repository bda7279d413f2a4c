// A home around devices whose decisions are taken: what they draw is load, what they take of shared
// limits is gone.
//
// Units: kW. Thread rule: pure functions.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "optimal.hpp"

namespace ohmstead::plan {

// The home without the devices `decided`. `tracks` belong to all of `planned`; those of other
// devices do not count.
[[nodiscard]] home::Case rest_case(const home::Case& home, const std::set<std::string>& decided,
                                   const PlannedDevices& planned, const std::vector<Track>& tracks);

// Puts the decided tracks back among those of an answer for the rest.
void put_back(const HomeElements& elements, const std::set<std::string>& decided,
              const std::vector<Track>& tracks, EngineAnswer& answer);

}  // namespace ohmstead::plan
