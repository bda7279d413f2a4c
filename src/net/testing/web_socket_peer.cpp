#include "testing/web_socket_peer.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "byte_stream.hpp"
#include "tls.hpp"

namespace ohmstead::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using beast::error_code;

class PeerLink;

}  // namespace

struct WebSocketPeer::Life {
  explicit Life(Script given) : script{std::move(given)} {}
  void accept();

  const Script script;
  std::shared_ptr<const TlsIdentity> identity;
  mutable std::mutex mutex;  // of the two below
  std::vector<std::string> openings;
  std::vector<std::string> messages;
  std::set<std::shared_ptr<PeerLink>> links;
  asio::io_context io{1};
  Tcp::acceptor acceptor{io};
  std::jthread thread;
};

namespace {

class PeerLink final : public WebSocketPeer::Link, public std::enable_shared_from_this<PeerLink> {
 public:
  PeerLink(WebSocketPeer::Life& life, std::unique_ptr<Transport> transport)
      : life_{life}, bytes_{std::move(transport)} {}

  void start() {
    bytes_.begin([self = shared_from_this()](Transport::Beginning beginning) {
      if (beginning != Transport::Beginning::good) return self->cut();
      beast::http::async_read(self->bytes_, self->buffer_, self->request_,
                              [self](error_code error, std::size_t) {
                                if (error) return self->cut();
                                self->take_request();
                              });
    });
  }

  void say(std::string text) override { push({std::move(text), true}); }
  void say_bytes(std::string bytes) override { push({std::move(bytes), false}); }
  void close(std::uint16_t code) override {
    socket_->async_close(static_cast<websocket::close_code>(code),
                         [self = shared_from_this()](error_code) { self->cut(); });
  }
  void cut() override {
    if (socket_)
      socket_->next_layer().close();
    else
      bytes_.close();
    life_.links.erase(shared_from_this());
  }
  void fall_silent() override { is_silent_ = true; }

 private:
  void take_request() {
    std::ostringstream header;
    header << request_.base();
    {
      const std::scoped_lock lock{life_.mutex};
      life_.openings.push_back(header.str());
    }
    bytes_.expires_never();
    socket_.emplace(std::move(bytes_));
    socket_->read_message_max(std::size_t{64} * 1024 * 1024);
    socket_->auto_fragment(false);
    socket_->async_accept(request_, [self = shared_from_this()](error_code error) {
      if (error) return self->cut();
      if (self->life_.script.came) self->life_.script.came(*self);
      self->read();
    });
  }

  void read() {
    if (is_silent_) return;
    socket_->async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->cut();
      const std::string text = beast::buffers_to_string(self->buffer_.data());
      self->buffer_.clear();
      {
        const std::scoped_lock lock{self->life_.mutex};
        self->life_.messages.push_back(text);
      }
      if (self->life_.script.heard) self->life_.script.heard(*self, text);
      self->read();
    });
  }

  struct Piece {
    std::string text;
    bool is_text = true;
  };
  void push(Piece piece) {
    queue_.push_back(std::move(piece));
    if (queue_.size() == 1) write();
  }
  void write() {
    socket_->text(queue_.front().is_text);
    socket_->async_write(asio::buffer(queue_.front().text),
                         [self = shared_from_this()](error_code error, std::size_t) {
                           if (error) return;
                           self->queue_.pop_front();
                           if (!self->queue_.empty()) self->write();
                         });
  }

  WebSocketPeer::Life& life_;
  ByteStream bytes_;  // until it is a WebSocket
  std::optional<websocket::stream<ByteStream>> socket_;
  beast::http::request<beast::http::string_body> request_;
  beast::flat_buffer buffer_;
  std::deque<Piece> queue_;
  bool is_silent_ = false;
};

}  // namespace

void WebSocketPeer::Life::accept() {
  acceptor.async_accept([this](error_code error, Tcp::socket socket) {
    if (error) return;
    auto transport = identity ? make_tls_transport(std::move(socket), identity)
                              : make_plain_transport(std::move(socket));
    auto link = std::make_shared<PeerLink>(*this, std::move(transport));
    links.insert(link);
    link->start();
    accept();
  });
}

WebSocketPeer::WebSocketPeer(Script script) : life_{std::make_unique<Life>(std::move(script))} {
  if (!life_->script.key.empty())
    life_->identity = read_tls_identity(life_->script.certificate, life_->script.key).value();
  const Tcp::endpoint place{asio::ip::address_v4::loopback(), life_->script.port};
  life_->acceptor.open(place.protocol());
  life_->acceptor.set_option(Tcp::acceptor::reuse_address{true});
  life_->acceptor.bind(place);
  life_->acceptor.listen();
  life_->accept();
  life_->thread = std::jthread{[life = life_.get()] { life->io.run(); }};
}

WebSocketPeer::~WebSocketPeer() {
  life_->io.stop();
  life_->thread.join();
  life_->links.clear();
}

std::uint16_t WebSocketPeer::port() const { return life_->acceptor.local_endpoint().port(); }

std::string WebSocketPeer::url(const std::string& path) const {
  const bool is_encrypted = life_->identity != nullptr;
  return fmt::format("{}:{}{}", is_encrypted ? "wss://localhost" : "ws://127.0.0.1", port(), path);
}

std::vector<std::string> WebSocketPeer::openings() const {
  const std::scoped_lock lock{life_->mutex};
  return life_->openings;
}

std::vector<std::string> WebSocketPeer::messages() const {
  const std::scoped_lock lock{life_->mutex};
  return life_->messages;
}

void WebSocketPeer::say(const std::string& text) {
  asio::post(life_->io, [life = life_.get(), text] {
    for (const auto& link : life->links) link->say(text);
  });
}

void WebSocketPeer::cut_all() {
  asio::post(life_->io, [life = life_.get()] {
    const auto all = life->links;
    for (const auto& link : all) link->cut();
  });
}

bool wait_until(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return holds();
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return true;
}

}  // namespace ohmstead::net
