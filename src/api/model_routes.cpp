#include "model_routes.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace ohmstead::api {
namespace {

using net::HttpRequest;
using net::HttpResponse;
using Json = nlohmann::ordered_json;

HttpResponse list(const Service& service) {
  Json all = Json::array();
  for (const ports::ForecastModel& each :
       service.models == nullptr ? std::vector<ports::ForecastModel>{} : service.models->list()) {
    Json metrics = Json::array();
    for (const auto& [name, value] : each.metrics)
      metrics.push_back({{"name", name}, {"value", value}});
    all.push_back({{"kind", each.kind},
                   {"version", each.version},
                   {"status", each.status},
                   {"trained_at", base::format_time(each.trained_at)},
                   {"data_from", base::format_time(each.data_from)},
                   {"data_to", base::format_time(each.data_to)},
                   {"samples", each.samples},
                   {"training_s", each.training_s},
                   {"data_fingerprint", fmt::format("{:016x}", each.data_fingerprint)},
                   {"metrics", std::move(metrics)}});
  }
  return {.body = Json{{"models", std::move(all)}}.dump()};
}

HttpResponse change(const Service& service, const HttpRequest& request, bool is_back) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("kind") || !body["kind"].is_string())
    return net::problem(400, "kind: a word such as load");
  const std::string kind = body["kind"].get<std::string>();
  if (!is_back && (!body.contains("version") || !body["version"].is_number_integer()))
    return net::problem(400, "version: a whole number as the list tells it");
  if (service.models == nullptr)
    return net::problem(404, "this home learns no models: it is replayed");
  const auto done = is_back ? service.models->roll_back(kind)
                            : service.models->promote(kind, body["version"].get<int>());
  if (!done)
    return net::problem(done.error().kind == base::ErrorKind::not_found ? 404 : 503,
                        done.error().message);
  service.engine.request_cycle("another model forecasts");
  return list(service);
}

}  // namespace

std::optional<HttpResponse> answer_models(const Service& service, const HttpRequest& request) {
  if (request.path == "/api/v1/models" && request.method == "GET") return list(service);
  if (request.method != "POST") return std::nullopt;
  if (request.path == "/api/v1/models/promote") return change(service, request, false);
  if (request.path == "/api/v1/models/roll-back") return change(service, request, true);
  return std::nullopt;
}

}  // namespace ohmstead::api
