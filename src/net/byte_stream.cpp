#include "byte_stream.hpp"

#include <boost/asio/post.hpp>

namespace ohmstead::net {
namespace {

using boost::system::error_code;

constexpr std::size_t k_forgotten_bytes = 4096;

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(Tcp::socket socket) : stream_{std::move(socket)} {}

  void begin(std::function<void(Beginning)> done) override { done(Beginning::good); }
  void read_some(boost::asio::mutable_buffer buffer, Done done) override {
    stream_.async_read_some(buffer, std::move(done));
  }
  void write_some(std::vector<boost::asio::const_buffer> buffers, Done done) override {
    stream_.async_write_some(buffers, std::move(done));
  }
  void end_writing(std::function<void()> done) override {
    error_code ignored;
    (void)stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
    done();
  }
  boost::beast::tcp_stream& tcp() override { return stream_; }

 private:
  boost::beast::tcp_stream stream_;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(Tcp::socket socket) {
  return std::make_unique<PlainTransport>(std::move(socket));
}

void ByteStream::finish(std::size_t bytes_max, std::function<void()> done) {
  transport_->end_writing([this, bytes_max, done = std::move(done)]() mutable {
    forgotten_.resize(k_forgotten_bytes);
    forget_rest(bytes_max, std::move(done));
  });
}

// The bytes on the wire: nobody will understand them any more.
void ByteStream::forget_rest(std::size_t bytes_left, std::function<void()> done) {
  transport_->tcp().async_read_some(
      boost::asio::buffer(forgotten_),
      [this, bytes_left, done = std::move(done)](error_code error, std::size_t count) mutable {
        if (error || count > bytes_left) return done();
        forget_rest(bytes_left - count, std::move(done));
      });
}

void beast_close_socket(ByteStream& stream) { stream.close(); }

}  // namespace ohmstead::net
