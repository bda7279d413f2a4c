// Field tables of the plan and bill formats (plan.hpp and bill.hpp say what the structs mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/bill.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const Reason*) {
  using namespace describe;
  return std::make_tuple(
      field("code", &Reason::code, "kind of reason"),
      field("text", &Reason::text, "in words", optional),
      field("saves", &Reason::saves, "against the best other action in this slot", optional));
}

constexpr auto fields_of(const BatterySlot*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &BatterySlot::id, "name"),
      field("charge_kw", &BatterySlot::charge, "at the terminals"),
      field("discharge_kw", &BatterySlot::discharge, "at the terminals"),
      field("soc_kwh", &BatterySlot::soc, "at the end of the slot"),
      field("soc_target_kwh", &BatterySlot::soc_target, "state of charge to steer to", optional),
      field("stored_value_per_kwh", &BatterySlot::stored_value, "worth of one more kWh stored",
            optional),
      field("stored_value_below_per_kwh", &BatterySlot::stored_value_below,
            "worth of the last kWh stored", optional),
      field("mode", &BatterySlot::mode, "what the battery is told", optional));
}

constexpr auto fields_of(const InverterSlot*) {
  using namespace describe;
  return std::make_tuple(field("id", &InverterSlot::id, "name"),
                         field("dc_to_ac_kw", &InverterSlot::dc_to_ac, "on the AC side"),
                         field("ac_to_dc_kw", &InverterSlot::ac_to_dc, "on the AC side"),
                         field("pv_used_kw", &InverterSlot::pv_used, "on the DC side"),
                         field("pv_curtailed_kw", &InverterSlot::pv_curtailed, "on the DC side"));
}

constexpr auto fields_of(const DeviceSlot*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &DeviceSlot::id, "name"),
      field("power_kw", &DeviceSlot::power, "drawn from the home; negative: given to it"),
      field("state", &DeviceSlot::state, "one of the device's states", optional),
      field("soc_kwh", &DeviceSlot::soc, "at the end of the slot", optional),
      field("temperature_c", &DeviceSlot::temperature, "at the end of the slot", optional),
      field("mass_temperature_c", &DeviceSlot::mass_temperature,
            "of walls and floors, at the end of the slot", optional),
      field("heat_kw", &DeviceSlot::heat, "given to a room or tank", optional),
      field("elsewhere_kwh", &DeviceSlot::elsewhere, "charged away from home during the slot",
            optional),
      field("reason", &DeviceSlot::reason, "why", optional));
}

constexpr auto fields_of(const PlanSlot*) {
  using namespace describe;
  return std::make_tuple(
      field("start", &PlanSlot::start, "start of the slot"),
      field("duration_s", &PlanSlot::duration, "length", at_least(1.0)),
      field("load_kw", &PlanSlot::load, "the home's load and standby"),
      field("grid_import_kw", &PlanSlot::grid_import, "from the grid"),
      field("grid_export_kw", &PlanSlot::grid_export, "to the grid"),
      field("pv_used_kw", &PlanSlot::pv_used, "PV on the AC side that is used"),
      field("pv_curtailed_kw", &PlanSlot::pv_curtailed, "PV on the AC side that is turned down"),
      field("batteries", &PlanSlot::batteries, "what each battery does", optional),
      field("inverters", &PlanSlot::inverters, "what each inverter does", optional),
      field("devices", &PlanSlot::devices, "what each other planned device does", optional),
      field("value_per_kwh", &PlanSlot::value, "worth of one more kWh at the home", optional),
      field("reason", &PlanSlot::reason, "why", optional));
}

constexpr auto fields_of(const Violation*) {
  using namespace describe;
  return std::make_tuple(field("start", &Violation::start, "slot"),
                         field("what", &Violation::what, "which bound gave way"),
                         field("amount", &Violation::amount, "by how much"),
                         field("unit", &Violation::unit, "of the amount"),
                         field("cost", &Violation::cost, "what it cost"),
                         field("text", &Violation::text, "in words", optional));
}

constexpr auto fields_of(const MoneyCount*) {
  using namespace describe;
  return std::make_tuple(field("import_cost", &MoneyCount::import_cost, "paid for import"),
                         field("export_revenue", &MoneyCount::export_revenue, "earned by export"),
                         field("wear", &MoneyCount::wear, "of batteries"),
                         field("peak", &MoneyCount::peak, "charge on the highest import"),
                         field("comfort", &MoneyCount::comfort, "soft bands"),
                         field("missed", &MoneyCount::missed, "broken bounds and reserves"),
                         field("stored_value_change", &MoneyCount::stored_value_change,
                               "worth of what is stored at the end less that at the start"),
                         field("net_cost", &MoneyCount::net_cost, "all together; lower is better"),
                         field("weights", &MoneyCount::weights,
                               "what the objective counts beside money; never paid", optional));
}

constexpr auto fields_of(const ScenarioCost*) {
  using namespace describe;
  return std::make_tuple(field("name", &ScenarioCost::name, "of the scenario"),
                         field("weight", &ScenarioCost::weight, "as a share of 1"),
                         field("cost", &ScenarioCost::cost, "what it costs then"));
}

constexpr auto fields_of(const ScenarioCosts*) {
  using namespace describe;
  return std::make_tuple(
      field("expected", &ScenarioCosts::expected, "weighted mean"),
      field("worst", &ScenarioCosts::worst, "of the dearest scenario"),
      field("cvar", &ScenarioCosts::cvar, "mean of the worst 1 - alpha", optional),
      field("objective", &ScenarioCosts::objective, "what was minimised"),
      field("all", &ScenarioCosts::all, "each scenario"));
}

constexpr auto fields_of(const Plan*) {
  using namespace describe;
  return std::make_tuple(
      field("schema", &Plan::schema, "ohmstead.plan/1"),
      field("name", &Plan::name, "of the case", optional),
      field("currency", &Plan::currency, "of all money", optional),
      field("timezone", &Plan::timezone, "for texts", optional),
      field("language", &Plan::language, "of all texts", optional),
      field("strategy", &Plan::strategy, "what made it", optional),
      field("status", &Plan::status, "how sure it is", optional),
      field("solver", &Plan::solver, "engine", optional),
      field("solve_ms", &Plan::solve_ms, "time the engine took", optional),
      field("objective", &Plan::objective, "what was minimised", optional),
      field("bound", &Plan::bound, "no plan is better than this", optional),
      field("gap", &Plan::gap, "objective less bound", optional),
      field("bound_rooms_apart", &Plan::bound_rooms_apart,
            "bound of the home in which each room finds the ones next to it as "
            "warm as here",
            optional),
      field("gap_rooms_apart", &Plan::gap_rooms_apart, "objective less that", optional),
      field("money", &Plan::money, "counted by the evaluator", optional),
      field("scenarios", &Plan::scenarios, "what it costs if", optional),
      field("violations", &Plan::violations, "what was bent", optional),
      field("notes", &Plan::notes, "what was cut, filled or assumed", optional),
      field("slots", &Plan::slots, "what happens when"));
}

constexpr auto fields_of(const EnergyCount*) {
  using namespace describe;
  return std::make_tuple(
      field("load_kwh", &EnergyCount::load, "drawn by the home"),
      field("grid_import_kwh", &EnergyCount::grid_import, "from the grid"),
      field("grid_export_kwh", &EnergyCount::grid_export, "to the grid"),
      field("pv_used_kwh", &EnergyCount::pv_used, "PV used"),
      field("pv_curtailed_kwh", &EnergyCount::pv_curtailed, "PV turned down"),
      field("battery_charge_kwh", &EnergyCount::battery_charge, "into batteries"),
      field("battery_discharge_kwh", &EnergyCount::battery_discharge, "out of batteries"));
}

constexpr auto fields_of(const Bill*) {
  using namespace describe;
  return std::make_tuple(field("currency", &Bill::currency, "of all money"),
                         field("money", &Bill::money, "what it costs"),
                         field("energy", &Bill::energy, "energies"),
                         field("violations", &Bill::violations, "what was bent"));
}

}  // namespace ohmstead::home
