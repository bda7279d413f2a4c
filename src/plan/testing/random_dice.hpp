// Repeatable dice for random homes, one set per aspect of a home. Test code only. Thread rule: one
// thread per object.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>

#include "testing/random_case.hpp"

namespace ohmstead::plan {

enum class Aspect : std::uint64_t {
  slots,
  prices,
  load,
  pv,
  grid,
  inverters,
  last_plan,
  battery,
  more_grid,
  more_battery
};

class Random {
 public:
  // `index` tells apart several devices of one kind.
  Random(std::uint64_t seed, Aspect aspect, std::uint64_t index = 0)
      : engine_{seed * 1000 + static_cast<std::uint64_t>(aspect) * 10 + index} {}

  // Rounded to 0.001, as numbers in a configuration are.
  double between(double low, double high) { return std::round(1000.0 * fine(low, high)) / 1000.0; }
  double fine(double low, double high) {
    return low + (high - low) * (static_cast<double>(engine_() >> 11U) * 0x1p-53);
  }
  std::size_t whole(std::size_t low, std::size_t high) {
    return low + engine_() % (high - low + 1);
  }
  bool chance(double share) { return fine(0.0, 1.0) < share; }
  // Draws in any case, so that what follows does not depend on the knob.
  bool allowed(bool knob, double share) {
    const bool drawn = chance(share);
    return knob && drawn;
  }

 private:
  std::mt19937_64 engine_;
};

// What the grid can ask beside limits and one peak (random_grid.cpp).
void add_grid_series(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs);
void add_peaks(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs);
void add_shared_limits(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs);

// What a battery's powers, losses and wear can depend on (random_battery.cpp).
void add_battery_parts(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs);

}  // namespace ohmstead::plan
