#include "ohmstead/api/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "ohmstead/net/http.hpp"
#include "query.hpp"
#include "routes.hpp"
#include "schemas.hpp"

namespace ohmstead::api {
namespace {

using schema::Json;

Json parameter_schema(const Parameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::time:
      return schema::time();
    case ParameterKind::day:
      return schema::day();
    case ParameterKind::count:
      return {{"type", "integer"}, {"minimum", 0}};
    case ParameterKind::name_of:
      return schema::one_of(names_in(parameter.names));
    case ParameterKind::text:
      break;
  }
  return schema::text();
}

Json parameters_of(const Route& route) {
  Json list = Json::array();
  for (const Parameter& parameter : route.parameters) {
    const bool stands_in_path = is_in_path(route, parameter);
    list.push_back({{"name", std::string{parameter.name}},
                    {"in", stands_in_path ? "path" : "query"},
                    {"required", stands_in_path || parameter.is_required},
                    {"description", std::string{parameter.text}},
                    {"schema", parameter_schema(parameter)}});
  }
  return list;
}

Json problem(int status) {
  Json answer{{"description", std::string{net::status_phrase(status)}}};
  answer["content"]["application/problem+json"]["schema"] = schema::reference("Problem");
  return answer;
}

Json responses_of(const Route& route) {
  Json all = Json::object();
  Json& good = all[std::to_string(route.status)];
  good["description"] = std::string{net::status_phrase(route.status)};
  if (!route.answer.empty())
    good["content"][std::string{route.content_type}]["schema"] = schema::reference(route.answer);
  else if (route.status != 204)
    good["content"][std::string{route.content_type}]["schema"] = schema::text();
  std::vector<int> refusals = route.refusals;
  if (has_strict_query(route)) refusals.push_back(400);
  if (route.needed) refusals.insert(refusals.end(), {401, 403});
  refusals.push_back(429);
  if (route.needed && route.method == "GET") refusals.push_back(503);
  std::sort(refusals.begin(), refusals.end());
  for (const int status : refusals) all[std::to_string(status)] = problem(status);
  return all;
}

std::string operation_id(const Route& route) {
  std::string id;
  for (const char letter : fmt::format("{}{}", route.method, route.path)) {
    const bool is_word = std::isalnum(static_cast<unsigned char>(letter)) != 0;
    if (is_word)
      id += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    else if (!id.empty() && id.back() != '_')
      id += '_';
  }
  while (id.ends_with('_')) id.pop_back();
  return id;
}

Json operation_of(const Route& route) {
  Json operation{{"operationId", operation_id(route)}, {"summary", std::string{route.text}}};
  if (!route.system.empty()) operation["tags"] = {std::string{route.system}};
  if (route.status >= 400) operation["deprecated"] = true;
  if (route.needed) {
    operation["x-scope"] =
        std::string{names_of(*route.needed)[static_cast<std::size_t>(*route.needed)]};
    operation["security"] =
        Json::array({Json{{"token", Json::array()}}, Json{{"session", Json::array()}}});
  } else {
    operation["security"] = Json::array();
  }
  if (Json parameters = parameters_of(route); !parameters.empty())
    operation["parameters"] = std::move(parameters);
  if (!route.body.empty()) {
    Json& body = operation["requestBody"];
    body["required"] = true;
    Json& content = body["content"]["application/json"];
    content["schema"] = schema::reference(route.body);
    if (!route.body_example.empty()) content["example"] = Json::parse(route.body_example);
  }
  operation["responses"] = responses_of(route);
  return operation;
}

std::string lower(std::string_view method) {
  std::string text{method};
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

}  // namespace

std::string openapi(const std::string& version) {
  Json document{
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Ohmstead"},
        {"version", version},
        {"description",
         "What the service of a home answers. Powers are kW, energies kWh, money is the currency "
         "of the home, times are RFC 3339 in UTC."},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", Json::array({Json{{"url", "/"}}})},
      {"paths", Json::object()}};
  for (const Route& route : routes())
    document["paths"][std::string{route.path}][lower(route.method)] = operation_of(route);
  Json& components = document["components"];
  for (auto& [name, schema] : all_schemas()) components["schemas"][name] = schema;
  components["securitySchemes"] = {
      {"token", {{"type", "http"}, {"scheme", "bearer"}, {"description", "of `ohmstead token`"}}},
      {"session",
       {{"type", "apiKey"},
        {"in", "cookie"},
        {"name", "ohmstead_session"},
        {"description",
         "from POST /api/v1/session; requests that change something also need X-CSRF-Token"}}}};
  return document.dump(2) + "\n";
}

}  // namespace ohmstead::api
