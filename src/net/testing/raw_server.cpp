#include "testing/raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace ohmstead::net {
namespace {

constexpr int k_look_ms = 20;  // between two looks whether the test is over
constexpr int k_patience_ms = 10'000;

bool is_readable(int socket, int wait_ms) {
  pollfd asked{socket, POLLIN, 0};
  return ::poll(&asked, 1, wait_ms) > 0;
}

std::string read_request(int socket) {
  std::string text;
  std::array<char, 4096> bytes{};
  while (text.find("\r\n\r\n") == std::string::npos && is_readable(socket, k_patience_ms)) {
    const ssize_t count = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (count <= 0) break;
    text.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return text;
}

void send_all(int socket, const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t count = ::send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;
    sent += static_cast<std::size_t>(count);
  }
}

}  // namespace

RawServer::RawServer(std::string answer, bool is_kept_open)
    : answer_{std::move(answer)}, is_kept_open_{is_kept_open} {
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, plain, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, plain, &size) != 0)
    throw std::runtime_error{"no loopback port for the test"};
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread{[this](std::stop_token stop) { serve(std::move(stop)); }};
}

RawServer::~RawServer() {
  thread_.request_stop();
  thread_.join();
  for (const int socket : kept_) ::close(socket);
  ::close(listener_);
}

std::vector<std::string> RawServer::requests() const {
  const std::scoped_lock lock{mutex_};
  return requests_;
}

void RawServer::serve(std::stop_token stop) {
  while (!stop.stop_requested()) {
    if (!is_readable(listener_, k_look_ms)) continue;
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) continue;
    std::string request = read_request(socket);
    {
      const std::scoped_lock lock{mutex_};
      requests_.push_back(std::move(request));
    }
    send_all(socket, answer_);
    if (is_kept_open_)
      kept_.push_back(socket);
    else
      ::close(socket);
  }
}

}  // namespace ohmstead::net
