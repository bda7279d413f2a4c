#include "home_assistant/bus.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

#include "home_assistant/entities.hpp"
#include "home_assistant/messages.hpp"
#include "home_assistant/socket_url.hpp"
#include "home_assistant/write_trials.hpp"
#include "ohmstead/net/web_client.hpp"
#include "ohmstead/net/web_socket_client.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr milliseconds k_patience{2000};
constexpr std::size_t k_most_pending = 64;
constexpr std::chrono::seconds k_late_fault_time{60};
// Home Assistant counts refused tokens and may ban whoever comes with too many.
constexpr milliseconds k_after_refusal{15 * 60'000};
constexpr milliseconds k_after_nonsense{30'000};
constexpr std::int64_t k_subscription = 1;

class HomeAssistantBus final : public PointBus {
 public:
  HomeAssistantBus(const home::Connection& connection, std::string token, const base::Clock& clock)
      : id_{connection.id}, token_{std::move(token)}, clock_{clock} {
    // What is written must be known too: a service call for an unknown entity succeeds.
    for (const home::PointCommands& commands : connection.commands) {
      for (const home::PointVerb& verb : commands.verbs) {
        for (const home::PointWrite& write : verb.writes) want_written(write.to);
      }
    }
  }
  ~HomeAssistantBus() override { stop(); }
  HomeAssistantBus(const HomeAssistantBus&) = delete;
  HomeAssistantBus& operator=(const HomeAssistantBus&) = delete;

  Result<void> open(const std::string& url) {
    auto client = net::WebSocketClient::make(
        {.url = url, .first_wait = milliseconds{1000}, .longest_wait = milliseconds{30'000}},
        {.opened = [this] { take_opened(); },
         .said = [this](const std::string& text) { take_text(text); },
         .ended = [this](const net::WebSocketEnd& end) { take_end(end); }});
    if (!client) return tl::unexpected{client.error()};
    client_ = *std::move(client);
    host_ = url.substr(url.find("//") + 2);
    host_.resize(host_.find('/'));
    return {};
  }

  void watch(const std::string& address) override {
    const auto point = read_entity_point(address);
    if (!point) return;
    const std::scoped_lock lock{mutex_};
    points_.insert_or_assign(address, *point);
    entities_.want(*point);
  }

  void try_write(const std::string& address, const std::string& text) override {
    const std::scoped_lock lock{mutex_};
    trials_.add(address, text, entities_);
  }
  std::optional<std::string> fault_of_write(const std::string& address,
                                            const std::string& text) const override {
    const std::scoped_lock lock{mutex_};
    if (!is_synced_) return std::nullopt;
    const auto call = service_call_for(address, text);
    if (call && !call->entity.empty()) {
      const bool is_there = entities_.is_known(call->entity);
      if (!is_there || entities_.is_unavailable(call->entity))
        return why_silent({call->entity, {}});
    }
    return trials_.fault_of(address, text, entities_);
  }

  void start() override { client_->start(); }
  void stop() override {
    client_->stop();
    const std::scoped_lock lock{mutex_};
    end_connection("it was let go");
  }

  std::optional<Told> told(const std::string& address) const override {
    const std::scoped_lock lock{mutex_};
    const auto point = points_.find(address);
    if (point == points_.end()) return std::nullopt;
    auto text = entities_.text_of(point->second);
    if (!text) return std::nullopt;
    return Told{*std::move(text), confirmed_at(), entities_.unit_of(point->second)};
  }

  Result<void> write(const std::string& address, const std::string& text) override;

  std::string fault() const override {
    const std::scoped_lock lock{mutex_};
    if (!is_synced_) return fault_;
    if (!late_fault_.empty() && SteadyClock::now() - late_at_ < k_late_fault_time)
      return late_fault_;
    return {};
  }

  std::string fault_of(const std::string& address, bool is_written) const override {
    if (is_written) return fault_of_written(address);
    const auto point = read_entity_point(address);
    if (!point) return "it is no entity such as sensor.battery_soc, or sensor.x#attribute";
    const std::scoped_lock lock{mutex_};
    return is_synced_ ? why_silent(*point) : std::string{};
  }

 private:
  struct Pending {
    std::string address;
    bool is_late = false;  // nobody waits for it any more
    bool is_answered = false;
    std::string error = {};
    ErrorKind kind = ErrorKind::refused;
  };

  void want_written(const std::string& address) {
    const auto call = service_call_for(address, "1");
    if (call && !call->entity.empty()) entities_.want({call->entity, {}});
  }

  // When the last connection was last heard.
  base::Time confirmed_at() const {
    if (!is_synced_) return frozen_at_;
    return clock_.now() - std::chrono::ceil<base::Seconds>(client_->silent_for());
  }

  std::string why_silent(const EntityPoint& point) const {
    if (!entities_.is_known(point.entity))
      return fmt::format("Home Assistant knows no {}, or does not let us see it", point.entity);
    if (entities_.text_of(point)) return {};
    if (entities_.is_unavailable(point.entity))
      return fmt::format("{} is unavailable in Home Assistant: is its device on?", point.entity);
    if (point.attribute.empty()) return fmt::format("{} has no value yet", point.entity);
    return fmt::format("{} has no attribute {}", point.entity, point.attribute);
  }

  void take_opened() {
    const std::scoped_lock lock{mutex_};
    next_id_ = k_subscription + 1;
    fault_ = fmt::format("Home Assistant at {} has not told its states yet", host_);
    is_explained_ = false;
  }

  void take_text(const std::string& text) {
    auto messages = read_hub_messages(text);
    const std::scoped_lock lock{mutex_};
    if (!messages) return give_up("says what is not understood", k_after_nonsense);
    for (const HubMessage& message : *messages) take(message);
  }

  void take(const HubMessage& message) {
    switch (message.kind) {
      case HubMessage::Kind::auth_required:
        (void)client_->send(auth_message(token_));
        return;
      case HubMessage::Kind::auth_invalid:
        return give_up(fmt::format("refused the token: see `token` of connection {}", id_),
                       k_after_refusal);
      case HubMessage::Kind::auth_ok:
        return subscribe();
      case HubMessage::Kind::result:
        return take_result(message);
      case HubMessage::Kind::event:
        return take_event(message);
      case HubMessage::Kind::other:
        return;
    }
  }

  void subscribe() {
    entities_.forget();
    const std::vector<std::string> wanted = entities_.wanted();
    // Without names it would tell all that it has.
    if (wanted.empty())
      is_synced_ = true;
    else
      (void)client_->send(subscribe_message(k_subscription, wanted));
    ask(trials_.questions(next_id_));
  }

  void ask(const std::vector<std::string>& questions) {
    for (const std::string& question : questions) (void)client_->send(question);
  }

  void take_event(const HubMessage& message) {
    if (message.id != k_subscription) return;
    if (auto taken = entities_.take(message.event); !taken)
      return give_up(taken.error().message, k_after_nonsense);
    is_synced_ = true;
  }

  void take_result(const HubMessage& message) {
    if (message.id == k_subscription && !message.is_success)
      return give_up(fmt::format("does not let us follow its entities: {}", message.error),
                     k_after_nonsense);
    ask(trials_.take(message, next_id_));
    const auto found = pending_.find(message.id);
    if (found == pending_.end()) return;
    Pending& pending = found->second;
    if (!message.is_success)
      pending.error = fmt::format("Home Assistant at {} refused {}: {}", host_, pending.address,
                                  message.error.empty() ? "no reason given" : message.error);
    if (pending.is_late) {
      if (!pending.error.empty()) {
        late_fault_ = pending.error;
        late_at_ = SteadyClock::now();
      }
      pending_.erase(found);
      return;
    }
    pending.is_answered = true;
    answered_.notify_all();
  }

  void give_up(const std::string& why, milliseconds wait) {
    fault_ = fmt::format("Home Assistant at {} {}", host_, why);
    is_explained_ = true;
    end_connection(fault_);
    client_->reopen_after(wait);
  }

  void take_end(const net::WebSocketEnd& end) {
    const std::scoped_lock lock{mutex_};
    const bool may_be_banned =
        end.why.kind == ErrorKind::refused && end.why.message.find("403") != std::string::npos;
    if (!is_explained_)
      fault_ = fmt::format("Home Assistant at {}{}", end.why.message,
                           may_be_banned ? "; has it banned this machine (ip_bans.yaml)?" : "");
    end_connection(fault_);
  }

  void end_connection(const std::string& why) {
    if (is_synced_) frozen_at_ = confirmed_at();
    is_synced_ = false;
    std::erase_if(pending_, [](const auto& each) { return each.second.is_late; });
    for (auto& [id, pending] : pending_) {
      if (pending.is_answered) continue;
      pending.is_answered = true;
      pending.kind = ErrorKind::unavailable;
      pending.error = why;
    }
    answered_.notify_all();
  }

  const std::string id_;
  const std::string token_;
  const base::Clock& clock_;
  std::string host_;
  mutable std::mutex mutex_;  // of all below but the client
  std::condition_variable answered_;
  std::map<std::string, EntityPoint> points_;
  Entities entities_;
  WriteTrials trials_;
  std::map<std::int64_t, Pending> pending_;
  std::int64_t next_id_ = k_subscription + 1;
  bool is_synced_ = false;
  bool is_explained_ = false;  // fault_ says why the connection ends
  base::Time frozen_at_{};
  std::string fault_ = "Home Assistant is being reached";
  std::string late_fault_;
  SteadyClock::time_point late_at_;
  std::unique_ptr<net::WebSocketClient> client_;
};

Result<void> HomeAssistantBus::write(const std::string& address, const std::string& text) {
  const auto call = service_call_for(address, text);
  if (!call) return tl::unexpected{call.error()};
  std::unique_lock lock{mutex_};
  if (!is_synced_) return base::fail(ErrorKind::unavailable, fault_);
  if (!call->entity.empty()) {
    if (!entities_.is_known(call->entity))
      return base::fail(ErrorKind::refused, why_silent({call->entity, {}}));
    if (entities_.is_unavailable(call->entity))
      return base::fail(ErrorKind::unavailable, why_silent({call->entity, {}}));
  }
  if (pending_.size() >= k_most_pending)
    return base::fail(ErrorKind::timed_out,
                      fmt::format("Home Assistant at {} answers no orders", host_));
  const std::int64_t id = next_id_++;
  // Handed over under the lock: numbers must rise on the wire.
  if (auto sent = client_->send(call_message(id, *call)); !sent) return sent;
  late_fault_.clear();
  pending_.emplace(id, Pending{address});
  const bool is_answered = answered_.wait_for(
      lock, k_patience, [&] { return pending_.count(id) == 0 || pending_.at(id).is_answered; });
  const auto found = pending_.find(id);
  if (found == pending_.end()) return base::fail(ErrorKind::unavailable, fault_);
  if (!is_answered) {
    found->second.is_late = true;
    return {};
  }
  const Pending pending = std::move(found->second);
  pending_.erase(found);
  if (!pending.error.empty()) return base::fail(pending.kind, pending.error);
  return {};
}

}  // namespace

Result<std::unique_ptr<PointBus>> make_home_assistant_bus(const home::Connection& connection,
                                                          const DriverContext& context) {
  if (connection.token.empty())
    return base::fail(ErrorKind::invalid_input,
                      "token: missing; the name in the secrets file of a long-lived access token");
  if (net::host_of(connection.url).empty())
    return base::fail(ErrorKind::invalid_input,
                      "url: is no address such as http://homeassistant.local:8123");
  auto token = secret_of(context, connection.token);
  if (!token) return tl::unexpected{base::in_context("token", token.error())};
  auto bus = std::make_unique<HomeAssistantBus>(connection, *std::move(token), context.clock);
  if (auto opened = bus->open(socket_url(connection.url)); !opened)
    return tl::unexpected{base::in_context("url", opened.error())};
  return bus;
}

}  // namespace ohmstead::connect
