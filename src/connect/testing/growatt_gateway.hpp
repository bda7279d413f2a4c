// A Growatt gateway with its inverter's settings, at the real broker: obeys, or does not, as a test
// says. Thread rule: any thread.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "growatt/messages.hpp"
#include "growatt/settings.hpp"
#include "ohmstead/net/mqtt_client.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::connect {

class GrowattGateway {
 public:
  explicit GrowattGateway(const std::string& url) {
    auto options = net::read_mqtt_url(url).value();
    options.first_pause = std::chrono::milliseconds{20};
    client_ = std::make_unique<net::MqttClient>(
        options, [this](const net::MqttMessage& message) { hear(message); });
    client_->subscribe("energy/solar/command/#", 1);
    client_->subscribe("energy/solar", 1);
    client_->start();
  }
  ~GrowattGateway() { client_->stop(); }
  GrowattGateway(const GrowattGateway&) = delete;
  GrowattGateway& operator=(const GrowattGateway&) = delete;

  bool tell(const std::string& text, bool is_retained = false) {
    return net::eventually(
        [&] { return client_->publish({"energy/solar", text, 1, is_retained}).has_value(); });
  }
  // What was asked for, without the questions that come by themselves.
  [[nodiscard]] std::vector<std::string> commands() const {
    const std::scoped_lock lock{mutex_};
    return commands_;
  }
  void forget_commands() {
    const std::scoped_lock lock{mutex_};
    commands_.clear();
  }
  void set(const GrowattSettings& settings) {
    const std::scoped_lock lock{mutex_};
    settings_ = settings;
  }
  [[nodiscard]] GrowattSettings settings() const {
    const std::scoped_lock lock{mutex_};
    return settings_;
  }
  std::atomic<int> echoes = 0;        // of its measurements, from the broker
  std::atomic<int> deaf = 0;          // so many commands are not heard
  std::atomic<bool> refuses = false;  // settings are not taken
  std::atomic<bool> says_all_twice = false;
  std::atomic<int> clock_off_s = 0;

 private:
  static std::string priority_text(const GrowattPriority& priority) {
    std::string slots;
    for (std::size_t i = 0; i < priority.slots.size(); ++i) {
      const GrowattSlot& slot = priority.slots.at(i);
      slots +=
          fmt::format(R"({}{{"slot":{},"start":"{:02}:{:02}","stop":"{:02}:{:02}","enabled":{}}})",
                      i == 0 ? "" : ",", i + 1, slot.start_min / 60, slot.start_min % 60,
                      slot.stop_min / 60, slot.stop_min % 60, slot.is_enabled);
    }
    return fmt::format(R"("powerRate":{},"stopSOC":{},"timeSlots":[{}])", priority.power_rate_pct,
                       priority.stop_soc_pct, slots);
  }

  static int value(const describe::Node& asked) { return std::stoi(asked.find("value")->text); }
  static int minute(const describe::Node& asked, const char* key) {
    const std::string text = asked.find(key)->text;
    return std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3));
  }
  static void set(GrowattPriority& priority, const std::string& what, const describe::Node& asked) {
    if (what == "stopsoc") priority.stop_soc_pct = value(asked);
    if (what == "powerrate") priority.power_rate_pct = value(asked);
    if (what == "timeslot")
      priority.slots.at(std::stoul(asked.find("slot")->text) - 1) = {
          minute(asked, "start"), minute(asked, "stop"), asked.find("enabled")->text == "true"};
  }

  std::string obey(const std::string& command, const describe::Node& asked) {
    if (command == "batteryfirst/get")
      return fmt::format(R"(,"acChargeEnabled":{},{})", settings_.charges_from_grid,
                         priority_text(settings_.battery_first));
    if (command == "gridfirst/get") return "," + priority_text(settings_.grid_first);
    if (command == "datetime/get")
      return clock_off_s == 0 ? R"(,"value":"2027-01-15 09:00:10")"
                              : R"(,"value":"2027-01-15 09:01:10")";
    commands_.push_back(command + (asked.find("value") != nullptr ? " " + asked.find("value")->text
                                                                  : std::string{}));
    const std::string what = command.substr(command.rfind('/') + 1);
    if (refuses) return "";
    if (what == "acchargeenabled")
      settings_.charges_from_grid = value(asked) == 1;
    else if (command.starts_with("batteryfirst"))
      set(settings_.battery_first, what, asked);
    else if (command.starts_with("gridfirst"))
      set(settings_.grid_first, what, asked);
    return "";
  }

  void hear(const net::MqttMessage& message) {
    if (message.topic == "energy/solar") {
      ++echoes;
      return;
    }
    if (deaf > 0) {
      --deaf;
      return;
    }
    const std::string command = message.topic.substr(std::string{"energy/solar/command/"}.size());
    const auto asked = describe::parse_json(message.payload, "test").value();
    std::string answer;
    {
      const std::scoped_lock lock{mutex_};
      answer = obey(command, asked);
    }
    const bool is_taken = !refuses || command.find("/set/") == std::string::npos;
    const std::string text =
        fmt::format(R"({{"correlationId":"{}","command":"{}","success":{},"message":"{}"{}}})",
                    asked.find("correlationId")->text, command, is_taken,
                    is_taken ? "success" : "Failed to write", answer);
    for (int i = 0; i < (says_all_twice ? 2 : 1); ++i)
      (void)client_->publish({"energy/solar/result", text, 1});
  }

  mutable std::mutex mutex_;
  GrowattSettings settings_;
  std::vector<std::string> commands_;
  std::unique_ptr<net::MqttClient> client_;
};

}  // namespace ohmstead::connect
