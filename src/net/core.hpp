// What the connections of one server share. A Core outlives the server when a Reply is just being
// given on another thread; everything but `io` and the counters belongs to the server's thread.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "hosts.hpp"
#include "ohmstead/net/server.hpp"
#include "ohmstead/net/socket_server.hpp"

namespace ohmstead::net {

using Tcp = boost::asio::ip::tcp;

struct TlsIdentity;

// One client. Kept alive by its pending operations; on the list from construction to destruction.
class Connection {
 public:
  explicit Connection(std::string remote) : remote_{std::move(remote)} {}
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  // The server ends: let go of the client, now or after the answer that is under way.
  virtual void stop() = 0;
  // Let go of the client now.
  virtual void drop() = 0;
  // The address at the other end, a proxy's or the client's own; empty when it has gone.
  [[nodiscard]] const std::string& remote() const { return remote_; }

 private:
  const std::string remote_;
};

// An event as the bytes of both kinds of streams; shared by all clients.
struct StreamEvent {
  std::string event_text;    // server-sent event
  std::string message_text;  // WebSocket message
};

class Stream : public Connection {
 public:
  using Connection::Connection;
  virtual void send(std::shared_ptr<const StreamEvent> event) = 0;
};

// A device that keeps its line open.
class TextSocket : public Connection {
 public:
  using Connection::Connection;
  virtual void send(std::shared_ptr<const std::string> text) = 0;
};

struct Core : std::enable_shared_from_this<Core> {
  Core(ServerOptions given, HttpHandler handle, std::shared_ptr<const SocketRules> rules,
       std::string_view listening);

  void fault(std::string_view what) const;
  // Keep the lists and the counters below in step.
  void add(Connection& connection);
  void remove(Connection& connection);
  void add_stream(Stream& stream);
  void remove_stream(Stream& stream);
  void send_to_streams(const std::shared_ptr<const StreamEvent>& event);
  void begin_stop();
  // The answer to one more connection, or stream, of this address; nothing when it may come.
  [[nodiscard]] std::optional<HttpResponse> connection_refusal(const std::string& remote) const;
  [[nodiscard]] std::optional<HttpResponse> stream_refusal(const std::string& remote) const;
  // Whether so many are refused already that the next one is only closed.
  [[nodiscard]] bool is_crowded(const std::string& remote) const;

  const ServerOptions options;
  const HttpHandler handler;
  const std::shared_ptr<const SocketRules> socket_rules;  // null: no sockets
  const HostGuard guard;
  std::shared_ptr<const TlsIdentity> tls;  // absent: no encryption
  bool is_stopping = false;
  bool is_over = false;  // the thread runs no more
  std::set<Connection*> connections;
  std::set<Stream*> streams;
  std::map<SocketId, TextSocket*> sockets;  // that are open
  SocketId last_socket = 0;
  std::atomic<std::size_t> connection_count{0};
  std::atomic<std::size_t> stream_count{0};
  std::atomic<std::size_t> waiting_events{0};  // published, not yet handed to the streams
  // Last, so that what its queue holds is destroyed while the rest still stands.
  boost::asio::io_context io{1};
  Tcp::acceptor acceptor{io};
  boost::asio::steady_timer timer{io};
};

// The address at the other end; empty when it has gone.
[[nodiscard]] std::string remote_address(const Tcp::socket& socket);

// Takes over a socket that was just accepted and keeps itself alive; `refusal` answers its first
// request.
void start_http(Core& core, Tcp::socket socket, std::optional<HttpResponse> refusal);

}  // namespace ohmstead::net
