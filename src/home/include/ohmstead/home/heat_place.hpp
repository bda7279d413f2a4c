// Where the heat of a device goes, and how warm it may get there.
//
// Units: deg C. Thread rule: pure function.
#pragma once

#include <optional>
#include <string>

#include "ohmstead/base/units.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

struct HeatPlace {
  std::string id;      // of a room, the one that gets the most; or of the water heater itself
  base::Celsius most;  // its highest wanted temperature
};

// Nothing: it heats nothing, or nobody says how warm it may get.
[[nodiscard]] std::optional<HeatPlace> heat_place_of(const Site& site, const std::string& device);

}  // namespace ohmstead::home
