// A WebSocket client for one address that comes back by itself: after a failure or an end it waits,
// longer each time, and tries again until it is stopped.
//
// It trusts nobody: the size of messages and of what waits to be sent is limited, opening takes a
// limited time, a peer that falls silent is asked with pings and then given up, certificates are
// checked. Only texts are spoken. Messages of errors name the host alone, since addresses and
// headers may hold secrets. Thread rule: a thread of its own calls the events, one after another;
// all functions may be called from any thread, but stop() and the destructor not from an event.
//
//   auto client = WebSocketClient::make({.url = "ws://house.local:8123/api/websocket"}, events);
//   (*client)->start();
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "ohmstead/base/result.hpp"
#include "ohmstead/net/http.hpp"

namespace ohmstead::net {

struct WebSocketOptions {
  std::string url;           // ws:// or wss://
  HttpHeaders headers = {};  // of the request that opens it
  std::string user_agent = "ohmstead";
  std::chrono::milliseconds opening_timeout{10'000};  // name, connection, TLS and handshake in all
  std::chrono::milliseconds ping_every{15'000};       // of silence; twice as long ends it
  std::chrono::milliseconds first_wait{1'000};        // before a new try; doubled each time
  std::chrono::milliseconds longest_wait{60'000};
  std::size_t message_bytes_max = std::size_t{8} * 1024 * 1024;
  std::size_t queue_bytes_max = std::size_t{1024} * 1024;
  std::filesystem::path ca_file = {};  // PEM; empty: those the system trusts
};

// Of a connection, or of a try that became none.
struct WebSocketEnd {
  base::Error why;               // unavailable, timed_out, refused, invalid_input
  std::uint16_t close_code = 0;  // what the peer said; 0: it went without a goodbye
};

struct WebSocketEvents {
  std::function<void()> opened;
  std::function<void(const std::string& message)> said;
  std::function<void(const WebSocketEnd& end)> ended;
};

class WebSocketClient {
 public:
  // Errors: invalid_input (the address, a header), not_found (ca_file).
  [[nodiscard]] static base::Result<std::unique_ptr<WebSocketClient>> make(WebSocketOptions options,
                                                                           WebSocketEvents events);
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  // Once.
  void start();
  // Says goodbye and ends the thread; no event comes afterwards. Returns within a second, unless
  // the system is just looking up the host's name, which cannot be interrupted.
  void stop();

  // Hands a message over for the connection that is open now. Errors: unavailable (none is open, or
  // the peer takes nothing).
  [[nodiscard]] base::Result<void> send(std::string text);
  // Gives the connection up, if there is one; the next try comes after `wait`. For one that is of
  // no use, such as a peer that does not let us in.
  void reopen_after(std::chrono::milliseconds wait);

  [[nodiscard]] bool is_open() const;
  // Since a peer was last heard, be it by a message or by its answer to a ping; the age of the
  // epoch before the first time.
  [[nodiscard]] std::chrono::milliseconds silent_for() const;

  struct Life;

 private:
  explicit WebSocketClient(std::unique_ptr<Life> life);

  std::unique_ptr<Life> life_;
};

}  // namespace ohmstead::net
