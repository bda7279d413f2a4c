// Events over a WebSocket, for clients that prefer one. What the client says is read, since pings,
// pongs and its goodbye travel there, and ignored.
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "send_queue.hpp"
#include "streams.hpp"

namespace ohmstead::net {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using beast::error_code;
using Request = beast::http::request<beast::http::string_body>;

// For the opening, whose request has come already, and for the client's part of a goodbye.
constexpr std::chrono::seconds k_handshake_time{2};

class WebSocketStream final : public Stream, public std::enable_shared_from_this<WebSocketStream> {
 public:
  WebSocketStream(Core& core, ByteStream stream, Request request)
      : Stream{remote_address(stream.socket())},
        core_{core},
        socket_{std::move(stream)},
        request_{std::move(request)},
        queue_{core.options.stream_queue_bytes_max} {
    core_.add(*this);
    core_.add_stream(*this);
  }
  ~WebSocketStream() override {
    core_.remove_stream(*this);
    core_.remove(*this);
  }

  void start(const std::shared_ptr<const StreamEvent>& first) {
    if (first) send(first);
    socket_.next_layer().expires_never();  // the WebSocket keeps its own time
    websocket::stream_base::timeout times{};
    times.handshake_timeout = k_handshake_time;
    times.idle_timeout = 2 * core_.options.stream_ping;  // pings after half of it
    times.keep_alive_pings = true;
    socket_.set_option(times);
    // Compression stays off, as it is by default: Beast 1.81 has faults there, mended up to 1.92.
    socket_.read_message_max(core_.options.message_bytes_max);
    socket_.text(true);
    socket_.auto_fragment(false);
    socket_.async_accept(request_, [self = shared_from_this()](error_code error) {
      if (error || self->is_dropped_) return self->drop();
      self->is_open_ = true;
      self->read();
      if (!self->queue_.is_empty()) self->write();
    });
  }

  void send(std::shared_ptr<const StreamEvent> event) override {
    const bool is_idle = queue_.is_empty();
    if (!queue_.push({event, &event->message_text})) return drop();
    if (is_idle && is_open_) write();
  }

  void stop() override {
    if (!is_open_ || is_dropped_) return drop();
    is_open_ = false;
    core_.remove_stream(*this);
    socket_.async_close(websocket::close_code::going_away,
                        [self = shared_from_this()](error_code) { self->drop(); });
  }

  void drop() override {
    if (is_dropped_) return;
    is_dropped_ = true;
    is_open_ = false;
    core_.remove_stream(*this);
    socket_.next_layer().close();
  }

 private:
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
      if (error) return self->drop();
      self->buffer_.clear();
      self->read();
    });
  }

  Core& core_;
  websocket::stream<ByteStream> socket_;
  Request request_;
  SendQueue queue_;
  beast::flat_buffer buffer_;
  bool is_open_ = false;
  bool is_dropped_ = false;
};

}  // namespace

void start_websocket(Core& core, ByteStream stream, Request request,
                     const std::shared_ptr<const StreamEvent>& first) {
  std::make_shared<WebSocketStream>(core, std::move(stream), std::move(request))->start(first);
}

}  // namespace ohmstead::net
