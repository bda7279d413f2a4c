// An inverter behind a real broker, and the site file of the home that has it. Thread rule: as its
// parts say.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "ohmstead/net/mqtt_client.hpp"
#include "run_program.hpp"
#include "serving.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::cli {

using Json = nlohmann::json;
using net::TestBroker;

// Does what it is told and says so, several times a second. The home draws 0.4 kW.
class Inverter {
 public:
  explicit Inverter(const TestBroker& broker)
      : client_{options_of(broker), [this](const net::MqttMessage& message) { obey(message); }} {
    client_.subscribe("inverter/mode/set", 1);
    client_.subscribe("inverter/power/set", 1);
    client_.start();
    teller_ = std::jthread{[this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        tell();
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
      }
    }};
  }
  ~Inverter() {
    teller_.request_stop();
    teller_.join();
    client_.stop();
  }
  Inverter(const Inverter&) = delete;
  Inverter& operator=(const Inverter&) = delete;

  [[nodiscard]] std::string mode() const {
    const std::scoped_lock lock{mutex_};
    return mode_;
  }
  [[nodiscard]] double power_w() const { return power_w_; }
  void set_by_hand(const std::string& mode) {
    const std::scoped_lock lock{mutex_};
    mode_ = mode;
  }

 private:
  static net::MqttOptions options_of(const TestBroker& broker) {
    net::MqttOptions options = net::read_mqtt_url(broker.url()).value();
    options.first_pause = std::chrono::milliseconds{100};
    options.longest_pause = std::chrono::milliseconds{500};
    return options;
  }
  void obey(const net::MqttMessage& message) {
    const std::scoped_lock lock{mutex_};
    if (message.topic == "inverter/power/set") power_w_ = std::stod(message.payload);
    if (message.topic == "inverter/mode/set") mode_ = message.payload;
  }
  void tell() {
    const std::string now = mode();
    const double charge_w = now == "charge" ? power_w_.load() : 0.0;
    const auto say = [this](const char* topic, const std::string& text) {
      (void)client_.publish({.topic = topic, .payload = text});
    };
    say("meter/state", Json{{"apower", 400.0 + charge_w}}.dump());
    say("inverter/soc", "50");
    say("inverter/battery", std::to_string(-charge_w));
    say("inverter/mode", now);
    say("inverter/power", std::to_string(power_w_.load()));
  }

  mutable std::mutex mutex_;
  std::string mode_ = "auto";
  std::atomic<double> power_w_ = 0.0;
  net::MqttClient client_;
  std::jthread teller_;
};

inline std::string site_with(const TestBroker& broker, const std::string& stage) {
  return "name: Driven home\ntimezone: Europe/Berlin\n"
         "tariff: {import: {fixed_per_kwh: 0.3}, export: {fixed_per_kwh: 0.08}}\n"
         "batteries: [{id: battery, capacity_kwh: 10, charge_kw: 3}]\n"
         "service: {stage: " +
         stage +
         "}\n"
         "connections:\n"
         "  - id: broker\n"
         "    kind: mqtt\n"
         "    url: " +
         broker.url() + R"(
    readings:
      - {of: grid, value: power, at: meter/state, pointer: /apower, unit: W}
      - {of: battery, value: soc, at: inverter/soc, unit: percent}
      - {of: battery, value: power, at: inverter/battery, unit: W, factor: -1}
    commands:
      - device: battery
        pause_s: 1
        verbs:
          - verb: self_use
            writes: [{to: inverter/mode/set, text: auto}]
            seen: [{at: inverter/mode, text: auto}]
          - verb: charge
            writes:
              - {to: inverter/power/set, text: "{x * 1000}"}
              - {to: inverter/mode/set, text: charge}
            seen: [{at: inverter/mode, text: charge}]
            power: {at: inverter/power, formula: x / 1000}
          - verb: hold
            writes: [{to: inverter/mode/set, text: hold}]
            seen: [{at: inverter/mode, text: hold}]
)";
}

class LiveHome : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
    broker_ = std::make_unique<TestBroker>();
    inverter_ = std::make_unique<Inverter>(*broker_);
  }
  std::string write_site(const std::string& stage) {
    return folder_.write("home.yaml", site_with(*broker_, stage)).string();
  }

  ScratchFolder folder_;
  std::unique_ptr<TestBroker> broker_;
  std::unique_ptr<Inverter> inverter_;
};

}  // namespace ohmstead::cli
