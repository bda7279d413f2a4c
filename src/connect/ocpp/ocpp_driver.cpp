#include "ocpp/ocpp_driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

#include "ocpp/basic_login.hpp"
#include "ocpp/pair_outlets.hpp"
#include "ohmstead/net/secret.hpp"
#include "ohmstead/net/socket_server.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;

constexpr base::Seconds k_listen_again{30};
constexpr std::size_t k_strangers_max = 8;
constexpr std::size_t k_shown_max = 48;

class OcppDriver final : public LiveDriver {
 public:
  OcppDriver(std::string id, std::uint16_t port, std::string password,
             std::vector<ChargePoint> points, const base::Clock& clock)
      : id_{std::move(id)},
        port_{port},
        password_{std::move(password)},
        clock_{&clock},
        points_{std::move(points)} {}
  ~OcppDriver() override { stop(); }
  OcppDriver(const OcppDriver&) = delete;
  OcppDriver& operator=(const OcppDriver&) = delete;

  [[nodiscard]] std::string name() const override { return id_; }

  [[nodiscard]] std::vector<home::Abilities> abilities() const override {
    std::vector<home::Abilities> all;
    const std::lock_guard lock{mutex_};
    for (const ChargePoint& point : points_) {
      for (const Outlet& outlet : point.outlets()) all.push_back(outlet.abilities());
    }
    return all;
  }

  void start() override { listen(); }
  void stop() override {
    std::unique_ptr<net::SocketServer> server;
    {
      const std::lock_guard lock{mutex_};
      server = std::move(server_);
    }
    server.reset();  // its thread takes the lock for its goodbyes
  }

  [[nodiscard]] bool is_idle() const override {
    const std::lock_guard lock{mutex_};
    return std::all_of(points_.begin(), points_.end(), [](const ChargePoint& point) {
      const auto& outlets = point.outlets();
      return std::all_of(outlets.begin(), outlets.end(),
                         [](const Outlet& outlet) { return outlet.unanswered == 0; });
    });
  }

  Result<void> read(ports::Measured& into) override {
    if (!fault_.empty() && clock_->now() - listened_at_ > k_listen_again) listen();
    if (!fault_.empty()) return base::fail(ErrorKind::unavailable, fault_);
    const std::lock_guard lock{mutex_};
    const base::Time now = clock_->now();
    std::string away;
    for (ChargePoint& point : points_) {
      point.look(now);
      send(point);
      if (!point.is_connected())
        away += fmt::format("{}{}", away.empty() ? "" : "; ", away_of(point));
      for (const Outlet& outlet : point.outlets()) {
        if (const auto reading = outlet.reading(now)) into.now.devices.vehicles.push_back(*reading);
        if (point.is_connected() && outlet.set) into.set.push_back(*outlet.set);
      }
    }
    if (!away.empty()) return base::fail(ErrorKind::unavailable, away);
    return {};
  }

  Result<void> write(const home::Command& command) override {
    const std::lock_guard lock{mutex_};
    for (ChargePoint& point : points_) {
      const bool is_its = std::any_of(point.outlets().begin(), point.outlets().end(),
                                      [&](const Outlet& o) { return o.car == command.device; });
      if (!is_its) continue;
      auto done = point.command(command, clock_->now());
      send(point);
      return done;
    }
    return base::fail(ErrorKind::invalid_input, command.device + " has no charge point");
  }

  [[nodiscard]] bool is_complete() const override {
    const std::lock_guard lock{mutex_};
    for (const ChargePoint& point : points_) {
      for (const Outlet& outlet : point.outlets()) {
        if (outlet.status.empty()) return false;
      }
    }
    return true;
  }

  [[nodiscard]] std::vector<LiveCheck> check() const override {
    const std::lock_guard lock{mutex_};
    const base::Time now = clock_->now();
    std::vector<LiveCheck> lines;
    for (const ChargePoint& point : points_) {
      for (const Outlet& outlet : point.outlets()) lines.push_back(line_of(point, outlet, now));
    }
    for (const std::string& stranger : strangers_)
      lines.push_back({id_, fmt::format("charge point {}", stranger), "",
                       "it asks to come in, but stands under no `theirs` of devices"});
    return lines;
  }

 private:
  void listen() {
    listened_at_ = clock_->now();
    net::ServerOptions options;
    options.address = "0.0.0.0";
    options.port = port_;
    options.streams_max = points_.size() + 8;        // one that comes again while its old line dies
    options.stream_ping = std::chrono::seconds{20};  // one that is gone is told within a minute
    net::SocketRules rules;
    rules.subprotocol = "ocpp1.6";
    rules.refusal = [this](const net::HttpRequest& request) { return refusal(request); };
    rules.on_open = [this](net::SocketId id, const net::HttpRequest& request) {
      open(id, identity_of(request));
    };
    rules.on_text = [this](net::SocketId id, std::string_view text) { hear(id, text); };
    rules.on_close = [this](net::SocketId id) { close(id); };
    const std::lock_guard lock{mutex_};  // until server_ is there for those who come at once
    auto server = net::SocketServer::open(std::move(options), std::move(rules));
    fault_.clear();
    if (server)
      server_ = std::move(*server);
    else
      fault_ = fmt::format("charge points: {}", server.error().message);
  }

  static std::string identity_of(const net::HttpRequest& request) {
    return request.path.substr(request.path.rfind('/') + 1);
  }

  int refusal(const net::HttpRequest& request) {
    const std::string identity = identity_of(request);
    const std::lock_guard lock{mutex_};
    if (find(identity) == nullptr) {
      note_stranger(identity);
      return 404;
    }
    if (password_.empty()) return 0;
    const std::string* header = request.find_header("Authorization");
    const auto login = header == nullptr ? std::nullopt : read_basic_login(*header);
    const bool is_right = login && login->user == identity &&
                          net::equals_in_constant_time(login->password, password_);
    return is_right ? 0 : 401;
  }

  // For whoever looks what identity theirs has.
  void note_stranger(const std::string& identity) {
    const std::string shown = quoted_ascii(identity.substr(0, k_shown_max));
    if (std::find(strangers_.begin(), strangers_.end(), shown) != strangers_.end()) return;
    strangers_.push_back(shown);
    if (strangers_.size() > k_strangers_max) strangers_.pop_front();
  }

  ChargePoint* find(const std::string& identity) {
    const auto found = std::find_if(points_.begin(), points_.end(), [&](const ChargePoint& point) {
      return point.identity() == identity;
    });
    return found == points_.end() ? nullptr : &*found;
  }

  // The newest line counts: the old one is dead, though we have not noticed.
  void open(net::SocketId id, const std::string& identity) {
    const std::lock_guard lock{mutex_};
    ChargePoint* point = find(identity);
    if (point == nullptr) return;
    if (const auto old = lines_.find(identity); old != lines_.end() && server_ != nullptr)
      server_->close(old->second);
    lines_[identity] = id;
    point->open(clock_->now());
  }

  ChargePoint* of_line(net::SocketId id) {
    for (const auto& [identity, line] : lines_) {
      if (line == id) return find(identity);
    }
    return nullptr;
  }

  void hear(net::SocketId id, std::string_view text) {
    const std::lock_guard lock{mutex_};
    ChargePoint* point = of_line(id);
    if (point == nullptr) return;
    point->hear(std::string{text}, clock_->now());
    send(*point);
  }

  void close(net::SocketId id) {
    const std::lock_guard lock{mutex_};
    ChargePoint* point = of_line(id);
    if (point == nullptr) return;
    point->close();
    lines_.erase(point->identity());
  }

  void send(ChargePoint& point) {
    const auto line = lines_.find(point.identity());
    for (std::string& text : point.take_texts()) {
      if (line != lines_.end() && server_ != nullptr) server_->send(line->second, std::move(text));
    }
  }

  [[nodiscard]] std::string away_of(const ChargePoint& point) const {
    return fmt::format(
        "charge point {} is not connected: its central system is ws://<this machine>:{}/{}",
        point.identity(), port_, point.identity());
  }

  [[nodiscard]] LiveCheck line_of(const ChargePoint& point, const Outlet& outlet,
                                  base::Time now) const {
    LiveCheck line{id_, fmt::format("{} ({}#{})", outlet.car, point.identity(), outlet.connector),
                   "", outlet.trouble};
    if (!point.is_connected()) line.fault = away_of(point);
    if (!fault_.empty()) line.fault = fault_;
    if (!line.fault.empty()) return line;
    if (outlet.status.empty()) line.fault = "it has not told how it is";
    if (outlet.status == "Faulted" || outlet.status == "Unavailable")
      line.fault = fmt::format("it is {} {}", outlet.status, outlet.error);
    if (outlet.is_silent(now)) line.fault = "it charges and does not tell its power";
    line.value = outlet.status;
    if (const auto reading = outlet.reading(now)) {
      line.value += fmt::format(", {:.1f} kW", reading->power.value());
      if (outlet.energy) line.value += fmt::format(", {:.1f} kWh", reading->charged.value());
    }
    if (!point.model().empty()) line.value += fmt::format(" ({})", point.model());
    return line;
  }

  std::string id_;
  std::uint16_t port_;
  std::string password_;
  const base::Clock* clock_;
  base::Time listened_at_ = {};
  std::string fault_ = "it does not listen yet";  // empty: it listens
  mutable std::mutex mutex_;                      // of all below
  std::vector<ChargePoint> points_;
  std::map<std::string, net::SocketId> lines_;
  std::deque<std::string> strangers_;
  std::unique_ptr<net::SocketServer> server_;  // ends first: its thread uses the rest
};

}  // namespace

Result<std::unique_ptr<LiveDriver>> make_ocpp_driver(const home::Connection& connection,
                                                     const DriverContext& context) {
  auto points = pair_outlets(connection, context.site);
  if (!points) return tl::unexpected{points.error()};
  auto password = secret_of(context, connection.password);
  if (!password) return tl::unexpected{base::in_context("password", password.error())};
  if (!connection.port)
    return base::fail(ErrorKind::invalid_input, "port: missing; where charge points come to");
  return std::unique_ptr<LiveDriver>{
      std::make_unique<OcppDriver>(connection.id, static_cast<std::uint16_t>(*connection.port),
                                   std::move(*password), std::move(*points), context.clock)};
}

}  // namespace ohmstead::connect
