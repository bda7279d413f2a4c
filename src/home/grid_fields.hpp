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
            "highest mean import of the period until now", at_least(0.0), optional),
      field("window_slots", &PeakCharge::window_slots, "slots over which import is averaged",
            between(1.0, 1e6), optional));
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
      field("peak", &Grid::peak, "charge on the highest import", optional),
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
