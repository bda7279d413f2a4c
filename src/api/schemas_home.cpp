#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/schemas.hpp"
#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

namespace {

// The names of an enum as the answers write them.
template <class Enum>
Json names_in(std::string_view phrase = {}) {
  std::vector<std::string> names;
  for (const std::string_view name : names_of(Enum{})) names.emplace_back(name);
  return one_of(names, phrase);
}

Json mode() { return names_in<home::Mode>(); }
Json price_class() { return one_of({"negative", "cheap", "normal", "expensive"}); }
Json import_price() { return number("money/kWh", "of a kWh bought"); }
Json export_price() { return number("money/kWh", "of a kWh sold"); }

// Made from a field table; its title stands above it already.
Json from_table(const std::string& text) {
  Json schema = Json::parse(text);
  schema.erase("$schema");
  return schema;
}

Json battery_now() {
  return object({{"id", text()},
                 {"soc_kwh", number("kWh", "stored")},
                 maybe("soc_pct", number("%")),
                 maybe("capacity_kwh", number("kWh", "usable when full")),
                 {"charge_kw", number("kW")},
                 {"discharge_kw", number("kW")},
                 maybe("mode", mode())});
}

Json status() {
  const Json plan = object(
      {{"next_at", time("when it is made again")},
       maybe("made_at", time()),
       maybe("is_of_old_site_file", flag("made before the site file was read again")),
       maybe("status", names_in<home::PlanStatus>()),
       maybe("solver", text()),
       maybe("solve_ms", number("ms")),
       maybe("gap", number("money", "that the cheapest plan can be below it, proven")),
       maybe("gap_rooms_apart", number("money", "the same, but for the heat between rooms"))});
  const Json readings = object({{"at", time()},
                                {"load_kw", number("kW")},
                                {"pv_kw", number("kW")},
                                {"import_kw", number("kW")},
                                {"export_kw", number("kW")},
                                {"batteries", list_of(battery_now())},
                                {"vehicles", list_of(reference("Vehicle"))},
                                {"water_heaters", list_of(reference("WaterHeater"))},
                                {"zones", list_of(reference("Zone"))},
                                {"heat_sources", list_of(reference("HeatSource"))},
                                {"appliances", list_of(reference("Appliance"))}});
  const Json input = object({{"name", text()},
                             {"state", one_of({"ok", "stale", "missing"})},
                             maybe("age_s", integer("absent: nothing came yet")),
                             {"text", text()}});
  return object({{"schema", just("ohmstead.status/1")},
                 {"name", text("of the home")},
                 {"version", text("of the service")},
                 {"stage", names_in<engine::Stage>("how much the service may do")},
                 {"now", time()},
                 {"timezone", text()},
                 {"currency", text()},
                 {"language", text()},
                 maybe("speed", number("s/s", "of a replay; absent in a real home")),
                 maybe("is_stopped", flag("by hand: all is off or on hold")),
                 maybe("away", object({{"from", time("nobody is at home")}, {"until", time()}})),
                 {"cycle", integer("number of the snapshot")},
                 {"missed_cycles", integer("turns of the clock since the start without a cycle")},
                 {"plan", plan},
                 maybe("readings", readings),
                 maybe("price", object({{"import_per_kwh", import_price()},
                                        {"export_per_kwh", export_price()},
                                        {"class", price_class()}})),
                 {"saved", object({{"against", just("self_use")},
                                   {"today", number("money")},
                                   {"month", number("money")}})},
                 {"inputs", list_of(input)},
                 {"notes", list_of(text())}});
}

Json prices() {
  return object(
      {{"slots", list_of(object({{"start", time()},
                                 {"duration_s", integer()},
                                 {"import_per_kwh", import_price()},
                                 {"export_per_kwh", export_price()},
                                 {"class", price_class()},
                                 maybe("is_forecast", flag("true: not published, expected"))}))},
       maybe("published_until", time("from here on prices are forecasts")),
       maybe("statistics", object({{"lowest", number("money/kWh")},
                                   {"highest", number("money/kWh")},
                                   {"mean", number("money/kWh")},
                                   {"median", number("money/kWh")},
                                   {"cheap_until", number("money/kWh")},
                                   {"expensive_from", number("money/kWh")}},
                                  "of what is published"))});
}

Json history() {
  const Json battery = object({{"id", text()},
                               {"soc_kwh", number("kWh", "at the end of the slot")},
                               {"charge_kw", number("kW")},
                               {"discharge_kw", number("kW")},
                               {"mode", mode()}});
  return object({{"slots", list_of(object({{"start", time()},
                                           {"duration_s", integer()},
                                           {"load_kw", number("kW")},
                                           {"pv_kw", number("kW")},
                                           {"import_kw", number("kW")},
                                           {"export_kw", number("kW")},
                                           {"devices_kw", number("kW", "of all that is planned")},
                                           {"import_per_kwh", import_price()},
                                           {"cost", number("money", "paid at the meter")},
                                           {"self_use_cost", number("money", "without planning")},
                                           {"batteries", list_of(battery)}}))},
                 maybe("next_from", time("where the rest begins, when there is more"))});
}

Json accounts() {
  const Json device =
      object({{"id", text()},
              {"hours", number("h", "measured")},
              {"actual_kwh", number("kWh", "negative: given to the home")},
              maybe("planned_kwh", number("kWh", "by the plan that held")),
              maybe("beside_plan_kwh", number("kWh", "sum of what was more or less, slot by slot")),
              maybe("set_point_error_kw", number("kW", "mean between told and measured")),
              {"switches", integer("times that it was told to do something else")},
              {"switches_per_day", number("1/d")},
              {"writes", integer("that were sent to it")},
              maybe("response_s", integer("longest until what was told was measured")),
              {"cold_k_h", number("K h", "below what is wanted of a tank or room")},
              {"cold_hours", number("h", "in which it was")},
              {"missing_kwh", number("kWh", "of what a car should have left with")},
              {"avoided", number("money",
                                 "batteries against self-use, others against the same energy at "
                                 "a day's mean price")}});
  return object({{"rows", list_of(object({{"start", time("of the first slot")},
                                          {"devices", list_of(device)}}))},
                 maybe("next_from", time("where the rest begins"))});
}

}  // namespace

void add_home_schemas(Schemas& schemas) {
  schemas["Status"] = status();
  schemas["Prices"] = prices();
  schemas["History"] = history();
  schemas["Accounts"] = accounts();
  schemas["Plan"] = from_table(home::plan_schema());
  schemas["Case"] = from_table(home::case_schema());
  schemas["CasePatch"] = described({{"type", "object"}},
                                   "JSON merge patch (RFC 7396) of the case: only what changes.");
  schemas["Recommendation"] =
      object({{"mode", mode()},
              {"power_kw", number("kW", "negative: the battery gives")},
              {"reason", text()},
              {"status", text("of the plan; none: there is no plan")},
              maybe("expected_soc_pct", number("%", "at the end of the running slot")),
              maybe("until", time("when the mode changes")),
              maybe("next_mode", mode()),
              maybe("batteries", list_of(object({{"id", text()},
                                                 {"mode", mode()},
                                                 {"power_kw", number("kW")},
                                                 {"expected_soc_pct", number("%")},
                                                 maybe("until", time()),
                                                 maybe("next_mode", mode())})))});
  schemas["Decisions"] = object({{"decisions", list_of(object({{"at", time()},
                                                               {"device", text("that is told")},
                                                               {"mode", text("or on, off")},
                                                               {"power_kw", number("kW")},
                                                               {"reason", text()},
                                                               {"status", text()},
                                                               {"trigger", text("why then")},
                                                               {"changed", flag()}}))}});
  schemas["Health"] =
      object({{"status", names_in<engine::Health>()},
              maybe("components", list_of(object({{"name", text()},
                                                  {"state", names_in<engine::Health>()},
                                                  {"text", text()},
                                                  {"age_s", integer()}})))});
  schemas["WhatIf"] = object(
      {{"cost", number("money", "net cost of the plan with the changes, missed wishes apart")},
       {"base_cost", number("money", "the same of the running plan")},
       {"plan", reference("Plan")}});
}

}  // namespace ohmstead::api
