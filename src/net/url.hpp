// Addresses taken apart by libcurl's own parser, so that what is checked is what is asked.
// Thread rule: pure functions.
#pragma once

#include <string>

#include "ohmstead/base/result.hpp"

namespace ohmstead::net {

struct Url {
  std::string scheme;  // http or https
  std::string host;    // with its port when that is given
};

// Refused: other schemes, addresses without a host or with a name and password inside.
[[nodiscard]] base::Result<Url> parse_url(const std::string& text);

// Of a WebSocket: ws:// or wss://.
struct SocketUrl {
  bool is_encrypted = false;
  std::string name;    // of the host; an address of IPv6 without its brackets
  std::string port;    // always given
  std::string host;    // as a header and people say it: with its port when that is not the usual
  std::string target;  // path and query
};

// Refused: as parse_url.
[[nodiscard]] base::Result<SocketUrl> parse_socket_url(const std::string& text);

}  // namespace ohmstead::net
