// A server for tests of clients that says exactly the bytes it is told, also wrong ones, on
// loopback: each connection gets `answer` once its request's header is in, and is then closed, or
// held open when `is_kept_open`. Thread rule: one thread of its own.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ohmstead::net {

class RawServer {
 public:
  explicit RawServer(std::string answer, bool is_kept_open = false);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::string url(const std::string& path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  // What was asked so far, headers and all.
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  void serve(std::stop_token stop);

  std::string answer_;
  bool is_kept_open_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<int> kept_;
  std::jthread thread_;
};

}  // namespace ohmstead::net
