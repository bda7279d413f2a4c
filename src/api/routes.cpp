// house: one table of all routes
#include "routes.hpp"

#include <algorithm>

#include "systems/system_routes.hpp"

namespace ohmstead::api {
namespace {

using enum ParameterKind;

constexpr auto k_everybody = std::nullopt;
constexpr auto k_read = Scope::read;
constexpr auto k_control = Scope::control;
constexpr auto k_admin = Scope::admin;

std::vector<Route> make_routes() {
  return {
      {"GET", "/api/v1/status", k_read,
       "The home now: readings, price, plan and its age, savings, inputs, notes.", "Status"},
      {"GET", "/api/v1/plan", k_read, "The running plan.", "Plan"},
      {.method = "POST",
       .path = "/api/v1/plan/run",
       .needed = k_control,
       .text = "Plans at once.",
       .answer = "Nothing",
       .status = 202},
      {"GET", "/api/v1/case", k_read, "The case that the running plan was made for.", "Case"},
      {"GET", "/api/v1/prices", k_read, "Prices of the horizon with their classes.", "Prices"},
      {"GET", "/api/v1/recommendation/now", k_read, "What the battery should do now, and why.",
       "Recommendation"},
      {.method = "GET",
       .path = "/api/v1/history",
       .needed = k_read,
       .text = "Measured slots and what they cost; the last 24 hours when nothing is named.",
       .answer = "History",
       .parameters =
           {{"from", "slots that end after it; the database reaches further back than the snapshot",
             time},
            {"to", "slots that begin before it", time}}},
      {.method = "GET",
       .path = "/api/v1/history/accounts",
       .needed = k_read,
       .text = "What became of the plan, by device: plan against actual, how commands were obeyed, "
               "comfort, avoided cost; of the last 24 hours when nothing is named.",
       .answer = "Accounts",
       .parameters = {{"from", "slots that end after it", time},
                      {"to", "slots that begin before it", time},
                      {"by", "one row in all, or a row of each", name_of, "total day slot"}}},
      {.method = "GET",
       .path = "/api/v1/decisions",
       .needed = k_read,
       .text = "What was decided, newest first.",
       .answer = "Decisions",
       .parameters = {{"limit", "at most so many; 50 when absent", count}}},
      {"GET", "/api/v1/devices", k_read,
       "Every device: how it is, what it does now and why, readings, limits, override.", "Devices"},
      {"GET", "/api/v1/outlook", k_read, "What is expected of sun, load, weather and market.",
       "Outlook"},
      {.method = "GET",
       .path = "/api/v1/plan/baselines",
       .needed = k_read,
       .text = "What other ways of running the home would cost over the plan's horizon.",
       .answer = "Baselines"},
      {.method = "GET",
       .path = "/api/v1/plans",
       .needed = k_read,
       .text = "Plans that were kept, newest first; none without a database.",
       .answer = "Plans",
       .parameters = {{"limit", "at most so many; 50 when absent", count}}},
      {.method = "GET",
       .path = "/api/v1/plans/{made_at}",
       .needed = k_read,
       .text = "The plan made then.",
       .answer = "Plan",
       .parameters = {{"made_at", "as the list tells it", time, {}, true}},
       .refusals = {404}},
      {.method = "GET",
       .path = "/api/v1/savings",
       .needed = k_read,
       .text = "Money by day or month against self-use and without battery.",
       .answer = "Savings",
       .parameters = {{"by", "rows of a", name_of, "day month"},
                      {"from", "first local date", day},
                      {"to", "last local date", day}}},
      {.method = "POST",
       .path = "/api/v1/replay",
       .needed = k_control,
       .text = "What other ways of running the home would have cost in a measured past; takes "
               "seconds, one at a time.",
       .answer = "Replay",
       .body = "ReplayWish",
       .refusals = {409, 422, 503},
       .body_example = R"({"from":"2024-05-09","to":"2024-05-11","strategies":["optimal"]})"},
      {"GET", "/api/v1/accuracy", k_read, "How good the forecasts of sun and load were.",
       "Accuracy"},
      {"GET", "/api/v1/models", k_read,
       "Models that forecast load and sun: which, from what, how good; none in a replay.",
       "Models"},
      {.method = "POST",
       .path = "/api/v1/models/promote",
       .needed = k_admin,
       .text = "That version forecasts from now on, until another one was better for a week.",
       .answer = "Models",
       .body = "ModelChoice",
       .refusals = {404, 503},
       .body_example = R"({"kind":"load","version":1})"},
      {.method = "POST",
       .path = "/api/v1/models/roll-back",
       .needed = k_admin,
       .text = "The version before the present one forecasts again.",
       .answer = "Models",
       .body = "ModelKind",
       .refusals = {404, 503},
       .body_example = R"({"kind":"load"})"},
      {"GET", "/api/v1/config", k_admin, "The site file.", "Config"},
      {.method = "PUT",
       .path = "/api/v1/config",
       .needed = k_admin,
       .text = "Writes the site file, if it is good and nobody changed it since; it is in force at "
               "once.",
       .answer = "ConfigVersion",
       .body = "ConfigWritten",
       .refusals = {409, 422},
       .body_example = R"({"text":"name: Home\n","version":"0"})"},
      {"GET", "/api/v1/config/schema", k_read, "The JSON Schema of the site file.", "SiteSchema"},
      {.method = "POST",
       .path = "/api/v1/config/edit",
       .needed = k_admin,
       .text = "The site file with values changed and comments kept; nothing is written.",
       .answer = "ConfigEdited",
       .body = "ConfigEdits",
       .body_example = R"({"changes":[{"path":"batteries[0].min_soc_pct","value":10}]})"},
      {.method = "POST",
       .path = "/api/v1/config/check",
       .needed = k_admin,
       .text = "Every problem of a site file, and what it changes; nothing is written.",
       .answer = "ConfigChecked",
       .body = "ConfigText",
       .body_example = R"({"text":"name: Home\n"})"},
      {.method = "PUT",
       .path = "/api/v1/stage",
       .needed = k_admin,
       .text = "What the devices are told from now on.",
       .answer = "StageWish",
       .body = "StageWish",
       .refusals = {409},
       .body_example = R"({"stage":"advisory"})"},
      {.method = "PUT",
       .path = "/api/v1/stop",
       .needed = k_control,
       .text = "Everything off or on hold at once, over restarts too, until it is let go.",
       .answer = "StopWish",
       .body = "StopWish",
       .refusals = {409},
       .body_example = R"({"is_stopped":true})"},
      {"GET", "/api/v1/health", k_read, "Every part of the service and how it is.", "Health"},
      {"GET", "/health", k_everybody,
       "The same; without a session or token only whether all is well.", "Health"},
      {.method = "POST",
       .path = "/api/v1/what-if",
       .needed = k_control,
       .text = "A plan for the running case with changes; the running plan stays.",
       .answer = "WhatIf",
       .body = "CasePatch",
       .parameters = {{"quick", "1: without reasons, many times faster", name_of, "0 1"}},
       .refusals = {422, 503},
       .body_example = R"({"objective":{"keep_last_plan_gain":0}})"},
      {"GET", "/api/v1/overrides", k_read,
       "What people set by hand or by schedule, and what can be asked of each device.",
       "Overrides"},
      {.method = "POST",
       .path = "/api/v1/overrides",
       .needed = k_control,
       .text = "Sets one; it ends older ones of its device where they overlap.",
       .answer = "Override",
       .body = "OverrideWish",
       .status = 201,
       .refusals = {409},
       .body_example = R"({"device":"home","kind":"charge","minutes":90})"},
      {.method = "DELETE",
       .path = "/api/v1/overrides",
       .needed = k_control,
       .text = "Ends all that were set by hand.",
       .parameters = {{"device", "only those of this device"}},
       .status = 204,
       .refusals = {404}},
      {.method = "DELETE",
       .path = "/api/v1/overrides/{id}",
       .needed = k_control,
       .text = "Ends one.",
       .parameters = {{"id", "its number", count}},
       .status = 204,
       .refusals = {404}},
      {.method = "POST",
       .path = "/api/v1/overrides/simulate",
       .needed = k_control,
       .text = "A plan with these instead of those set by hand; nothing changes.",
       .answer = "WhatIf",
       .body = "OverrideWishes",
       .parameters = {{"quick", "1: without reasons, many times faster", name_of, "0 1"}},
       .refusals = {422, 503},
       .body_example = R"({"overrides":[{"device":"home","kind":"hold","minutes":90}]})"},
      {.method = "POST",
       .path = "/api/v1/overrides/apply",
       .needed = k_control,
       .text = "Sets these instead of all that were set by hand.",
       .answer = "Overrides",
       .body = "OverrideWishes",
       .body_example = R"({"overrides":[{"device":"home","kind":"hold","minutes":90}]})"},
      {"GET", "/api/v1/house", k_read,
       "How each car is charged and whether it will hold what it needs; days on which nobody is at "
       "home.",
       "House"},
      {.method = "PUT",
       .path = "/api/v1/house",
       .needed = k_control,
       .text = "How cars are charged from now on (those left out: as the site file says), and when "
               "nobody is at home.",
       .answer = "House",
       .body = "HouseWishes",
       .body_example = R"({"cars":[]})"},
      {.method = "POST",
       .path = "/api/v1/house/soc",
       .needed = k_control,
       .text = "What a car holds that does not tell it by itself, as somebody read it off; counted "
               "on until the car tells something.",
       .answer = "House",
       .body = "CarSoc",
       .refusals = {409},
       .body_example = R"({"car":"car","soc_pct":60})"},
      {.method = "POST",
       .path = "/api/v1/house/plugged",
       .needed = k_control,
       .text = "Which car is plugged in at a charger that does not say it, until it is unplugged.",
       .answer = "House",
       .body = "PluggedIn",
       .refusals = {409},
       .body_example = R"({"car":"car"})"},
      {"GET", "/api/v1/exceptions", k_read,
       "What is otherwise than the site file says, once: departures of cars, reserves.",
       "Exceptions"},
      {.method = "PUT",
       .path = "/api/v1/exceptions",
       .needed = k_control,
       .text = "These instead of all before; they outlive a restart.",
       .answer = "Exceptions",
       .body = "Exceptions",
       .body_example = R"({"trips":[],"reserves":[{"battery":"home","min_soc_pct":30}]})"},
      {"GET", "/api/v1/palettes", k_read,
       "Palettes of the dashboard in the folder themes beside the site file, and what is wrong "
       "with its files.",
       "Palettes"},
      {.method = "GET",
       .path = "/api/v1/events",
       .needed = k_read,
       .text = "Server-sent events: snapshot after each cycle, readings between two.",
       .content_type = "text/event-stream"},
      {.method = "GET",
       .path = "/api/v1/ws",
       .needed = k_read,
       .text =
           "The same events as WebSocket messages; other requests than its handshake are refused.",
       .refusals = {426},
       .content_type = "text/event-stream"},
      {"GET", "/api/v1/session", k_everybody,
       "Whether one must sign in, whether this request is known, and what it may.", "Session"},
      {.method = "POST",
       .path = "/api/v1/session",
       .needed = k_everybody,
       .text = "Signs in with the password; the answer sets the cookie of the session.",
       .answer = "Session",
       .body = "Password",
       .refusals = {401, 503},
       .body_example = R"({"password":"correct horse"})"},
      {.method = "DELETE",
       .path = "/api/v1/session",
       .needed = k_read,
       .text = "Signs out.",
       .status = 204},
      {.method = "GET",
       .path = "/api/v1/audit",
       .needed = k_admin,
       .text = "Who ordered what, newest first.",
       .answer = "Audit",
       .parameters = {{"limit", "at most so many; 100 when absent", count}}},
      {"GET", "/api/v1/openapi.json", k_everybody, "This document.", "OpenApi"},
      {.method = "GET",
       .path = "/docs",
       .needed = k_everybody,
       .text = "All routes for people.",
       .content_type = "text/html"},
      {"GET", "/optimize/health", k_everybody, "That planners' routes answer (evcc).",
       "PlannerHealth"},
      {.method = "POST",
       .path = "/optimize/charge-schedule",
       .needed = k_everybody,
       .text = "A plan for a request of evcc's optimizer.",
       .answer = "Anything",
       .body = "Anything",
       .refusals = {400}},
      {.method = "POST",
       .path = "/optimize",
       .needed = k_everybody,
       .text = "A plan for a request of Akkudoktor-EOS.",
       .answer = "Anything",
       .body = "Anything",
       .parameters = {{"start_hour", "first hour of the plan", count}},
       .refusals = {422}},
  };
}

// Every answer may hold texts for people, a refusal too.
void add_language(std::vector<Route>& all) {
  for (Route& route : all) {
    if (route.path.starts_with("/api/v1/"))
      route.parameters.push_back(
          {"language", "of texts for people; absent: the home's", name_of, "en de sv"});
  }
}

std::vector<Route> all_routes() {
  std::vector<Route> all = make_routes();
  add_language(all);
  systems::add_battery_optimizer_routes(all);
  systems::add_darkstar_routes(all);
  systems::add_smartload_routes(all);
  return all;
}

// The part of a path up to the next slash, which is taken off `path` with it.
std::string_view next_part(std::string_view& path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::string_view part = path.substr(0, path.find('/'));
  path.remove_prefix(part.size());
  return part;
}

// The parameters when `path` has the form of `pattern`.
std::optional<std::map<std::string, std::string>> match(std::string_view pattern,
                                                        std::string_view path) {
  std::map<std::string, std::string> parameters;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = next_part(pattern);
    const std::string_view given = next_part(path);
    if (wanted.starts_with('{') && !given.empty())
      parameters[std::string{wanted.substr(1, wanted.size() - 2)}] = given;
    else if (wanted != given)
      return std::nullopt;
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

}  // namespace

std::span<const Route> routes() {
  static const std::vector<Route> k_routes = all_routes();
  return k_routes;
}

bool is_in_path(const Route& route, const Parameter& parameter) {
  return route.path.find("{" + std::string{parameter.name} + "}") != std::string_view::npos;
}

std::vector<std::string> names_in(std::string_view names) {
  std::vector<std::string> all;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    all.emplace_back(name);
    names.remove_prefix(std::min(names.size(), name.size() + 1));
  }
  return all;
}

RouteMatch find_route(std::string_view method, std::string_view path) {
  RouteMatch found;
  // A path as it stands goes before a pattern that also fits: /overrides/apply is no number.
  for (const bool has_pattern : {false, true}) {
    for (const Route& route : routes()) {
      if ((route.path.find('{') != std::string_view::npos) != has_pattern) continue;
      auto parameters = match(route.path, path);
      if (!parameters) continue;
      if (route.method == method) return {&route, std::move(*parameters), {}};
      found.allowed += (found.allowed.empty() ? "" : ", ") + std::string{route.method};
    }
    if (!found.allowed.empty()) break;
  }
  return found;
}

}  // namespace ohmstead::api
