// Readings of cars, hot water, rooms and machines as JSON lists.
//
// Thread rule: pure functions over plain values.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "ohmstead/home/case.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::api {

// {"vehicles": [...], "water_heaters": [...], "zones": [...], "heat_sources": [...],
// "appliances": [...]}; what a device does not tell is absent. `home` is the case that is planned:
// it knows the next departure and the comfort of now.
[[nodiscard]] nlohmann::ordered_json devices_json(const home::Site& site, const home::Case& home,
                                                  const home::Readings& readings);

}  // namespace ohmstead::api
