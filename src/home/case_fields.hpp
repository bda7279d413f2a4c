// Field tables of the case format (case.hpp says what the structs mean).
#pragma once

#include "appliance_fields.hpp"
#include "grid_fields.hpp"
#include "manual_block_fields.hpp"
#include "multipass_fields.hpp"
#include "ohmstead/home/case.hpp"
#include "slot_form.hpp"
#include "water_heater_fields.hpp"
#include "zone_fields.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const Prices*) {
  using namespace describe;
  return std::make_tuple(field("import_per_kwh", &Prices::import,
                               "price of a kWh bought, all taxes and fees included"),
                         field("export_per_kwh", &Prices::export_, "price of a kWh sold"));
}

constexpr auto fields_of(const Inverter*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &Inverter::id, "name"),
      field("ac_limit_kw", &Inverter::ac_limit, "highest power to the AC side", above(0.0)),
      field("charge_limit_kw", &Inverter::charge_limit,
            "highest power from the AC side; absent: ac_limit_kw", at_least(0.0), optional),
      field("efficiency", &Inverter::efficiency, "DC to AC", within(0.0, 1.0), optional),
      field("charge_efficiency", &Inverter::charge_efficiency, "AC to DC; absent: efficiency",
            within(0.0, 1.0), optional),
      field("pv_kw", &Inverter::pv, "what its own PV could produce, on the DC side", at_least(0.0),
            optional),
      field("hybrid", &Inverter::is_hybrid, "its PV and batteries share the DC bus", optional));
}

constexpr auto fields_of(const WearStep*) {
  using namespace describe;
  return std::make_tuple(
      field("power_kw", &WearStep::power, "width of the step", above(0.0)),
      field("price_per_kwh", &WearStep::price, "wear per kWh in it", at_least(0.0)));
}

constexpr auto fields_of(const SocBand*) {
  using namespace describe;
  return std::make_tuple(
      field("soc_kwh", &SocBand::soc, "edge of the comfortable range", at_least(0.0)),
      field("price_per_kwh_h", &SocBand::price_per_hour, "price of each kWh beyond it, per hour",
            at_least(0.0)));
}

constexpr auto fields_of(const EndValueStep*) {
  using namespace describe;
  return std::make_tuple(
      field("energy_kwh", &EndValueStep::energy, "width of the step", above(0.0)),
      field("value_per_kwh", &EndValueStep::value, "worth of a kWh in it"));
}

constexpr auto fields_of(const Battery*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &Battery::id, "name"),
      field("inverter", &Battery::inverter,
            "id of the inverter it sits behind; absent: on the AC bus", optional),
      field("capacity_kwh", &Battery::capacity, "energy when full", above(0.0)),
      field("soc_kwh", &Battery::soc, "stored energy at the start, as measured", at_least(0.0)),
      field("min_soc_kwh", &Battery::min_soc, "never discharged below this", at_least(0.0),
            optional),
      field("max_soc_kwh", &Battery::max_soc, "never charged above this; absent: capacity_kwh",
            at_least(0.0), optional),
      field("reserve_kwh", &Battery::reserve, "wanted at the end of each slot", at_least(0.0),
            optional),
      field("reserve_price_per_kwh", &Battery::reserve_price,
            "price of each kWh missing from the reserve, per slot", at_least(0.0), optional),
      field("charge_kw", &Battery::charge, "highest charging power at the terminals",
            at_least(0.0)),
      field("discharge_kw", &Battery::discharge,
            "highest discharging power at the terminals; absent: charge_kw", at_least(0.0),
            optional),
      field("charge_efficiency", &Battery::charge_efficiency, "of charging", within(0.0, 1.0),
            optional),
      field("discharge_efficiency", &Battery::discharge_efficiency,
            "of discharging; absent: charge_efficiency", within(0.0, 1.0), optional),
      field("standby_kw", &Battery::standby, "drawn all the time", at_least(0.0), optional),
      field("wear_per_kwh", &Battery::wear, "wear per kWh discharged", at_least(0.0), optional),
      field("charge_wear", &Battery::charge_wear, "more wear while charging, by power", optional),
      field("discharge_wear", &Battery::discharge_wear, "more wear while discharging, by power",
            optional),
      field("export_fee_per_kwh", &Battery::export_fee,
            "per kWh that leaves it beyond the home's load", at_least(0.0), optional),
      field("low_band", &Battery::low_band, "price of a low state of charge", optional),
      field("high_band", &Battery::high_band, "price of a high state of charge", optional),
      field("end_value_per_kwh", &Battery::end_value,
            "worth of a kWh stored at the end; absent: from the prices", optional),
      field("end_value_steps", &Battery::end_value_steps,
            "falling worth, instead of end_value_per_kwh", optional),
      field("exclusive", &Battery::is_exclusive, "never charge and discharge in the same slot",
            optional));
}

constexpr auto fields_of(const Objective*) {
  using namespace describe;
  return std::make_tuple(
      field("keep_last_plan_gain", &Objective::keep_last_plan,
            "money that a changed first action must gain", at_least(0.0), optional),
      field("violation_price_per_kwh", &Objective::violation_price,
            "price of a bound that cannot be kept; absent: ten times the highest price", above(0.0),
            optional));
}

constexpr auto fields_of(const LastBatteryPlan*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &LastBatteryPlan::id, "name of the battery"),
      field("charge_kw", &LastBatteryPlan::charge, "planned charging", at_least(0.0)),
      field("discharge_kw", &LastBatteryPlan::discharge, "planned discharging", at_least(0.0)),
      field("modes", &LastBatteryPlan::modes, "planned mode of each slot"));
}

constexpr auto fields_of(const LastPlan*) {
  using namespace describe;
  return std::make_tuple(field("slots", &LastPlan::slots, "its slots"),
                         field("batteries", &LastPlan::batteries, "what it planned"));
}

constexpr auto fields_of(const Case*) {
  using namespace describe;
  return std::make_tuple(
      field("schema", &Case::schema, "ohmstead.case/1"),
      field("name", &Case::name, "for people", optional),
      field("currency", &Case::currency, "three letters", optional),
      field("timezone", &Case::timezone, "for texts and local days", optional),
      field("slots", &Case::slots, "the time axis"),
      field("prices", &Case::prices, "what a kWh costs at the meter"),
      field("load_kw", &Case::load, "what the home draws without the planned devices",
            at_least(0.0)),
      field("pv_kw", &Case::pv, "what PV on the AC side could produce", at_least(0.0), optional),
      field("pv_curtailable", &Case::is_pv_curtailable, "PV can be turned down", optional),
      field("outdoor_c", &Case::outdoor, "outdoor temperature", optional),
      field("irradiance_kw_per_m2", &Case::irradiance, "sun on the windows of zones",
            at_least(0.0), optional),
      field("grid", &Case::grid, "the grid connection", optional),
      field("inverters", &Case::inverters, "inverters with a DC bus", optional),
      field("batteries", &Case::batteries, "batteries", optional),
      field("appliances", &Case::appliances, "machines that run when it suits", optional),
      field("zones", &Case::zones, "rooms", optional),
      field("heat_sources", &Case::heat_sources, "what heats them", optional),
      field("water_heaters", &Case::water_heaters, "hot water", optional),
      field("objective", &Case::objective, "what counts besides money", optional),
      field("last_plan", &Case::last_plan, "the plan that is followed now", optional),
      field("manual_blocks", &Case::manual_blocks, "what people want, whatever is planned",
            optional),
      field("power_limits", &Case::power_limits, "limits on several devices together", optional),
      field("multipass", &Case::multipass, "settings of the strategy multipass", optional),
      field("days", &Case::days, "what is expected of whole days", optional));
}

}  // namespace ohmstead::home
