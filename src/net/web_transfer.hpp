// One request and its answer through libcurl, without following redirects.
// Thread rule: any thread; blocks.
#pragma once

#include <stop_token>
#include <string>

#include "ohmstead/net/web_client.hpp"

namespace ohmstead::net {

struct Transferred {
  WebAnswer answer;
  std::string redirect_to;  // the whole address; empty when the answer is no redirect
};

// `host` is what messages call it. Precondition: parse_url(request.url) succeeds.
[[nodiscard]] base::Result<Transferred> transfer(const WebRequest& request,
                                                 const WebOptions& options, const std::string& host,
                                                 const std::stop_token& stop);

}  // namespace ohmstead::net
