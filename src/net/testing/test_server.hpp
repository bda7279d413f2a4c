// A server for tests: /echo answers method, path, query and body; /stream is a stream; /throw
// throws; /later keeps its Reply for the test; /drop forgets its Reply; anything else is 404.
// Thread rule: the handler runs on the server's thread, everything else on the test's.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ohmstead/net/server.hpp"
#include "testing/raw_client.hpp"

namespace ohmstead::net {

class TestServer {
 public:
  explicit TestServer(ServerOptions options = {});

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] HttpServer& server() { return *server_; }
  // The Reply of the next request to /later; waits for it.
  Reply wait_for_later();
  // What the server reported as faults so far.
  std::vector<std::string> faults();
  void end() { server_.reset(); }

 private:
  void answer(const HttpRequest& request, Reply reply);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Reply> later_;
  std::vector<std::string> faults_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace ohmstead::net
