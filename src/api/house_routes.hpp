// What people want of the home as a whole, and how its cars are: /api/v1/house.
//
// Thread rule: on the server's thread.
#pragma once

#include <optional>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// Nothing where the path is none of these.
// Why nobody can tell by hand what this car holds; empty: somebody can.
[[nodiscard]] std::string why_soc_is_known(const Service& service, const std::string& car);

[[nodiscard]] std::optional<net::HttpResponse> answer_house(const Service& service,
                                                            const net::HttpRequest& request);

}  // namespace ohmstead::api
