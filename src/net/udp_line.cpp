#include "ohmstead/net/udp_line.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace ohmstead::net {
namespace {

using base::ErrorKind;
using base::Result;

constexpr std::string_view k_scheme = "udp://";
constexpr std::size_t k_packet_bytes_max = 2048;  // longer ones are dropped
constexpr int k_look_every_ms = 200;              // whether the line is to end

// A place in the form of sockets.
struct Address {
  sockaddr_storage bytes{};
  socklen_t size = sizeof(sockaddr_storage);

  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): as sockets want it
  [[nodiscard]] sockaddr* any() { return reinterpret_cast<sockaddr*>(&bytes); }
  [[nodiscard]] const sockaddr* any() const { return reinterpret_cast<const sockaddr*>(&bytes); }
  [[nodiscard]] sockaddr_in* v4() { return reinterpret_cast<sockaddr_in*>(&bytes); }
  [[nodiscard]] const sockaddr_in* v4() const {
    return reinterpret_cast<const sockaddr_in*>(&bytes);
  }
  [[nodiscard]] sockaddr_in6* v6() { return reinterpret_cast<sockaddr_in6*>(&bytes); }
  [[nodiscard]] const sockaddr_in6* v6() const {
    return reinterpret_cast<const sockaddr_in6*>(&bytes);
  }
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)

  [[nodiscard]] bool is_v6() const { return bytes.ss_family == AF_INET6; }
  [[nodiscard]] std::uint16_t port() const {
    return ntohs(is_v6() ? v6()->sin6_port : v4()->sin_port);
  }
  [[nodiscard]] std::string text() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* number = is_v6() ? static_cast<const void*>(&v6()->sin6_addr)
                                 : static_cast<const void*>(&v4()->sin_addr);
    return ::inet_ntop(bytes.ss_family, number, text.data(), text.size()) == nullptr ? "?"
                                                                                     : text.data();
  }
};

// Nothing: no address.
std::optional<Address> read_address(const std::string& text, std::uint16_t port) {
  Address address;
  if (::inet_pton(AF_INET, text.c_str(), &address.v4()->sin_addr) == 1) {
    address.bytes.ss_family = AF_INET;
    address.v4()->sin_port = htons(port);
    address.size = sizeof(sockaddr_in);
    return address;
  }
  address = {};
  if (::inet_pton(AF_INET6, text.c_str(), &address.v6()->sin6_addr) != 1) return std::nullopt;
  address.bytes.ss_family = AF_INET6;
  address.v6()->sin6_port = htons(port);
  address.size = sizeof(sockaddr_in6);
  return address;
}

class Socket {
 public:
  explicit Socket(int number) : number_{number} {}
  ~Socket() {
    if (number_ >= 0) ::close(number_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

tl::unexpected<base::Error> system_fault(const std::string& what) {
  return base::fail(ErrorKind::unavailable,
                    fmt::format("{}: {}", what, std::system_category().message(errno)));
}

}  // namespace

Result<UdpPlace> parse_udp_place(const std::string& url) {
  const auto bad = [&] {
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("'{}' is no address like udp://192.168.1.77:4000", url));
  };
  std::string_view rest = url;
  if (!rest.starts_with(k_scheme)) return bad();
  rest.remove_prefix(k_scheme.size());
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos) return bad();
  const std::string_view digits = rest.substr(colon + 1);
  UdpPlace place;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
  if (error != std::errc{} || end != digits.data() + digits.size() || place.port == 0) return bad();
  rest = rest.substr(0, colon);
  const bool is_ipv6 = rest.starts_with('[') && rest.ends_with(']');
  if (is_ipv6) rest = rest.substr(1, rest.size() - 2);
  place.address = rest;
  const bool has_colon = rest.find(':') != std::string_view::npos;
  if (has_colon != is_ipv6 || !read_address(place.address, place.port)) return bad();
  return place;
}

struct UdpLine::Life {
  Life(int number, const Address& address, std::function<void(std::string_view)> listener)
      : socket{number}, peer{address}, peer_text{address.text()}, hear{std::move(listener)} {}

  void run(const std::stop_token& stop) {
    pollfd wait{socket.number(), POLLIN, 0};
    while (!stop.stop_requested()) {
      if (::poll(&wait, 1, k_look_every_ms) > 0) take();
    }
  }

  void take() {
    std::array<char, k_packet_bytes_max> bytes{};
    Address from;
    const auto count =
        ::recvfrom(socket.number(), bytes.data(), bytes.size(), MSG_TRUNC, from.any(), &from.size);
    if (count < 0 || static_cast<std::size_t>(count) > bytes.size()) return;
    std::string sender = from.text();
    if (sender == peer_text) return hear({bytes.data(), static_cast<std::size_t>(count)});
    const std::scoped_lock lock{mutex};
    stranger = std::move(sender);
  }

  Socket socket;
  Address peer;
  std::string peer_text;
  std::function<void(std::string_view)> hear;
  mutable std::mutex mutex;
  std::string stranger;
  std::jthread thread;  // ends first
};

UdpLine::UdpLine(std::unique_ptr<Life> life) : life_{std::move(life)} {
  life_->thread =
      std::jthread{[life = life_.get()](const std::stop_token& stop) { life->run(stop); }};
}
UdpLine::~UdpLine() = default;

Result<std::unique_ptr<UdpLine>> UdpLine::open(const Options& options,
                                               std::function<void(std::string_view)> hear) {
  const auto peer = read_address(options.peer.address, options.peer.port);
  if (!peer)
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("'{}' is no address such as 192.168.1.77", options.peer.address));
  const int number = ::socket(peer->bytes.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (number < 0) return system_fault("no socket");
  auto life = std::make_unique<Life>(number, *peer, std::move(hear));
  const auto ours = read_address(peer->is_v6() ? "::" : "0.0.0.0", options.port);
  if (::bind(number, ours->any(), ours->size) != 0)
    return system_fault(fmt::format("UDP port {}", options.port));
  return std::unique_ptr<UdpLine>{new UdpLine{std::move(life)}};
}

std::uint16_t UdpLine::port() const {
  Address ours;
  const bool is_known = ::getsockname(life_->socket.number(), ours.any(), &ours.size) == 0;
  return is_known ? ours.port() : std::uint16_t{0};
}

Result<void> UdpLine::send(std::string_view packet) const {
  const auto sent = ::sendto(life_->socket.number(), packet.data(), packet.size(), MSG_NOSIGNAL,
                             life_->peer.any(), life_->peer.size);
  if (sent != static_cast<ssize_t>(packet.size()))
    return system_fault("a packet to " + life_->peer_text);
  return {};
}

std::string UdpLine::stranger() const {
  const std::scoped_lock lock{life_->mutex};
  return life_->stranger;
}

}  // namespace ohmstead::net
