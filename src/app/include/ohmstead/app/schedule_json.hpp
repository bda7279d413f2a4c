// schedule.json of Darkstar: a plan as the slots that home automations execute.
//
// docs/schedule-json.md names every field. Written from a case and a plan for it; all batteries
// count as one. Read strictly: all problems at once, each with its place; only what the files of
// that program's versions differ in is allowed to differ. Units kW, kWh,
// money per kWh in the currency of the case (the keys say sek, whatever it is), per cent of the
// capacity. Signs: non-negative, the direction is in the name. Thread rule: pure functions.
//
//   std::string text = write_schedule(make_schedule(home, plan, {now, "ohmstead 0.1"}));
//   Result<ScheduleJson> schedule = read_schedule(text, "schedule.json");
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::app {

// What the battery does. charge: also from the grid; pv_charge: from PV that is spare; export_:
// sells what is stored; hold: no discharging, spare PV may be stored.
enum class ScheduleClass { charge, discharge, hold, pv_charge, export_ };
constexpr auto names_of(ScheduleClass) {
  return std::array<std::string_view, 5>{"charge", "discharge", "hold", "pv charge", "export"};
}

enum class ScheduleReason {
  cheap_grid_power,
  expensive_grid_power,
  excess_pv,
  profitable_export,
  no_action_needed,
  water_heating,  // is read, but never written
};
constexpr auto names_of(ScheduleReason) {
  return std::array<std::string_view, 6>{"cheap_grid_power", "expensive_grid_power",
                                         "excess_pv",        "profitable_export",
                                         "no_action_needed", "water_heating"};
}

enum class SchedulePriority { high, medium, low };
constexpr auto names_of(SchedulePriority) {
  return std::array<std::string_view, 3>{"high", "medium", "low"};
}

// What is absent in some version's files, or in slots that were over when the file was written, is
// optional.
struct ScheduleSlot {
  std::int64_t slot_number = 0;
  std::string start_time;  // as in the file, with the zone's UTC offset
  std::string end_time;
  base::Time start;  // the same, as instants
  base::Time end;
  base::EnergyPrice import_price;
  std::optional<base::EnergyPrice> export_price;
  base::Energy pv_forecast;
  base::Energy load_forecast;
  std::optional<base::Energy> adjusted_pv;  // what the plan reckons with
  std::optional<base::Energy> adjusted_load;
  std::optional<bool> is_cheap;
  base::Power water_heating;
  std::optional<base::Energy> water_from_pv;
  std::optional<base::Energy> water_from_battery;
  std::optional<base::Energy> water_from_grid;
  std::optional<base::Power> charge;  // of the battery, where it takes any from the grid
  base::Power battery_charge;
  base::Power battery_discharge;
  std::optional<ScheduleClass> classification;
  std::optional<base::Energy> simulated_soc;  // without charging from the grid; never written
  std::optional<base::Energy> projected_soc;  // at the end of the slot
  double projected_soc_pct = 0.0;
  std::optional<base::EnergyPrice> projected_battery_cost;
  base::Energy exported;  // sold from the battery
  std::optional<base::Money> export_revenue;
  double soc_target_pct = 0.0;
  std::optional<ScheduleReason> reason;
  std::optional<SchedulePriority> priority;
  std::optional<bool> is_historical;  // over when the file was written; never written
};

// How many days the forecasts behind the schedule reach.
struct ScheduleForecast {
  std::int64_t pv_days = 0;
  std::int64_t weather_days = 0;
};

struct ScheduleMeta {
  std::optional<std::string> planned_at;  // local; files of others leave the offset out
  std::optional<std::string> planner_version;
  std::optional<ScheduleForecast> forecast;
  // In files of ours alone:
  std::optional<std::string> currency;
  std::optional<std::string> timezone;
  std::optional<std::string> strategy;
  std::optional<std::string> status;
  std::vector<std::string> notes;
};

struct ScheduleJson {
  std::vector<ScheduleSlot> schedule;
  ScheduleMeta meta;
};

// When and by which program a schedule was made.
struct ScheduleOrigin {
  base::Time planned_at;
  std::string planner_version;
};

// Slots longer than a quarter of an hour are cut at the quarters of the clock. Precondition:
// check_case(home) holds and `plan` has the slots of `home` (throws std::logic_error otherwise).
[[nodiscard]] ScheduleJson make_schedule(const home::Case& home, const home::Plan& plan,
                                         const ScheduleOrigin& origin);

[[nodiscard]] std::string write_schedule(const ScheduleJson& schedule);

[[nodiscard]] base::Result<ScheduleJson> read_schedule(const std::string& text,
                                                       const std::string& file);

}  // namespace ohmstead::app
