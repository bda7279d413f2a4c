// What people set by hand.
#include "ohmstead/home/site_devices.hpp"
#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

namespace {

Json kind() { return one_of({"charge", "export", "hold", "self_use", "on", "off"}); }

Json made() {
  return object({{"id", integer()},
                 {"device", text("its id")},
                 {"kind", kind()},
                 {"from", time()},
                 {"until", time()},
                 maybe("target_soc_pct", number("%")),
                 {"source", one_of({"manual", "schedule", "rule"})},
                 maybe("by", text("who set it")),
                 maybe("why", text("of a rule of the home")),
                 maybe("heartbeat_s", integer("it ends when nobody asks again for so long")),
                 {"state", one_of({"active", "coming"})},
                 {"left_s", integer("until it ends, or how long it will last")},
                 maybe("warning", text("it holds, but could not be kept for the next start"))});
}

Json wish() {
  return object({{"device", text("its id")},
                 {"kind", kind()},
                 maybe("from", time("now when absent")),
                 maybe("until", time("or minutes; 90 minutes when both are absent")),
                 maybe("minutes", number("min")),
                 maybe("target_soc_pct", number("%", "of a battery or car: where to stop")),
                 maybe("by", text("who set it")),
                 maybe("heartbeat_s", number("s",
                                             "it ends when the same is not asked again in this "
                                             "time; without until a day later at most"))});
}

std::vector<std::string> strategies() {
  std::vector<std::string> names;
  for (const std::string_view name : names_of(home::ChargeStrategy{})) names.emplace_back(name);
  return names;
}

Json away() { return object({{"from", time()}, {"until", time()}}); }

Json car_now() {
  return object(
      {{"car", text("its id")},
       {"strategy", one_of(strategies())},
       maybe("soc_pct", number("%")),
       maybe("is_soc_estimated", flag("counted on from what it told last")),
       maybe("soc_at", time("when it told it last")),
       maybe("needed_kwh", number("kWh", "at the charger, until its next target")),
       maybe("urgency", number("%/h", "who needs the plug most")),
       maybe("alarm", text("its target cannot be met, with what would be needed")),
       maybe("notice", text("what to do at the plug")),
       maybe("could_be_plugged_in",
             flag("nobody said which car is at a charger that it shares, or it is another"))});
}

}  // namespace

void add_order_schemas(Schemas& schemas) {
  schemas["Override"] = made();
  schemas["OverrideWish"] = wish();
  schemas["OverrideWishes"] = object({{"overrides", list_of(reference("OverrideWish"))}});
  schemas["House"] = object({{"cars", list_of(car_now())},
                             {"strategies", list_of(text(), "that a car can have")},
                             maybe("away", away())});
  schemas["HouseWishes"] = object(
      {{"cars", list_of(object({{"car", text("its id")}, {"strategy", one_of(strategies())}}))},
       maybe("away", away())});
  schemas["CarSoc"] = object({{"car", text("its id")}, {"soc_pct", number("%", "what it holds")}});
  schemas["PluggedIn"] = object({{"car", text("its id")}});
  schemas["Overrides"] =
      object({{"overrides", list_of(reference("Override"))},
              {"devices", list_of(object({{"device", text("its id")},
                                          {"type", text("battery, vehicle, water_heater, ...")},
                                          {"kinds", list_of(kind(), "what can be asked of it")}}))},
              maybe("warning", text("they hold, but could not be kept for the next start"))});
  schemas["Exceptions"] = object(
      {maybe("trips",
             list_of(object({{"car", text("its id")},
                             {"leave", time("when it would leave by its week")},
                             maybe("leaves_at", time("instead, on the same day")),
                             maybe("target_soc_pct", number("%", "what it is to hold then"))}),
                     "over once both times have passed")),
       maybe("reserves", list_of(object({{"battery", text("its id")},
                                         {"min_soc_pct", number("%", "at least the site file's")}}),
                                 "until taken back"))});
}

}  // namespace ohmstead::api
