// Charges on the highest power: windows over the slots, and what a course of power costs.
//
// A window's power is the mean over its length of what counts in it. Windows are put into groups
// (each its own, or all of one local day); the highest of a group, above the threshold, is one of
// the values whose `mean_of` highest are charged. Units: kW, kWh, money. Thread rule: pure
// functions. docs/math.md, "The grid connection".
//
//   const Peak peak = make_peak(home, home.grid.peaks[0]);
//   double money = peak_cost(peak, import_kw);
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

struct PeakWindow {
  std::vector<std::pair<std::size_t, double>> parts;  // slot, factor of its power
  double fixed_kw = 0.0;                              // of energy that passed before the first slot
  std::size_t group = 0;                              // not falling from window to window
};

struct Peak {
  double price_per_kw = 0.0;
  double threshold_kw = 0.0;
  std::size_t mean_of = 1;
  home::GridDirection direction = home::GridDirection::import;
  std::vector<double> so_far_kw;  // values until now, above the threshold
  double first_group_kw = 0.0;    // value that the first group has reached already
  std::vector<PeakWindow> windows;
};

// The window on the local clock that contains `time`, [first, second).
[[nodiscard]] std::pair<base::Time, base::Time> aligned_window(const base::Zone& zone,
                                                               base::Time time,
                                                               base::Seconds length);
[[nodiscard]] Peak make_peak(const home::Case& home, const home::PeakCharge& charge);
// The charge that stands for Objective::peak_shaving_weight.
[[nodiscard]] home::PeakCharge peak_shaving(const home::Case& home);

// Mean of the highest values reached until now: what is paid whatever is planned.
[[nodiscard]] double reached_kw(const Peak& peak);
// What `power_kw` (per slot, import or export as the peak says) adds to that, in money.
[[nodiscard]] double peak_cost(const Peak& peak, std::span<const double> power_kw);

// Import in a slot that raises no charge, whatever the other slots do.
[[nodiscard]] double free_of_peaks_kw(const home::Case& home, std::size_t slot);

}  // namespace ohmstead::plan
