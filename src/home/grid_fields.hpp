// Field tables of the grid connection (grid.hpp says what the structs mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/grid.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const PeakCharge*) {
  using namespace describe;
  return std::make_tuple(
      field("price_per_kw", &PeakCharge::price, "price of each kW above the peak so far",
            at_least(0.0)),
      field("period_peak_so_far_kw", &PeakCharge::so_far,
            "highest mean power of the period until now", at_least(0.0), optional),
      field("window_slots", &PeakCharge::window_slots, "slots over which power is averaged",
            between(1.0, 1e6), optional),
      field("window_s", &PeakCharge::window, "time over which power is averaged",
            between(1.0, 86400.0), optional),
      field("aligned", &PeakCharge::is_aligned, "windows at multiples of window_s on local clocks",
            optional),
      field("window_so_far_kwh", &PeakCharge::window_so_far,
            "energy of the aligned window that runs already", at_least(0.0), optional),
      field("period_peaks_so_far_kw", &PeakCharge::all_so_far,
            "the period's highest ones until now, instead of period_peak_so_far_kw", at_least(0.0),
            optional),
      field("day_peak_so_far_kw", &PeakCharge::day_so_far,
            "highest of the first slot's day until now", at_least(0.0), optional),
      field("applies", &PeakCharge::applies, "share of each slot's power that counts",
            between(0.0, 1.0), optional),
      field("mean_of", &PeakCharge::mean_of, "number of highest ones whose mean is charged",
            between(1.0, 1000.0), optional),
      field("per", &PeakCharge::per, "window: highest windows; day: one of each local day",
            optional),
      field("direction", &PeakCharge::direction, "import or export", optional),
      field("threshold_kw", &PeakCharge::threshold, "only power above it counts", at_least(0.0),
            optional));
}

constexpr auto fields_of(const PhaseDevice*) {
  using namespace describe;
  return std::make_tuple(field("id", &PhaseDevice::id, "planned device, battery or inverter"),
                         field("phase", &PhaseDevice::phase, "1, 2 or 3", between(1.0, 3.0)));
}

constexpr auto fields_of(const Phases*) {
  using namespace describe;
  return std::make_tuple(
      field("limit_kw", &Phases::limit, "highest power of each phase", at_least(0.0)),
      field("load_share", &Phases::load_share, "of the three phases; absent: equal",
            between(0.0, 1.0), optional),
      field("pv_share", &Phases::pv_share, "of PV on the AC side; absent: equal", between(0.0, 1.0),
            optional),
      field("devices", &Phases::devices, "what sits on one phase alone", optional),
      field("max_unbalance_kw", &Phases::max_unbalance, "highest difference of two phases",
            at_least(0.0), optional));
}

constexpr auto fields_of(const Grid*) {
  using namespace describe;
  return std::make_tuple(
      field("import_limit_kw", &Grid::import_limit, "highest import", at_least(0.0), optional),
      field("export_limit_kw", &Grid::export_limit, "highest export", at_least(0.0), optional),
      field("import_over_limit_price_per_kwh", &Grid::import_over_limit_price,
            "makes the import limit soft: price of each kWh above it", at_least(0.0), optional),
      field("export_over_limit_price_per_kwh", &Grid::export_over_limit_price,
            "makes the export limit soft: price of each kWh above it", at_least(0.0), optional),
      field("export_cap_share", &Grid::export_cap_share, "share of pv_peak_kw that may be exported",
            between(0.0, 1.0), optional),
      field("pv_peak_kw", &Grid::pv_peak, "installed PV power", at_least(0.0), optional),
      field("peak", &Grid::peak, "charge on the highest import", optional),
      field("peaks", &Grid::peaks, "charges on the highest power", optional),
      field("phases", &Grid::phases, "limits of each phase", optional),
      field("exclusive", &Grid::is_exclusive, "never import and export in the same slot",
            optional));
}

constexpr auto fields_of(const PowerLimit*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &PowerLimit::id, "name"),
      field("limit_kw", &PowerLimit::limit, "highest power of the devices together", at_least(0.0)),
      field("devices", &PowerLimit::devices, "names of planned devices and batteries"),
      field("price_per_kwh", &PowerLimit::price, "makes the limit soft: price of each kWh above it",
            at_least(0.0), optional));
}

}  // namespace ohmstead::home
