// One connection to a broker from its first packet to its end, on libmosquitto.
//
// The library's own reconnecting is not used: it would send what waits from before. Each connection
// is a new client of the library, driven by poll() of one thread. Thread rule: one thread.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ohmstead/net/mqtt_client.hpp"

struct mosquitto;
struct mosquitto_message;  // NOLINT(readability-identifier-naming): the library's name

namespace ohmstead::net {

class MqttSession {
 public:
  // Port and identity are set; `options` must outlive it.
  explicit MqttSession(const MqttOptions& options);
  ~MqttSession();
  MqttSession(const MqttSession&) = delete;
  MqttSession& operator=(const MqttSession&) = delete;

  // Finds the host and connects; may take minutes. False: it failed.
  [[nodiscard]] bool connect();
  // Sends and receives what can be, and waits for more, or for a byte at `wake_fd`, `longest` at
  // most. False: the connection is over.
  [[nodiscard]] bool step(int wake_fd, std::chrono::milliseconds longest);
  // The broker let us in.
  [[nodiscard]] bool is_acknowledged() const { return is_acknowledged_; }
  void subscribe(const std::string& topic, int qos);
  void publish(const MqttMessage& message);
  // Of what was published: what is still to be sent or acknowledged.
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }
  // What came since the last call, without what is too large or no text.
  [[nodiscard]] std::vector<MqttMessage> take_messages() { return std::exchange(messages_, {}); }
  // Topics that the broker refused to be subscribed to, since the last call.
  [[nodiscard]] std::vector<std::string> take_refused() { return std::exchange(refused_, {}); }
  void disconnect();
  // Why it is over, once connect() or step() said so.
  [[nodiscard]] MqttState reason() const;

 private:
  [[nodiscard]] bool end(int code);
  void hear(const mosquitto_message& message);
  void note(const char* log_line);
  void note_granted(int request, const int* qualities, int count);

  const MqttOptions& options_;
  mosquitto* mosquitto_;
  bool is_acknowledged_ = false;
  int refusal_ = 0;  // what the broker said instead of yes; 0: nothing
  int code_ = 0;     // of the library
  int error_ = 0;    // errno
  bool has_tls_error_ = false;
  bool has_other_name_ = false;  // the certificate is for another host
  std::size_t in_flight_ = 0;
  std::vector<MqttMessage> messages_;
  std::map<int, std::string> asked_;  // topics by request, until they are answered
  std::vector<std::string> refused_;
};

}  // namespace ohmstead::net
