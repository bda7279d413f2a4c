#include "scopes.hpp"

#include "routes.hpp"

namespace ohmstead::api {

std::optional<Scope> needed_scope(std::string_view method, std::string_view path) {
  if (const Route* route = find_route(method, path).route) return route->needed;
  if (!path.starts_with("/api/")) return std::nullopt;
  return method == "GET" ? Scope::read : Scope::admin;
}

bool is_planner_route(std::string_view path) {
  return path == "/optimize" || path.starts_with("/optimize/");
}

}  // namespace ohmstead::api
