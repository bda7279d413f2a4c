// A device's line: texts both ways over a WebSocket.
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "running_server.hpp"
#include "send_queue.hpp"
#include "streams.hpp"

namespace ohmstead::net {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using beast::error_code;
using Request = http::request<http::string_body>;

// For the opening, whose request has come already, and for the device's part of a goodbye.
constexpr std::chrono::seconds k_handshake_time{2};

class OpenSocket final : public TextSocket, public std::enable_shared_from_this<OpenSocket> {
 public:
  OpenSocket(Core& core, ByteStream stream, Request request, HttpRequest asked)
      : TextSocket{remote_address(stream.socket())},
        core_{core},
        id_{++core.last_socket},
        socket_{std::move(stream)},
        request_{std::move(request)},
        asked_{std::move(asked)},
        queue_{core.options.stream_queue_bytes_max} {
    core_.add(*this);
  }
  ~OpenSocket() override {
    core_.sockets.erase(id_);
    core_.remove(*this);
  }

  void start() {
    socket_.next_layer().expires_never();  // the WebSocket keeps its own time
    websocket::stream_base::timeout times{};
    times.handshake_timeout = k_handshake_time;
    times.idle_timeout = 2 * core_.options.stream_ping;  // pings after half of it
    times.keep_alive_pings = true;
    socket_.set_option(times);
    socket_.set_option(websocket::stream_base::decorator{
        [name = core_.socket_rules->subprotocol](websocket::response_type& response) {
          response.set(http::field::sec_websocket_protocol, name);
        }});
    socket_.read_message_max(core_.options.message_bytes_max);
    socket_.text(true);
    socket_.auto_fragment(false);
    core_.sockets[id_] = this;  // counts from now on
    socket_.async_accept(request_, [self = shared_from_this()](error_code error) {
      if (error || self->is_dropped_) return self->drop();
      self->is_open_ = true;
      self->guarded([&] { self->core_.socket_rules->on_open(self->id_, self->asked_); });
      self->read();
    });
  }

  void send(std::shared_ptr<const std::string> text) override {
    if (!is_open_) return;
    const bool is_idle = queue_.is_empty();
    if (!queue_.push(std::move(text))) return drop();
    if (is_idle) write();
  }

  void stop() override {
    if (!is_open_ || is_dropped_) return drop();
    close_once();
    socket_.async_close(websocket::close_code::going_away,
                        [self = shared_from_this()](error_code) { self->drop(); });
  }

  void drop() override {
    if (is_dropped_) return;
    is_dropped_ = true;
    close_once();
    socket_.next_layer().close();
  }

 private:
  // A rule that throws must not end the server's thread.
  template <class Call>
  void guarded(const Call& call) {
    try {
      call();
    } catch (const std::exception& exception) {
      core_.fault(exception.what());
      drop();
    }
  }

  void close_once() {
    core_.sockets.erase(id_);
    if (!is_open_) return;
    is_open_ = false;
    guarded([&] { core_.socket_rules->on_close(id_); });
  }

  void write() {
    socket_.async_write(asio::buffer(queue_.front()),
                        [self = shared_from_this()](error_code error, std::size_t) {
                          if (error) return self->drop();
                          self->queue_.pop();
                          if (!self->queue_.is_empty() && self->is_open_) self->write();
                        });
  }

  void read() {
    socket_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error || !self->socket_.got_text()) return self->drop();
      const std::string text = beast::buffers_to_string(self->buffer_.data());
      self->buffer_.clear();
      if (self->is_open_)
        self->guarded([&] { self->core_.socket_rules->on_text(self->id_, text); });
      if (!self->is_dropped_) self->read();
    });
  }

  Core& core_;
  SocketId id_;
  websocket::stream<ByteStream> socket_;
  Request request_;
  HttpRequest asked_;
  SendQueue queue_;
  beast::flat_buffer buffer_;
  bool is_open_ = false;
  bool is_dropped_ = false;
};

}  // namespace

void start_text_socket(Core& core, ByteStream stream, Request request, HttpRequest asked) {
  std::make_shared<OpenSocket>(core, std::move(stream), std::move(request), std::move(asked))
      ->start();
}

struct SocketServer::Running : RunningServer {};

base::Result<std::unique_ptr<SocketServer>> SocketServer::open(ServerOptions options,
                                                               SocketRules rules) {
  base::expect(!rules.subprotocol.empty() && rules.refusal && rules.on_open && rules.on_text &&
                   rules.on_close,
               "a server of sockets needs all its rules");
  const auto answer = [](const HttpRequest&, const Reply& reply) {
    reply(problem(426, "devices open a WebSocket here"));
  };
  auto running = RunningServer::open(std::move(options), answer,
                                     std::make_shared<const SocketRules>(std::move(rules)));
  if (!running) return tl::unexpected{running.error()};
  return std::unique_ptr<SocketServer>{
      new SocketServer{std::make_unique<Running>(Running{std::move(*running)})}};
}

SocketServer::SocketServer(std::unique_ptr<Running> running) : running_{std::move(running)} {}

SocketServer::~SocketServer() { stop(); }

std::uint16_t SocketServer::port() const { return running_->port; }

void SocketServer::send(SocketId to, std::string text) {
  Core& core = *running_->core;
  asio::post(core.io,
             [&core, to, shared = std::make_shared<const std::string>(std::move(text))]() mutable {
               const auto found = core.sockets.find(to);
               if (found != core.sockets.end()) found->second->send(std::move(shared));
             });
}

void SocketServer::close(SocketId id) {
  Core& core = *running_->core;
  asio::post(core.io, [&core, id] {
    const auto found = core.sockets.find(id);
    if (found != core.sockets.end()) found->second->stop();
  });
}

void SocketServer::stop() { running_->stop(); }

}  // namespace ohmstead::net
