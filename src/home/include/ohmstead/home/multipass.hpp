// Settings of the strategy `multipass`, and what is expected of days beyond the horizon.
//
// docs/multipass.md derives the passes with these names. Prices are in the currency of the case.
// Where a price is absent, a share of the case's price level (its mean import price) stands in, so
// that no default knows a currency. Units: money per kWh, per cent, minutes, deg C. Thread rule:
// plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

enum class SIndexMode { fixed, dynamic };
constexpr auto names_of(SIndexMode) { return std::array<std::string_view, 2>{"static", "dynamic"}; }

// How much more than the expected need is stored, to be on the safe side.
struct SIndexSettings {
  SIndexMode mode = SIndexMode::fixed;
  double static_factor = 1.05;
  double base_factor = 1.05;
  double max_factor = 1.5;
  double pv_deficit_weight = 0.3;
  double temperature_weight = 0.2;
  base::Celsius mild{20.0};   // from here on down ...
  base::Celsius cold{-15.0};  // ... to here, cold counts in full
  std::vector<std::int64_t> days_ahead{2, 3, 4};
};

enum class ProtectiveMode { gap_based, fixed };
constexpr auto names_of(ProtectiveMode) {
  return std::array<std::string_view, 2>{"gap_based", "fixed"};
}

// When stored energy may be sold.
struct MultipassExport {
  bool is_enabled = true;
  bool is_peak_only = true;     // only in the dearest slots of the horizon
  double peak_percentile = 15;  // how many those are
  bool has_future_guard = true;
  base::EnergyPrice future_guard_buffer;
  ProtectiveMode protective = ProtectiveMode::gap_based;
  double fixed_protective_soc_pct = 15.0;
};

// Runs shorter than min_on are not started, unless the same action ended at most min_off ago.
struct MultipassHysteresis {
  double min_on_charge = 30.0;  // minutes
  double min_off_charge = 15.0;
  double min_on_discharge = 30.0;
  double min_off_discharge = 15.0;
  double min_on_export = 30.0;
};

struct MultipassManual {
  double charge_target_pct = 95.0;
  double export_target_pct = 35.0;
  // true: with any manual block nothing else is planned, and batteries cover the home outside it.
  bool is_exclusive = false;
};

struct MultipassSettings {
  double pv_confidence_pct = 90.0;
  double load_margin_pct = 110.0;
  double cheap_percentile = 15.0;
  std::optional<base::EnergyPrice> cheap_tolerance;          // absent: 1/15 of the price level
  std::optional<base::EnergyPrice> price_smoothing;          // absent: 1/30
  std::optional<base::EnergyPrice> consolidation_tolerance;  // absent: 1/30
  std::int64_t consolidation_max_gap_slots = 0;
  std::optional<base::EnergyPrice> use_margin;       // absent: 1/15
  std::optional<base::EnergyPrice> export_margin;    // absent: 1/30
  std::optional<base::EnergyPrice> strategic_price;  // absent: 3/5
  double strategic_target_soc_pct = 95.0;
  double carry_forward_pct = 10.0;
  bool holds_in_cheap_windows = true;
  SIndexSettings s_index;
  MultipassExport export_;
  MultipassHysteresis hysteresis;
  MultipassManual manual;
};

// What is expected of a whole local day; 0 is the day of the first slot.
struct DayOutlook {
  std::int64_t day = 0;
  std::optional<base::Energy> load;
  std::optional<base::Energy> pv;
  std::optional<base::Celsius> mean_temperature;
};

}  // namespace ohmstead::home
