#include "web_socket_session.hpp"

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <optional>
#include <utility>

#include "byte_stream.hpp"
#include "text.hpp"

namespace ohmstead::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using base::ErrorKind;
using beast::error_code;

// For the peer's part of a goodbye.
constexpr std::chrono::milliseconds k_goodbye_time{500};

class Session final : public WebSocketSession, public std::enable_shared_from_this<Session> {
 public:
  Session(asio::io_context& io, SocketUrl url, const WebSocketOptions& options,
          std::shared_ptr<const TlsTrust> trust, SessionEvents events)
      : url_{std::move(url)},
        options_{options},
        trust_{std::move(trust)},
        events_{std::move(events)},
        resolver_{io},
        socket_{io},
        timer_{io} {}

  void start() {
    timer_.expires_after(options_.opening_timeout);
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->end(ErrorKind::timed_out, "no answer in time");
    });
    error_code error;
    const auto address = asio::ip::make_address(url_.name, error);
    if (!error) {
      const auto port = static_cast<std::uint16_t>(std::stoul(url_.port));
      return connect(
          Tcp::resolver::results_type::create(Tcp::endpoint{address, port}, url_.name, url_.port));
    }
    resolver_.async_resolve(
        url_.name, url_.port,
        [self = shared_from_this()](error_code failure, const Tcp::resolver::results_type& found) {
          if (self->is_over_) return;
          if (failure)
            return self->end(ErrorKind::unavailable,
                             "there is no such host, or no way to look it up");
          self->connect(found);
        });
  }

  void send(std::shared_ptr<const std::string> text) override {
    if (!is_open_) return;
    queue_.push_back(std::move(text));
    if (queue_.size() == 1) write();
  }

  void close() override {
    if (is_over_ || is_closing_) return;
    if (!is_open_) return end(ErrorKind::cancelled, "given up");
    is_closing_ = true;
    is_open_ = false;
    timer_.expires_after(k_goodbye_time);
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->end(ErrorKind::cancelled, "given up");
    });
    stream_->async_close(
        websocket::close_code::going_away,
        [self = shared_from_this()](error_code) { self->end(ErrorKind::cancelled, "given up"); });
  }

 private:
  using Stream = websocket::stream<ByteStream>;

  void connect(const Tcp::resolver::results_type& found) {
    asio::async_connect(socket_, found,
                        [self = shared_from_this()](error_code error, const Tcp::endpoint&) {
                          if (self->is_over_) return;
                          if (error)
                            return self->end(ErrorKind::unavailable, "it takes no connection");
                          self->begin();
                        });
  }

  void begin() {
    error_code ignored;
    (void)socket_.set_option(Tcp::no_delay{true}, ignored);
    auto transport = trust_ == nullptr
                         ? make_plain_transport(std::move(socket_))
                         : make_tls_client_transport(std::move(socket_), trust_, url_.name);
    stream_.emplace(ByteStream{std::move(transport)});
    stream_->next_layer().begin([self = shared_from_this()](Transport::Beginning beginning) {
      if (self->is_over_) return;
      if (beginning == Transport::Beginning::good) return self->shake_hands();
      const std::string fault = self->stream_->next_layer().fault();
      const bool is_distrusted = fault.find("certificate") != std::string::npos;
      self->end(is_distrusted ? ErrorKind::refused : ErrorKind::unavailable, fault);
    });
  }

  void shake_hands() {
    stream_->next_layer().expires_never();  // the WebSocket keeps its own time
    websocket::stream_base::timeout times{};
    times.handshake_timeout = options_.opening_timeout;
    times.idle_timeout = 2 * options_.ping_every;  // pings after half of it
    times.keep_alive_pings = true;
    stream_->set_option(times);
    // Compression stays off, as it is by default: Beast 1.81 has faults there, mended up to 1.92.
    stream_->read_message_max(options_.message_bytes_max);
    stream_->text(true);
    stream_->auto_fragment(false);
    stream_->set_option(websocket::stream_base::decorator([this](websocket::request_type& request) {
      request.set(beast::http::field::user_agent, options_.user_agent);
      for (const auto& [name, value] : options_.headers) request.set(name, value);
    }));
    // Of pings, pongs and goodbyes.
    stream_->control_callback(
        [this](websocket::frame_type, beast::string_view) { events_.heard(); });
    stream_->async_handshake(answer_, url_.host, url_.target,
                             [self = shared_from_this()](error_code error) {
                               if (self->is_over_) return;
                               if (error) return self->end_of_handshake(error);
                               self->open();
                             });
  }

  void end_of_handshake(error_code error) {
    const auto status = static_cast<int>(answer_.result_int());
    if (error == websocket::error::upgrade_declined && (status == 401 || status == 403))
      return end(ErrorKind::refused,
                 fmt::format("it does not let us in ({} {})", status, status_phrase(status)));
    if (error == websocket::error::upgrade_declined)
      return end(
          status >= 500 ? ErrorKind::unavailable : ErrorKind::not_found,
          fmt::format("it speaks no WebSocket there ({} {})", status, status_phrase(status)));
    end_of(error, "it speaks no WebSocket there");
  }

  void open() {
    timer_.cancel();
    is_open_ = true;
    events_.heard();
    events_.opened();
    read();
  }

  void read() {
    stream_->async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (self->is_over_) return;
      if (error) return self->end_of_reading(error);
      self->events_.heard();
      const bool is_text = self->stream_->got_text();
      const std::string message = beast::buffers_to_string(self->buffer_.data());
      self->buffer_.clear();
      if (!is_text) return self->end(ErrorKind::invalid_input, "it speaks in bytes, not in text");
      // The goodbye reads what is left; Beast 1.81 would forget a read that waits for it.
      if (self->is_closing_) return;
      self->events_.said(message);
      if (!self->is_over_ && !self->is_closing_) self->read();
    });
  }

  void end_of_reading(error_code error) {
    if (is_closing_) return;  // the goodbye's own handler ends it
    if (error == websocket::error::closed) {
      const auto& reason = stream_->reason();
      close_code_ = static_cast<std::uint16_t>(reason.code);
      return end(ErrorKind::unavailable, fmt::format("it ended the connection ({})", close_code_));
    }
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
      return end(ErrorKind::invalid_input, "it sent a message that is too large");
    end_of(error, "what it sends is no WebSocket");
  }

  void end_of(error_code error, std::string_view otherwise) {
    if (error == beast::error::timeout) return end(ErrorKind::timed_out, "it has fallen silent");
    const bool is_cut =
        error == asio::error::eof || error == asio::error::connection_reset ||
        error == asio::error::broken_pipe || error == asio::error::operation_aborted ||
        error == asio::ssl::error::stream_truncated || error == beast::http::error::end_of_stream;
    if (is_cut) return end(ErrorKind::unavailable, "the connection was cut");
    end(ErrorKind::invalid_input, otherwise);
  }

  void write() {
    stream_->async_write(asio::buffer(*queue_.front()),
                         [self = shared_from_this()](error_code error, std::size_t) {
                           if (self->is_over_) return;
                           if (error) return self->end_of_reading(error);
                           self->queue_.pop_front();
                           if (!self->queue_.empty() && self->is_open_) self->write();
                         });
  }

  void end(ErrorKind kind, std::string_view why) {
    if (is_over_) return;
    is_over_ = true;
    is_open_ = false;
    timer_.cancel();
    resolver_.cancel();
    error_code ignored;
    (void)socket_.close(ignored);
    if (stream_) stream_->next_layer().close();
    events_.ended({{kind, fmt::format("{}: {}", url_.host, why)}, close_code_});
  }

  const SocketUrl url_;
  const WebSocketOptions& options_;
  const std::shared_ptr<const TlsTrust> trust_;
  const SessionEvents events_;
  Tcp::resolver resolver_;
  Tcp::socket socket_;  // until it is connected
  asio::steady_timer timer_;
  std::optional<Stream> stream_;
  websocket::response_type answer_;
  beast::flat_buffer buffer_;
  std::deque<std::shared_ptr<const std::string>> queue_;  // the front is being written
  std::uint16_t close_code_ = 0;
  bool is_open_ = false;
  bool is_closing_ = false;
  bool is_over_ = false;
};

}  // namespace

std::shared_ptr<WebSocketSession> start_session(asio::io_context& io, const SocketUrl& url,
                                                const WebSocketOptions& options,
                                                std::shared_ptr<const TlsTrust> trust,
                                                SessionEvents events) {
  auto session = std::make_shared<Session>(io, url, options, std::move(trust), std::move(events));
  session->start();
  return session;
}

}  // namespace ohmstead::net
