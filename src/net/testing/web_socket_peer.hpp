// A WebSocket server for tests of clients, on loopback: it says what the test tells it to, when
// somebody comes and when a message comes, and can fall silent or go away.
// Thread rule: the script runs on a thread of its own, the rest may be called from any.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ohmstead::net {

class WebSocketPeer {
 public:
  // What a script can do with the client that spoke.
  class Link {
   public:
    virtual ~Link() = default;
    virtual void say(std::string text) = 0;
    virtual void say_bytes(std::string bytes) = 0;
    virtual void close(std::uint16_t code) = 0;
    virtual void cut() = 0;          // without a goodbye
    virtual void fall_silent() = 0;  // reads no more, so that no ping is answered
  };
  struct Script {
    std::function<void(Link&)> came = {};
    std::function<void(Link&, const std::string&)> heard = {};
    std::filesystem::path certificate = {};  // with a key: TLS
    std::filesystem::path key = {};
    std::uint16_t port = 0;  // any free one
  };

  explicit WebSocketPeer(Script script);
  ~WebSocketPeer();
  WebSocketPeer(const WebSocketPeer&) = delete;
  WebSocketPeer& operator=(const WebSocketPeer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string url(const std::string& path = "/") const;
  // Of all clients so far: the header of the request that opened it, and what was said.
  [[nodiscard]] std::vector<std::string> openings() const;
  [[nodiscard]] std::vector<std::string> messages() const;
  // To all that are there.
  void say(const std::string& text);
  void cut_all();

  struct Life;

 private:
  std::unique_ptr<Life> life_;
};

// Until `holds`, for at most ten seconds; then what it says last.
bool wait_until(const std::function<bool()>& holds);

}  // namespace ohmstead::net
