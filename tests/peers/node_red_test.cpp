// The running program and flows of a real Node-RED that play an inverter behind a broker and a
// heater with a web interface: both are read, told once what is wanted, and given back. Started by
// tests/peers/node_red/run; skipped without it.
#include <gmock/gmock.h>

#include <cstdlib>

#include "serving.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* k_site = R"(name: A home of flows
timezone: Europe/Berlin
tariff: {import: {fixed_per_kwh: 0.3}, export: {fixed_per_kwh: 0.08}}
batteries: [{id: battery, capacity_kwh: 10, charge_kw: 3}]
water_heaters: [{id: heater, power_kw: 2, daily_kwh: 0}]
service: {stage: full}
connections:
  - id: broker
    kind: mqtt
    url: mqtt://127.0.0.1:BROKER
    readings:
      - {of: battery, value: soc, at: inverter/state, pointer: /soc, unit: percent}
      - {of: battery, value: power, at: inverter/state, pointer: /power, unit: W}
    commands:
      - device: battery
        pause_s: 1
        verbs:
          - verb: self_use
            writes: [{to: inverter/set/mode, text: auto}]
            seen: [{at: inverter/state, pointer: /mode, text: auto}]
          - verb: charge
            writes: [{to: inverter/set/watts, text: "{x * 1000}"}, {to: inverter/set/mode, text: charge}]
            seen: [{at: inverter/state, pointer: /mode, text: charge}]
            power: {at: inverter/state, pointer: /watts, formula: x / 1000}
          - verb: hold
            writes: [{to: inverter/set/mode, text: hold}]
            seen: [{at: inverter/state, pointer: /mode, text: hold}]
  - id: web
    kind: http
    url: http://127.0.0.1:WEB
    every_s: 1
    readings:
      - {of: grid, value: power, at: /heater, pointer: /grid, unit: W}
      - {of: heater, value: power, at: /heater, pointer: /power, unit: W}
    commands:
      - device: heater
        pause_s: 1
        verbs:
          - verb: automatic
            writes: [{to: PUT /heater, text: '{{"state":"auto"}'}]
            seen: [{at: /heater, pointer: /state, text: auto}]
          - verb: "off"
            writes: [{to: PUT /heater, text: '{{"state":"off"}'}]
            seen: [{at: /heater, pointer: /state, text: "off"}]
          - verb: "on"
            writes: [{to: PUT /heater, text: '{{"state":"on"}'}]
            seen: [{at: /heater, pointer: /state, text: "on"}]
)";

std::string with(std::string text, const std::string& name, const std::string& value) {
  return text.replace(text.find(name), name.size(), value);
}

class NodeRed : public testing::Test {
 protected:
  void SetUp() override {
    const char* web = std::getenv("OHMSTEAD_NODE_RED");
    const char* broker = std::getenv("OHMSTEAD_NODE_RED_BROKER");
    if (web == nullptr || broker == nullptr)
      GTEST_SKIP() << "no Node-RED: run tests/peers/node_red/run";
    file_ = folder_.write("home.yaml", with(with(k_site, "BROKER", broker), "WEB", web)).string();
  }
  static void order(const Serving& service, const std::string& device, const std::string& kind) {
    const Json wish{{"kind", kind}, {"device", device}, {"minutes", 30}};
    const Json made = service.ask_json("POST /api/v1/overrides", wish.dump());
    EXPECT_EQ(made.value("state", ""), "active") << made;
  }
  static bool is_set(const Serving& service, const std::string& device, const std::string& verb) {
    return comes_true([&] {
      const Json told = service.device(device).value("command", Json::object());
      return told.contains("told") && told["told"]["verb"] == verb;
    });
  }
  static double kw_of(const Serving& service, const std::string& list, const std::string& key) {
    const Json status = service.ask_json("GET /api/v1/status");
    const Json readings = status.value("readings", Json::object());
    if (list.empty()) return readings.value(key, -1.0);
    return readings.contains(list) && !readings[list].empty() ? readings[list][0].value(key, -1.0)
                                                              : -1.0;
  }

  ScratchFolder folder_;
  std::string file_;
};

TEST_F(NodeRed, ItsFlowsAreUnderstoodBeforeAnythingIsTold) {
  const Outcome outcome = run_program({"check", "--site", file_, "--live"});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("battery soc (inverter/state/soc)"));
  EXPECT_THAT(outcome.out, HasSubstr("grid power (/heater/grid)"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("PROBLEM")));
}

TEST_F(NodeRed, ItsFlowsDoWhatIsWanted) {
  const Serving service{{"--site", file_}};
  ASSERT_TRUE(service.is_up()) << service.said();
  ASSERT_TRUE(comes_true([&] { return kw_of(service, "batteries", "soc_kwh") == 5.5; }));
  order(service, "battery", "charge");
  order(service, "heater", "on");
  EXPECT_TRUE(is_set(service, "battery", "charge")) << service.device("battery");
  EXPECT_TRUE(is_set(service, "heater", "on")) << service.device("heater");
  EXPECT_TRUE(comes_true([&] {
    (void)service.ask_json("POST /api/v1/plan/run");
    return kw_of(service, "", "import_kw") == 5.5;
  })) << service.ask("GET /api/v1/status");
  EXPECT_TRUE(comes_true([&] {
    return service.ask("GET /api/v1/health").find("all answer") != std::string::npos;
  })) << service.ask("GET /api/v1/health");
  (void)service.ask("DELETE /api/v1/overrides");
  EXPECT_TRUE(comes_true([&] {
    const Json told = service.device("battery").value("command", Json::object());
    return told.contains("told") && told["told"]["verb"] != "charge";
  })) << service.device("battery");
}

}  // namespace
}  // namespace ohmstead::cli
