// A WebSocket server for devices that keep a line to the home open: texts both ways, under one
// subprotocol. Made of the same parts as HttpServer, with its limits.
//
// Devices call it by whatever name they were given, so any Host will do; pages of browsers are kept
// out by their Origin. Thread rule: open() starts one thread, on which all of SocketRules is
// called; send(), close() and stop() may be called from any thread, also by the rules.
//
//   auto server = SocketServer::open({.address = "0.0.0.0", .port = 8887}, rules);
//   (*server)->send(id, text);
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"
#include "ohmstead/net/http.hpp"
#include "ohmstead/net/server.hpp"

namespace ohmstead::net {

using SocketId = std::uint64_t;  // never used again

struct SocketRules {
  std::string subprotocol;  // that the device must offer
  // The status with which it is refused (401 asks for Basic); 0: it may come in.
  std::function<int(const HttpRequest&)> refusal;
  // Each socket opens, says its texts in order, and closes once, for whatever reason.
  std::function<void(SocketId, const HttpRequest&)> on_open;
  std::function<void(SocketId, std::string_view)> on_text;
  std::function<void(SocketId)> on_close;
};

class SocketServer {
 public:
  // As HttpServer::open(); `allowed_hosts` plays no part. The most sockets are `streams_max`, the
  // longest text from a device `message_bytes_max`. Precondition: all rules are given.
  [[nodiscard]] static base::Result<std::unique_ptr<SocketServer>> open(ServerOptions options,
                                                                        SocketRules rules);
  // Stops; on_close() has been called for all when it returns.
  ~SocketServer();
  SocketServer(const SocketServer&) = delete;
  SocketServer& operator=(const SocketServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // Never waits. Nothing happens when the socket has closed; one that takes too little is dropped.
  void send(SocketId to, std::string text);
  void close(SocketId id);
  void stop();

 private:
  struct Running;
  explicit SocketServer(std::unique_ptr<Running> running);
  std::unique_ptr<Running> running_;
};

}  // namespace ohmstead::net
