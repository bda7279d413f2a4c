#include <algorithm>

#include "hosts.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/net/secret.hpp"
#include "request_rules.hpp"
#include "response_text.hpp"
#include "target.hpp"
#include "targets.hpp"
#include "text.hpp"

namespace ohmstead::fuzz {
namespace {

// First line "METHOD TARGET", then headers, as the parser of HTTP hands them on.
void admit_request(const std::string& text) {
  static const net::HostGuard k_guard{"127.0.0.1", {"home.example"}};
  net::RequestHead head;
  for (const std::string_view line : net::split(text, '\n')) {
    const std::size_t gap = line.find(head.method.empty() ? ' ' : ':');
    if (gap == std::string_view::npos) continue;
    if (head.method.empty()) {
      head.method = line.substr(0, gap);
      head.target = line.substr(gap + 1);
    } else {
      head.headers.emplace_back(line.substr(0, gap), line.substr(gap + 1));
    }
  }
  const net::Admission admission = net::admit(head, k_guard);
  if (admission.refusal) {
    base::expect(!net::fault_of(*admission.refusal), "a refusal can be sent");
    return;
  }
  const std::string& path = admission.request.path;
  base::expect(path.starts_with('/') && net::is_utf8(path), "a path is a path");
  base::expect((path + "/").find("/../") == std::string::npos, "no path climbs");
  base::expect(!net::has_control_character(path), "no path has control characters");
}

void read_target(const std::string& text) {
  const auto target = net::parse_target(text);
  if (target) base::expect(target->path.starts_with('/'), "a path starts with a slash");
}

void read_host(const std::string& text) {
  const auto host = net::parse_host(text);
  if (!host) return;
  base::expect(!host->host.empty(), "a host has a name");
  base::expect(host->host == net::to_lower(host->host), "a host is in small letters");
}

void read_time(const std::string& text) {
  const auto time = base::parse_time(text);
  if (!time) return;
  const auto again = base::parse_time(base::format_time(*time));
  base::expect(again && *again == *time, "a time reads back");
}

void read_password_hash(const std::string& text) {
  // Costs of up to 256 MB are allowed; a fuzzer has no time for them.
  if (net::is_password_hash(text) && text.starts_with("scrypt$4,8,1$"))
    (void)net::is_password("x", text);
}

}  // namespace

std::vector<Target> network_targets() {
  return {{"request",
           admit_request,
           {"GET /api/v1/history?from=2024-05-01T00:00:00Z&to=%41\nHost: localhost\nAccept: */*",
            "POST /echo\nHost: home.example:8080\nOrigin: https://home.example\nContent-Length: 5",
            "PUT /a%20b/c\nHost: [::1]\nTransfer-Encoding: chunked\nExpect: 100-continue"}},
          {"target", read_target, {"/a%20b/c.d?e=f&g&h=%e2%82%ac", "/api/v1/plan", "/a/../b?x#y"}},
          {"host", read_host, {"localhost", "[2001:db8::1]:8642", "Home.Example.:80", "127.0.0.1"}},
          {"time",
           read_time,
           {"2024-05-11T12:07:30Z", "2024-02-29T23:59:59.123+02:00", "1969-12-31T00:00:00-11:30"}},
          {"password_hash",
           read_password_hash,
           {"scrypt$4,8,1$00112233445566778899aabbccddeeff$"
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}}};
}

}  // namespace ohmstead::fuzz
