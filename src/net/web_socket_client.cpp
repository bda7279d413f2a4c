#include "ohmstead/net/web_socket_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "text.hpp"
#include "web_socket_session.hpp"

namespace ohmstead::net {
namespace {

namespace asio = boost::asio;
using base::ErrorKind;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

// A connection that held this long was a good one: the next try comes soon.
constexpr milliseconds k_good_after{10'000};

// What waits to be sent counts from when it is handed over until it is gone.
class Waiting {
 public:
  Waiting(std::string given, std::atomic<std::size_t>& bytes)
      : text{std::move(given)}, bytes_{bytes} {
    bytes_ += text.size();
  }
  ~Waiting() { bytes_ -= text.size(); }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  const std::string text;

 private:
  std::atomic<std::size_t>& bytes_;
};

base::Result<void> check_headers(const HttpHeaders& headers, const std::string& host) {
  for (const auto& [name, value] : headers) {
    // Not the value: it may be a secret.
    if (!is_token(name) || has_control_character(value))
      return base::fail(ErrorKind::invalid_input, fmt::format("{}: a bad header", host));
  }
  return {};
}

}  // namespace

// All but the atomics belongs to the client's thread.
struct WebSocketClient::Life {
  Life(WebSocketOptions given, WebSocketEvents told, SocketUrl address,
       std::shared_ptr<const TlsTrust> trusted)
      : options{std::move(given)},
        events{std::move(told)},
        url{std::move(address)},
        trust{std::move(trusted)},
        wait{options.first_wait} {}

  void open_session() {
    if (is_stopping) return;
    opened_at.reset();
    session = start_session(io, url, options, trust,
                            {.opened = [this] { take_opened(); },
                             .heard = [this] { heard_at = Steady::now().time_since_epoch(); },
                             .said = [this](const std::string& text) { events.said(text); },
                             .ended = [this](const WebSocketEnd& end) { take_end(end); }});
  }

  void take_opened() {
    opened_at = Steady::now();
    open_number = ++last_number;
    events.opened();
  }

  void take_end(const WebSocketEnd& end) {
    open_number = 0;
    session.reset();
    if (is_stopping) return;
    if (opened_at && Steady::now() - *opened_at >= k_good_after) wait = options.first_wait;
    const milliseconds pause = asked_wait.value_or(wait);
    if (!asked_wait) wait = std::min(2 * wait, options.longest_wait);
    asked_wait.reset();
    timer.expires_after(pause);
    timer.async_wait([this](boost::system::error_code error) {
      if (!error) open_session();
    });
    events.ended(end);
  }

  const WebSocketOptions options;
  const WebSocketEvents events;
  const SocketUrl url;
  const std::shared_ptr<const TlsTrust> trust;
  std::atomic<std::uint64_t> open_number{0};  // of the connection that is open; 0: none
  std::atomic<std::size_t> waiting_bytes{0};
  std::atomic<Steady::duration> heard_at{Steady::duration{}};
  std::uint64_t last_number = 0;
  std::shared_ptr<WebSocketSession> session;
  std::optional<Steady::time_point> opened_at;
  std::optional<milliseconds> asked_wait;
  milliseconds wait;
  bool is_stopping = false;
  // Behind what its queue needs when it is destroyed.
  asio::io_context io{1};
  asio::steady_timer timer{io};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::jthread thread;
};

base::Result<std::unique_ptr<WebSocketClient>> WebSocketClient::make(WebSocketOptions options,
                                                                     WebSocketEvents events) {
  auto url = parse_socket_url(options.url);
  if (!url) return tl::unexpected{url.error()};
  if (auto fine = check_headers(options.headers, url->host); !fine)
    return tl::unexpected{fine.error()};
  std::shared_ptr<const TlsTrust> trust;
  if (url->is_encrypted) {
    auto read = read_tls_trust(options.ca_file);
    if (!read) return tl::unexpected{read.error()};
    trust = *std::move(read);
  }
  return std::unique_ptr<WebSocketClient>{new WebSocketClient{std::make_unique<Life>(
      std::move(options), std::move(events), *std::move(url), std::move(trust))}};
}

WebSocketClient::WebSocketClient(std::unique_ptr<Life> life) : life_{std::move(life)} {}

WebSocketClient::~WebSocketClient() { stop(); }

void WebSocketClient::start() {
  base::expect(!life_->thread.joinable(), "a WebSocket client starts once");
  asio::post(life_->io, [life = life_.get()] { life->open_session(); });
  life_->thread = std::jthread{[life = life_.get()] { life->io.run(); }};
}

void WebSocketClient::stop() {
  if (!life_->thread.joinable()) return;
  asio::post(life_->io, [life = life_.get()] {
    life->is_stopping = true;
    life->timer.cancel();
    life->work.reset();
    // Ending may let go of the session.
    if (const auto session = life->session) session->close();
  });
  life_->thread.join();
}

base::Result<void> WebSocketClient::send(std::string text) {
  const std::uint64_t number = life_->open_number;
  if (number == 0)
    return base::fail(ErrorKind::unavailable, life_->url.host + ": it is not connected");
  if (life_->waiting_bytes + text.size() > life_->options.queue_bytes_max)
    return base::fail(ErrorKind::unavailable, life_->url.host + ": it takes nothing more");
  auto waiting = std::make_shared<const Waiting>(std::move(text), life_->waiting_bytes);
  asio::post(life_->io, [life = life_.get(), number, waiting = std::move(waiting)] {
    // Never on a connection that came after it: it would not know what came before.
    if (life->open_number == number && life->session)
      life->session->send({waiting, &waiting->text});
  });
  return {};
}

void WebSocketClient::reopen_after(std::chrono::milliseconds wait) {
  asio::post(life_->io, [life = life_.get(), wait] {
    if (!life->session) return;
    life->asked_wait = wait;
    if (const auto session = life->session) session->close();
  });
}

bool WebSocketClient::is_open() const { return life_->open_number != 0; }

std::chrono::milliseconds WebSocketClient::silent_for() const {
  return std::chrono::duration_cast<milliseconds>(Steady::now().time_since_epoch() -
                                                  life_->heard_at.load());
}

}  // namespace ohmstead::net
