// What this server asks of a request beyond what the parser of HTTP already refuses.
//
// HTTP/1.1 with exactly one Host that it is called by; no body coding but `chunked`, which keeps
// proxies and this server of one mind about where a request ends; no page of another site.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>

#include "hosts.hpp"
#include "ohmstead/net/http.hpp"

namespace ohmstead::net {

// A request as it came, before its body.
struct RequestHead {
  std::string method;
  std::string target;  // not decoded
  int version = 11;    // 10 times the version of HTTP
  HttpHeaders headers = {};
};

inline constexpr std::string_view k_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

// The answer to a request that must not reach the handler; nothing when it may.
[[nodiscard]] std::optional<HttpResponse> refusal(const RequestHead& head, const HostGuard& guard);

// The request for the handler, without body and remote, or the answer that refuses it: the rules
// above, and those of target.hpp.
struct Admission {
  std::optional<HttpResponse> refusal = std::nullopt;
  HttpRequest request = {};
  bool is_head = false;           // asked for by HEAD, shown to the handler as GET
  bool expects_continue = false;  // the client waits for "100 Continue" with its body
};
[[nodiscard]] Admission admit(RequestHead head, const HostGuard& guard);

// Whether a list such as Sec-WebSocket-Protocol names `wanted`; in any number of such headers.
[[nodiscard]] bool is_offered(const HttpHeaders& headers, std::string_view name,
                              std::string_view wanted);

// The answer to a request that would open a WebSocket but does not follow RFC 6455, 4.2.1; nothing
// when it does. `is_head` as in Admission.
[[nodiscard]] std::optional<HttpResponse> handshake_refusal(const HttpRequest& request,
                                                            bool is_head);

// The client's address by the word of a proxy that is trusted, else `remote` as it is.
[[nodiscard]] std::string client_of(const HttpHeaders& headers, const std::string& remote,
                                    const std::vector<std::string>& proxies);

}  // namespace ohmstead::net
