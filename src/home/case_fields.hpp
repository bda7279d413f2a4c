// Field tables of the case format (case.hpp says what the structs mean).
#pragma once

#include "appliance_fields.hpp"
#include "battery_fields.hpp"
#include "grid_fields.hpp"
#include "manual_block_fields.hpp"
#include "multipass_fields.hpp"
#include "ohmstead/home/case.hpp"
#include "scenario_fields.hpp"
#include "slot_form.hpp"
#include "vehicle_fields.hpp"
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
      field("efficiency", &Inverter::efficiency, "DC to AC, or a curve by power", within(0.0, 1.0),
            optional),
      field("charge_efficiency", &Inverter::charge_efficiency,
            "AC to DC, or a curve by power; absent: efficiency", within(0.0, 1.0), optional),
      field("pv_kw", &Inverter::pv, "what its own PV could produce, on the DC side", at_least(0.0),
            optional),
      field("hybrid", &Inverter::is_hybrid, "its PV and batteries share the DC bus", optional));
}

constexpr auto fields_of(const TieBreak*) {
  using namespace describe;
  return std::make_tuple(field("import_per_kwh", &TieBreak::import, "of each kWh bought", optional),
                         field("export_per_kwh", &TieBreak::export_, "of each kWh sold", optional),
                         field("import_peak_per_kw", &TieBreak::import_peak,
                               "of the highest import", at_least(0.0), optional),
                         field("export_peak_per_kw", &TieBreak::export_peak,
                               "of the highest export", at_least(0.0), optional));
}

constexpr auto fields_of(const Objective*) {
  using namespace describe;
  return std::make_tuple(
      field("keep_last_plan_gain", &Objective::keep_last_plan,
            "money that a changed first action must gain", at_least(0.0), optional),
      field("violation_price_per_kwh", &Objective::violation_price,
            "price of a bound that cannot be kept; absent: ten times the highest price", above(0.0),
            optional),
      field("co2_price_per_kg", &Objective::co2_price, "weight of carbon dioxide", at_least(0.0),
            optional),
      field("self_consumption_weight_per_kwh", &Objective::self_consumption_weight,
            "weight of each kWh sold", at_least(0.0), optional),
      field("peak_shaving_weight_per_kw", &Objective::peak_shaving_weight,
            "weight of the highest import", at_least(0.0), optional),
      field("tie_break", &Objective::tie_break,
            "what to prefer among plans of the same cost; never billed", optional));
}

constexpr auto fields_of(const LastBatteryPlan*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &LastBatteryPlan::id, "name of the battery"),
      field("charge_kw", &LastBatteryPlan::charge, "planned charging", at_least(0.0)),
      field("discharge_kw", &LastBatteryPlan::discharge, "planned discharging", at_least(0.0)),
      field("modes", &LastBatteryPlan::modes, "planned mode of each slot"));
}

constexpr auto fields_of(const LastDevicePlan*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &LastDevicePlan::id, "name of the device"),
      field("power_kw", &LastDevicePlan::power, "planned power; negative: given to the home"),
      field("states", &LastDevicePlan::states, "planned state of each slot", optional));
}

constexpr auto fields_of(const LastPlan*) {
  using namespace describe;
  return std::make_tuple(
      field("slots", &LastPlan::slots, "its slots"),
      field("batteries", &LastPlan::batteries, "what it planned for them", optional),
      field("devices", &LastPlan::devices, "what it planned for other devices", optional));
}

constexpr auto fields_of(const PowerBands*) {
  using namespace describe;
  return std::make_tuple(
      field("load_p10_kw", &PowerBands::load_p10, "load that nine of ten cases exceed",
            at_least(0.0)),
      field("load_p90_kw", &PowerBands::load_p90, "load that one of ten cases exceeds",
            at_least(0.0)),
      field("pv_p10_kw", &PowerBands::pv_p10, "PV of all roofs that nine of ten cases exceed",
            at_least(0.0), optional),
      field("pv_p90_kw", &PowerBands::pv_p90, "PV of all roofs that one of ten cases exceeds",
            at_least(0.0), optional));
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
      field("co2_kg_per_kwh", &Case::co2, "carbon dioxide of a kWh bought", at_least(0.0),
            optional),
      field("co2_export_kg_per_kwh", &Case::co2_export, "carbon dioxide that a kWh sold saves",
            at_least(0.0), optional),
      field("outdoor_c", &Case::outdoor, "outdoor temperature", optional),
      field("irradiance_kw_per_m2", &Case::irradiance, "sun on the windows of zones", at_least(0.0),
            optional),
      field("grid", &Case::grid, "the grid connection", optional),
      field("inverters", &Case::inverters, "inverters with a DC bus", optional),
      field("batteries", &Case::batteries, "batteries", optional),
      field("appliances", &Case::appliances, "machines that run when it suits", optional),
      field("chargers", &Case::chargers, "where vehicles charge", optional),
      field("vehicles", &Case::vehicles, "electric cars", optional),
      field("zones", &Case::zones, "rooms", optional),
      field("heat_sources", &Case::heat_sources, "what heats them", optional),
      field("water_heaters", &Case::water_heaters, "hot water", optional),
      field("objective", &Case::objective, "what counts besides money", optional),
      field("last_plan", &Case::last_plan, "the plan that is followed now", optional),
      field("manual_blocks", &Case::manual_blocks, "what people want, whatever is planned",
            optional),
      field("power_limits", &Case::power_limits, "limits on several devices together", optional),
      field("multipass", &Case::multipass, "settings of the strategy multipass", optional),
      field("days", &Case::days, "what is expected of whole days", optional),
      field("scenarios", &Case::scenarios, "what may come instead of what is expected", optional),
      field("bands", &Case::bands, "how far load and sun may be off, which a lone battery heeds",
            optional));
}

}  // namespace ohmstead::home
