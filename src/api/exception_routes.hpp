// What is otherwise than the site file says, once: /api/v1/exceptions.
//
// Thread rule: on the server's thread.
#pragma once

#include <optional>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// Nothing where the path is another.
[[nodiscard]] std::optional<net::HttpResponse> answer_exceptions(const Service& service,
                                                                 const net::HttpRequest& request);

}  // namespace ohmstead::api
