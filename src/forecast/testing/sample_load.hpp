// Made-up measurements with known patterns. Thread rule: pure functions.
#pragma once

#include <cmath>

#include "ohmstead/forecast/measured.hpp"

namespace ohmstead::forecast::testing {

inline base::Time at(const char* text) { return base::parse_time(text).value(); }

// In [0, 1), always the same for a number.
inline double noise(std::size_t number) {
  const double x = std::sin(static_cast<double>(number) * 12.9898) * 43758.5453;
  return x - std::floor(x);
}

// From Monday 1 January 2024 UTC: an evening peak on workdays, noon on Saturday and Sunday; what is
// above 0.2 kW comes with much or little chance.
inline Measured sample_load(std::size_t days, base::Seconds step, double chance) {
  Measured load{at("2024-01-01T00:00:00Z"), step, {}, {}};
  const auto per_day = static_cast<std::size_t>(std::chrono::days{1} / step);
  for (std::size_t slot = 0; slot < days * per_day; ++slot) {
    const double hour = 24.0 * static_cast<double>(slot % per_day) / static_cast<double>(per_day);
    const bool is_weekend = slot / per_day % 7 >= 5;
    const double peak_h = is_weekend ? 12.0 : 19.0;
    const double peak = 2.0 * std::exp(-0.5 * (hour - peak_h) * (hour - peak_h) / 2.25);
    load.values.push_back(0.2 + peak * (1.0 - chance + 2.0 * chance * noise(slot)));
  }
  return load;
}

}  // namespace ohmstead::forecast::testing
