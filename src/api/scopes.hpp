// Which scope a request needs: that of its route (routes.hpp). What is no route: a GET below /api/
// needs read, any other method there admin; everything else (the dashboard's files) needs none.
//
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "ohmstead/api/access_file.hpp"

namespace ohmstead::api {

// Absent: everybody may.
[[nodiscard]] std::optional<Scope> needed_scope(std::string_view method, std::string_view path);
// Of evcc and EOS; what guards them stands in the access file.
[[nodiscard]] bool is_planner_route(std::string_view path);

}  // namespace ohmstead::api
