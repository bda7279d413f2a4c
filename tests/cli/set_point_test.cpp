// Devices that take no power, behind a real broker: a thermostat that is told a temperature, an
// inverter that knows a reserve in place of hold, a boiler that is told an amount of heat.
#include <gtest/gtest.h>

#include "live_home.hpp"

namespace ohmstead::cli {
namespace {

constexpr const char* k_home = R"(name: Set-points
timezone: Europe/Berlin
tariff: {import: {fixed_per_kwh: 0.3}, export: {fixed_per_kwh: 0.08}}
batteries: [{id: battery, capacity_kwh: 10, charge_kw: 5}]
zones: [{id: bath, capacity_kwh_per_k: 1, loss_kw_per_k: 0.1, temperature_c: 20, low_c: 20, high_c: 23}]
heat_sources: [{id: radiator, zone: bath, power_kw: 2}]
water_heaters: [{id: boiler, power_kw: 2, tank: {volume_l: 100, temperature_c: 50, min_c: 40, max_c: 60}}]
outdoor_c: 5
service: {stage: full}
connections:
  - id: broker
    kind: mqtt
    url: URL
    readings:
      - {of: grid, value: power, at: meter, unit: W}
      - {of: bath, value: temperature, at: bath, unit: C}
      - {of: boiler, value: temperature, at: water, unit: C}
      - {of: battery, value: soc, at: soc, unit: percent}
    commands:
      - device: battery
        pause_s: 1
        verbs:
          - {verb: self_use, writes: [{to: reserve/set, text: "10"}], seen: [{at: reserve, text: "10"}]}
          - {verb: hold, writes: [{to: reserve/set, text: "{soc}"}], seen: [{at: reserve, text: "{soc}"}]}
      - device: radiator
        pause_s: 1
        verbs:
          - {verb: automatic, writes: [{to: thermostat/set, text: "21"}]}
          - {verb: "off", writes: [{to: thermostat/set, text: "16"}]}
          - {verb: "on", writes: [{to: thermostat/set, text: "{target}"}]}
      - device: boiler
        pause_s: 1
        verbs:
          - {verb: "off", writes: [{to: block/set, text: "0"}]}
          - {verb: "on", writes: [{to: block/set, text: "{kwh * 1000}"}]}
)";

// What was set last, by topic; the reserve shows what it was told.
class Devices {
 public:
  explicit Devices(const TestBroker& broker)
      : client_{net::read_mqtt_url(broker.url()).value(), [this](const net::MqttMessage& message) {
                  const std::scoped_lock lock{mutex_};
                  set_[message.topic] = message.payload;
                }} {
    for (const char* topic : {"reserve/set", "thermostat/set", "block/set"})
      client_.subscribe(topic, 1);
    client_.start();
    teller_ = std::jthread{[this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        for (const auto& [topic, text] : {std::pair{"meter", std::string{"400"}},
                                          {"bath", "20.4"},
                                          {"water", "50"},
                                          {"soc", "63.7"},
                                          {"reserve", reserve()}})
          (void)client_.publish({.topic = topic, .payload = text});
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
      }
    }};
  }
  ~Devices() {
    teller_.request_stop();
    teller_.join();
    client_.stop();
  }
  Devices(const Devices&) = delete;
  Devices& operator=(const Devices&) = delete;

  std::string set(const std::string& topic) {
    const std::scoped_lock lock{mutex_};
    return set_[topic];
  }
  std::string reserve() {
    const std::string told = set("reserve/set");
    return told.empty() ? "10" : told + ".0";
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> set_;
  net::MqttClient client_;
  std::jthread teller_;
};

TEST(SetPoint, IsToldInPlaceOfAPower) {
  if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
  const TestBroker broker;
  Devices devices{broker};
  const ScratchFolder folder;
  std::string site = k_home;
  site.replace(site.find("URL"), 3, broker.url());
  const Serving service{{"--site", folder.write("home.yaml", site).string()}};
  ASSERT_TRUE(service.is_up()) << service.said();
  const auto order = [&](const std::string& device, const std::string& kind) {
    return service.ask("POST /api/v1/overrides",
                       R"({"device":")" + device + R"(","kind":")" + kind + R"(","minutes":30})");
  };
  (void)order("radiator", "off");
  EXPECT_TRUE(comes_true([&] { return devices.set("thermostat/set") == "16"; }));
  (void)order("radiator", "on");
  // Half a degree above what is measured or more, never above high_c.
  EXPECT_TRUE(comes_true([&] {
    const std::string told = devices.set("thermostat/set");
    return told != "16" && std::stod(told) >= 20.9 && std::stod(told) <= 23.0;
  })) << devices.set("thermostat/set");
  (void)order("boiler", "on");
  EXPECT_TRUE(comes_true([&] {
    const std::string told = devices.set("block/set");
    return !told.empty() && std::stod(told) > 0.0 && std::stod(told) <= 500.0;  // of 2 kW, Wh
  })) << devices.set("block/set");
  (void)order("battery", "hold");
  EXPECT_TRUE(comes_true([&] { return devices.set("reserve/set") == "63"; }));
  EXPECT_TRUE(comes_true([&] {
    Json command = service.device("battery")["command"];
    return command["told"]["verb"] == "hold";
  }));
  EXPECT_EQ(service.ask("GET /api/v1/health").find("does not take"), std::string::npos);
}

}  // namespace
}  // namespace ohmstead::cli
