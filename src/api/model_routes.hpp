// Routes of the forecasts' models: which there are, and which is to forecast.
//
// Thread rule: on the server's thread.
#pragma once

#include <optional>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// Nothing where the request is another one.
[[nodiscard]] std::optional<net::HttpResponse> answer_models(const Service& service,
                                                             const net::HttpRequest& request);

}  // namespace ohmstead::api
