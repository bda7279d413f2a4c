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

TEST(Connections, ALimitOfPhasesNeedsTheirCurrents) {
  const auto home_of = [](const std::string& reading) {
    const auto site = read_site(
        "name: A\ntimezone: Europe/Berlin\ngrid: {phase_limit_a: 25}\n"
        "tariff: {import: {fixed_per_kwh: 0.3}}\nconnections:\n  - {id: a, kind: mqtt, url: "
        "mqtt://b, readings: [" +
            reading + "]}\n",
        "site.yaml");
    return site ? std::string{} : site.error().message;
  };
  EXPECT_NE(home_of("{of: grid, value: power, at: x, unit: W}").find("grid.phase_limit_a: needs"),
            std::string::npos);
  EXPECT_EQ(home_of("{of: grid, value: current_l1, at: x, unit: A}"), "");
  EXPECT_NE(
      home_of("{of: grid, value: current_l1, at: x, unit: W}").find("is no unit of current_l1"),
      std::string::npos);
}

// What is told of a charger is told of whichever car is there; with one car it has a name.
TEST(Connections, AChargerOfSeveralCarsIsADevice) {
  const auto home_of = [](const std::string& cars, const std::string& readings) {
    const auto site = read_site(
        "name: A\ntimezone: Europe/Berlin\n"
        "tariff: {import: {fixed_per_kwh: 0.3}}\n"
        "chargers: [{id: box, max_kw: 11}]\nvehicles: [" +
            cars +
            "]\n"
            "connections:\n  - {id: a, kind: mqtt, url: mqtt://b, readings: [" +
            readings + "]}\n",
        "site.yaml");
    return site ? std::string{} : site.error().message;
  };
  const std::string car = "{id: car, capacity_kwh: 50}",
                    both = car + ", {id: van, capacity_kwh: 70}";
  const std::string plug = "{of: box, value: connected, at: plug}";
  const std::string power = ", {of: box, value: power, at: box/power}";
  EXPECT_EQ(home_of(both, plug + power), "");
  EXPECT_NE(home_of(car, plug).find("'box' is no device of this home"), std::string::npos);
  EXPECT_NE(home_of(both, power.substr(2)).find("several cars share box: give a reading"),
            std::string::npos);
  const std::string own = ", {of: car, value: power, at: car/power}";
  EXPECT_EQ(home_of(both, plug + own), "");
  const std::string twice = home_of(both, plug + power + own);
  EXPECT_NE(twice.find("connections[0].readings[2]: car charges at box alone"), std::string::npos)
      << twice;
}

// One wallbox, or one mode of an inverter, told by two devices.
TEST(Connections, OneAddressIsWrittenForOneDevice) {
  const auto two = [](const std::string& kind, const std::string& one, const std::string& other) {
    const auto battery = [&](const std::string& id, const std::string& write) {
      return "\n      - {device: " + id + ", verbs: [{verb: self_use, writes: [" + write +
             "]}, {verb: hold, writes: [" + write + "]}]}";
    };
    const std::string text =
        "name: A\ntimezone: Europe/Berlin\n"
        "tariff: {import: {fixed_per_kwh: 0.3}}\n"
        "batteries: [{id: battery, capacity_kwh: 10, charge_kw: 5}, "
        "{id: second, capacity_kwh: 10, charge_kw: 5}]\n"
        "connections:\n  - id: a\n    kind: " +
        kind + "\n    commands:" + battery("battery", one) + battery("second", other) + "\n";
    const auto site = read_site(text, "site.yaml");
    return site ? std::string{} : site.error().message;
  };
  const std::string modbus = "modbus\n    url: tcp://box";
  const std::string mqtt = "mqtt\n    url: mqtt://box";
  const std::string hub = "home_assistant\n    url: http://hub";
  const std::string twice =
      two(modbus, "{to: \"holding:9\", text: \"1\"}", "{to: \"holding:9:int16\", text: \"2\"}");
  const std::string expected =
      "connections[0].commands[1].verbs[0].writes[0].to: 'holding:9:int16' is written for battery "
      "by connections[0].commands[0].verbs[0].writes[0] already";
  EXPECT_NE(twice.find(expected), std::string::npos) << twice;
  EXPECT_EQ(twice.find("verbs[1].writes[0].to"), std::string::npos) << twice;
  EXPECT_NE(two(mqtt, "{to: x, text: a}", "{to: x, text: b}").find("is written for"),
            std::string::npos);
  EXPECT_NE(two(hub, "{to: select.x, text: a}", "{to: select.x, text: b}").find("is written for"),
            std::string::npos);
  EXPECT_EQ(two(modbus, "{to: \"holding:9\", text: \"1\"}", "{to: \"coil:9\", text: \"2\"}"), "");
  // The text says for which.
  EXPECT_EQ(two(mqtt, "{to: x, text: '{{\"id\":1}'}", "{to: x, text: '{{\"id\":2}'}"), "");
}

}  // namespace
}  // namespace ohmstead::home
