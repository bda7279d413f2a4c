// What the service knows beside its plan, and the site file.
#include "ohmstead/api/api.hpp"
#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

namespace {

Json money_row() {
  return object({{"from", day("first day")},
                 {"cost", number("money", "at the meter")},
                 {"self_use_cost", number("money", "had the batteries only followed the home")},
                 {"no_battery_cost", number("money", "had there been no battery")},
                 {"saved", number("money", "against self-use, what is stored counted")},
                 {"import_kwh", number("kWh")},
                 {"export_kwh", number("kWh")},
                 {"pv_kwh", number("kWh")},
                 {"load_kwh", number("kWh")},
                 {"is_complete", flag("all of it was measured")}});
}

Json active_override() {
  return object({{"kind", text()}, {"source", text("manual or schedule")}, {"until", time()}});
}

Json config_problem() {
  return object({maybe("line", integer()),
                 maybe("column", integer()),
                 maybe("path", text()),
                 {"text", text("what is wrong")}});
}

std::vector<std::string> replay_strategies() {
  return {k_replay_strategies.begin(), k_replay_strategies.end()};
}

Json replay_account() {
  return object(
      {{"month", text("local month, or total")},
       {"slots", integer("planning slots in it")},
       {"net_cost", number("money", "all together; lower is better")},
       {"import_cost", number("money")},
       {"export_revenue", number("money")},
       {"wear", number("money", "of batteries")},
       {"missed", number("money", "broken limits and bounds")},
       {"stored_value_change", number("money", "of what is stored, end less start")},
       {"saved_to_self_use", number("money", "against no planning")},
       {"saved_to_no_battery", number("money", "against no battery")},
       maybe("bound_share_pct", number("%", "of what perfect foresight saves against no planning")),
       {"load_kwh", number("kWh")},
       {"grid_import_kwh", number("kWh")},
       {"grid_export_kwh", number("kWh")},
       {"pv_used_kwh", number("kWh")},
       {"pv_curtailed_kwh", number("kWh")},
       {"battery_charge_kwh", number("kWh")},
       {"battery_discharge_kwh", number("kWh")},
       maybe("self_consumption_pct", number("%", "of the PV used")),
       {"battery_cycles", number("", "energy discharged by capacity")},
       {"flips_per_day", number("", "changed minds about the coming slot")}});
}

void add_replay_schemas(Schemas& schemas) {
  const Json strategy = object({{"strategy", one_of(replay_strategies())},
                                {"plans", integer("made")},
                                {"plans_without_proof", integer()},
                                {"mean_plan_ms", number("ms")},
                                {"total", replay_account()},
                                {"months", list_of(replay_account())}});
  schemas["Replay"] = object({{"schema", just("ohmstead.backtest/1")},
                              {"site", text()},
                              {"currency", text()},
                              {"timezone", text("of the months")},
                              {"from", time("first slot")},
                              {"to", time("end of the last slot")},
                              maybe("stopped_at", time("the time was over; figures hold so far")),
                              {"stored_value_per_kwh", number("money/kWh")},
                              {"left_out_slots", integer("without a price")},
                              {"notes", list_of(text())},
                              {"strategies", list_of(strategy, "as asked for")}});
  schemas["ReplayWish"] =
      object({{"from", text("local date, or time")},
              {"to", text("local date, which is then included, or time; at most 366 days later")},
              maybe("strategies", list_of(one_of(replay_strategies()),
                                          "optimal, self_use and no_battery when absent"))});
}

}  // namespace

void add_service_schemas(Schemas& schemas) {
  schemas["Devices"] = object(
      {{"devices",
        list_of(object({{"id", text()},
                        {"type", text("battery, vehicle, water_heater, zone, ...")},
                        {"state", one_of({"ok", "stale", "failed"})},
                        maybe("text", text("what is wrong, and what to do")),
                        maybe("now", object({maybe("mode", text()),
                                             maybe("state", text()),
                                             {"power_kw", number("kW")},
                                             {"reason", text()}})),
                        {"readings", described({{"type", "object"}}, "as it measures")},
                        {"limits", described({{"type", "object"}}, "of the site file")},
                        {"override", described(Json{{"oneOf", Json::array({Json{{"type", "null"}},
                                                                           active_override()})}},
                                               "that is active")}}))}});
  schemas["Outlook"] =
      object({{"slots", list_of(object({{"start", time()},
                                        {"duration_s", integer()},
                                        maybe("pv_kw", number("kW")),
                                        maybe("pv_p10_kw", number("kW", "one in ten is lower")),
                                        maybe("pv_p90_kw", number("kW", "one in ten is higher")),
                                        maybe("load_kw", number("kW")),
                                        maybe("load_p10_kw", number("kW")),
                                        maybe("load_p90_kw", number("kW")),
                                        maybe("outdoor_c", number("deg C"))}))}});
  schemas["Baselines"] =
      object({{"strategies", list_of(object({{"name", text()}, {"cost", number("money")}}))}});
  schemas["Plans"] =
      object({{"plans",
               list_of(object({{"made_at", time()}, {"strategy", text()}, {"status", text()}}))}});
  schemas["Savings"] =
      object({{"against", just("self_use")}, {"rows", list_of(money_row(), "oldest first")}});
  schemas["Accuracy"] = object(
      {{"series",
        list_of(object({{"name", text()},
                        {"leads", list_of(object({{"lead_h", integer("made so long before")},
                                                  {"mae_kw", number("kW", "mean absolute error")},
                                                  {"bias_kw", number("kW", "forecast - measured")},
                                                  {"count", integer("slots")}}))}}))}});
  schemas["Config"] = object({{"file", text()},
                              {"text", text("YAML")},
                              {"version", text("send it back when you write")},
                              {"can_write", flag()},
                              maybe("why_not", text())});
  schemas["ConfigEdits"] =
      object({{"changes", list_of(object({{"path", text("a.b[0].c")}, {"value", Json::object()}}))},
              maybe("text", text("to change instead of the file"))});
  schemas["ConfigEdited"] = object({{"text", text("comments kept")},
                                    {"problems", list_of(config_problem())},
                                    {"diff", text("unified")}});
  schemas["ConfigText"] = object({{"text", text("YAML")}});
  schemas["ConfigChecked"] =
      object({{"problems", list_of(config_problem())}, {"diff", text("unified")}});
  schemas["ConfigWritten"] =
      object({{"text", text("YAML")}, {"version", text("of what was read")}});
  schemas["ConfigVersion"] = object({{"version", text()}});
  schemas["SiteSchema"] = described({{"type", "object"}}, "JSON Schema 2020-12 of the site file");
  add_replay_schemas(schemas);
  schemas["StageWish"] = object({{"stage", one_of({"simulation", "advisory", "partial", "full"})}});
}

}  // namespace ohmstead::api
