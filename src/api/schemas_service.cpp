// What the service knows beside its plan, and the site file.
#include "ohmstead/home/command.hpp"
#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

namespace {

Json money_row() {
  return object(
      {{"from", day("first day")},
       {"cost", number("money", "at the meter")},
       {"self_use_cost",
        number("money", "without planning: batteries follow the home, cars charge at once")},
       {"no_battery_cost", number("money", "had there been no battery")},
       {"saved", number("money", "against self-use, what is stored counted")},
       {"import_kwh", number("kWh")},
       {"export_kwh", number("kWh")},
       {"pv_kwh", number("kWh")},
       {"load_kwh", number("kWh")},
       {"is_complete", flag("all of it was measured")}});
}

Json command() {
  std::vector<std::string> verbs;
  for (const std::string_view name : names_of(home::Verb{})) verbs.emplace_back(name);
  return object({{"verb", one_of(verbs)}, maybe("power_kw", number("kW"))});
}

Json command_state() {
  return object({{"wanted", described(command(), "in the device's own words")},
                 maybe("told", described(command(), "the last that it took")),
                 maybe("foreign", described(command(), "somebody else's, respected")),
                 maybe("foreign_until", time()),
                 maybe("otherwise", text("why it is not told what the plan has")),
                 maybe("alarm", text("it does not do what it is told")),
                 {"writes_today", integer("of the last 24 hours")}});
}

Json active_override() {
  return object(
      {{"kind", text()}, {"source", text("manual, schedule or rule")}, {"until", time()}});
}

Json config_problem() {
  return object({maybe("line", integer()),
                 maybe("column", integer()),
                 maybe("path", text()),
                 {"text", text("what is wrong")}});
}

Json plans() {
  return object({{"plans", list_of(object({{"made_at", time()},
                                           {"strategy", text()},
                                           {"status", text()},
                                           maybe("cost", number("money", "as planned"))}))}});
}

void add_forecasts(Schemas& schemas) {
  schemas["Outlook"] = object(
      {{"slots",
        list_of(object({{"start", time()},
                        {"duration_s", integer()},
                        maybe("pv_kw", number("kW")),
                        maybe("pv_p10_kw", number("kW", "one in ten is lower")),
                        maybe("pv_p90_kw", number("kW", "one in ten is higher")),
                        maybe("load_kw", number("kW")),
                        maybe("load_p10_kw", number("kW")),
                        maybe("load_p90_kw", number("kW")),
                        maybe("outdoor_c", number("deg C")),
                        maybe("spot_per_kwh", number("money/kWh", "of the market")),
                        maybe("spot_is_forecast", flag("true: not published, expected")),
                        maybe("spot_p10_per_kwh", number("money/kWh", "of a forecast")),
                        maybe("spot_p90_per_kwh", number("money/kWh", "of a forecast"))}))}});
  schemas["Models"] = object(
      {{"models", list_of(object({{"kind", text("load, pv, price, export_price")},
                                  {"version", integer()},
                                  {"status", one_of({"champion", "candidate", "retired"})},
                                  {"trained_at", time()},
                                  {"data_from", time()},
                                  {"data_to", time()},
                                  {"samples", integer("values measured")},
                                  {"training_s", number("s")},
                                  {"data_fingerprint", text("hexadecimal")},
                                  {"metrics", list_of(object({{"name", text("ends with its unit")},
                                                              {"value", number("")}}))}}),
                          "by kind, oldest first")}});
  schemas["ModelChoice"] = object({{"kind", text("load, pv, price, export_price")},
                                   {"version", integer("that is to forecast")}});
  schemas["ModelKind"] = object({{"kind", text("load, pv, price, export_price")}});
}

}  // namespace

void add_service_schemas(Schemas& schemas) {
  add_forecasts(schemas);
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
                        maybe("command", command_state()),
                        {"override", described(Json{{"oneOf", Json::array({Json{{"type", "null"}},
                                                                           active_override()})}},
                                               "that is active")}}))}});
  schemas["Baselines"] =
      object({{"strategies", list_of(object({{"name", text()}, {"cost", number("money")}}))}});
  schemas["Plans"] = plans();
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
  schemas["Palettes"] =
      object({{"palettes", list_of(object({{"name", text()},
                                           {"background", text("a colour: #rgb or #rrggbb")},
                                           {"foreground", text("a colour")},
                                           {"palette", list_of(text(), "16 colours")},
                                           maybe("accent", text("a colour, or which of the 16")),
                                           maybe("muted", text("a colour"))}))},
              {"problems", list_of(text(), "each file that is left out, with all that is wrong")}});
  schemas["StopWish"] = object({{"is_stopped", flag()}});
  schemas["StageWish"] = object({{"stage", one_of({"simulation", "advisory", "partial", "full"})}});
}

}  // namespace ohmstead::api
