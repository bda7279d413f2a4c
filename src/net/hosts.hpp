// Which hosts a request may name, and which pages may send it: the guard against DNS rebinding (a
// foreign name bent to this machine's address) and against requests that pages of other sites make.
//
// Ports of Host are not compared, since proxies and port mappings change them. A page (Origin) must
// have come from the very host and port that the request names, or from a host that was listed.
// Thread rule: immutable.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ohmstead::net {

struct HostAndPort {
  std::string host;  // in small letters, without a dot at its end, an IPv6 address in brackets
  std::string port;  // empty when none is given
};

// "Name.example:80", "[::1]:80"; nothing when the text is not of this form.
[[nodiscard]] std::optional<HostAndPort> parse_host(std::string_view text);

// An IP address, without brackets, in its one normal form; empty when it is none.
[[nodiscard]] std::string normal_address(std::string_view text);

class HostGuard {
 public:
  // `listening` is the IP address listened on.
  HostGuard(std::string_view listening, const std::vector<std::string>& allowed);

  // Any host, since devices call us by whatever name they were given; no page of a browser but one
  // of the very address that it calls, since only a name can be bent.
  [[nodiscard]] static HostGuard for_devices();

  [[nodiscard]] bool is_allowed(const HostAndPort& host) const;
  // `origin` is the header's value, "https://name.example:8443" or "null".
  [[nodiscard]] bool is_origin_allowed(std::string_view origin, const HostAndPort& host) const;

 private:
  bool is_listed(const std::string& host) const;
  std::string listening_;  // empty when all addresses are listened on
  std::vector<std::string> allowed_;
  bool is_for_devices_ = false;
};

}  // namespace ohmstead::net
