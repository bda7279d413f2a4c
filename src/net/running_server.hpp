// A server that listens, with the thread that runs it: what HttpServer and SocketServer are made
// of.
#pragma once

#include <cstdint>
#include <memory>
#include <thread>

#include "core.hpp"

namespace ohmstead::net {

struct RunningServer {
  std::shared_ptr<Core> core;
  std::uint16_t port = 0;
  std::jthread thread;

  // As HttpServer::open(); `rules` null: no sockets.
  [[nodiscard]] static base::Result<RunningServer> open(ServerOptions options, HttpHandler handler,
                                                        std::shared_ptr<const SocketRules> rules);
  // As HttpServer::stop().
  void stop();
};

}  // namespace ohmstead::net
