// All routes in one table: who may, what is asked, what is answered. What is not in it is answered
// with 404 or 405 before anything else happens, and it is what the OpenAPI document is made from.
//
// To add a route: one entry in routes.cpp (with the names of its schemas, schemas_*.cpp), and the
// code that answers it. The contract tests then call it. Thread rule: constants.
//
//   const RouteMatch match = find_route("DELETE", "/api/v1/overrides/3");
//   match.route->needed; match.parameters.at("id");
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/api/access_file.hpp"

namespace ohmstead::api {

enum class ParameterKind { text, time, day, count, name_of };

struct Parameter {
  std::string_view name;
  std::string_view text;
  ParameterKind kind = ParameterKind::text;
  std::string_view names = {};  // of name_of: "day month"
  bool is_required = false;     // those of the path are
};

struct Route {
  std::string_view method;
  std::string_view path;         // "/api/v1/overrides/{id}"
  std::optional<Scope> needed;   // absent: everybody may
  std::string_view text;         // one sentence
  std::string_view answer = {};  // name of its schema; empty: no body, or not JSON
  std::string_view body = {};    // of the request; empty: none
  std::vector<Parameter> parameters = {};
  int status = 200;                // when all is well
  std::vector<int> refusals = {};  // besides those that all have (400 below /api/v1)
  std::string_view content_type = "application/json";
  std::string_view body_example = {};  // for people and tests: a body that is understood
  std::string_view system = {};  // the older one that has it; then a status of 400 and more says
                                 // that there is none of it here, with the text as detail
};

[[nodiscard]] std::span<const Route> routes();

// Whether it stands in the path, not in the query.
[[nodiscard]] bool is_in_path(const Route& route, const Parameter& parameter);
// The words of `names`.
[[nodiscard]] std::vector<std::string> names_in(std::string_view names);

struct RouteMatch {
  const Route* route = nullptr;                        // null: see allowed
  std::map<std::string, std::string> parameters = {};  // of the path
  std::string allowed = {};  // methods of this path, "GET, POST"; empty: there is no such path
};
[[nodiscard]] RouteMatch find_route(std::string_view method, std::string_view path);

}  // namespace ohmstead::api
