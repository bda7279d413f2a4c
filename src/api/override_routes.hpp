// What people set by hand: /api/v1/overrides and all below it, and the service's stage.
//
// Thread rule: on the server's thread, which alone changes the engine's overrides.
#pragma once

#include <optional>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// Nothing where the path is none of these; simulate is the caller's, with blocks_to_simulate().
[[nodiscard]] std::optional<net::HttpResponse> answer_overrides(const Service& service,
                                                                const net::HttpRequest& request);

// A what-if of the running case with these overrides instead of those by hand, as a merge patch;
// or what is wrong with the body.
[[nodiscard]] base::Result<std::string> patch_of_overrides(const Service& service,
                                                           const engine::Snapshot& now,
                                                           const std::string& body);

}  // namespace ohmstead::api
