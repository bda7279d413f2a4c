#include "mqtt_session.hpp"

#include <fmt/format.h>
#include <mosquitto.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "text.hpp"

namespace ohmstead::net {
namespace {

// While the broker has not answered, the library always wants to write: it is not to spin.
constexpr std::chrono::milliseconds k_look_before_answer{20};
constexpr int k_refused = 0x80;  // instead of a quality: MQTT 3.1.1, 3.9.3

MqttSession& session_of(void* self) { return *static_cast<MqttSession*>(self); }

void empty(int wake_fd) {
  std::array<char, 64> bytes{};
  while (::read(wake_fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())) {
  }
}

}  // namespace

MqttSession::MqttSession(const MqttOptions& options) : options_{options} {
  static const int ready = mosquitto_lib_init();
  mosquitto_ =
      ready == MOSQ_ERR_SUCCESS ? mosquitto_new(options.client_id.c_str(), true, this) : nullptr;
  if (mosquitto_ == nullptr) {
    code_ = MOSQ_ERR_NOMEM;
    return;
  }
  mosquitto_connect_callback_set(mosquitto_, [](mosquitto*, void* self, int code) {
    session_of(self).is_acknowledged_ = code == 0;
    session_of(self).refusal_ = code;
  });
  mosquitto_message_callback_set(mosquitto_,
                                 [](mosquitto*, void* self, const mosquitto_message* message) {
                                   session_of(self).hear(*message);
                                 });
  mosquitto_publish_callback_set(mosquitto_, [](mosquitto*, void* self, int) {
    if (session_of(self).in_flight_ > 0) --session_of(self).in_flight_;
  });
  mosquitto_subscribe_callback_set(
      mosquitto_, [](mosquitto*, void* self, int request, int count, const int* qualities) {
        session_of(self).note_granted(request, qualities, count);
      });
  mosquitto_log_callback_set(mosquitto_, [](mosquitto*, void* self, int, const char* line) {
    session_of(self).note(line);
  });
}

MqttSession::~MqttSession() {
  if (mosquitto_ != nullptr) mosquitto_destroy(mosquitto_);
}

bool MqttSession::connect() {
  if (mosquitto_ == nullptr) return false;
  mosquitto_int_option(mosquitto_, MOSQ_OPT_TCP_NODELAY, 1);
  int code = MOSQ_ERR_SUCCESS;
  if (!options_.user.empty())
    code =
        mosquitto_username_pw_set(mosquitto_, options_.user.c_str(),
                                  options_.password.empty() ? nullptr : options_.password.c_str());
  if (code == MOSQ_ERR_SUCCESS && options_.is_tls) {
    has_tls_error_ = true;  // until its parts are in place
    code = options_.ca_file.empty() ? mosquitto_int_option(mosquitto_, MOSQ_OPT_TLS_USE_OS_CERTS, 1)
                                    : mosquitto_tls_set(mosquitto_, options_.ca_file.c_str(),
                                                        nullptr, nullptr, nullptr, nullptr);
    if (code == MOSQ_ERR_SUCCESS) has_tls_error_ = false;
  }
  if (code == MOSQ_ERR_SUCCESS && options_.last_will) {
    const MqttMessage& will = *options_.last_will;
    code = mosquitto_will_set(mosquitto_, will.topic.c_str(), static_cast<int>(will.payload.size()),
                              will.payload.data(), will.qos, will.is_retained);
  }
  if (code == MOSQ_ERR_SUCCESS)
    code = mosquitto_connect(mosquitto_, options_.host.c_str(), options_.port,
                             static_cast<int>(options_.keep_alive.count()));
  return code == MOSQ_ERR_SUCCESS || end(code);
}

bool MqttSession::step(int wake_fd, std::chrono::milliseconds longest) {
  const int socket = mosquitto_socket(mosquitto_);
  if (socket < 0) return end(MOSQ_ERR_CONN_LOST);
  const bool wants_write = mosquitto_want_write(mosquitto_);
  const bool waits_to_write = wants_write && is_acknowledged_;
  const auto events = static_cast<short>(waits_to_write ? POLLIN | POLLOUT : POLLIN);
  std::array<pollfd, 2> asked{pollfd{socket, events, 0}, pollfd{wake_fd, POLLIN, 0}};
  const auto wait = is_acknowledged_ ? longest : std::min(longest, k_look_before_answer);
  ::poll(asked.data(), asked.size(), static_cast<int>(wait.count()));
  if (asked[1].revents != 0) empty(wake_fd);
  int code = MOSQ_ERR_SUCCESS;
  if (asked[0].revents & (POLLIN | POLLERR | POLLHUP)) code = mosquitto_loop_read(mosquitto_, 1);
  if (code == MOSQ_ERR_SUCCESS && wants_write &&
      (!is_acknowledged_ || (asked[0].revents & POLLOUT)))
    code = mosquitto_loop_write(mosquitto_, 1);
  if (code == MOSQ_ERR_SUCCESS) code = mosquitto_loop_misc(mosquitto_);
  return code == MOSQ_ERR_SUCCESS || end(code);
}

bool MqttSession::end(int code) {
  error_ = errno;
  code_ = code;
  return false;
}

void MqttSession::subscribe(const std::string& topic, int qos) {
  int request = 0;
  // A connection that is over says so at the next step.
  if (mosquitto_subscribe(mosquitto_, &request, topic.c_str(), qos) == MOSQ_ERR_SUCCESS)
    asked_[request] = topic;
}

void MqttSession::note_granted(int request, const int* qualities, int count) {
  const auto asked = asked_.find(request);
  if (asked == asked_.end()) return;
  if (count > 0 && qualities[0] >= k_refused) refused_.push_back(std::move(asked->second));
  asked_.erase(asked);
}

void MqttSession::publish(const MqttMessage& message) {
  // Counted first: what is written at once is also acknowledged at once.
  ++in_flight_;
  const int code = mosquitto_publish(mosquitto_, nullptr, message.topic.c_str(),
                                     static_cast<int>(message.payload.size()),
                                     message.payload.data(), message.qos, message.is_retained);
  if (code != MOSQ_ERR_SUCCESS && in_flight_ > 0) --in_flight_;
}

void MqttSession::disconnect() { mosquitto_disconnect(mosquitto_); }

void MqttSession::hear(const mosquitto_message& message) {
  if (message.topic == nullptr || message.payloadlen < 0) return;
  const auto size = static_cast<std::size_t>(message.payloadlen);
  if (size > options_.payload_bytes_max) return;
  const std::string_view payload =
      size == 0 ? std::string_view{}
                : std::string_view{static_cast<const char*>(message.payload), size};
  if (!is_utf8(payload)) return;
  messages_.push_back({message.topic, std::string{payload}, message.qos, message.retain});
}

// The library tells what is wrong with a certificate in its log alone.
void MqttSession::note(const char* log_line) {
  const std::string_view line{log_line == nullptr ? "" : log_line};
  has_other_name_ = has_other_name_ || line.find("host name verif") != std::string_view::npos;
  has_tls_error_ = has_tls_error_ || has_other_name_ || line.starts_with("OpenSSL Error") ||
                   line.find("Unable to load CA") != std::string_view::npos;
}

MqttState MqttSession::reason() const {
  const std::string broker = fmt::format("{}:{}", options_.host, options_.port);
  const auto because = [&](MqttTrouble trouble, std::string what) {
    return MqttState{false, trouble, std::move(what)};
  };
  if (is_acknowledged_)
    return because(MqttTrouble::lost,
                   code_ == MOSQ_ERR_KEEPALIVE
                       ? fmt::format("the broker at {} fell silent", broker)
                       : fmt::format("the broker at {} ended the connection", broker));
  if (refusal_ == 4 || refusal_ == 5)  // MQTT 3.1.1, 3.2.2.3
    return because(MqttTrouble::refused,
                   options_.user.empty()
                       ? fmt::format("the broker at {} wants a user and a password", broker)
                       : fmt::format("the broker at {} refused user or password", broker));
  if (refusal_ != 0)
    return because(MqttTrouble::no_answer, fmt::format("the broker at {} takes no clients now: {}",
                                                       broker, mosquitto_connack_string(refusal_)));
  if (code_ == MOSQ_ERR_EAI)
    return because(MqttTrouble::unknown_host, fmt::format("no host is called {}", options_.host));
  if (has_other_name_)
    return because(MqttTrouble::not_encrypted,
                   fmt::format("the certificate at {} is for another host", broker));
  if (has_tls_error_ && !options_.ca_file.empty() && ::access(options_.ca_file.c_str(), R_OK) != 0)
    return because(MqttTrouble::not_encrypted,
                   fmt::format("the file {} cannot be read", options_.ca_file.string()));
  if (has_tls_error_)
    return because(MqttTrouble::not_encrypted,
                   fmt::format("the certificate at {} is not trusted, or there is no TLS", broker));
  if (code_ == MOSQ_ERR_ERRNO && error_ != 0)
    return because(MqttTrouble::no_answer, fmt::format("no broker answers at {} ({})", broker,
                                                       std::generic_category().message(error_)));
  return because(MqttTrouble::no_answer, fmt::format("no broker answers at {}", broker));
}

}  // namespace ohmstead::net
