#include <gtest/gtest.h>

#include "ohmstead/home/site.hpp"

namespace ohmstead::home {
namespace {

std::string home_with(const std::string& connections) {
  return "name: A\ntimezone: Europe/Berlin\nsecrets_file: secrets.yaml\n"
         "tariff: {import: {fixed_per_kwh: 0.3}}\n"
         "batteries: [{id: battery, capacity_kwh: 10, charge_kw: 5}]\n"
         "zones: [{id: bath, capacity_kwh_per_k: 1, loss_kw_per_k: 0.1, temperature_c: 20, low_c: "
         "20}]\n"
         "outdoor_c: 10\n"
         "connections:\n" +
         connections;
}

std::string problems_of(const std::string& connections) {
  const auto site = read_site(home_with(connections), "site.yaml");
  return site ? "" : site.error().message;
}

TEST(Connections, ReadsPointsAndCommands) {
  const auto site = read_site(home_with(R"(
  - id: broker
    kind: mqtt
    url: mqtt://192.168.1.5
    password: broker
    readings:
      - {of: grid, value: power, at: meter/state, pointer: /apower, unit: W, factor: -1}
      - {of: battery, value: soc, at: battery/soc, unit: percent}
    commands:
      - device: battery
        most_kw: 3
        verbs:
          - {verb: self_use, writes: [{to: battery/mode, text: auto}], seen: [{at: battery/mode, text: auto}]}
          - {verb: charge, writes: [{to: battery/power, text: "{x * 1000}"}, {to: battery/mode, text: charge}]}
)"),
                              "site.yaml");
  ASSERT_TRUE(site) << site.error().message;
  ASSERT_EQ(site->connections.size(), 1U);
  const Connection& broker = site->connections[0];
  EXPECT_EQ(broker.readings[0].factor, -1.0);
  EXPECT_EQ(broker.readings[1].unit, PointUnit::percent);
  ASSERT_EQ(broker.commands[0].verbs.size(), 2U);
  EXPECT_EQ(broker.commands[0].verbs[1].writes[0].text, "{x * 1000}");
  EXPECT_EQ(broker.commands[0].most, base::Power{3.0});
}

TEST(Connections, TellsEverythingThatCannotBe) {
  const std::string problems = problems_of(R"(
  - id: a
    kind: mqtt
    url: http://broker
    readings:
      - {of: batery, value: soc, at: x}
      - {of: grid, value: soc, at: x}
      - {of: grid, value: power, at: x, unit: kWh}
      - {of: grid, value: power, at: y, pointer: power}
    commands:
      - {device: bath, verbs: [{verb: on, writes: [{to: x, text: y}]}]}
      - {device: battery, verbs: [{verb: on, writes: [{to: x, text: y}]}, {verb: hold}]}
  - {id: a, kind: ocpp, url: "http://x"}
  - {id: c, kind: http, url: "http://x"}
)");
  for (const char* each :
       {"connections[0].url: 'http://broker' does not begin with mqtt:// or mqtts://",
        "connections[0].readings[0].of: 'batery' is no device of this home",
        "connections[0].readings[1].value: grid has no soc",
        "connections[0].readings[2].unit: is no unit of power",
        "connections[0].readings[3].pointer: 'power' is no pointer",
        "connections[0].readings[3]: power of grid is told by connections[0].readings[2] already",
        "connections[0].commands[0].device: 'bath' is no battery",
        "connections[0].commands[1].verbs[0].verb: battery cannot be told on",
        "connections[0].commands[1].verbs[1].writes: missing",
        "connections[1].id: 'a' is the name of connections[0] too", "connections[1].port: missing",
        "connections[1].devices: missing",
        "connections[2]: has neither readings nor commands nor a profile"})
    EXPECT_NE(problems.find(each), std::string::npos) << each << "\n--- in:\n" << problems;
}

}  // namespace
}  // namespace ohmstead::home
