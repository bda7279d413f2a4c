// The site file over the API: read, edited with its comments kept, checked, written.
//
// Thread rule: on the server's thread.
#pragma once

#include <optional>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// Nothing where the path is none of /api/v1/config.
[[nodiscard]] std::optional<net::HttpResponse> answer_config(const Service& service,
                                                             const net::HttpRequest& request);

}  // namespace ohmstead::api
