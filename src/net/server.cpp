#include "ohmstead/net/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <optional>
#include <thread>

#include "core.hpp"
#include "response_text.hpp"
#include "running_server.hpp"
#include "tls.hpp"

namespace ohmstead::net {

namespace {

namespace asio = boost::asio;
using base::ErrorKind;
using boost::system::error_code;

// Connections beyond a limit that are kept long enough to be told so; in all, and of one address.
constexpr std::size_t k_refused_max = 32;
constexpr std::size_t k_refused_of_address_max = 4;
// Published events that a busy server's thread has not yet come to; further ones are lost.
constexpr std::size_t k_waiting_events_max = 1000;
// After a failed accept (out of file descriptors, say); trying at once would only burn time.
constexpr std::chrono::milliseconds k_accept_pause{100};

tl::unexpected<base::Error> cannot_listen(const ServerOptions& options, error_code error) {
  const bool is_ipv6 = options.address.find(':') != std::string::npos;
  const std::string place = is_ipv6 ? fmt::format("[{}]:{}", options.address, options.port)
                                    : fmt::format("{}:{}", options.address, options.port);
  if (error == asio::error::address_in_use) {
    return base::fail(ErrorKind::conflict,
                      fmt::format("cannot listen on {}: the port is in use", place));
  }
  if (error == asio::error::access_denied) {
    return base::fail(ErrorKind::refused,
                      fmt::format("cannot listen on {}: no right to use this port", place));
  }
  if (error == boost::system::errc::address_not_available) {
    return base::fail(
        ErrorKind::unavailable,
        fmt::format("cannot listen on {}: the address is not one of this machine", place));
  }
  return base::fail(ErrorKind::unavailable,
                    fmt::format("cannot listen on {}: {}", place, error.message()));
}

base::Result<asio::ip::address> checked_address(ServerOptions& options) {
  if (options.address == "localhost") options.address = "127.0.0.1";
  error_code error;
  asio::ip::address address = asio::ip::make_address(options.address, error);
  if (error) {
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("'{}' is not an IP address to listen on; 127.0.0.1 is for this "
                                  "machine alone, 0.0.0.0 for all networks",
                                  options.address));
  }
  for (const std::string& name : options.allowed_hosts) {
    const auto host = parse_host(name);
    if (!host || !host->port.empty()) {
      return base::fail(ErrorKind::invalid_input,
                        fmt::format("'{}' is not a host name without port", name));
    }
  }
  for (std::string& proxy : options.trusted_proxies) {
    const std::string normal = normal_address(proxy);
    if (normal.empty())
      return base::fail(ErrorKind::invalid_input,
                        fmt::format("'{}' is not the IP address of a proxy", proxy));
    proxy = normal;
  }
  return address;
}

error_code listen(Tcp::acceptor& acceptor, const Tcp::endpoint& endpoint) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address{true}, error);
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only{false}, error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

void accept_next(Core& core) {
  core.acceptor.async_accept([&core](error_code error, Tcp::socket socket) {
    if (core.is_stopping) return;
    if (error) {
      core.timer.expires_after(k_accept_pause);
      core.timer.async_wait([&core](error_code cancelled) {
        if (!cancelled && !core.is_stopping) accept_next(core);
      });
      return;
    }
    const std::string remote = remote_address(socket);
    if (!core.is_crowded(remote)) {
      // Answers are written whole; waiting to fill a packet would only delay them.
      socket.set_option(Tcp::no_delay{true}, error);
      start_http(core, std::move(socket), core.connection_refusal(remote));
    }
    accept_next(core);
  });
}

template <class Connections>
std::size_t count_of(const Connections& open, const std::string& remote) {
  return static_cast<std::size_t>(std::count_if(
      open.begin(), open.end(), [&](const Connection* each) { return each->remote() == remote; }));
}

// Whether all the world may come from this address.
bool is_proxy(const ServerOptions& options, const std::string& remote) {
  const auto& proxies = options.trusted_proxies;
  return std::find(proxies.begin(), proxies.end(), remote) != proxies.end();
}

}  // namespace

std::string remote_address(const Tcp::socket& socket) {
  error_code error;
  const asio::ip::address address = socket.remote_endpoint(error).address();
  if (error) return {};
  const bool is_mapped = address.is_v6() && address.to_v6().is_v4_mapped();
  return is_mapped ? asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string()
                   : address.to_string();
}

Core::Core(ServerOptions given, HttpHandler handle, std::shared_ptr<const SocketRules> rules,
           std::string_view listening)
    : options{std::move(given)},
      handler{std::move(handle)},
      socket_rules{std::move(rules)},
      guard{socket_rules ? HostGuard::for_devices() : HostGuard{listening, options.allowed_hosts}} {
}

void Core::fault(std::string_view what) const {
  if (options.on_fault) options.on_fault(what);
}

std::optional<HttpResponse> Core::connection_refusal(const std::string& remote) const {
  if (connections.size() >= options.connections_max) return problem(503, "too many connections");
  if (is_proxy(options, remote) ||
      count_of(connections, remote) < options.connections_of_address_max)
    return std::nullopt;
  return problem(429, "too many connections from one address");
}

std::optional<HttpResponse> Core::stream_refusal(const std::string& remote) const {
  if (streams.size() >= options.streams_max) return problem(503, "too many streams are open");
  if (is_proxy(options, remote) || count_of(streams, remote) < options.streams_of_address_max)
    return std::nullopt;
  return problem(429, "too many streams are open to one address");
}

bool Core::is_crowded(const std::string& remote) const {
  if (connections.size() >= options.connections_max + k_refused_max) return true;
  return !is_proxy(options, remote) &&
         count_of(connections, remote) >=
             options.connections_of_address_max + k_refused_of_address_max;
}

void Core::add(Connection& connection) {
  connections.insert(&connection);
  connection_count = connections.size();
}

void Core::remove(Connection& connection) {
  connections.erase(&connection);
  connection_count = connections.size();
  if (is_stopping && !is_over && connections.empty()) io.stop();
}

void Core::add_stream(Stream& stream) {
  streams.insert(&stream);
  stream_count = streams.size();
}

void Core::remove_stream(Stream& stream) {
  streams.erase(&stream);
  stream_count = streams.size();
}

void Core::send_to_streams(const std::shared_ptr<const StreamEvent>& event) {
  // A stream that is dropped for being slow leaves the list in this loop.
  const std::vector<Stream*> open{streams.begin(), streams.end()};
  for (Stream* stream : open) stream->send(event);
}

void Core::begin_stop() {
  if (is_stopping) return;
  is_stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  const std::vector<Connection*> open{connections.begin(), connections.end()};
  for (Connection* connection : open) connection->stop();
  if (connections.empty()) return io.stop();
  timer.expires_after(options.stop_timeout);
  timer.async_wait([this](error_code) {
    const std::vector<Connection*> late{connections.begin(), connections.end()};
    for (Connection* connection : late) connection->drop();
    io.stop();
  });
}

base::Result<RunningServer> RunningServer::open(ServerOptions options, HttpHandler handler,
                                                std::shared_ptr<const SocketRules> rules) {
  base::expect(handler != nullptr, "a server needs a handler");
  const auto address = checked_address(options);
  if (!address) return tl::unexpected{address.error()};
  const Tcp::endpoint endpoint{*address, options.port};
  base::expect(options.tls_certificate.empty() == options.tls_key.empty(),
               "a certificate needs its key");
  std::shared_ptr<const TlsIdentity> tls;
  if (!options.tls_certificate.empty()) {
    auto identity = read_tls_identity(options.tls_certificate, options.tls_key);
    if (!identity) return tl::unexpected{identity.error()};
    tls = std::move(*identity);
  }
  auto core = std::make_shared<Core>(std::move(options), std::move(handler), std::move(rules),
                                     address->to_string());
  core->tls = std::move(tls);
  if (const error_code error = listen(core->acceptor, endpoint)) {
    return cannot_listen(core->options, error);
  }
  RunningServer running;
  running.port = core->acceptor.local_endpoint().port();
  running.core = core;
  accept_next(*core);
  running.thread = std::jthread{[core = core.get()] {
    core->io.run();
    core->is_over = true;
  }};
  return running;
}

void RunningServer::stop() {
  asio::post(core->io, [core = core.get()] { core->begin_stop(); });
  if (thread.get_id() == std::this_thread::get_id()) return;
  if (thread.joinable()) thread.join();
}

struct HttpServer::Running : RunningServer {};

base::Result<std::unique_ptr<HttpServer>> HttpServer::open(ServerOptions options,
                                                           HttpHandler handler) {
  auto running = RunningServer::open(std::move(options), std::move(handler), nullptr);
  if (!running) return tl::unexpected{running.error()};
  return std::unique_ptr<HttpServer>{
      new HttpServer{std::make_unique<Running>(Running{std::move(*running)})}};
}

HttpServer::HttpServer(std::unique_ptr<Running> running) : running_{std::move(running)} {}

HttpServer::~HttpServer() { stop(); }

std::uint16_t HttpServer::port() const { return running_->port; }

void HttpServer::publish(std::string_view event, std::string_view json) {
  base::expect(is_event_name(event), "the name of an event has a forbidden character");
  Core& core = *running_->core;
  if (core.stream_count == 0 && core.connection_count == 0) return;
  if (core.waiting_events.fetch_add(1) >= k_waiting_events_max) {
    core.waiting_events.fetch_sub(1);
    return;
  }
  auto shared = std::make_shared<const StreamEvent>(
      StreamEvent{event_text(event, json), message_text(event, json)});
  asio::post(core.io, [&core, shared = std::move(shared)] {
    core.waiting_events.fetch_sub(1);
    core.send_to_streams(shared);
  });
}

void HttpServer::end_streams() {
  Core& core = *running_->core;
  asio::post(core.io, [&core] {
    const std::vector<Stream*> open{core.streams.begin(), core.streams.end()};
    for (Stream* stream : open) stream->stop();
  });
}

base::Result<void> HttpServer::reload_certificate() {
  Core& core = *running_->core;
  base::expect(!core.options.tls_certificate.empty(), "this server has no certificate");
  auto identity = read_tls_identity(core.options.tls_certificate, core.options.tls_key);
  if (!identity) return tl::unexpected{identity.error()};
  asio::post(core.io, [&core, tls = std::move(*identity)]() mutable { core.tls = std::move(tls); });
  return {};
}

void HttpServer::stop() { running_->stop(); }

std::size_t HttpServer::connection_count() const { return running_->core->connection_count; }

std::size_t HttpServer::stream_count() const { return running_->core->stream_count; }

}  // namespace ohmstead::net
