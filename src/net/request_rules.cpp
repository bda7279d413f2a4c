#include "request_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "target.hpp"
#include "text.hpp"

namespace ohmstead::net {

namespace {

using Refusal = std::optional<HttpResponse>;

constexpr std::string_view k_websocket_version = "13";

std::vector<std::string_view> values_of(const HttpHeaders& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : headers) {
    if (equals_ignoring_case(key, name)) values.push_back(trimmed(value));
  }
  return values;
}

// Sixteen bytes in base 64.
bool is_websocket_key(std::string_view text) {
  constexpr std::string_view k_digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return text.size() == 24 && text.find_first_not_of(k_digits) == 22 && text.substr(22) == "==";
}

Refusal host_refusal(const RequestHead& head, const HostGuard& guard) {
  const auto hosts = values_of(head.headers, "Host");
  if (hosts.size() != 1) return problem(400, "a request needs exactly one Host");
  const auto host = parse_host(hosts.front());
  if (!host) return problem(400, "Host is not a host with an optional port");
  if (!guard.is_allowed(*host)) {
    return problem(403, "this server is not called '" + host->host +
                            "'; names it may be called by are listed in its settings");
  }
  const auto origins = values_of(head.headers, "Origin");
  if (origins.size() > 1) return problem(400, "Origin is given twice");
  if (!origins.empty() && !guard.is_origin_allowed(origins.front(), *host)) {
    return problem(403, "pages of another site may not send requests here");
  }
  return std::nullopt;
}

Refusal body_refusal(const RequestHead& head) {
  const auto codings = values_of(head.headers, "Transfer-Encoding");
  if (codings.size() > 1 ||
      (codings.size() == 1 && !equals_ignoring_case(codings.front(), "chunked"))) {
    return problem(501, "the only transfer coding understood is chunked");
  }
  const auto lengths = values_of(head.headers, "Content-Length");
  if (lengths.size() + codings.size() > 1) return problem(400, "the length is given twice");
  for (const std::string_view coding : values_of(head.headers, "Content-Encoding")) {
    if (!equals_ignoring_case(coding, "identity")) {
      return problem(415, "send the body without Content-Encoding");
    }
  }
  for (const std::string_view expectation : values_of(head.headers, "Expect")) {
    if (!equals_ignoring_case(expectation, "100-continue")) return problem(417);
  }
  return std::nullopt;
}

bool is_known_method(std::string_view method) {
  for (const std::string_view known : split(k_methods, ',')) {
    if (trimmed(known) == method) return true;
  }
  return false;
}

}  // namespace

std::optional<HttpResponse> refusal(const RequestHead& head, const HostGuard& guard) {
  if (head.version != 11) return problem(505, "this server speaks HTTP/1.1");
  if (Refusal refused = host_refusal(head, guard)) return refused;
  if (Refusal refused = body_refusal(head)) return refused;
  if (!is_known_method(head.method)) {
    HttpResponse response = problem(501, "the method is not known here");
    response.headers.emplace_back("Allow", k_methods);
    return response;
  }
  if (head.method == "OPTIONS") {
    HttpResponse response{.status = 204, .content_type = ""};
    response.headers.emplace_back("Allow", k_methods);
    return response;
  }
  return std::nullopt;
}

Admission admit(RequestHead head, const HostGuard& guard) {
  Admission admission;
  admission.refusal = refusal(head, guard);
  if (admission.refusal) return admission;
  base::Result<Target> target = parse_target(head.target);
  if (!target) {
    admission.refusal = problem(400, target.error().message);
    return admission;
  }
  admission.is_head = head.method == "HEAD";
  admission.expects_continue = !values_of(head.headers, "Expect").empty();
  admission.request.method = admission.is_head ? "GET" : std::move(head.method);
  admission.request.path = std::move(target->path);
  admission.request.query = std::move(target->query);
  admission.request.headers = std::move(head.headers);
  return admission;
}

bool is_offered(const HttpHeaders& headers, std::string_view name, std::string_view wanted) {
  for (const auto& [key, value] : headers) {
    if (!equals_ignoring_case(key, name)) continue;
    for (const std::string_view each : split(value, ',')) {
      if (equals_ignoring_case(trimmed(each), wanted)) return true;
    }
  }
  return false;
}

std::optional<HttpResponse> handshake_refusal(const HttpRequest& request, bool is_head) {
  std::vector<std::string_view> faults;
  const bool is_get = request.method == "GET" && !is_head;
  if (!is_get) faults.emplace_back("a WebSocket is opened by GET");
  const bool is_upgrade = is_offered(request.headers, "Upgrade", "websocket") &&
                          is_offered(request.headers, "Connection", "upgrade");
  if (!is_upgrade)
    faults.emplace_back("'Connection: Upgrade' with 'Upgrade: websocket' is missing");
  if (!request.body.empty()) faults.emplace_back("it has no body");
  const auto keys = values_of(request.headers, "Sec-WebSocket-Key");
  if (keys.empty())
    faults.emplace_back("Sec-WebSocket-Key is missing");
  else if (keys.size() > 1)
    faults.emplace_back("Sec-WebSocket-Key is given twice");
  else if (!is_websocket_key(keys.front()))
    faults.emplace_back("Sec-WebSocket-Key is not 16 bytes in base 64");
  const auto versions = values_of(request.headers, "Sec-WebSocket-Version");
  const bool is_version = versions.size() == 1 && versions.front() == k_websocket_version;
  if (!is_version) faults.emplace_back("Sec-WebSocket-Version is not 13, the only one spoken here");
  if (faults.empty()) return std::nullopt;
  const int status = !is_get ? 405 : !is_version || !is_upgrade ? 426 : 400;
  HttpResponse response = problem(status, fmt::format("{}", fmt::join(faults, "; ")));
  if (!is_get) response.headers.emplace_back("Allow", "GET");
  if (status == 426) {
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Sec-WebSocket-Version", k_websocket_version);
  }
  return response;
}

std::string client_of(const HttpHeaders& headers, const std::string& remote,
                      const std::vector<std::string>& proxies) {
  if (std::find(proxies.begin(), proxies.end(), remote) == proxies.end()) return remote;
  std::string_view last;
  for (const auto& [name, value] : headers) {
    if (equals_ignoring_case(name, "X-Forwarded-For")) last = split(value, ',').back();
  }
  std::string told = normal_address(trimmed(last));
  return told.empty() ? remote : told;
}

}  // namespace ohmstead::net
