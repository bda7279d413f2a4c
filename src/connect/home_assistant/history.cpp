// Asks Home Assistant for its statistics: one conversation from the token to the last answer.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "home_assistant/messages.hpp"
#include "home_assistant/profiles.hpp"
#include "home_assistant/socket_url.hpp"
#include "home_assistant/statistics.hpp"
#include "ohmstead/net/web_client.hpp"
#include "ohmstead/net/web_socket_client.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;
using base::Time;
using std::chrono::milliseconds;

constexpr std::chrono::seconds k_patience{60};  // for one answer
// So that an answer stays well below what a message may hold.
constexpr std::chrono::hours k_at_once{24 * 60};

class Conversation {
 public:
  Conversation(std::string token, std::string host)
      : token_{std::move(token)}, host_{std::move(host)} {}
  ~Conversation() {
    if (client_) client_->stop();
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  Result<void> begin(const std::string& url, const std::stop_token& stop) {
    auto client = net::WebSocketClient::make(
        {.url = url}, {.opened = [] {},
                       .said = [this](const std::string& text) { take(text); },
                       .ended = [this](const net::WebSocketEnd& end) { fail(end.why); }});
    if (!client) return tl::unexpected{client.error()};
    client_ = *std::move(client);
    client_->start();
    std::unique_lock lock{mutex_};
    return wait(lock, stop, [this] { return is_in_; });
  }

  // `message` with the id that it is given.
  template <class Message>
  Result<describe::Node> ask(const Message& message, const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    const std::int64_t id = ++last_id_;
    answer_.reset();
    if (auto sent = client_->send(message(id)); !sent) return tl::unexpected{sent.error()};
    if (auto waited = wait(lock, stop, [this] { return answer_.has_value(); }); !waited)
      return tl::unexpected{waited.error()};
    if (!answer_->is_success)
      return base::fail(ErrorKind::refused,
                        fmt::format("Home Assistant at {} refused: {}", host_, answer_->error));
    return std::move(answer_->result);
  }

 private:
  template <class Is>
  Result<void> wait(std::unique_lock<std::mutex>& lock, const std::stop_token& stop, const Is& is) {
    const bool has_come = changed_.wait_for(lock, stop, k_patience, [&] { return error_ || is(); });
    if (error_) return tl::unexpected{*error_};
    if (stop.stop_requested()) return base::fail(ErrorKind::timed_out, "ended by hand");
    if (!has_come)
      return base::fail(ErrorKind::timed_out,
                        fmt::format("Home Assistant at {} did not answer in time", host_));
    return {};
  }

  void take(const std::string& text) {
    auto messages = read_hub_messages(text);
    if (!messages)
      return fail({ErrorKind::invalid_input,
                   fmt::format("Home Assistant at {} says what is not understood", host_)});
    for (HubMessage& message : *messages) {
      if (message.kind == HubMessage::Kind::auth_required)
        (void)client_->send(auth_message(token_));
      if (message.kind == HubMessage::Kind::auth_invalid)
        fail({ErrorKind::refused, fmt::format("Home Assistant at {} refused the token", host_)});
      const std::scoped_lock lock{mutex_};
      if (message.kind == HubMessage::Kind::auth_ok) is_in_ = true;
      if (message.kind == HubMessage::Kind::result && message.id == last_id_)
        answer_ = std::move(message);
      changed_.notify_all();
    }
  }

  void fail(base::Error error) {
    const std::scoped_lock lock{mutex_};
    if (!error_) error_ = std::move(error);
    changed_.notify_all();
  }

  const std::string token_, host_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool is_in_ = false;
  std::int64_t last_id_ = 0;
  std::optional<HubMessage> answer_;
  std::optional<base::Error> error_;
  std::unique_ptr<net::WebSocketClient> client_;
};

Result<StatisticsOf> ask_all(Conversation& hub, const std::set<std::string>& entities, Time from,
                             Time to, const std::stop_token& stop) {
  StatisticsOf all;
  const auto units =
      hub.ask([&](std::int64_t id) { return ask_units_message(id, entities); }, stop);
  if (!units) return tl::unexpected{units.error()};
  if (auto taken = take_units(*units, all); !taken) return tl::unexpected{taken.error()};
  for (Time part = from; part < to; part += k_at_once) {
    const Time end = std::min<Time>(to, part + k_at_once);
    const auto answer = hub.ask(
        [&](std::int64_t id) { return ask_statistics_message(id, entities, part, end); }, stop);
    if (!answer) return tl::unexpected{answer.error()};
    if (auto taken = take_statistics(*answer, all); !taken) return tl::unexpected{taken.error()};
  }
  return all;
}

// Hours before the first load and after the last one say nothing.
void trim(RecordedHome& home) {
  const auto is_known = [](double kw) { return std::isfinite(kw); };
  const auto first = std::find_if(home.load_kw.begin(), home.load_kw.end(), is_known);
  const auto last = std::find_if(home.load_kw.rbegin(), home.load_kw.rend(), is_known).base();
  const auto skip = first - home.load_kw.begin();
  const auto count = std::max<std::ptrdiff_t>(0, last - first);
  for (std::vector<double>* each : {&home.load_kw, &home.pv_kw, &home.outdoor_c})
    *each = {each->begin() + skip, each->begin() + skip + count};
  home.start += std::chrono::hours{skip};
}

}  // namespace

Result<RecordedHome> read_recorded_home(const home::Site& site,
                                        const std::vector<home::Secret>& secrets, Time from,
                                        Time to, const std::stop_token& stop) {
  const auto found = std::find_if(
      site.connections.begin(), site.connections.end(),
      [](const auto& each) { return each.kind == home::ConnectionKind::home_assistant; });
  if (found == site.connections.end())
    return base::fail(ErrorKind::invalid_input, "connections: none is of kind home_assistant");
  const auto connection = with_profile(*found);
  if (!connection) return tl::unexpected{connection.error()};
  const base::SystemClock clock;
  auto token = secret_of({site, secrets, clock}, connection->token);
  if (!token) return tl::unexpected{base::in_context("token", token.error())};
  const std::set<std::string> entities = recorded_entities(connection->readings);
  if (entities.empty())
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("connection {} reads no entities", connection->id));
  Conversation hub{*std::move(token), net::host_of(connection->url)};
  if (auto begun = hub.begin(socket_url(connection->url), stop); !begun)
    return tl::unexpected{begun.error()};
  const auto all = ask_all(hub, entities, from, to, stop);
  if (!all) return tl::unexpected{all.error()};
  RecordedHome home = recorded_home(site, connection->readings, *all, from, to);
  trim(home);
  if (home.load_kw.empty())
    return base::fail(ErrorKind::not_found,
                      "Home Assistant recorded nothing of the load, nor of grid and sun: only "
                      "entities with a state_class have statistics");
  return home;
}

}  // namespace ohmstead::connect
