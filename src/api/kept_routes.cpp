#include "kept_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "asked_language.hpp"
#include "home_answers.hpp"
#include "ohmstead/engine/told.hpp"
#include "query.hpp"

namespace ohmstead::api {
namespace {

using engine::Snapshot;
using net::HttpRequest;
using net::HttpResponse;

constexpr std::size_t k_plans = 50;  // listed when nothing else is asked for
constexpr std::size_t k_most_plans = 1000;

HttpResponse to_json(std::string body) { return {.body = std::move(body)}; }

}  // namespace

HttpResponse answer_savings_wish(const Service& service, const Snapshot& now,
                                 const HttpRequest& request) {
  const auto local_day = [&](const std::string& key) -> std::string {
    const auto time = time_in(request.query, key);
    return time ? base::format_date(service.zone.date(*time))
                : text_in(request.query, key).value_or("");
  };
  return to_json(answer_savings(now, {.is_by_month = text_in(request.query, "by") == "month",
                                      .from = local_day("from"),
                                      .to = local_day("to")}));
}

HttpResponse list_kept_plans(const Service& service, const HttpRequest& request) {
  const std::size_t limit = count_in(request.query, "limit").value_or(k_plans);
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  if (service.log != nullptr) {
    const auto kept = service.log->list(std::min(limit, k_most_plans));
    if (!kept) return net::problem(503, kept.error().message);
    for (const ports::KeptPlan& each : *kept) {
      all.push_back({{"made_at", base::format_time(each.made_at)},
                     {"strategy", each.strategy},
                     {"status", each.status}});
      if (each.cost) all.back()["cost"] = each.cost->value();
    }
  }
  return to_json(nlohmann::ordered_json{{"plans", std::move(all)}}.dump());
}

std::optional<HttpResponse> answer_kept_plan(const Service& service, const HttpRequest& request) {
  constexpr std::string_view k_path = "/api/v1/plans/";
  if (!request.path.starts_with(k_path) || request.method != "GET") return std::nullopt;
  const std::string text = request.path.substr(k_path.size());
  const auto made_at = base::parse_time(text);
  if (!made_at)
    return net::problem(400,
                        fmt::format("made_at: '{}' is no time such as 2024-06-24T10:00:00Z", text));
  if (service.log == nullptr) return net::problem(404, "no plans are kept: there is no database");
  auto plan = service.log->plan_made_at(*made_at);
  if (!plan)
    return net::problem(plan.error().kind == base::ErrorKind::not_found ? 404 : 503,
                        plan.error().message);
  const home::Language language = language_of(request, service.site);
  auto kept = home::read_plan(*plan, "plan");
  // One of an older form is told as it was kept.
  if (!kept || kept->language == language) return to_json(std::move(*plan));
  engine::tell(*kept, language);
  return to_json(home::write_plan(*kept));
}

namespace {

// The keys that a body may not have, a line each.
std::string unknown_keys(const nlohmann::json& body, std::string_view known) {
  std::string problems;
  if (!body.is_object()) return problems;
  for (const auto& [key, value] : body.items())
    if (key != known) problems += fmt::format("\n{}: is not known here", key);
  return problems;
}

}  // namespace

std::optional<HttpResponse> set_stage(const Service& service, const HttpRequest& request) {
  if (request.path != "/api/v1/stage" || request.method != "PUT") return std::nullopt;
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  const auto names = names_of(home::Stage{});
  const bool is_text = body.is_object() && body.contains("stage") && body["stage"].is_string();
  const std::string wanted = is_text ? body["stage"].get<std::string>() : "";
  const auto found = std::find(names.begin(), names.end(), wanted);
  std::string problems = unknown_keys(body, "stage");
  if (found == names.end())
    problems.insert(0, fmt::format("\nstage: one of {}", fmt::join(names, ", ")));
  if (!problems.empty()) return net::problem(400, problems.substr(1));
  if (wanted == "simulation" && !service.replay_speed)
    return net::problem(409, "a real home is not simulated: advisory tells devices nothing");
  service.engine.set_stage(static_cast<home::Stage>(found - names.begin()));
  service.engine.request_cycle("stage " + wanted);
  return to_json(nlohmann::json{{"stage", wanted}}.dump());
}

std::optional<HttpResponse> set_stop(const Service& service, const HttpRequest& request) {
  if (request.path != "/api/v1/stop" || request.method != "PUT") return std::nullopt;
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  std::string problems = unknown_keys(body, "is_stopped");
  if (!body.is_object() || !body.contains("is_stopped") || !body["is_stopped"].is_boolean())
    problems.insert(0, "\nis_stopped: true or false");
  if (!problems.empty()) return net::problem(400, problems.substr(1));
  if (service.replay_speed) return net::problem(409, "a replayed home has nothing to stop");
  const bool is_stopped = body["is_stopped"].get<bool>();
  service.engine.set_stopped(is_stopped);
  return to_json(nlohmann::json{{"is_stopped", is_stopped}}.dump());
}

}  // namespace ohmstead::api
