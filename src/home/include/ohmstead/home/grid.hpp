// The grid connection: what a home may take and give, and what the highest power costs.
//
// A limit without a price of its own is kept unless that would make the home infeasible; then it is
// exceeded at the case's violation price and reported. Units: kW, kWh, money. All powers are
// non-negative; the direction is in the name. Thread rule: plain values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/per_slot.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

using base::EnergyPrice;
using base::PerSlot;
using base::Power;
using base::PowerPrice;

enum class GridDirection { import, export_ };
constexpr auto names_of(GridDirection) {
  return std::array<std::string_view, 2>{"import", "export"};
}

// Of what the `mean_of` highest are taken: of all windows, or of each local day's highest one.
enum class PeakPer { window, day };
constexpr auto names_of(PeakPer) { return std::array<std::string_view, 2>{"window", "day"}; }

// A charge on the mean of the `mean_of` highest mean powers of a window, those of the period until
// now included: only what raises that mean costs. docs/math.md, "The grid connection", has the
// equations.
struct PeakCharge {
  PowerPrice price;
  Power so_far;  // the period's highest until now
  std::int64_t window_slots = 1;
  std::optional<base::Seconds> window{};  // instead of window_slots
  bool is_aligned =
      false;  // windows at multiples of `window` on the local clock, as meters cut them
  std::optional<base::Energy> window_so_far{};  // passed in the aligned window that runs already
  base::Series<Power> all_so_far{};             // the period's highest ones, instead of so_far
  std::optional<Power> day_so_far{};  // highest of the first slot's day, if it is not among those
  PerSlot<base::Ratio> applies{};     // share of each slot's power that counts; absent: all of it
  std::int64_t mean_of = 1;
  PeakPer per = PeakPer::window;
  GridDirection direction = GridDirection::import;
  Power threshold{};  // only what is above it counts
};

// A device on one phase. Everything that is not listed shares equally among the three.
struct PhaseDevice {
  std::string id;  // planned device, battery or inverter
  std::int64_t phase = 1;
};

// What each phase of the connection may carry, in either direction.
struct Phases {
  PerSlot<Power> limit;                  // of each phase
  base::Series<base::Ratio> load_share;  // of the three phases; empty: equal
  base::Series<base::Ratio> pv_share;    // of PV on the AC bus; empty: equal
  std::vector<PhaseDevice> devices;
  std::optional<Power> max_unbalance;  // between any two phases
};

struct Grid {
  PerSlot<Power> import_limit;
  PerSlot<Power> export_limit;
  PerSlot<EnergyPrice> import_over_limit_price;  // absent: the violation price
  PerSlot<EnergyPrice> export_over_limit_price;  // of export_cap_share too
  std::optional<base::Ratio> export_cap_share;   // of pv_peak that may be exported
  std::optional<Power> pv_peak;                  // installed
  std::optional<PeakCharge> peak;                // the same as one of `peaks`
  std::vector<PeakCharge> peaks;
  std::optional<Phases> phases;
  // false allows import and export in the same slot, as some planners' cases do.
  bool is_exclusive = true;
};

// The lower of export limit and cap.
[[nodiscard]] std::optional<Power> effective_export_limit(const Grid& grid, std::size_t slot);
// Whether the cap is what limits export.
[[nodiscard]] bool is_export_capped(const Grid& grid, std::size_t slot);
// Whether windows of that length begin at the same times of every day: they divide an hour or, in
// hours, a day.
[[nodiscard]] bool is_clock_raster(std::int64_t seconds);
// `peak` and `peaks` together.
[[nodiscard]] std::vector<PeakCharge> peaks_of(const Grid& grid);

// A limit on what several devices draw together, such as the fuse of a wallbox circuit. Counts the
// power drawn by planned devices and the charge of batteries at their terminals; power that a
// device gives makes no room for the others.
struct PowerLimit {
  std::string id;
  PerSlot<Power> limit;
  std::vector<std::string> devices;
  std::optional<EnergyPrice> price;  // of each kWh beyond it; absent: the violation price
};

}  // namespace ohmstead::home
