// One client and its requests, one after the other: header, rules, body, handler, answer.
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>
#include <utility>

#include "core.hpp"
#include "ohmstead/base/clock.hpp"
#include "parse_refusal.hpp"
#include "request_rules.hpp"
#include "response_text.hpp"
#include "streams.hpp"
#include "tls.hpp"

namespace ohmstead::net {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using beast::error_code;
using std::chrono::milliseconds;

constexpr std::size_t k_read_bytes = 4096;
// Chunk headers and what was sent ahead also pass through the buffer; a line without end stops
// here.
constexpr std::size_t k_buffer_spare_bytes = std::size_t{64} * 1024;
// Given to a client that is still sending when it is refused.
constexpr milliseconds k_linger_time{1000};
constexpr std::size_t k_linger_bytes = std::size_t{16} * 1024 * 1024;
// Between two looks whether a client still waits for an answer that takes long.
constexpr milliseconds k_look_time{250};

class HttpConnection final : public Connection,
                             public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(Core& core, Tcp::socket socket, std::optional<HttpResponse> refusal);
  ~HttpConnection() override { core_.remove(*this); }

  void begin();
  void stop() override;
  void drop() override;
  // The handler's answer to request `number`; nothing happens when that is over.
  void take_answer(std::uint64_t number, HttpResponse response);

 private:
  void on_begun(Transport::Beginning beginning);
  void wait_for_request();
  void read_header();
  void on_header(error_code error);
  void read_body();
  void read_until(milliseconds time);
  void end_reading();
  void on_unread(error_code error);
  void on_body(error_code error);
  void ask_handler();
  void watch_client();
  void answer(const HttpResponse& response);
  void start_stream(HttpResponse response);
  [[nodiscard]] std::optional<HttpResponse> upgrade_refusal();
  void open_socket();
  void write(std::string text, bool is_last);
  void on_written(error_code error);

  // A callback of this connection that keeps it alive.
  template <class Member>
  auto bound(Member member) {
    return [self = shared_from_this(), member](error_code error, auto...) {
      ((*self).*member)(error);
    };
  }

  Core& core_;
  ByteStream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Admission admission_;
  asio::steady_timer late_timer_;
  asio::steady_timer reply_timer_;
  asio::steady_timer look_timer_;
  std::stop_source gone_;             // of the request that the handler has
  std::uint64_t request_number_ = 0;  // of the request the handler has; see is_asked_
  bool is_asked_ = false;             // the handler owes an answer
  std::uint64_t reading_ = 0;         // changes with each reading's beginning and end
  bool is_late_ = false;              // what was read last did not come in time
  bool is_writing_ = false;
  bool is_last_ = false;                       // the answer being written ends the connection
  const std::optional<HttpResponse> refusal_;  // one too many: to its first request
  std::string text_;                           // being written
};

// The handler's promise: exactly one answer, whatever it does with its Reply.
class Answer {
 public:
  Answer(std::weak_ptr<Core> core, std::weak_ptr<HttpConnection> connection, std::uint64_t number)
      : core_{std::move(core)}, connection_{std::move(connection)}, number_{number} {}
  ~Answer() {
    if (!is_given_) deliver(problem(500), "a handler dropped its Reply without an answer");
  }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  void give(HttpResponse response, const char* fault = nullptr) {
    if (!is_given_.exchange(true)) deliver(std::move(response), fault);
  }

 private:
  void deliver(HttpResponse response, const char* fault) {
    const std::shared_ptr<Core> core = core_.lock();
    if (!core) return;
    // On the server's thread this runs at once, so that a stream misses no event published since.
    asio::dispatch(core->io, [core = core.get(), connection = connection_, number = number_, fault,
                              response = std::move(response)]() mutable {
      if (fault != nullptr) core->fault(fault);
      if (const auto open = connection.lock()) open->take_answer(number, std::move(response));
    });
  }

  std::weak_ptr<Core> core_;
  std::weak_ptr<HttpConnection> connection_;
  std::uint64_t number_;
  std::atomic<bool> is_given_{false};
};

HttpConnection::HttpConnection(Core& core, Tcp::socket socket, std::optional<HttpResponse> refusal)
    : Connection{remote_address(socket)},
      core_{core},
      stream_{core.tls ? make_tls_transport(std::move(socket), core.tls)
                       : make_plain_transport(std::move(socket))},
      buffer_{core.options.header_bytes_max + k_buffer_spare_bytes},
      late_timer_{core.io},
      reply_timer_{core.io},
      look_timer_{core.io},
      refusal_{std::move(refusal)} {
  core_.add(*this);
}

void HttpConnection::begin() {
  stream_.expires_after(core_.options.handshake_timeout);
  stream_.begin(
      [self = shared_from_this()](Transport::Beginning beginning) { self->on_begun(beginning); });
}

void HttpConnection::on_begun(Transport::Beginning beginning) {
  if (beginning == Transport::Beginning::good) return wait_for_request();
  if (beginning == Transport::Beginning::bad) return drop();
  is_last_ = true;
  answer(problem(400, "this port speaks HTTPS: the address begins with https://"));
}

void HttpConnection::wait_for_request() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(core_.options.header_bytes_max));
  parser_->body_limit(core_.options.body_bytes_max);
  if (buffer_.size() > 0) return read_header();  // sent ahead
  stream_.expires_after(request_number_ == 0 ? core_.options.header_timeout
                                             : core_.options.idle_timeout);
  stream_.async_read_some(buffer_.prepare(k_read_bytes),
                          [self = shared_from_this()](error_code error, std::size_t count) {
                            if (error) return self->drop();
                            self->buffer_.commit(count);
                            self->read_header();
                          });
}

// A reading is ended by a timer of ours, not by the socket's, which would close the line: who is
// late is told so.
void HttpConnection::read_until(milliseconds time) {
  stream_.expires_never();
  is_late_ = false;
  late_timer_.expires_after(time);
  late_timer_.async_wait([self = shared_from_this(), reading = ++reading_](error_code error) {
    if (error || reading != self->reading_) return;
    self->is_late_ = true;
    self->stream_.socket().cancel(error);
  });
}

void HttpConnection::end_reading() {
  ++reading_;
  late_timer_.cancel();
}

void HttpConnection::on_unread(error_code error) {
  const auto refusal =
      is_late_ ? problem(408, "the request did not come whole in time") : parse_refusal(error);
  if (!refusal) return drop();
  is_last_ = true;
  answer(*refusal);
}

void HttpConnection::read_header() {
  read_until(core_.options.header_timeout);
  http::async_read_header(stream_, buffer_, *parser_, bound(&HttpConnection::on_header));
}

void HttpConnection::on_header(error_code error) {
  end_reading();
  ++request_number_;
  admission_ = {};
  if (error) return on_unread(error);
  const auto& message = parser_->get();
  RequestHead head{.method = std::string{message.method_string()},
                   .target = std::string{message.target()},
                   .version = static_cast<int>(message.version())};
  for (const auto& field : message) {
    head.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
  }
  is_last_ = !message.keep_alive();
  admission_ = admit(std::move(head), core_.guard);
  if (refusal_) admission_.refusal = refusal_;
  if (admission_.refusal) {
    is_last_ = is_last_ || refusal_ || !parser_->is_done();  // its body would be read as a request
    return answer(*admission_.refusal);
  }
  if (!admission_.expects_continue || parser_->is_done()) return read_body();
  text_ = "HTTP/1.1 100 Continue\r\n\r\n";
  stream_.expires_after(core_.options.write_timeout);
  asio::async_write(stream_, asio::buffer(text_),
                    [self = shared_from_this()](error_code failure, std::size_t) {
                      if (failure) return self->drop();
                      self->read_body();
                    });
}

void HttpConnection::read_body() {
  if (parser_->is_done()) return ask_handler();
  read_until(core_.options.body_timeout);
  http::async_read(stream_, buffer_, *parser_, bound(&HttpConnection::on_body));
}

void HttpConnection::on_body(error_code error) {
  end_reading();
  if (!error) return ask_handler();
  on_unread(error);
}

void HttpConnection::ask_handler() {
  stream_.expires_never();
  HttpRequest& request = admission_.request;
  request.body = std::move(parser_->get().body());
  request.remote = client_of(request.headers, remote(), core_.options.trusted_proxies);
  request.is_encrypted = core_.tls != nullptr;
  if (core_.socket_rules && beast::websocket::is_upgrade(parser_->get())) return open_socket();
  gone_ = std::stop_source{};
  request.gone = gone_.get_token();
  is_asked_ = true;
  reply_timer_.expires_after(core_.options.reply_timeout);
  // Also keeps the connection alive while nothing else does.
  reply_timer_.async_wait([self = shared_from_this(), number = request_number_](error_code error) {
    if (!error) self->take_answer(number, problem(504, "this took too long"));
  });
  const auto promise =
      std::make_shared<Answer>(core_.weak_from_this(), weak_from_this(), request_number_);
  try {
    core_.handler(request,
                  [promise](HttpResponse response) { promise->give(std::move(response)); });
  } catch (const std::exception& exception) {
    core_.fault(exception.what());
    promise->give(problem(500));
  } catch (...) {
    promise->give(problem(500), "a handler threw something that is no std::exception");
  }
  if (is_asked_) watch_client();
}

// Until the answer; reading on could bring the next request, so the socket is only asked.
void HttpConnection::watch_client() {
  look_timer_.expires_after(k_look_time);
  look_timer_.async_wait([self = shared_from_this()](error_code error) {
    if (error || !self->is_asked_) return;
    if (self->stream_.has_hung_up())
      self->gone_.request_stop();
    else
      self->watch_client();
  });
}

void HttpConnection::take_answer(std::uint64_t number, HttpResponse response) {
  if (!is_asked_ || number != request_number_) return;
  is_asked_ = false;
  reply_timer_.cancel();
  look_timer_.cancel();
  if (const auto fault = fault_of(response)) {
    core_.fault(*fault);
    response = problem(500);
  }
  if (!response.is_stream) return answer(response);
  if (admission_.request.method != "GET") {
    core_.fault("a request other than GET was answered by a stream");
    return answer(problem(500));
  }
  if (const auto refusal = core_.stream_refusal(remote())) return answer(*refusal);
  start_stream(std::move(response));
}

void HttpConnection::start_stream(HttpResponse response) {
  std::shared_ptr<const StreamEvent> first;
  if (!response.body.empty()) {
    first = std::make_shared<StreamEvent>(
        StreamEvent{event_text(response.first_event, response.body),
                    message_text(response.first_event, response.body)});
  }
  const ResponseFrame frame{.now = base::SystemClock{}.now(), .is_kept = false, .is_endless = true};
  response.content_type = "text/event-stream";
  const bool is_upgrade = beast::websocket::is_upgrade(parser_->get());
  if (is_upgrade || response.is_for_sockets) {
    if (const auto refusal = upgrade_refusal()) return answer(*refusal);
    return start_websocket(core_, std::move(stream_), parser_->release(), first);
  }
  if (admission_.is_head) {
    is_last_ = true;
    return write(response_text(response, frame), true);
  }
  start_events(core_, std::move(stream_), response_text(response, frame), first);
}

// Why the line cannot become a WebSocket.
std::optional<HttpResponse> HttpConnection::upgrade_refusal() {
  is_last_ = is_last_ || buffer_.size() > 0;
  if (buffer_.size() > 0) return problem(400, "wait for the answer before sending messages");
  return handshake_refusal(admission_.request, admission_.is_head);
}

// A device that wants to keep its line: in, or the reason why not.
void HttpConnection::open_socket() {
  const SocketRules& rules = *core_.socket_rules;
  const HttpRequest& request = admission_.request;
  const auto refuse = [this](const HttpResponse& response) {
    is_last_ = true;
    answer(response);
  };
  if (const auto refusal = upgrade_refusal()) return refuse(*refusal);
  if (!is_offered(request.headers, "Sec-WebSocket-Protocol", rules.subprotocol))
    return refuse(problem(400, "this line speaks " + rules.subprotocol + " alone"));
  if (core_.sockets.size() >= core_.options.streams_max)
    return refuse(problem(503, "too many devices are connected"));
  if (const int status = rules.refusal(request); status != 0) {
    HttpResponse response = problem(status);
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"device\"");
    return refuse(response);
  }
  start_text_socket(core_, std::move(stream_), parser_->release(), std::move(admission_.request));
}

void HttpConnection::answer(const HttpResponse& response) {
  is_last_ = is_last_ || core_.is_stopping;
  const ResponseFrame frame{
      .now = base::SystemClock{}.now(), .is_head = admission_.is_head, .is_kept = !is_last_};
  write(response_text(response, frame), is_last_);
}

void HttpConnection::write(std::string text, bool is_last) {
  text_ = std::move(text);
  is_last_ = is_last;
  is_writing_ = true;
  stream_.expires_after(core_.options.write_timeout);
  asio::async_write(stream_, asio::buffer(text_), bound(&HttpConnection::on_written));
}

void HttpConnection::on_written(error_code error) {
  is_writing_ = false;
  if (error) return drop();
  text_.clear();
  if (!is_last_ && !core_.is_stopping) return wait_for_request();
  stream_.expires_after(k_linger_time);
  stream_.finish(k_linger_bytes, [self = shared_from_this()] { self->drop(); });
  if (core_.is_stopping) drop();
}

void HttpConnection::stop() {
  if (!is_writing_) drop();
}

void HttpConnection::drop() {
  is_asked_ = false;
  late_timer_.cancel();
  reply_timer_.cancel();
  look_timer_.cancel();
  gone_.request_stop();
  stream_.close();
}

}  // namespace

void start_http(Core& core, Tcp::socket socket, std::optional<HttpResponse> refusal) {
  std::make_shared<HttpConnection>(core, std::move(socket), std::move(refusal))->begin();
}

}  // namespace ohmstead::net
