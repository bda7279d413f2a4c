// What the routes of older systems are sent and answer; docs/older-systems.md says what differs.
#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

namespace {

Json or_null(Json schema) {
  return {{"oneOf", Json::array({Json{{"type", "null"}}, std::move(schema)})}};
}
// Keys are names of the home's devices.
Json by_name(Json each, std::string_view phrase) {
  return described({{"type", "object"}, {"additionalProperties", std::move(each)}}, phrase);
}
Json price() { return number("hundredth/kWh"); }
Json price_class() { return one_of({"negative", "cheap", "normal", "expensive"}); }
Json work_mode() { return one_of({"Self Use", "Force Charge", "Feed-in First"}); }
Json solved() { return one_of({"optimal", "feasible", "infeasible", "error", "fallback"}); }
Json soc() { return number("%"); }

void add_battery_optimizer(Schemas& schemas) {
  const Json good = just("success");
  schemas["PricesRefreshed"] = object({{"status", good},
                                       {"prices_stored", integer()},
                                       {"coverage_hours", number("h")},
                                       {"statistics", object({{"total_periods", integer()},
                                                              maybe("min", price()),
                                                              maybe("max", price()),
                                                              maybe("mean", price()),
                                                              maybe("median", price()),
                                                              maybe("cheap_threshold", price()),
                                                              maybe("expensive_threshold", price()),
                                                              {"negative_count", integer()},
                                                              {"cheap_count", integer()},
                                                              {"normal_count", integer()},
                                                              {"expensive_count", integer()}})}});
  schemas["PricesCurrent"] = list_of(object({{"valid_from", time()},
                                             {"valid_to", time()},
                                             {"price_pence", price()},
                                             {"classification", price_class()}}));
  Json state = object({maybe("battery_soc", soc()),
                       maybe("solar_power_kw", number("kW")),
                       {"solar_forecast_today_kwh", number("kWh", "until local midnight")},
                       {"solar_forecast_next_hour_kw", number("kW", "mean")},
                       maybe("battery_mode", work_mode()),
                       maybe("discharge_current", integer("A")),
                       maybe("current_price", price()),
                       {"timestamp", time()}},
                      "For each heater also immersion_NAME_on.");
  state["patternProperties"]["^immersion_"] = flag();
  schemas["StateCurrent"] = std::move(state);
  schemas["RecommendationHistory"] = list_of(object({{"timestamp", time()},
                                                     {"mode", work_mode()},
                                                     {"discharge_current", integer("A")},
                                                     maybe("soc", soc()),
                                                     maybe("solar_kw", number("kW")),
                                                     maybe("price_pence", price()),
                                                     {"reason", text()},
                                                     {"optimization_status", solved()}}));
  schemas["DailyStatistics"] = object(
      {{"date", day()},
       {"price_stats", object({maybe("min", price()),
                               maybe("max", price()),
                               maybe("mean", price()),
                               {"negative_count", integer()}})},
       {"current_state", object({maybe("battery_soc", soc()), maybe("solar_power_kw", number("kW")),
                                 maybe("battery_mode", work_mode())})}});
  schemas["Done"] = object({{"status", good}, {"message", text()}});
}

void add_heaters(Schemas& schemas) {
  const Json good = just("success");
  const Json name = text("id of a water heater or heat source");
  schemas["ScheduleUpdate"] = object({{"immersion_name", name},
                                      {"is_active", flag()},
                                      maybe("schedule_reason", text()),
                                      maybe("timestamp", text("does not count"))});
  schemas["ScheduleUpdated"] = object({{"status", good},
                                       {"message", text()},
                                       maybe("override_id", integer()),
                                       {"effective_until", or_null(time())}});
  schemas["ScheduleStatus"] =
      object({{"status", good},
              {"schedules", by_name(object({{"is_active", flag()},
                                            {"schedule_reason", or_null(text())},
                                            {"activated_at", or_null(time())},
                                            {"duration_minutes", or_null(number("min"))}}),
                                    "by heater")},
              {"any_active", flag()}});
  schemas["ScheduleHistory"] =
      object({{"status", good},
              {"history", list_of(object({{"id", integer()},
                                          {"immersion_name", text()},
                                          {"is_active", flag()},
                                          {"schedule_reason", text()},
                                          {"activated_at", time()},
                                          {"deactivated_at", or_null(time())},
                                          {"duration_minutes", number("min")}}))},
              {"total_records", integer()}});
  schemas["ManualOverride"] = object({{"immersion_name", name},
                                      {"desired_state", flag()},
                                      maybe("source", text("who asks")),
                                      maybe("duration_hours", number("h", "2 when absent"))});
  schemas["ManualOverrideSet"] = object({{"status", good},
                                         {"message", text()},
                                         {"override_id", integer()},
                                         {"expires_at", time()},
                                         {"current_state", flag()}});
  schemas["ManualOverrideClear"] =
      object({{"immersion_name", name}, maybe("cleared_by", text("who asks"))});
  schemas["ManualOverrideStatus"] =
      object({{"status", good},
              {"overrides", by_name(object({{"is_active", flag()},
                                            {"desired_state", or_null(flag())},
                                            {"expires_at", or_null(time())},
                                            {"time_remaining_minutes", or_null(number("min"))},
                                            {"source", or_null(text())}}),
                                    "by heater")},
              {"any_active", flag()}});
}

Json schedule_slot() {
  const Json kwh = number("kWh"), kw = number("kW"), money = number("money/kWh");
  return object(
      {{"slot_number", integer()},
       {"start_time", text("local, with its UTC offset")},
       {"end_time", text()},
       {"import_price_sek_kwh", money},
       maybe("export_price_sek_kwh", money),
       {"pv_forecast_kwh", kwh},
       {"load_forecast_kwh", kwh},
       maybe("adjusted_pv_kwh", kwh),
       maybe("adjusted_load_kwh", kwh),
       maybe("is_cheap", flag()),
       {"water_heating_kw", kw},
       maybe("water_from_pv_kwh", kwh),
       maybe("water_from_battery_kwh", kwh),
       maybe("water_from_grid_kwh", kwh),
       maybe("charge_kw", kw),
       {"battery_charge_kw", kw},
       {"battery_discharge_kw", kw},
       maybe("classification", one_of({"charge", "discharge", "hold", "pv charge", "export"})),
       maybe("projected_soc_kwh", kwh),
       {"projected_soc_percent", soc()},
       maybe("projected_battery_cost", money),
       {"export_kwh", kwh},
       maybe("export_revenue", number("money")),
       {"soc_target_percent", soc()},
       maybe("reason", text()),
       maybe("priority", one_of({"high", "medium", "low"}))});
}

void add_darkstar_learning(Schemas& schemas) {
  schemas["SchedulePushed"] =
      object({{"status", just("success")}, {"message", text()}, {"rows", integer("slots")}});
  schemas["LoadAverage"] = object({maybe("daily_kwh", number("kWh")),
                                   maybe("average_load_kw", number("kW", "cars and heat too"))});
  schemas["LearningStatus"] = object(
      {{"enabled", flag()},
       {"metrics", object({{"completed_learning_runs", integer("models that are kept")},
                           {"total_slots", integer("values that the largest was learned from")},
                           maybe("last_learning_run", time())})}});
  const Json loop = object({{"status", one_of({"active", "stale", "never_ran"})},
                            {"last_run", or_null(time())},
                            {"error", or_null(text())}});
  schemas["LearningLoops"] =
      object({{"loops", object({{"pv_forecast", loop}, {"load_forecast", loop}})}});
  schemas["LearningChanges"] =
      object({{"changes", list_of(object({{"created_at", time()},
                                          {"kind", text("load, pv, price, export_price")},
                                          {"version", integer()},
                                          {"applied", flag("it forecasts now")}}))}});
}

void add_darkstar(Schemas& schemas) {
  const Json timestamp = text("local, with its UTC offset");
  schemas["DarkstarStatus"] =
      object({{"local", object({maybe("planned_at", timestamp), maybe("planner_version", text())})},
              {"db", object({}, "always empty: there is no second database")},
              maybe("current_soc",
                    object({{"value", soc()}, {"timestamp", timestamp}, {"source", text()}}))});
  schemas["ScheduleFile"] =
      object({{"schedule", list_of(schedule_slot())},
              {"meta", object({maybe("planned_at", timestamp), maybe("planner_version", text()),
                               maybe("forecast", object({{"pv_forecast_days", integer()},
                                                         {"weather_forecast_days", integer()}})),
                               maybe("currency", text()), maybe("timezone", text()),
                               maybe("strategy", text()), maybe("status", text()),
                               maybe("notes", list_of(text()))})}});
  schemas["DarkstarConfig"] = object(
      {{"timezone", text()},
       {"nordpool", object({{"currency", text()}, {"resolution_minutes", integer()}})},
       {"pricing", object({{"vat_percent", number("%")},
                           {"grid_transfer_fee_sek", number("money/kWh")},
                           {"energy_tax_sek", number("money/kWh")}})},
       {"system", object({maybe("inverter", object({{"max_power_kw", number("kW")}})),
                          maybe("grid", object({{"max_power_kw", number("kW")}}))})},
       maybe("battery", object({{"capacity_kwh", number("kWh")},
                                {"min_soc_percent", soc()},
                                {"max_soc_percent", soc()},
                                {"max_charge_power_kw", number("kW")},
                                {"max_discharge_power_kw", number("kW")},
                                {"roundtrip_efficiency_percent", number("%")}})),
       maybe("water_heating",
             object({{"power_kw", number("kW")}, maybe("min_kwh_per_day", number("kWh"))})),
       {"manual_planning",
        object({{"charge_target_percent", soc()}, {"export_target_percent", soc()}})},
       {"forecasting", object({{"pv_confidence_percent", number("%")},
                               {"load_safety_margin_percent", number("%")}})},
       {"automation", object({{"enable_scheduler", flag()}, {"write_to_mariadb", flag()}})}});
  schemas["InitialState"] = object(
      {{"battery_soc_percent", soc()}, {"battery_kwh", number("kWh")}, {"timestamp", timestamp}});
  schemas["ForecastHorizon"] = object({{"days_list", list_of(day())},
                                       {"load_days_schedule", integer()},
                                       {"pv_days_schedule", integer()},
                                       {"pv_forecast_days", integer()},
                                       {"s_index_considered_days", integer("always 0")},
                                       {"total_days_in_schedule", integer()},
                                       {"weather_forecast_days", integer()}});
  schemas["WaterToday"] = object(
      {{"source", one_of({"ohmstead", "unknown"})}, {"water_kwh_today", or_null(number("kWh"))}});
  schemas["Themes"] = object({{"themes", list_of(object({{"name", text()}}))}});
  schemas["Block"] = object({{"content", one_of({"Charge", "Water Heating", "Hold", "Export"})},
                             {"start", text("with its UTC offset, or local")},
                             {"end", text()}});
  schemas["Blocks"] = list_of(reference("Block"));
  schemas["BlocksOrSchedule"] =
      Json{{"oneOf", Json::array({reference("Blocks"), reference("ScheduleFile")})}};
}

void add_smartload(Schemas& schemas) {
  schemas["Summary"] = object({{"timestamp", time()},
                               maybe("battery_soc", soc()),
                               maybe("pv_kw", number("kW")),
                               maybe("load_kw", number("kW")),
                               maybe("grid_kw", number("kW", "negative: sold")),
                               maybe("current_price_ct", price()),
                               maybe("price_class", price_class()),
                               maybe("battery_mode", text()),
                               maybe("battery_kw", number("kW", "negative: given")),
                               maybe("reason", text()),
                               {"saved_today", number("money")}});
  schemas["SmartLoadConfig"] =
      object({{"currency", text()},
              {"timezone", text()},
              maybe("battery_capacity_kwh", number("kWh")),
              maybe("battery_charge_power_kw", number("kW")),
              maybe("battery_min_soc", soc()),
              maybe("battery_max_soc", soc()),
              maybe("feed_in_tariff_ct", price()),
              {"vehicles", list_of(object({{"name", text()}, {"capacity_kwh", number("kWh")}}))}});
  schemas["Vehicles"] = object({{"vehicles", list_of(object({{"name", text()},
                                                             {"capacity_kwh", number("kWh")},
                                                             maybe("connected", flag()),
                                                             maybe("power_kw", number("kW")),
                                                             maybe("soc", soc()),
                                                             maybe("departure", time()),
                                                             maybe("target_soc", soc())}))}});
  schemas["ChartData"] = object({{"labels", list_of(time())},
                                 {"prices_ct", list_of(price())},
                                 {"pv_kw", list_of(number("kW"))},
                                 {"load_kw", list_of(number("kW"))},
                                 {"battery_kw", list_of(number("kW"))},
                                 {"soc", list_of(or_null(soc()))}});
  schemas["Slots"] = object({{"slots", list_of(object({{"start", time()},
                                                       {"end", time()},
                                                       {"price_ct", price()},
                                                       {"price_class", price_class()},
                                                       {"battery_mode", text()},
                                                       {"battery_kw", number("kW")},
                                                       {"soc", or_null(soc())},
                                                       {"explanation", text()}}))}});
  const Json powers = list_of(object({{"start", time()}, {"end", time()}, {"kw", number("kW")}}));
  schemas["Forecast"] = object({{"pv", powers}, {"load", powers}});
}

void add_smartload_cars(Schemas& schemas) {
  schemas["Sequencer"] = object({{"queue", list_of(object({{"vehicle", text()},
                                                           {"rank", integer("0: first")},
                                                           {"urgency", number("%/h")},
                                                           {"need_kwh", number("kWh")},
                                                           {"connected", flag()}}))}});
  schemas["Strategy"] =
      object({{"strategy", text("of the plan")},
              maybe("battery_mode", text()),
              maybe("reason", text()),
              {"vehicles", list_of(object({{"name", text()},
                                           {"strategy", text()},
                                           maybe("alarm", text("its target cannot be met")),
                                           maybe("notice", text("what to do"))}))}});
  schemas["Comparisons"] =
      object({{"comparisons",
               list_of(object({{"start", time()},
                               {"end", time()},
                               {"cost", number("money", "at the meter")},
                               {"self_use_cost", number("money")},
                               {"saved", number("money")},
                               {"devices", list_of(object({{"name", text()},
                                                           maybe("planned_kw", number("kW")),
                                                           {"actual_kw", number("kW")}}))}}),
                       "newest first")}});
}

void add_boosts(Schemas& schemas) {
  const Json minutes = number("min");
  schemas["BoostStatus"] =
      object({{"active", flag()},
              maybe("vehicle", text()),
              maybe("started_at", time()),
              maybe("expires_at", time()),
              maybe("remaining_minutes", minutes),
              {"overrides", list_of(object({{"vehicle", text()},
                                            {"started_at", time()},
                                            {"expires_at", time()},
                                            {"remaining_minutes", minutes}}))}});
  schemas["Boost"] = object({maybe("vehicle", text("absent: the only car")),
                             maybe("minutes", number("min", "90 when absent"))});
  schemas["ManualSoc"] = object(
      {maybe("vehicle", text("absent: the only car")), {"soc", number("%", "what it holds")}});
  schemas["SocTold"] = object(
      {{"status", just("ok")}, {"vehicle", text("its id")}, {"soc", number("%", "as told")}});
  schemas["BoostCancel"] = object({maybe("vehicle", text("absent: all cars"))});
  schemas["Boosted"] = object({{"status", just("ok")},
                               {"vehicle", text()},
                               {"override_id", integer()},
                               {"expires_at", time()}});
  schemas["BoostCancelled"] = object({{"status", just("ok")}, {"cancelled", integer()}});
  schemas["Refreshed"] = object({{"status", just("ok")}});
}

}  // namespace

void add_recommendation_keys(Json& schema) {
  Json& keys = schema["properties"];
  keys["work_mode"] = work_mode();
  keys["discharge_current"] = integer("A, of a battery of 100 V, at most 50");
  keys["optimization_status"] = solved();
  keys["expected_soc"] = number("%", "as expected_soc_pct");
  keys["timestamp"] = time();
  keys["next_action_time"] = time("until, or when is planned again");
  keys["schedule_override_active"] = flag("a schedule holds a heater");
  keys["manual_override_active"] = flag("somebody holds a heater");
  schema["patternProperties"]["^immersion_"] = {
      {"oneOf", Json::array({flag("on or not"), text("_source, _reason")})}};
  for (const char* key : {"work_mode", "discharge_current", "optimization_status", "timestamp",
                          "next_action_time", "schedule_override_active", "manual_override_active"})
    schema["required"].push_back(key);
  schema["description"] =
      "For each heater also immersion_NAME, and with _source (manual, schedule, optimizer) and "
      "_reason.";
}

void add_system_schemas(Schemas& schemas) {
  add_battery_optimizer(schemas);
  add_heaters(schemas);
  add_darkstar(schemas);
  add_darkstar_learning(schemas);
  add_smartload(schemas);
  add_smartload_cars(schemas);
  add_boosts(schemas);
}

}  // namespace ohmstead::api
