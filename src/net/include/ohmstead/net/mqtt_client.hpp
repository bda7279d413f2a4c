// An MQTT 3.1.1 client: keeps one connection to a broker, comes back by itself, waits for nothing.
//
// What is published goes out now or not at all: nothing is kept over a lost connection, since an
// order of an hour ago must not reach a device. Topics are subscribed to again at each connection.
// Queues and payloads are bounded; what comes and is larger, or no text in UTF-8, is dropped.
// Messages about the connection name host and port, never user or password. Thread rule: start()
// and stop() from one thread, the others from any; callbacks come from the client's own thread,
// must return soon, may publish and subscribe, must not stop the client, and come no more once
// stop() has returned.
//
//   MqttClient client{options, [](const MqttMessage& message) { ... }};
//   client.subscribe("meter/power", 1);
//   client.start();
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::net {

struct MqttMessage {
  std::string topic = {};
  std::string payload = {};
  int qos = 0;  // 0: at most once, 1: at least once
  // Sent: the broker keeps it for whoever subscribes later. Received: it was kept, nobody knows
  // for how long.
  bool is_retained = false;
};

struct MqttOptions {
  std::string host = {};
  std::uint16_t port = 0;  // 0: 1883, with TLS 8883
  bool is_tls = false;
  std::filesystem::path ca_file = {};  // PEM; empty: those the system trusts
  std::string user = {};
  std::string password = {};
  std::string client_id = {};  // empty: made by chance; two clients must not share one
  std::optional<MqttMessage> last_will = {};  // what the broker says when we are gone unexpectedly
  std::chrono::seconds keep_alive{15};        // a broker silent for twice that is gone; 5 or more
  std::chrono::milliseconds answer_timeout{10'000};
  std::chrono::milliseconds first_pause{1'000};  // before it tries again; twice as long each time
  std::chrono::milliseconds longest_pause{60'000};
  std::size_t payload_bytes_max = std::size_t{256} * 1024;
  std::size_t queue_messages_max = 500;  // that wait to be sent
  std::size_t queue_bytes_max = std::size_t{1024} * 1024;
};

// Why there is no connection.
enum class MqttTrouble {
  none,
  not_yet,        // it has just been started
  unknown_host,   // the name has no address
  no_answer,      // nobody there, or no broker
  not_encrypted,  // certificate or TLS
  refused,        // user, password or rights
  lost,           // it was connected
};

struct MqttState {
  bool is_connected = false;
  MqttTrouble trouble = MqttTrouble::not_yet;
  std::string what = {};  // a sentence for people; empty: connected
};

class MqttClient {
 public:
  using OnMessage = std::function<void(const MqttMessage&)>;
  // At each connection, when it can be published and all topics are asked for.
  using OnConnected = std::function<void()>;

  explicit MqttClient(MqttOptions options, OnMessage on_message = {},
                      OnConnected on_connected = {});
  ~MqttClient();
  MqttClient(const MqttClient&) = delete;
  MqttClient& operator=(const MqttClient&) = delete;

  void start();
  // Sends what waits, for a second at most, and says goodbye. It does not wait for a name or a host
  // that does not answer. Not to be started again.
  void stop();
  // For as long as the client lives. Precondition: is_topic_filter(topic).
  void subscribe(const std::string& topic, int qos);
  // Hands it over. Errors: invalid_input (topic, payload, qos), unavailable (not connected, or too
  // much waits).
  [[nodiscard]] base::Result<void> publish(MqttMessage message);
  [[nodiscard]] MqttState state() const;
  // Whether the broker let us in and would not let us read this topic.
  [[nodiscard]] bool is_refused(const std::string& topic) const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

// Of mqtt://host[:port] and mqtts://host[:port], with ?ca_file=PATH where certificates are signed
// by an authority of one's own. Errors: invalid_input.
[[nodiscard]] base::Result<MqttOptions> read_mqtt_url(std::string_view url);
// Whether it can be published to: 1 to 65535 bytes of UTF-8 without wildcards.
[[nodiscard]] bool is_topic(std::string_view topic);
// Whether it can be subscribed to: as a topic, + and # allowed where MQTT has them.
[[nodiscard]] bool is_topic_filter(std::string_view topic);

}  // namespace ohmstead::net
