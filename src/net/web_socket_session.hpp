// One connection of a WebSocketClient, from the look-up of its host to its end.
//
// It keeps itself alive and reports each of its events on the thread of `io`: opened at most once,
// ended exactly once and last. Thread rule: the client's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "ohmstead/net/web_socket_client.hpp"
#include "tls.hpp"
#include "url.hpp"

namespace ohmstead::net {

struct SessionEvents {
  std::function<void()> opened;
  std::function<void()> heard;  // anything, also the answer to a ping
  std::function<void(const std::string&)> said;
  std::function<void(const WebSocketEnd&)> ended;
};

class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;
  virtual void send(std::shared_ptr<const std::string> text) = 0;
  // Says goodbye, and drops the connection when the peer takes long to say it too.
  virtual void close() = 0;
};

// `trust` is null for an unencrypted address. `options` must outlive the session.
[[nodiscard]] std::shared_ptr<WebSocketSession> start_session(boost::asio::io_context& io,
                                                              const SocketUrl& url,
                                                              const WebSocketOptions& options,
                                                              std::shared_ptr<const TlsTrust> trust,
                                                              SessionEvents events);

}  // namespace ohmstead::net
