#include "asker.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <thread>

namespace ohmstead::load {
namespace {

using Clock = std::chrono::steady_clock;

// One connection; opened anew when the server closed it.
class Line {
 public:
  Line(int port, const std::string& path)
      : port_{port}, text_{"GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"} {}
  ~Line() { hang_up(); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  // Bytes of the whole answer when its status is 200, else nothing.
  std::size_t ask() {
    if (socket_ < 0 && !open()) return 0;
    if (::send(socket_, text_.data(), text_.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(text_.size()))
      return hang_up();
    return read_answer();
  }

 private:
  bool open() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return true;
    hang_up();
    return false;
  }
  std::size_t hang_up() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    return 0;
  }
  std::size_t read_answer() {
    std::size_t filled = 0, whole = 0;
    while (whole == 0 || filled < whole) {
      if (buffer_.size() < filled + 65536) buffer_.resize(filled + 65536);
      const ssize_t count = ::recv(socket_, buffer_.data() + filled, buffer_.size() - filled, 0);
      if (count <= 0) return hang_up();
      filled += static_cast<std::size_t>(count);
      if (whole == 0) whole = length_of({buffer_.data(), filled});
    }
    return buffer_.starts_with("HTTP/1.1 200 ") ? whole : 0;
  }
  // Header and body; 0 while the header is not there.
  static std::size_t length_of(std::string_view text) {
    constexpr std::string_view k_key = "Content-Length: ";
    const std::size_t gap = text.find("\r\n\r\n");
    const std::size_t key = text.find(k_key);
    if (gap == std::string_view::npos || key == std::string_view::npos) return 0;
    std::size_t body = 0;
    std::from_chars(text.data() + key + k_key.size(), text.data() + gap, body);
    return gap + 4 + body;
  }

  int port_;
  std::string text_;
  int socket_ = -1;
  std::string buffer_;
};

struct Share {
  std::vector<double> answered_ms;
  std::size_t asked = 0, bytes = 0;
};

// Every so manieth question, beginning with `first`.
Share ask_share(const Questions& questions, int first, Clock::time_point start) {
  Share share;
  Line line{questions.port, questions.path};
  const std::chrono::duration<double> step{1.0 / questions.per_s};
  for (int number = first;; number += questions.connections) {
    const auto time = start + std::chrono::duration_cast<Clock::duration>(number * step);
    if (time >= start + questions.time) return share;
    std::this_thread::sleep_until(time);
    ++share.asked;
    const std::size_t bytes = line.ask();
    if (bytes == 0) continue;
    share.bytes += bytes;
    share.answered_ms.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - time).count());
  }
}

}  // namespace

double Latencies::at(double share) const {
  if (sorted_ms.empty()) return 0.0;
  const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted_ms.size()));
  return sorted_ms[std::min(index, sorted_ms.size() - 1)];
}

Latencies ask_at_rate(const Questions& questions) {
  std::vector<Share> shares(static_cast<std::size_t>(questions.connections));
  const auto start = Clock::now() + std::chrono::milliseconds{50};
  {
    std::vector<std::jthread> threads;
    threads.reserve(shares.size());
    for (int i = 0; i < questions.connections; ++i)
      threads.emplace_back([&questions, &share = shares[static_cast<std::size_t>(i)], i, start] {
        share = ask_share(questions, i, start);
      });
  }
  Latencies all;
  double bytes = 0.0;
  for (const Share& share : shares) {
    all.sorted_ms.insert(all.sorted_ms.end(), share.answered_ms.begin(), share.answered_ms.end());
    all.asked += share.asked;
    bytes += static_cast<double>(share.bytes);
  }
  std::sort(all.sorted_ms.begin(), all.sorted_ms.end());
  if (!all.sorted_ms.empty()) all.mean_bytes = bytes / static_cast<double>(all.sorted_ms.size());
  return all;
}

}  // namespace ohmstead::load
