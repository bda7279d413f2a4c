// What an HTTP server and its handler say to each other: plain values, free of any library.
//
// A request that reaches a handler is well formed: its path is decoded, starts with a slash and has
// no "." or ".." parts; its query is decoded; its host and origin are allowed; its body is within
// the limit. HEAD arrives as GET, OPTIONS is answered by the server.
// Thread rule: plain values. A Reply may be called from any thread, also when the client or the
// server has gone; only its first call counts. A Reply dropped without a call answers 500.
//
//   if (request.path == "/api/v1/state") reply({.body = state_json()});
//   else reply(problem(404, "there is nothing at " + request.path));
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ohmstead::net {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;
  std::string path;
  std::map<std::string, std::string> query = {};  // a key given twice is refused before
  HttpHeaders headers = {};
  std::string body = {};
  std::string remote = {};    // the client's address, without its port
  bool is_encrypted = false;  // came over TLS
  // Asked to stop when the client has hung up before its answer, which then nobody needs; noticed
  // within half a second.
  std::stop_token gone = {};

  // The first header of that name in any case of letters; null when there is none.
  [[nodiscard]] const std::string* find_header(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  // The server adds lengths, dates, caching and the headers of security unless they are given.
  HttpHeaders headers = {};
  // Keep the connection and send all that HttpServer::publish() is given from now on: as
  // server-sent events, or over a WebSocket when the client asks for one. Only for GET; `body`,
  // unless empty, is then JSON and becomes the first message, an event named `first_event`.
  bool is_stream = false;
  bool is_for_sockets = false;  // a stream, told over a WebSocket alone: other requests get 426
  std::string first_event = "state";
};

using Reply = std::function<void(HttpResponse)>;
// Called on the server's thread: what takes longer than a few milliseconds goes to another thread
// with the Reply. An exception becomes a 500 without its text.
using HttpHandler = std::function<void(const HttpRequest&, Reply)>;

// The standard phrase of a status: "Not Found"; "Unknown" for a number without one.
[[nodiscard]] std::string_view status_phrase(int status);

// An error as application/problem+json (RFC 9457): type, title, status and, if any, `detail`.
[[nodiscard]] HttpResponse problem(int status, std::string_view detail = {});

}  // namespace ohmstead::net
