#include "mqtt/mqtt_bus.hpp"

#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "mqtt/topic_address.hpp"
#include "ohmstead/net/mqtt_client.hpp"
#include "parts/broker.hpp"

namespace ohmstead::connect {
namespace {

using base::Result;
using home::PointValue;

// Of this moment alone.
bool is_momentary(PointValue value) {
  switch (value) {
    case PointValue::power:
    case PointValue::import:
    case PointValue::export_:
    case PointValue::charge:
    case PointValue::discharge:
    case PointValue::frequency:
    case PointValue::current_l1:
    case PointValue::current_l2:
    case PointValue::current_l3:
      return true;
    case PointValue::energy:
    case PointValue::imported:
    case PointValue::exported:
    case PointValue::charged:
    case PointValue::discharged:
    case PointValue::soc:
    case PointValue::temperature:
    case PointValue::connected:
    case PointValue::running:
      return false;
  }
  return true;
}

std::set<std::string> momentary_topics(const home::Connection& connection) {
  std::set<std::string> topics;
  for (const home::PointReading& reading : connection.readings) {
    const auto address = read_topic_address(reading.at, false);
    if (address && is_momentary(reading.value)) topics.insert(address->topic);
  }
  return topics;
}

class MqttBus final : public PointBus {
 public:
  MqttBus(const home::Connection& connection, net::MqttOptions options, const base::Clock& clock)
      : id_{connection.id},
        clock_{&clock},
        momentary_{momentary_topics(connection)},
        client_{std::move(options), [this](const net::MqttMessage& message) { hear(message); }} {}

  void watch(const std::string& address) override {
    const auto read = read_topic_address(address, false);
    if (!read) return;
    const auto [place, is_new] = watched_.try_emplace(read->topic, read->qos);
    place->second = std::max(place->second, read->qos);
    client_.subscribe(read->topic, place->second);
  }
  void start() override { client_.start(); }
  void stop() override { client_.stop(); }

  std::optional<Told> told(const std::string& address) const override {
    const auto read = read_topic_address(address, false);
    if (!read) return std::nullopt;
    const std::scoped_lock lock{mutex_};
    const auto found = told_.find(read->topic);
    return found == told_.end() ? std::nullopt : std::optional{found->second};
  }

  Result<void> write(const std::string& address, const std::string& text) override {
    const auto read = read_topic_address(address, true);
    if (!read) return tl::unexpected{read.error()};
    return client_.publish({read->topic, text, read->qos, read->is_retained});
  }

  std::string fault() const override { return broker_fault(client_.state(), id_); }

  std::string fault_of(const std::string& address, bool is_written) const override {
    const auto read = read_topic_address(address, is_written);
    if (!read) return read.error().message;
    if (is_written || !client_.is_refused(read->topic)) return {};
    return "the broker does not let us read it: see its access rules for the user of connection " +
           id_;
  }

 private:
  void hear(const net::MqttMessage& message) {
    if (message.is_retained && momentary_.contains(message.topic)) return;
    const base::Time now = clock_->now();
    const std::scoped_lock lock{mutex_};
    const auto [place, is_new] = told_.try_emplace(message.topic, Told{message.payload, now});
    if (is_new || (message.is_retained && place->second.text == message.payload)) return;
    place->second = {message.payload, now};
  }

  std::string id_;
  const base::Clock* clock_;
  std::set<std::string> momentary_;
  std::map<std::string, int> watched_;
  mutable std::mutex mutex_;
  std::map<std::string, Told> told_;  // by topic
  net::MqttClient client_;            // the last one: it calls hear() until it is gone
};

}  // namespace

Result<std::unique_ptr<PointBus>> make_mqtt_bus(const home::Connection& connection,
                                                const DriverContext& context) {
  auto options = broker_options(connection, context);
  if (!options) return tl::unexpected{options.error()};
  return std::make_unique<MqttBus>(connection, std::move(*options), context.clock);
}

}  // namespace ohmstead::connect
