// Random homes with rooms and heat sources, for tests. Test code only. Thread rule: pure functions.
//
//   home::Case home = make_random_rooms(seed, {.max_zones = 1, .allows_modulating = false});
#pragma once

#include <cstdint>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

struct RandomRoomsKnobs {
  std::size_t min_slots = 1;
  std::size_t max_slots = 24;
  std::size_t max_zones = 3;
  bool allows_mixed_slots = true;
  bool allows_modulating = true;
  bool allows_switched = true;       // on/off, or modulating with rules on switching
  bool allows_several_zones = true;  // for one source
  bool has_one_source = false;
};

[[nodiscard]] home::Case make_random_rooms(std::uint64_t seed, const RandomRoomsKnobs& knobs = {});

// A winter day in one room: 20 deg C now, 0.5 kWh/K, 0.1 kW/K to 0 deg C outdoors, a mass of 4
// kWh/K behind 0.3 kW/K, low 20 and high 23 deg C at 0.15 and 0.08 per K and hour, an on/off heater
// of 1 kW with COP 3. `count` slots of a quarter of an hour at 0.30 per kWh, no load.
[[nodiscard]] home::Case make_one_room(std::size_t count);

}  // namespace ohmstead::plan
