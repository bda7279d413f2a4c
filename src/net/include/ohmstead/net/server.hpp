// A small HTTP/1.1 server for one home: requests and answers, server-sent events, WebSockets.
//
// It trusts nobody on the network: sizes, times, connections and queues have limits, and a page of
// another site can neither read from it nor write to it (Host and Origin are checked).
// Thread rule: open() starts one thread that runs everything, the handler included; publish(),
// stop() and the counters may be called from any thread, the destructor from any but that one.
//
//   auto server = HttpServer::open({.port = 8080}, handler);
//   (*server)->publish("plan", plan_json);  // to everyone whose request was answered by a stream
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/net/http.hpp"

namespace ohmstead::net {

struct ServerOptions {
  // An IP address or "localhost"; 0.0.0.0 or :: listen on all addresses. Port 0: any free one.
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  // Names by which clients may call the server, without port. Always allowed are localhost, the
  // loopback addresses and the address listened on; listening on all, every IP address, since only
  // a name can be bent to another address (DNS rebinding). Pages of these hosts may send requests.
  std::vector<std::string> allowed_hosts = {};

  // Addresses of proxies whose word is taken for whom they ask: the last of X-Forwarded-For is then
  // the client's address. Whoever else sends that header is not believed.
  std::vector<std::string> trusted_proxies = {};
  // PEM files; both or none. With them the server speaks HTTPS alone (TLS 1.2 and 1.3).
  std::filesystem::path tls_certificate = {};  // with those of its issuers behind it
  std::filesystem::path tls_key = {};

  std::size_t header_bytes_max = std::size_t{16} * 1024;
  std::size_t body_bytes_max = std::size_t{1024} * 1024;
  std::size_t connections_max = 256;  // streams included; further ones get 503
  std::size_t streams_max = 64;
  // Of these, so that nobody shuts out the others; further ones of that address get 429. Trusted
  // proxies have no share of their own.
  std::size_t connections_of_address_max = 64;
  std::size_t streams_of_address_max = 24;
  std::size_t stream_queue_bytes_max =
      std::size_t{1024} * 1024;  // waiting for one client; more: it is dropped
  std::size_t message_bytes_max =
      std::size_t{64} * 1024;  // from a WebSocket client; all are ignored

  std::chrono::milliseconds handshake_timeout{10'000};  // of TLS
  std::chrono::milliseconds header_timeout{10'000};     // first to last byte of a request's header
  std::chrono::milliseconds body_timeout{30'000};
  std::chrono::milliseconds reply_timeout{600'000};  // of the handler; then 504
  std::chrono::milliseconds write_timeout{30'000};   // for a client to take an answer or event
  std::chrono::milliseconds idle_timeout{75'000};    // between two requests
  std::chrono::milliseconds stream_ping{15'000};     // a sign of life on silent streams
  std::chrono::milliseconds stop_timeout{500};       // for answers and goodbyes under way

  // Told what went wrong inside (a handler's exception, a header it must not set), for a log.
  std::function<void(std::string_view)> on_fault = {};
};

class HttpServer {
 public:
  // Listens on return. Fails with one sentence: invalid_input (address, proxy, certificate),
  // conflict (the port is in use), refused (no right to it), unavailable (the address is not of
  // this machine) or not_found (a file of TLS).
  [[nodiscard]] static base::Result<std::unique_ptr<HttpServer>> open(ServerOptions options,
                                                                      HttpHandler handler);
  // Stops.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // Sends to all streams, in order: `event: <event>` and `data: <json>` to event clients, the text
  // {"event":"<event>","data":<json>} to WebSockets. Never waits.
  // Precondition: `event` consists of letters, digits, "_", "-" and ".".
  void publish(std::string_view event, std::string_view json);
  // Ends all streams that are open by now: who may still watch asks again, and is looked at anew.
  void end_streams();
  // Reads certificate and key again, for connections that come from now on. When it fails, all
  // stays as it was. Precondition: there are some.
  [[nodiscard]] base::Result<void> reload_certificate();
  // Takes no more requests, says goodbye to streams and ends the thread, after stop_timeout at the
  // latest. From the handler it only starts this. May be called again.
  void stop();

  [[nodiscard]] std::size_t connection_count() const;
  [[nodiscard]] std::size_t stream_count() const;

 private:
  struct Running;
  explicit HttpServer(std::unique_ptr<Running> running);
  std::unique_ptr<Running> running_;
};

}  // namespace ohmstead::net
