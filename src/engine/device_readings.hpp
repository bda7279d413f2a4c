// What several drivers tell of devices, as one. Private to the room.
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/control/limits.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::engine {

// In the order of `batteries`; those of which the state of charge is not known are left out.
[[nodiscard]] std::vector<home::BatteryReading> in_order(
    const std::vector<home::BatteryReading>& told, const std::vector<std::string>& has_soc,
    const std::vector<control::BatteryLimits>& batteries);

// A car that several systems tell of: its charger that it is plugged in, the car or Home Assistant
// what it holds. Whoever does not know whether it is plugged in does not say that it is not; of two
// states of charge the newer one counts.
void merge_cars(std::vector<home::VehicleReading>& cars);

// Takes out what does not tell all that is needed of it.
void drop_silent(home::Readings& now, const std::vector<std::string>& silent);

// The grid while no meter tells it: as it was, and what devices that tell draw more since.
// `has_sun`: of the sun it is told too. Of phases the one that carries most takes all that is more,
// and loses its part of what is less. Before take_over().
void carry_grid(home::Readings& seen, const home::Readings& now, bool has_sun);

// What devices tell now, in place of what they told before.
void take_over(home::Readings& seen, const home::Readings& now);

}  // namespace ohmstead::engine
