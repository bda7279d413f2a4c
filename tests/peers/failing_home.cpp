#include "failing_home.hpp"

namespace ohmstead::cli {
namespace {

constexpr const char* k_battery = R"(
    every_s: 1
    readings:
      - {of: grid, value: power, at: "holding:10:int32", unit: W}
      - {of: battery, value: soc, at: "holding:12:uint16:x0.1", unit: percent}
      - {of: battery, value: power, at: "holding:13:int16", unit: W}
    commands:
      - device: battery
        pause_s: 1
        verbs:
          - verb: self_use
            writes: [{to: "holding:0", text: "0"}]
            seen: [{at: "holding:0", text: "0"}]
          - verb: charge
            writes: [{to: "holding:1", text: "{x * 1000}"}, {to: "holding:0", text: "1"}]
            seen: [{at: "holding:0", text: "1"}]
            power: {at: "holding:1", formula: x / 1000}
          - verb: hold
            writes: [{to: "holding:0", text: "2"}]
            seen: [{at: "holding:0", text: "2"}]
)";

}  // namespace

void FailingHome::SetUp() {
  inverter_ = std::make_unique<peers::PythonPeer>("pymodbus==3.16.1", "failing_inverter.py",
                                                  std::vector<std::string>{});
  if (!inverter_->is_up()) GTEST_SKIP() << inverter_->why_not();
  const std::string line = inverter_->read_until("port ");
  ASSERT_FALSE(line.empty()) << "the inverter did not come up";
  inverter_port_ = line.substr(5);
}

void FailingHome::serve(const std::string& devices, const std::string& more) {
  const std::string site =
      "name: Failing home\ntimezone: Europe/Berlin\n"
      "tariff: {import: {fixed_per_kwh: 0.3}, export: {fixed_per_kwh: 0.08}}\n"
      "batteries: [{id: battery, capacity_kwh: 10, charge_kw: 3}]\n"
      "service: {stage: full}\n" +
      devices + "connections:\n  - id: inverter\n    kind: modbus\n    url: tcp://127.0.0.1:" +
      inverter_port_ + k_battery + more;
  service_ = std::make_unique<Serving>(
      std::vector<std::string>{"--site", folder_.write("home.yaml", site).string()});
  ASSERT_TRUE(service_->is_up()) << service_->said();
  ASSERT_TRUE(comes_true([&] {
    const Json status = service_->ask_json("GET /api/v1/status");
    return status.contains("readings") && !status["readings"]["batteries"].empty();
  })) << health();
}

void FailingHome::happens(peers::PythonPeer& peer, const std::string& what) {
  peer.say(what);
  const std::string done = "done " + what.substr(0, what.find(' '));
  EXPECT_EQ(peer.read_until(done), done);
}

void FailingHome::order(const std::string& device) const {
  const Json wish{{"kind", "charge"}, {"device", device}, {"minutes", 30}};
  const Json made = service_->ask_json("POST /api/v1/overrides", wish.dump());
  EXPECT_EQ(made.value("state", ""), "active") << made;
}

bool FailingHome::says(const std::string& words) const {
  return comes_true([&] {
    (void)service_->ask_json("POST /api/v1/plan/run");
    return health().find(words) != std::string::npos;
  });
}

bool FailingHome::says_no_more(const std::string& words) const {
  return comes_true([&] {
    (void)service_->ask_json("POST /api/v1/plan/run");
    return health().find(words) == std::string::npos;
  });
}

int FailingHome::times_told() {
  happens("right");
  int times = 0;
  while (!inverter_->read_until("told", 1).empty()) ++times;
  return times;
}

}  // namespace ohmstead::cli
