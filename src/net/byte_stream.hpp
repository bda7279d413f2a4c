// The bytes of one client, plain or over TLS, as the one stream type that the rest of the room
// knows.
//
// Beast and TLS are each slow to compile, and together, for each kind of stream, much slower. So
// what Beast sees is this small type; behind it stands a Transport, whose two kinds live in files
// of their own. Timeouts are those of the socket below: they hold for what is begun after they are
// set. Thread rule: the server's thread.
#pragma once

#include <poll.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "core.hpp"

namespace ohmstead::net {

class Transport {
 public:
  using Done = std::function<void(boost::system::error_code, std::size_t)>;
  // How a connection began.
  enum class Beginning { good, bad, unencrypted };  // plain HTTP where TLS is spoken

  virtual ~Transport() = default;
  virtual void begin(std::function<void(Beginning)> done) = 0;
  virtual void read_some(boost::asio::mutable_buffer buffer, Done done) = 0;
  virtual void write_some(std::vector<boost::asio::const_buffer> buffers, Done done) = 0;
  // Says that no more will come.
  virtual void end_writing(std::function<void()> done) = 0;
  virtual boost::beast::tcp_stream& tcp() = 0;
  // Why a beginning was bad, where that is known.
  [[nodiscard]] virtual std::string fault() const { return {}; }
};

[[nodiscard]] std::unique_ptr<Transport> make_plain_transport(Tcp::socket socket);

class ByteStream {
 public:
  // NOLINTNEXTLINE(readability-identifier-naming): Asio asks for it by this name
  using executor_type = boost::beast::tcp_stream::executor_type;

  explicit ByteStream(std::unique_ptr<Transport> transport) : transport_{std::move(transport)} {}

  executor_type get_executor() { return transport_->tcp().get_executor(); }
  Tcp::socket& socket() { return transport_->tcp().socket(); }
  void expires_after(std::chrono::milliseconds time) { transport_->tcp().expires_after(time); }
  void expires_never() { transport_->tcp().expires_never(); }
  void begin(std::function<void(Transport::Beginning)> done) { transport_->begin(std::move(done)); }
  [[nodiscard]] std::string fault() const { return transport_->fault(); }
  // Whether the client has closed, or will send nothing more, whatever it sent before that.
  [[nodiscard]] bool has_hung_up() {
    pollfd look{.fd = socket().native_handle(), .events = POLLRDHUP, .revents = 0};
    return ::poll(&look, 1, 0) > 0;
  }
  // Also of one whose bytes have been handed on.
  void close() {
    if (transport_) transport_->tcp().close();
  }
  // Ends the writing, then reads and forgets until the client closes or has sent too much: a client
  // that is still sending gets its answer only if its bytes are read.
  void finish(std::size_t bytes_max, std::function<void()> done);

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, boost::asio::mutable_buffer first) {
          transport_->read_some(first, shared(std::move(handler)));
        },
        token, first_of(buffers));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    std::vector<boost::asio::const_buffer> all{boost::asio::buffer_sequence_begin(buffers),
                                               boost::asio::buffer_sequence_end(buffers)};
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, std::vector<boost::asio::const_buffer> given) {
          transport_->write_some(std::move(given), shared(std::move(handler)));
        },
        token, std::move(all));
  }

 private:
  // A read may always bring less than it could.
  template <class Buffers>
  static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
    for (auto at = boost::asio::buffer_sequence_begin(buffers);
         at != boost::asio::buffer_sequence_end(buffers); ++at) {
      const boost::asio::mutable_buffer buffer{*at};
      if (buffer.size() > 0) return buffer;
    }
    return {};
  }
  // A Done can be copied, handlers cannot.
  template <class Handler>
  static Transport::Done shared(Handler handler) {
    return [kept = std::make_shared<Handler>(std::move(handler))](boost::system::error_code error,
                                                                  std::size_t count) {
      Handler last = std::move(*kept);
      std::move(last)(error, count);
    };
  }
  void forget_rest(std::size_t bytes_left, std::function<void()> done);

  std::unique_ptr<Transport> transport_;
  std::vector<char> forgotten_;
};

// What Beast's WebSocket asks of the stream below it, found by these names.
void beast_close_socket(ByteStream& stream);
template <class Handler>
void async_teardown(boost::beast::role_type, ByteStream& stream, Handler&& handler) {
  auto kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
  stream.finish(std::size_t{16} * 1024 * 1024, [kept] {
    auto last = std::move(*kept);
    std::move(last)(boost::system::error_code{});
  });
}

}  // namespace ohmstead::net
