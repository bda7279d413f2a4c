// Measurements for an analysis that a site file does not name: rooms, and the meters around a
// house.
//
// Rooms: columns NAME_c, NAME_heat_w (or _kw), NAME_gain_w (or _kw) for each room, outdoor_c, and
// irradiance_w_per_m2 where it is known. Meters: import_, export_, pv_, battery_charge_ and
// battery_discharge_ in _w or _kw; every other column of power is something controlled. Rows on
// equal steps. Thread rule: reading happens in the calling thread.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/forecast/rooms.hpp"

namespace ohmstead::app {

// On slots of half an hour, or of the rows where they are longer.
[[nodiscard]] base::Result<forecast::RoomsPast> read_rooms(const std::string& path,
                                                           const base::Zone& zone);

struct BalancedLoad {
  forecast::Measured base;  // house less what is controlled, kW
  std::vector<std::string> notes;
};
[[nodiscard]] base::Result<BalancedLoad> read_meters(const std::string& path);

}  // namespace ohmstead::app
