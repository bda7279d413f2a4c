// Repairs of what meters tell, each counted and told: nothing is mended in silence.
//
// - A counter that counts on becomes energy per interval. Where it falls it was replaced or began
//   anew: what it shows then was counted since. A difference over missing readings is spread over
//   them.
// - Catch-up: intervals without anything, then one with the energy of all of them: it is spread.
// - Lone values that no home can draw (20 times what is rarely exceeded) are missing.
// - W taken for kW, or the other way round: a stretch that is a thousand times too high or too low.
// - A sensor that stands still: the very same power for half a day (PV) or a day (load), and a load
//   of nothing at all for a day, are missing. Not for coarsely rounded files, where that is common.
//
// Units: kW, or kWh per interval for counters; missing is NaN. Thread rule: pure functions.
//
//   const CleanedMeter load = clean_power(kw, MeterKind::load);
//   for (const std::string& note : notes_of("load", load.repairs)) ...
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/time.hpp"

namespace ohmstead::forecast {

enum class MeterKind {
  load,  // always a little
  pv     // nothing at night, little in snow: too low is never taken for a wrong unit
};

struct MeterRepairs {
  std::size_t resets = 0;
  std::size_t spread_differences = 0;  // gaps of a counter whose energy was spread
  std::size_t catch_ups = 0;           // spikes that were spread over the intervals before
  std::size_t spikes = 0;              // values that were taken out
  std::size_t unit_mistakes = 0;       // values times or over 1000
  std::size_t flat_stretches = 0;      // of a sensor that stood still, taken out
  bool is_flat_now = false;            // the last of them reaches to the end
  std::size_t missing = 0;             // values, after all repairs

  [[nodiscard]] bool is_clean() const {
    return resets + spread_differences + catch_ups + spikes + unit_mistakes + flat_stretches == 0;
  }
};

struct CleanedMeter {
  std::vector<double> values;
  MeterRepairs repairs;
};

// Equal intervals. Values below 0 are left alone: their reader knows what they mean.
[[nodiscard]] CleanedMeter clean_power(std::vector<double> kw, MeterKind kind);
// Before that, of a meter that tells finely: intervals of `step`.
[[nodiscard]] CleanedMeter take_out_flat(std::vector<double> kw, MeterKind kind,
                                         base::Seconds step);
// Readings at the end of each interval, kWh; the first has no difference.
[[nodiscard]] CleanedMeter counter_to_energy(const std::vector<double>& readings_kwh);

// A sentence for each kind of repair.
[[nodiscard]] std::vector<std::string> notes_of(std::string_view meter,
                                                const MeterRepairs& repairs);

}  // namespace ohmstead::forecast
