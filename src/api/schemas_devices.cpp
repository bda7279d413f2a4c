// What devices tell (device_answers.cpp).
#include "ohmstead/home/readings.hpp"
#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

namespace {

Json power() { return number("kW", "negative: given to the home"); }
Json drawn() { return number("kWh", "counter"); }

Json vehicle() {
  return object({{"id", text()},
                 {"is_connected", flag()},
                 {"power_kw", power()},
                 {"charged_kwh", number("kWh", "counter")},
                 {"discharged_kwh", number("kWh", "counter")},
                 maybe("charger", text("where it is connected")),
                 maybe("soc_kwh", number("kWh")),
                 maybe("soc_pct", number("%")),
                 maybe("capacity_kwh", number("kWh")),
                 maybe("returns_at", time("when it is away")),
                 maybe("leaves_at", time("next")),
                 maybe("target_soc_pct", number("%", "wanted next")),
                 maybe("target_at", time("by when"))});
}

Json water_heater() {
  return object({{"id", text()},
                 {"state", one_of({"on", "off"})},
                 {"power_kw", power()},
                 {"drawn_kwh", drawn()},
                 maybe("temperature_c", number("degC")),
                 maybe("heat_today_kwh", number("kWh", "of heat"))});
}

Json zone() {
  return object({{"id", text()},
                 maybe("temperature_c", number("degC")),
                 maybe("mass_temperature_c", number("degC", "of walls and floors")),
                 maybe("low_c", number("degC", "wanted now")),
                 maybe("high_c", number("degC", "wanted now"))});
}

Json heat_source() {
  return object({{"id", text()},
                 {"state", one_of({"on", "off"})},
                 {"power_kw", power()},
                 {"drawn_kwh", drawn()}});
}

Json appliance() {
  std::vector<std::string> states;
  for (const std::string_view name : names_of(decltype(home::ApplianceReading::state){}))
    states.emplace_back(name);
  return object({{"id", text()},
                 {"state", one_of(states)},
                 {"power_kw", power()},
                 {"used_kwh", number("kWh", "by the run that goes on")},
                 {"drawn_kwh", drawn()}});
}

}  // namespace

void add_device_schemas(Schemas& schemas) {
  schemas["Vehicle"] = vehicle();
  schemas["WaterHeater"] = water_heater();
  schemas["Zone"] = zone();
  schemas["HeatSource"] = heat_source();
  schemas["Appliance"] = appliance();
}

}  // namespace ohmstead::api
