// The strict reader of schedule.json: what it takes, and every kind of fault with its place.
#include "ohmstead/app/schedule_json.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ohmstead::app {
namespace {

// Two quarter-hours before the clock goes back in Stockholm; the second one follows the change.
constexpr const char* k_text = R"({
  "schedule": [
    {"slot_number": 1, "start_time": "2025-10-26T02:45:00+02:00",
     "end_time": "2025-10-26T02:00:00+01:00",
     "import_price_sek_kwh": -0.25, "export_price_sek_kwh": 0.4,
     "pv_forecast_kwh": 0.1, "load_forecast_kwh": 0.34,
     "adjusted_pv_kwh": 0.09, "adjusted_load_kwh": 0.36, "is_cheap": true,
     "water_heating_kw": 3, "water_from_grid_kwh": 0.75,
     "charge_kw": 8, "battery_charge_kw": 7.8, "battery_discharge_kw": -0.0,
     "classification": "charge", "projected_soc_kwh": 27.16, "projected_soc_percent": 79.89,
     "projected_battery_cost": 0.2, "export_kwh": 0, "export_revenue": 0,
     "soc_target_percent": 85.62, "reason": "cheap_grid_power", "priority": "high"},
    {"slot_number": 7, "start_time": "2025-10-26T02:00:00+01:00",
     "end_time": "2025-10-26T02:15:00+01:00",
     "import_price_sek_kwh": 1.37, "pv_forecast_kwh": 0, "load_forecast_kwh": 0.35,
     "water_heating_kw": 0, "battery_charge_kw": 0, "battery_discharge_kw": 1.5,
     "projected_soc_percent": 79, "export_kwh": 0, "soc_target_percent": 15,
     "is_historical": true}
  ],
  "meta": {"planned_at": "2025-10-25T11:36:01.603947", "planner_version": "v0.3.0"}
})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string problems_of(const std::string& text) {
  const auto schedule = read_schedule(text, "s.json");
  if (schedule) return "";
  EXPECT_EQ(schedule.error().kind, base::ErrorKind::invalid_input);
  return schedule.error().message;
}

std::string problems_with(const std::string& from, const std::string& to) {
  return problems_of(replaced(k_text, from, to));
}

TEST(ReadSchedule, TakesWhatTheSlotsSay) {
  const auto read = read_schedule(k_text, "s.json");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->schedule.size(), 2U);
  const ScheduleSlot& first = read->schedule[0];
  EXPECT_EQ(base::format_time(first.start), "2025-10-26T00:45:00Z");
  EXPECT_EQ(base::format_time(first.end), "2025-10-26T01:00:00Z");
  EXPECT_EQ(first.start_time, "2025-10-26T02:45:00+02:00");
  EXPECT_EQ(first.import_price, base::EnergyPrice{-0.25});
  EXPECT_EQ(first.charge, base::Power{8.0}) << "before the loss, so above what gets in";
  EXPECT_EQ(first.battery_charge, base::Power{7.8});
  EXPECT_EQ(first.classification, ScheduleClass::charge);
  EXPECT_EQ(first.reason, ScheduleReason::cheap_grid_power);
  EXPECT_EQ(first.priority, SchedulePriority::high);
  EXPECT_EQ(first.soc_target_pct, 85.62);
  EXPECT_EQ(first.water_heating, base::Power{3.0});
  EXPECT_FALSE(first.is_historical);
  const ScheduleSlot& second = read->schedule[1];
  EXPECT_EQ(second.slot_number, 7) << "numbers rise; they need not be dense";
  EXPECT_TRUE(*second.is_historical);
  EXPECT_FALSE(second.charge);
  EXPECT_FALSE(second.classification);
  EXPECT_EQ(read->meta.planned_at, "2025-10-25T11:36:01.603947");
  EXPECT_EQ(read->meta.planner_version, "v0.3.0");
}

TEST(ReadSchedule, WritesWhatItRead) {
  const auto read = read_schedule(k_text, "s.json");
  ASSERT_TRUE(read);
  const std::string text = write_schedule(*read);
  const auto again = read_schedule(text, "again.json");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(write_schedule(*again), text);
  EXPECT_EQ(again->schedule[0].end, read->schedule[0].end);
  EXPECT_NE(text.find("\"start_time\": \"2025-10-26T02:45:00+02:00\""), std::string::npos);
}

TEST(ReadSchedule, LeavesOutWhatOtherVersionsAdd) {
  EXPECT_EQ(problems_with("\"is_cheap\": true",
                          R"("pv_p10": 0, "load_p90": 1.2, "kepler_soc_kwh": 7, "discharge_kw": 0,
                             "end_time_kepler": "x", "manual_action": null)"),
            "")
      << "is_cheap may be absent, too";
  EXPECT_EQ(problems_with("\"planner_version\"", R"("s_index": {"mode": "x"}, "planner_version")"),
            "");
  EXPECT_EQ(problems_with("\"meta\"", R"("debug": {"windows": [1, 2]}, "meta")"), "");
  EXPECT_EQ(problems_with("cheap_grid_power", "water_heating"), "");
  EXPECT_EQ(problems_with("\"is_cheap\": true", "\"is_cheep\": true"),
            "s.json: schedule[0].is_cheep: unknown key; did you mean is_cheap?");
}

TEST(ReadSchedule, RefusesWrongTimes) {
  EXPECT_EQ(
      problems_with("02:45:00+02:00", "02:45:00"),
      "s.json: schedule[0].start_time: '2025-10-26T02:45:00' has no UTC offset such as +01:00");
  EXPECT_EQ(problems_with("2025-10-26T02:45:00+02:00", "2025-02-30T02:45:00+02:00"),
            "s.json: schedule[0].start_time: '2025-02-30T02:45:00+02:00' is not a time like "
            "2024-06-24T12:15:00+02:00");
  EXPECT_EQ(problems_with("02:00:00+01:00", "02:00:00+02:00"),
            "s.json: schedule[0].end_time: 2025-10-26T02:00:00+02:00 is not after start_time "
            "2025-10-26T02:45:00+02:00")
      << "on the night the clock goes back the offset alone tells the hours apart";
  EXPECT_EQ(problems_with("02:15:00+01:00", "02:00:00+01:00"),
            "s.json: schedule[1].end_time: 2025-10-26T02:00:00+01:00 is not after start_time "
            "2025-10-26T02:00:00+01:00");
}

TEST(ReadSchedule, RefusesGapsOverlapsAndDisorder) {
  EXPECT_EQ(problems_with("\"start_time\": \"2025-10-26T02:00:00+01:00\"",
                          "\"start_time\": \"2025-10-26T02:10:00+01:00\""),
            "s.json: schedule[1].start_time: 2025-10-26T02:10:00+01:00 is after the end of "
            "schedule[0]: there is a gap");
  EXPECT_EQ(problems_with("\"start_time\": \"2025-10-26T02:00:00+01:00\"",
                          "\"start_time\": \"2025-10-26T02:50:00+02:00\""),
            "s.json: schedule[1].start_time: 2025-10-26T02:50:00+02:00 is before the end of "
            "schedule[0]: they overlap");
  EXPECT_EQ(problems_with("\"slot_number\": 7", "\"slot_number\": 1"),
            "s.json: schedule[1].slot_number: 1 is not above 1, the number of schedule[0]");
  EXPECT_EQ(problems_with("\"slot_number\": 7", "\"slot_number\": 1.5"),
            "s.json: schedule[1].slot_number: 1.5 is not a whole number");
  const std::string backwards = replaced(k_text, "02:00:00+01:00", "01:00:00+02:00");
  EXPECT_EQ(problems_of(replaced(backwards, "\"start_time\": \"2025-10-26T02:00:00+01:00\"",
                                 "\"start_time\": \"2025-10-26T02:30:00+02:00\"")),
            "s.json: schedule[0].end_time: 2025-10-26T01:00:00+02:00 is not after start_time "
            "2025-10-26T02:45:00+02:00\n"
            "s.json: schedule[1].start_time: 2025-10-26T02:30:00+02:00 is not after the start of "
            "schedule[0]");
}

TEST(ReadSchedule, RefusesImpossibleNumbersAndWords) {
  EXPECT_EQ(problems_with("\"battery_charge_kw\": 7.8", "\"battery_charge_kw\": -7.8"),
            "s.json: schedule[0].battery_charge_kw: -7.8 must be at least 0");
  EXPECT_EQ(problems_with("\"soc_target_percent\": 85.62", "\"soc_target_percent\": 100.01"),
            "s.json: schedule[0].soc_target_percent: 100.01 must be between 0 and 100");
  EXPECT_EQ(problems_with("\"soc_target_percent\": 15", "\"soc_target_percent\": -1"),
            "s.json: schedule[1].soc_target_percent: -1 must be between 0 and 100");
  EXPECT_EQ(problems_with("\"classification\": \"charge\"", "\"classification\": \"load\""),
            "s.json: schedule[0].classification: 'load' is not one of charge, discharge, hold, pv "
            "charge, export");
  EXPECT_EQ(problems_with("cheap_grid_power", "why_not"),
            "s.json: schedule[0].reason: 'why_not' is not one of cheap_grid_power, "
            "expensive_grid_power, excess_pv, profitable_export, no_action_needed, water_heating");
  EXPECT_EQ(problems_with("\"export_kwh\": 0", "\"export_kwh\": \"0\""),
            "s.json: schedule[0].export_kwh: '0' is not a number; write it without quotes");
  EXPECT_EQ(
      problems_with("\"battery_discharge_kw\": -0.0", "\"battery_discharge_kw\": 0.5"),
      "s.json: schedule[0].battery_discharge_kw: 0.5 while battery_charge_kw is 7.8: not both "
      "at once");
  EXPECT_EQ(problems_with("\"load_forecast_kwh\": 0.34", "\"load_forecast_kwh\": 1e300"),
            "s.json: schedule[0].load_forecast_kwh: 1e300 is too large a number; the limit is "
            "1000000000");
  EXPECT_EQ(problems_with("2025-10-25T11:36:01.603947", "yesterday"),
            "s.json: meta.planned_at: 'yesterday' is not a time");
  EXPECT_NE(problems_with("\"load_forecast_kwh\": 0.34", "\"load_forecast_kwh\": NaN"), "")
      << "JSON has no such number";
}

TEST(ReadSchedule, SlotsAheadMustSayMoreThanThoseThatAreOver) {
  EXPECT_EQ(
      problems_with(",\n     \"is_historical\": true", ""),
      "s.json: schedule[1].export_price_sek_kwh: missing; only slots with is_historical may "
      "leave it out\n"
      "s.json: schedule[1].adjusted_pv_kwh: missing; only slots with is_historical may leave "
      "it out\n"
      "s.json: schedule[1].adjusted_load_kwh: missing; only slots with is_historical may "
      "leave it out\n"
      "s.json: schedule[1].charge_kw: missing; only slots with is_historical may leave it "
      "out\n"
      "s.json: schedule[1].projected_soc_kwh: missing; only slots with is_historical may "
      "leave it out\n"
      "s.json: schedule[1].reason: missing; only slots with is_historical may leave it out\n"
      "s.json: schedule[1].priority: missing; only slots with is_historical may leave it out");
  EXPECT_EQ(problems_with("\"slot_number\": 7, ", ""),
            "s.json: schedule[1].slot_number: missing (rises from slot to slot)");
}

TEST(ReadSchedule, RefusesOtherDocuments) {
  EXPECT_EQ(problems_of("{}"),
            "s.json: schedule: missing (the slots)\n"
            "s.json: meta: missing (about the whole)");
  EXPECT_EQ(problems_of(R"({"schedule": [], "meta": {}})"),
            "s.json: schedule: must hold at least one slot");
  EXPECT_EQ(problems_of(R"({"schedule": [null, 3], "meta": {}})"),
            "s.json: schedule[0]: expected a map, found nothing\n"
            "s.json: schedule[1]: expected a map, found '3'");
  EXPECT_EQ(problems_of("[]"), "s.json: expected a map, found a list");
  EXPECT_EQ(problems_of(""), "s.json: it is empty");
}

TEST(ReadSchedule, ListsTheProblemsOfAllSlotsAtOnce) {
  std::string text = replaced(k_text, "\"soc_target_percent\": 15", "\"soc_target_percent\": 115");
  text = replaced(text, "02:45:00+02:00", "02:45:00");
  text = replaced(text, "\"battery_charge_kw\": 7.8", "\"battery_charge_kw\": -1");
  const std::string problems = problems_of(text);
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 2) << problems;
}

}  // namespace
}  // namespace ohmstead::app
