#include "scopes.hpp"

#include <array>

namespace ohmstead::api {
namespace {

struct Rule {
  std::string_view method;
  std::string_view path;  // and all below it
  std::optional<Scope> needed;
};

// The first that fits counts.
constexpr std::array k_rules{
    Rule{"GET", "/api/v1/session", std::nullopt},
    Rule{"POST", "/api/v1/session", std::nullopt},
    Rule{"DELETE", "/api/v1/session", Scope::read},
    Rule{"GET", "/api/v1/audit", Scope::admin},
    Rule{"GET", "/api/v1/config/schema", Scope::read},
    Rule{"GET", "/api/v1/config", Scope::admin},
    Rule{"POST", "/api/v1/plan/run", Scope::control},
    Rule{"POST", "/api/v1/what-if", Scope::control},
    Rule{"POST", "/api/v1/overrides", Scope::control},
    Rule{"DELETE", "/api/v1/overrides", Scope::control},
    Rule{"POST", "/api/v1/replay", Scope::control},
};

bool is_at_or_below(std::string_view path, std::string_view root) {
  return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

}  // namespace

std::optional<Scope> needed_scope(std::string_view method, std::string_view path) {
  for (const Rule& rule : k_rules) {
    if (rule.method == method && is_at_or_below(path, rule.path)) return rule.needed;
  }
  if (!is_at_or_below(path, "/api")) return std::nullopt;
  return method == "GET" ? Scope::read : Scope::admin;
}

bool is_planner_route(std::string_view path) {
  return path == "/optimize" || path.starts_with("/optimize/");
}

}  // namespace ohmstead::api
