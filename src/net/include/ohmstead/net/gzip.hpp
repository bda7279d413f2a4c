// Bodies made smaller for slow links (RFC 1952, RFC 9110 section 12.5.3).
//
// Thread rule: pure functions.
//
//   if (accepts_gzip(request)) response.body = gzip(response.body);
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/net/http.hpp"

namespace ohmstead::net {

// Whether the client's Accept-Encoding allows it.
[[nodiscard]] bool accepts_gzip(const HttpRequest& request);
[[nodiscard]] std::string gzip(std::string_view text);

}  // namespace ohmstead::net
