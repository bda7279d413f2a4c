// In which slots a strategy lets a car charge, as shares of its highest power.
//
// solar_only: as much as the sun gives beyond the home, where that is enough for the charger's
// least power. cheap_hours: the cheapest slots before it leaves that are enough for what it needs,
// and one more; where it needs nothing, slots no dearer than the lowest third. smart and
// as_soon_as_possible: all. Units: kW, kWh, money per kWh. Thread rule: pure functions.
//
//   std::vector<double> shares = allowed_shares(strategy, wish);
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/home/case.hpp"
#include "ohmstead/home/site_devices.hpp"

namespace ohmstead::control {

struct ChargeWish {
  const home::Case& home;  // slots, prices, load and sun
  base::Power least;
  base::Power most;
  base::Energy needed;           // at the charger
  std::optional<base::Time> by;  // absent: the end of the horizon
};

// One for each slot, 0 to 1; empty: all of them are whole.
[[nodiscard]] std::vector<double> allowed_shares(home::ChargeStrategy strategy,
                                                 const ChargeWish& wish);

// The end of the slot in which a car that charges from the first slot on at full power has what it
// needs; the end of the horizon where that does not do.
[[nodiscard]] base::Time soonest_end(const ChargeWish& wish);

}  // namespace ohmstead::control
