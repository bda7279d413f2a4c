// Field tables of the settings of `multipass` (multipass.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/multipass.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const SIndexSettings*) {
  using namespace describe;
  return std::make_tuple(
      field("mode", &SIndexSettings::mode, "static: always the same; dynamic: by sun and cold",
            optional),
      field("static_factor", &SIndexSettings::static_factor, "of mode static", at_least(0.0),
            optional),
      field("base_factor", &SIndexSettings::base_factor, "of mode dynamic with sun and warmth",
            at_least(0.0), optional),
      field("max_factor", &SIndexSettings::max_factor, "never more", at_least(0.0), optional),
      field("pv_deficit_weight", &SIndexSettings::pv_deficit_weight,
            "added when the roof gives nothing", at_least(0.0), optional),
      field("temperature_weight", &SIndexSettings::temperature_weight, "added in deep cold",
            at_least(0.0), optional),
      field("mild_c", &SIndexSettings::mild, "cold counts below this", optional),
      field("cold_c", &SIndexSettings::cold, "cold counts in full from here down", optional),
      field("days_ahead", &SIndexSettings::days_ahead, "days that are looked at; 0 is today",
            between(0.0, 14.0), optional));
}

constexpr auto fields_of(const MultipassExport*) {
  using namespace describe;
  return std::make_tuple(
      field("enabled", &MultipassExport::is_enabled, "stored energy may be sold", optional),
      field("peak_only", &MultipassExport::is_peak_only, "only at the highest feed-in prices",
            optional),
      field("peak_percentile", &MultipassExport::peak_percentile,
            "share of the horizon with the highest prices", between(0.0, 100.0), optional),
      field("future_guard", &MultipassExport::has_future_guard,
            "keep what saves more later than selling earns", optional),
      field("future_guard_buffer_per_kwh", &MultipassExport::future_guard_buffer,
            "a later price may be this much higher", at_least(0.0), optional),
      field("protective_soc", &MultipassExport::protective,
            "gap_based: keep what the gaps need; fixed: keep a share", optional),
      field("fixed_protective_soc_pct", &MultipassExport::fixed_protective_soc_pct,
            "the share of fixed", between(0.0, 100.0), optional));
}

constexpr auto fields_of(const MultipassHysteresis*) {
  using namespace describe;
  return std::make_tuple(field("min_on_charge_min", &MultipassHysteresis::min_on_charge,
                               "shortest charging", at_least(0.0), optional),
                         field("min_off_charge_min", &MultipassHysteresis::min_off_charge,
                               "a shorter pause does not count", at_least(0.0), optional),
                         field("min_on_discharge_min", &MultipassHysteresis::min_on_discharge,
                               "shortest discharging", at_least(0.0), optional),
                         field("min_off_discharge_min", &MultipassHysteresis::min_off_discharge,
                               "a shorter pause does not count", at_least(0.0), optional),
                         field("min_on_export_min", &MultipassHysteresis::min_on_export,
                               "shortest export", at_least(0.0), optional));
}

constexpr auto fields_of(const MultipassManual*) {
  using namespace describe;
  return std::make_tuple(
      field("charge_target_pct", &MultipassManual::charge_target_pct,
            "manual charging ends here, where the block does not say", between(0.0, 100.0),
            optional),
      field("export_target_pct", &MultipassManual::export_target_pct,
            "manual export ends here, where the block does not say", between(0.0, 100.0), optional),
      field("exclusive", &MultipassManual::is_exclusive,
            "with a manual block nothing else is planned", optional));
}

constexpr auto fields_of(const MultipassSettings*) {
  using namespace describe;
  return std::make_tuple(
      field("pv_confidence_pct", &MultipassSettings::pv_confidence_pct,
            "part of the PV forecast that is counted on", between(0.0, 100.0), optional),
      field("load_margin_pct", &MultipassSettings::load_margin_pct,
            "the load forecast is taken for this much", between(0.0, 1000.0), optional),
      field("cheap_percentile", &MultipassSettings::cheap_percentile,
            "share of the horizon that is cheap", between(0.0, 100.0), optional),
      field("cheap_tolerance_per_kwh", &MultipassSettings::cheap_tolerance,
            "prices so much higher are cheap too; absent: 1/15 of the mean price", at_least(0.0),
            optional),
      field("price_smoothing_per_kwh", &MultipassSettings::price_smoothing,
            "and so much again, against flicker; absent: 1/30 of the mean price", at_least(0.0),
            optional),
      field("consolidation_tolerance_per_kwh", &MultipassSettings::consolidation_tolerance,
            "price span of one charging block; absent: 1/30 of the mean price", at_least(0.0),
            optional),
      field("consolidation_max_gap_slots", &MultipassSettings::consolidation_max_gap_slots,
            "slots without room that a block may bridge", between(0.0, 1000.0), optional),
      field("use_margin_per_kwh", &MultipassSettings::use_margin,
            "using stored energy must gain this; absent: 1/15 of the mean price", at_least(0.0),
            optional),
      field("export_margin_per_kwh", &MultipassSettings::export_margin,
            "selling stored energy must gain this; absent: 1/30 of the mean price", at_least(0.0),
            optional),
      field("strategic_price_per_kwh", &MultipassSettings::strategic_price,
            "fill up below this when PV does not cover the load; absent: 3/5 of the mean price",
            optional),
      field("strategic_target_soc_pct", &MultipassSettings::strategic_target_soc_pct, "how full",
            between(0.0, 100.0), optional),
      field("carry_forward_pct", &MultipassSettings::carry_forward_pct,
            "the next window may be so much dearer and still take over what is missing",
            between(0.0, 100.0), optional),
      field("hold_in_cheap_windows", &MultipassSettings::holds_in_cheap_windows,
            "batteries do not cover the home in cheap windows", optional),
      field("s_index", &MultipassSettings::s_index, "how much more than the need is stored",
            optional),
      field("export", &MultipassSettings::export_, "when stored energy may be sold", optional),
      field("hysteresis", &MultipassSettings::hysteresis, "shortest runs", optional),
      field("manual", &MultipassSettings::manual, "how manual blocks are meant", optional));
}

constexpr auto fields_of(const DayOutlook*) {
  using namespace describe;
  return std::make_tuple(
      field("day", &DayOutlook::day, "0: the local day of the first slot", at_least(0.0)),
      field("load_kwh", &DayOutlook::load, "expected load of the whole day", at_least(0.0),
            optional),
      field("pv_kwh", &DayOutlook::pv, "expected PV of the whole day", at_least(0.0), optional),
      field("mean_c", &DayOutlook::mean_temperature, "expected mean temperature outside",
            optional));
}

}  // namespace ohmstead::home
