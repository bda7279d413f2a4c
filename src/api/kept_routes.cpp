#include "kept_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "home_answers.hpp"

namespace ohmstead::api {
namespace {

using engine::Snapshot;
using net::HttpRequest;
using net::HttpResponse;

constexpr std::size_t k_plans = 50;  // listed when nothing else is asked for
constexpr std::size_t k_most_plans = 1000;

HttpResponse to_json(std::string body) { return {.body = std::move(body)}; }

}  // namespace

std::optional<std::size_t> to_count(const std::string& text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

HttpResponse answer_savings_wish(const Service& service, const Snapshot& now,
                                 const HttpRequest& request) {
  SavingsWish wish;
  std::vector<std::string> problems;
  const auto read_day = [&](const std::string& key, const std::string& value, std::string& day) {
    if (base::parse_date(value)) {
      day = value;
    } else if (const auto time = base::parse_time(value)) {
      day = base::format_date(service.zone.date(*time));
    } else {
      problems.push_back(fmt::format("{}: '{}' is no date such as 2024-06-24", key, value));
    }
  };
  for (const auto& [key, value] : request.query) {
    if (key == "by" && value != "day" && value != "month")
      problems.push_back(fmt::format("by: '{}' is neither day nor month", value));
    if (key == "by") wish.is_by_month = value == "month";
    if (key == "from") read_day(key, value, wish.from);
    if (key == "to") read_day(key, value, wish.to);
  }
  if (!problems.empty()) return net::problem(400, fmt::format("{}", fmt::join(problems, "\n")));
  return to_json(answer_savings(now, wish));
}

HttpResponse list_kept_plans(const Service& service, const HttpRequest& request) {
  const auto found = request.query.find("limit");
  const auto limit =
      found == request.query.end() ? std::optional{k_plans} : to_count(found->second);
  if (!limit)
    return net::problem(400, fmt::format("limit: '{}' is no whole number", found->second));
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  if (service.log != nullptr) {
    const auto kept = service.log->list(std::min(*limit, k_most_plans));
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
  return to_json(std::move(*plan));
}

std::optional<HttpResponse> set_stage(const Service& service, const HttpRequest& request) {
  if (request.path != "/api/v1/stage" || request.method != "PUT") return std::nullopt;
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  const auto names = names_of(home::Stage{});
  const bool is_text = body.is_object() && body.contains("stage") && body["stage"].is_string();
  const std::string wanted = is_text ? body["stage"].get<std::string>() : "";
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end())
    return net::problem(400, fmt::format("stage: one of {}", fmt::join(names, ", ")));
  if (wanted == "simulation" && !service.replay_speed)
    return net::problem(409, "a real home is not simulated: advisory tells devices nothing");
  service.engine.set_stage(static_cast<home::Stage>(found - names.begin()));
  service.engine.request_cycle("stage " + wanted);
  return to_json(nlohmann::json{{"stage", wanted}}.dump());
}

std::optional<HttpResponse> set_stop(const Service& service, const HttpRequest& request) {
  if (request.path != "/api/v1/stop" || request.method != "PUT") return std::nullopt;
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("is_stopped") || !body["is_stopped"].is_boolean())
    return net::problem(400, "is_stopped: true or false");
  if (service.replay_speed) return net::problem(409, "a replayed home has nothing to stop");
  const bool is_stopped = body["is_stopped"].get<bool>();
  service.engine.set_stopped(is_stopped);
  return to_json(nlohmann::json{{"is_stopped", is_stopped}}.dump());
}

}  // namespace ohmstead::api
