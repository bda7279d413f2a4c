#include "ohmstead/net/mqtt_client.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "mqtt_session.hpp"
#include "ohmstead/net/secret.hpp"

namespace ohmstead::net {
namespace {

using base::ErrorKind;
using Instant = std::chrono::steady_clock::time_point;

constexpr std::size_t k_most_in_flight = 20;
constexpr std::chrono::milliseconds k_look{500};  // keep-alive is counted in seconds
constexpr std::chrono::seconds k_goodbye{1};
constexpr std::chrono::milliseconds k_patience{200};  // with a host that does not answer
// A connection that ends sooner does not count as one: two clients may share an identity.
constexpr std::chrono::seconds k_settled{10};

Instant now() { return std::chrono::steady_clock::now(); }

std::string made_up_id() { return "ohmstead" + sha256_hex(random_text()).substr(0, 15); }

// A pipe broken under TLS must not end the program; other signals are for other threads.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

// Shared with the client's thread, which may outlive the client while a host does not answer.
struct MqttClient::Core {
  Core(MqttOptions all, OnMessage message, OnConnected connected)
      : options{std::move(all)},
        on_message{std::move(message)},
        on_connected{std::move(connected)},
        wake_fd{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} {
    base::expect(wake_fd >= 0, "the system has no event left");
    if (options.port == 0) options.port = options.is_tls ? 8883 : 1883;
    if (options.client_id.empty()) options.client_id = made_up_id();
    state.what =
        fmt::format("the broker at {}:{} has not answered yet", options.host, options.port);
  }
  ~Core() { ::close(wake_fd); }
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  void run();
  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_fd, &one, sizeof one);
  }

  MqttOptions options;
  OnMessage on_message;
  OnConnected on_connected;
  int wake_fd;

  std::mutex mutex;  // of all below
  std::condition_variable changed;
  std::map<std::string, int> topics;
  std::vector<std::string> new_topics;  // not asked for in this connection
  std::set<std::string> refused;        // the same: asked for in vain
  std::deque<MqttMessage> queue;
  std::size_t queue_bytes = 0;
  MqttState state;
  bool is_stopping = false;
  bool is_reaching = false;  // in calls that may take minutes
  bool is_over = false;
  std::thread thread;

 private:
  [[nodiscard]] bool reach(MqttSession& session);
  [[nodiscard]] MqttState converse(MqttSession& session);
  // Whether this was the greeting.
  bool hand_over(MqttSession& session);
  void note_refused(MqttSession& session);
  [[nodiscard]] bool is_farewell_over(const MqttSession& session, Instant& until);
  void forget_queue();
};

void MqttClient::Core::run() {
  block_signals();
  auto pause = options.first_pause;
  std::unique_lock lock{mutex};
  while (!is_stopping) {
    MqttSession session{options};
    is_reaching = true;
    lock.unlock();
    const bool is_reached = session.connect();
    lock.lock();
    is_reaching = false;
    if (is_stopping) break;
    lock.unlock();
    const Instant begun = now();
    MqttState end = is_reached ? converse(session) : session.reason();
    lock.lock();
    if (end.trouble == MqttTrouble::lost && now() - begun >= k_settled) pause = options.first_pause;
    state = std::move(end);
    forget_queue();
    changed.wait_for(lock, pause, [this] { return is_stopping; });
    pause = std::min(pause * 2, options.longest_pause);
  }
  is_over = true;
  changed.notify_all();
}

MqttState MqttClient::Core::converse(MqttSession& session) {
  const Instant answer_until = now() + options.answer_timeout;
  Instant farewell_until{};
  while (session.step(wake_fd, k_look)) {
    for (const MqttMessage& message : session.take_messages()) {
      if (on_message) on_message(message);
    }
    if (!session.is_acknowledged()) {
      const std::scoped_lock lock{mutex};
      if (is_stopping || now() > answer_until) break;
      continue;
    }
    note_refused(session);
    if (hand_over(session) && on_connected) on_connected();
    if (is_farewell_over(session, farewell_until)) {
      session.disconnect();
      break;
    }
  }
  return session.reason();
}

bool MqttClient::Core::hand_over(MqttSession& session) {
  const std::scoped_lock lock{mutex};
  const bool is_first = !state.is_connected;
  if (is_first) {
    state = {true, MqttTrouble::none, {}};
    new_topics.clear();
    refused.clear();
    for (const auto& [topic, qos] : topics) session.subscribe(topic, qos);
  }
  for (const std::string& topic : new_topics) session.subscribe(topic, topics.at(topic));
  new_topics.clear();
  while (!queue.empty() && session.in_flight() < k_most_in_flight) {
    session.publish(queue.front());
    queue_bytes -= queue.front().payload.size();
    queue.pop_front();
  }
  return is_first;
}

void MqttClient::Core::note_refused(MqttSession& session) {
  auto topics_refused = session.take_refused();
  if (topics_refused.empty()) return;
  const std::scoped_lock lock{mutex};
  for (std::string& topic : topics_refused) refused.insert(std::move(topic));
}

bool MqttClient::Core::is_farewell_over(const MqttSession& session, Instant& until) {
  const std::scoped_lock lock{mutex};
  if (!is_stopping) return false;
  if (until == Instant{}) until = now() + k_goodbye;
  return now() > until || (queue.empty() && session.in_flight() == 0);
}

void MqttClient::Core::forget_queue() {
  queue.clear();
  queue_bytes = 0;
}

MqttClient::MqttClient(MqttOptions options, OnMessage on_message, OnConnected on_connected)
    : core_{std::make_shared<Core>(std::move(options), std::move(on_message),
                                   std::move(on_connected))} {}

MqttClient::~MqttClient() { stop(); }

void MqttClient::start() {
  base::expect(!core_->thread.joinable() && !core_->is_over, "an MQTT client is started once");
  core_->thread = std::thread{[core = core_] { core->run(); }};
}

void MqttClient::stop() {
  if (!core_->thread.joinable()) return;
  bool is_left_alone = false;
  {
    std::unique_lock lock{core_->mutex};
    core_->is_stopping = true;
    core_->changed.notify_all();
    core_->wake();
    core_->changed.wait_for(lock, k_patience, [this] { return core_->is_over; });
    core_->changed.wait(lock, [this] { return core_->is_over || core_->is_reaching; });
    is_left_alone = !core_->is_over;
    core_->state = {false, MqttTrouble::not_yet, "the connection was ended"};
  }
  if (is_left_alone)
    core_->thread.detach();
  else
    core_->thread.join();
}

void MqttClient::subscribe(const std::string& topic, int qos) {
  base::expect(is_topic_filter(topic), "subscribe: no topic");
  {
    const std::scoped_lock lock{core_->mutex};
    core_->topics[topic] = qos;
    core_->new_topics.push_back(topic);
  }
  core_->wake();
}

base::Result<void> MqttClient::publish(MqttMessage message) {
  if (!is_topic(message.topic)) return base::fail(ErrorKind::invalid_input, "this is no topic");
  if (message.payload.size() > core_->options.payload_bytes_max)
    return base::fail(ErrorKind::invalid_input, fmt::format("{}: too long a text", message.topic));
  if (message.qos < 0 || message.qos > 1)
    return base::fail(ErrorKind::invalid_input, "qos is 0 or 1");
  {
    const std::scoped_lock lock{core_->mutex};
    if (!core_->state.is_connected) return base::fail(ErrorKind::unavailable, core_->state.what);
    if (core_->is_stopping) return base::fail(ErrorKind::unavailable, "the connection is ending");
    if (core_->queue.size() >= core_->options.queue_messages_max ||
        core_->queue_bytes + message.payload.size() > core_->options.queue_bytes_max)
      return base::fail(ErrorKind::unavailable, "the broker does not take what waits for it");
    core_->queue_bytes += message.payload.size();
    core_->queue.push_back(std::move(message));
  }
  core_->wake();
  return {};
}

MqttState MqttClient::state() const {
  const std::scoped_lock lock{core_->mutex};
  return core_->state;
}

bool MqttClient::is_refused(const std::string& topic) const {
  const std::scoped_lock lock{core_->mutex};
  return core_->refused.contains(topic);
}

}  // namespace ohmstead::net
