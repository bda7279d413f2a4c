// Several cars, fewer plugs: who needs it most, and when somebody should plug in another one.
//
// Urgency is what is missing in per cent of the car's capacity for each hour until it leaves (half
// an hour at least; 12 hours where nobody knows), and 5 more for a car that is plugged in, so that
// cars that need the same are not changed for nothing. In quiet hours nobody gets up: what is
// plugged in goes first. The same facts give the same answer, however often they are asked. Times
// UTC. Thread rule: pure functions.
//
//   for (const CarTurn& turn : rank_cars(cars, quiet, now, zone)) ...
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/units.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/local_window.hpp"

namespace ohmstead::control {

struct WaitingCar {
  std::string id;
  double missing_pct = 0.0;          // of its capacity, until its next target
  base::Energy needed;               // the same, at the charger
  std::optional<base::Time> leaves;  // absent: nobody knows
  bool is_home = true;               // by its week
  bool is_connected = false;
  std::vector<std::string> chargers;      // that it may use; of a connected one: that it is at
  std::optional<base::Time> done_since;   // plugged in, and needs nothing since
  std::optional<base::Time> needs_since;  // not plugged in, at home, and needs something since
};

// What is left of less is done.
inline constexpr base::Energy k_least_need{0.5};
inline constexpr base::Seconds k_done_for{15 * 60};    // then the next one is called
inline constexpr base::Seconds k_starves_after{3600};  // then people are told
inline constexpr base::Seconds k_before_quiet{90 * 60};
inline constexpr base::Seconds k_forgotten_after{36 * 3600};  // nobody asks for it any more

[[nodiscard]] bool is_in(const home::LocalWindow& window, base::Time now, const base::Zone& zone);

[[nodiscard]] double urgency_of(const WaitingCar& car, bool is_quiet, base::Time now);

struct CarTurn {
  std::string car;
  double urgency = 0.0;
  std::string notice;  // what somebody should do at the plug, a sentence; empty: nothing
};

// Most urgent first; equals in the order given.
[[nodiscard]] std::vector<CarTurn> rank_cars(const std::vector<WaitingCar>& cars,
                                             const home::LocalWindow& quiet, base::Time now,
                                             const base::Zone& zone);

}  // namespace ohmstead::control
