// Field tables of what the service keeps (past.hpp says what it means).
#pragma once

#include "ohmstead/home/past.hpp"
#include "plan_fields.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const MeasuredDevice*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &MeasuredDevice::id, "name"),
      field("power_kw", &MeasuredDevice::power, "mean; negative: given to the home"),
      field("soc_kwh", &MeasuredDevice::soc, "at the end of the slot", optional),
      field("temperature_c", &MeasuredDevice::temperature, "at the end of the slot", optional));
}

constexpr auto fields_of(const DeviceAccount*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &DeviceAccount::id, "name"),
      field("planned_kw", &DeviceAccount::planned, "mean; negative: given to the home", optional),
      field("actual_kw", &DeviceAccount::actual, "mean; negative: given to the home"),
      field("set_point_error_kw", &DeviceAccount::set_point_error,
            "mean between told and measured, while a power was told", optional),
      field("switches", &DeviceAccount::switches, "times that it was told something else",
            optional),
      field("writes", &DeviceAccount::writes, "that it was sent", optional),
      field("response_s", &DeviceAccount::response, "longest until what was told was measured",
            optional),
      field("cold_k_h", &DeviceAccount::cold_k_h, "below what is wanted", optional),
      field("missing_kwh", &DeviceAccount::missing, "of what a car should have left with",
            optional),
      field("avoided", &DeviceAccount::avoided, "cost that was avoided", optional));
}

constexpr auto fields_of(const MeasuredSlot*) {
  using namespace describe;
  return std::make_tuple(
      field("start", &MeasuredSlot::start, "of the slot"),
      field("duration_s", &MeasuredSlot::duration, "of the slot"),
      field("load_kw", &MeasuredSlot::load, "without planned devices"),
      field("devices_kw", &MeasuredSlot::drawn, "drawn by cars, heaters and machines", optional),
      field("pv_kw", &MeasuredSlot::pv, "produced"),
      field("pv_possible_kw", &MeasuredSlot::pv_possible, "as forecast, where it was turned down",
            optional),
      field("import_kw", &MeasuredSlot::grid_import, "at the meter"),
      field("export_kw", &MeasuredSlot::grid_export, "at the meter"),
      field("import_per_kwh", &MeasuredSlot::import_price, "what a kWh bought cost", optional),
      field("export_per_kwh", &MeasuredSlot::export_price, "what a kWh sold brought", optional),
      field("cost", &MeasuredSlot::cost, "at the meter, with what it adds to fees on power"),
      field("self_use_cost", &MeasuredSlot::self_use_cost,
            "without planning: batteries follow the home, cars charge at once", optional),
      field("no_battery_cost", &MeasuredSlot::no_battery_cost, "had there been no battery",
            optional),
      field("self_use_import_kw", &MeasuredSlot::self_use_import, "bought without planning",
            optional),
      field("no_battery_import_kw", &MeasuredSlot::no_battery_import,
            "bought had there been no battery", optional),
      field("batteries", &MeasuredSlot::batteries, "at the end of the slot", optional),
      field("devices", &MeasuredSlot::devices, "cars, heaters, rooms and machines", optional),
      field("accounts", &MeasuredSlot::accounts, "what became of the plan, by device", optional));
}

constexpr auto fields_of(const Decision*) {
  using namespace describe;
  return std::make_tuple(
      field("at", &Decision::at, "when"),
      field("device", &Decision::device, "that is told", optional),
      field("mode", &Decision::mode, "of a battery, or state of another device"),
      field("power_kw", &Decision::power, "drawn from the home, charging; negative: given"),
      field("reason", &Decision::reason, "in words"),
      field("status", &Decision::status, "of the plan"),
      field("trigger", &Decision::trigger, "why then", optional),
      field("changed", &Decision::is_changed, "another mode than before", optional));
}

constexpr auto fields_of(const DayMoney*) {
  using namespace describe;
  return std::make_tuple(
      field("from", &DayMoney::day, "local date"), field("start", &DayMoney::start, "midnight"),
      field("cost", &DayMoney::cost, "at the meter"),
      field("self_use_cost", &DayMoney::self_use_cost,
            "without planning: batteries follow the home, cars charge at once"),
      field("no_battery_cost", &DayMoney::no_battery_cost, "had there been no battery"),
      field("saved", &DayMoney::saved, "against self-use, what is stored counted"),
      field("import_kwh", &DayMoney::grid_import, "bought"),
      field("export_kwh", &DayMoney::grid_export, "sold"),
      field("pv_kwh", &DayMoney::pv, "produced"), field("load_kwh", &DayMoney::load, "used"),
      field("self_use_import_kwh", &DayMoney::self_use_import, "bought without planning", optional),
      field("no_battery_import_kwh", &DayMoney::no_battery_import,
            "bought had there been no battery", optional),
      field("measured_s", &DayMoney::measured, "of the day", optional),
      field("is_complete", &DayMoney::is_complete, "all of the day was measured", optional));
}

constexpr auto fields_of(const CarAhead*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &CarAhead::id, "of the car"),
      field("drawn_more_kwh", &CarAhead::drawn_more, "had it always charged at once"));
}

constexpr auto fields_of(const LedgerState*) {
  using namespace describe;
  return std::make_tuple(
      field("cash_ahead", &LedgerState::cash_ahead, "what self-use paid more so far"),
      field("ahead_at_day", &LedgerState::ahead_at_day, "at the beginning of the day"),
      field("ahead_at_month", &LedgerState::ahead_at_month, "at the beginning of the month"),
      field("stored_more_kwh", &LedgerState::stored_more,
            "than self-use would hold now, per battery", optional),
      field("cars_ahead", &LedgerState::cars_ahead, "of charging at once", optional));
}

}  // namespace ohmstead::home
