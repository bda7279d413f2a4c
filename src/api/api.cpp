#include "ohmstead/api/api.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "account_answers.hpp"
#include "answers.hpp"
#include "asked_language.hpp"
#include "config_routes.hpp"
#include "door.hpp"
#include "exception_routes.hpp"
#include "history_routes.hpp"
#include "home_answers.hpp"
#include "house_routes.hpp"
#include "kept_routes.hpp"
#include "later.hpp"
#include "model_routes.hpp"
#include "ohmstead/api/openapi.hpp"
#include "ohmstead/api/palettes.hpp"
#include "ohmstead/net/gzip.hpp"
#include "override_routes.hpp"
#include "query.hpp"
#include "replay_routes.hpp"
#include "routes.hpp"
#include "systems/systems.hpp"
#include "told_snapshots.hpp"

namespace ohmstead::api {
namespace {

using engine::Snapshot;
using net::HttpRequest;
using net::HttpResponse;
using net::Reply;

constexpr std::size_t k_decisions = 50;
constexpr std::size_t k_small_bytes = 4096;  // not worth packing
// The dashboard loads its own files alone and has neither scripts nor styles inside a page.
constexpr const char* k_dashboard_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

// Nothing but the style that stands inside the page.
constexpr std::string_view k_docs_policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

HttpResponse json(std::string body) { return {.body = std::move(body)}; }
HttpResponse no_plan_yet() { return net::problem(503, "there is no plan yet"); }

}  // namespace

struct Api::State {
  Service service;
  Door door{service.shared_access != nullptr ? service.shared_access
                                             : make_access(std::move(service.access))};
  std::map<std::string, std::string> packed_assets;  // by path; they never change
  mutable ToldSnapshots told;
  // Quick plans never wait for slow ones, own planners never for those of others.
  std::atomic<bool> is_replaying = false;
  Worker what_ifs, previews, peers, replays, readers;
  systems::Systems systems;

  using SnapshotRoute = HttpResponse (State::*)(const HttpRequest&, const Snapshot&) const;
  static const std::map<std::string, SnapshotRoute>& snapshot_routes();

  void handle(const HttpRequest& request, Reply reply);
  // Makes what is large small where the client takes that.
  void pack(const HttpRequest& request, HttpResponse& response);
  bool handle_peers(const HttpRequest& request, Reply& reply);
  bool handle_orders(const HttpRequest& request, Reply& reply);
  bool handle_baselines(const HttpRequest& request, Reply& reply);
  bool handle_replay(const HttpRequest& request, const Reply& reply);
  bool handle_history(const HttpRequest& request, const Reply& reply);
  bool handle_systems(const HttpRequest& request, const RouteMatch& match, const Reply& reply);
  [[nodiscard]] HttpResponse find_asset(const HttpRequest& request) const;

  HttpResponse status(const HttpRequest&, const Snapshot& now) const {
    return json(answer_status(service, now));
  }
  HttpResponse plan(const HttpRequest&, const Snapshot& now) const {
    if (now.plan.slots.empty()) return no_plan_yet();
    std::string& text = told.of(now).plan_text;
    if (text.empty()) text = home::write_plan(now.plan);
    return json(text);
  }
  HttpResponse home_case(const HttpRequest&, const Snapshot& now) const {
    if (now.plan.slots.empty()) return no_plan_yet();
    return json(home::write_case(now.home));
  }
  HttpResponse prices(const HttpRequest&, const Snapshot& now) const {
    return json(answer_prices(now));
  }
  HttpResponse recommendation(const HttpRequest&, const Snapshot& now) const {
    if (now.slot_at(service.clock.now()) == nullptr)
      return net::problem(503, now.plan.slots.empty() ? "there is no plan yet"
                                                      : "the last plan does not reach until now");
    return json(answer_recommendation(service, now));
  }
  HttpResponse health(const HttpRequest&, const Snapshot& now) const {
    return json(answer_health(now, service.clock.now()));
  }
  HttpResponse devices(const HttpRequest&, const Snapshot& now) const {
    const ToldSnapshot& one = told.of(now);
    return json(answer_devices(service, now, *one.plain, one.language));
  }
  HttpResponse outlook(const HttpRequest&, const Snapshot& now) const {
    return json(answer_outlook(now));
  }
  HttpResponse accuracy(const HttpRequest&, const Snapshot& now) const {
    return json(answer_accuracy(now));
  }
  HttpResponse savings(const HttpRequest& request, const Snapshot& now) const {
    return answer_savings_wish(service, now, request);
  }
  HttpResponse plans(const HttpRequest& request, const Snapshot&) const {
    return list_kept_plans(service, request);
  }
  HttpResponse decisions(const HttpRequest& request, const Snapshot& now) const;
};

const std::map<std::string, Api::State::SnapshotRoute>& Api::State::snapshot_routes() {
  static const std::map<std::string, SnapshotRoute> k_routes{
      {"/api/v1/status", &State::status},
      {"/api/v1/plan", &State::plan},
      {"/api/v1/case", &State::home_case},
      {"/api/v1/prices", &State::prices},
      {"/api/v1/recommendation/now", &State::recommendation},
      {"/api/v1/decisions", &State::decisions},
      {"/api/v1/devices", &State::devices},
      {"/api/v1/outlook", &State::outlook},
      {"/api/v1/savings", &State::savings},
      {"/api/v1/accuracy", &State::accuracy},
      {"/api/v1/plans", &State::plans},
      {"/api/v1/health", &State::health},
      {"/health", &State::health},
      {"/status", &State::status},
      {"/plan", &State::plan},
  };
  return k_routes;
}

// What the snapshot no longer has comes from the database.
bool Api::State::handle_history(const HttpRequest& request, const Reply& reply) {
  const bool is_accounts = request.path == "/api/v1/history/accounts";
  if (!is_accounts && request.path != "/api/v1/history") return false;
  const auto now = service.engine.snapshot();
  const auto wish = read_history_wish(request, service.clock.now());
  const AccountsBy by = is_accounts ? read_accounts_by(request) : AccountsBy::total;
  if (!wish) return reply(net::problem(400, wish.error().message)), true;
  HttpResponse answer;
  if (now == nullptr) {
    answer = net::problem(503, "the first cycle has not ended yet");
  } else {
    const auto body = is_accounts ? accounts_body(*wish, by, service.zone) : history_body(*wish);
    const auto recall = [this, wish = *wish, body](const HttpRequest& asked, const auto&) {
      HttpResponse remembered = answer_remembered(*service.memory, wish, body);
      pack(asked, remembered);
      return remembered;
    };
    if (service.memory != nullptr && reaches_back(*wish, *now))
      return answer_later(readers, request, reply, recall), true;
    answer = json(body(now->measured));
    pack(request, answer);
  }
  reply(std::move(answer));
  return true;
}

HttpResponse Api::State::decisions(const HttpRequest& request, const Snapshot& now) const {
  return json(answer_decisions(now, count_in(request.query, "limit").value_or(k_decisions)));
}

bool Api::State::handle_peers(const HttpRequest& request, Reply& reply) {
  const bool is_evcc = request.path == "/optimize/charge-schedule";
  const bool is_eos = request.path == "/optimize";
  if (request.path == "/optimize/health" && request.method == "GET") {
    reply(json(R"({"status":"healthy","message":"schedules are made here"})"));
    return true;
  }
  if (!is_evcc && !is_eos) return false;
  const Service::Answer& answer = is_evcc ? service.answer_evcc : service.answer_eos;
  if (!answer) return false;
  answer_later(peers, request, reply, [answer](const HttpRequest& asked, const std::stop_token&) {
    return answer(asked);
  });
  return true;
}

// What changes something, or plans.
bool Api::State::handle_orders(const HttpRequest& request, Reply& reply) {
  if (request.method != "POST") return false;
  const bool is_simulation = request.path == "/api/v1/overrides/simulate";
  if (is_simulation || request.path == "/api/v1/what-if") {
    const auto now = service.engine.snapshot();
    const bool is_quick = text_in(request.query, "quick") == "1";
    if (now == nullptr || now->plan.slots.empty()) return reply(no_plan_yet()), true;
    auto patch = is_simulation ? patch_of_overrides(service, *now, request.body)
                               : base::Result<std::string>{request.body};
    if (!patch) return reply(net::problem(400, patch.error().message)), true;
    const home::Language language = language_of(request, service.site);
    answer_later(is_quick ? previews : what_ifs, request, reply,
                 [now, how = WhatIf{is_quick, language}, patch = std::move(*patch)](
                     const HttpRequest&, const std::stop_token& stop) {
                   return answer_what_if(*now, patch, stop, how);
                 });
    return true;
  }
  if (request.path == "/api/v1/plan/run") {
    service.engine.request_cycle("a person asked for it");
    reply({.status = 202, .body = "{}"});
    return true;
  }
  return false;
}

bool Api::State::handle_baselines(const HttpRequest& request, Reply& reply) {
  if (request.path != "/api/v1/plan/baselines") return false;
  const auto now = service.engine.snapshot();
  if (now == nullptr || now->plan.slots.empty())
    reply(no_plan_yet());
  else
    answer_later(what_ifs, request, reply, [now](const HttpRequest&, const std::stop_token&) {
      return json(answer_baselines(*now));
    });
  return true;
}

bool Api::State::handle_replay(const HttpRequest& request, const Reply& reply) {
  if (request.path != "/api/v1/replay") return false;
  auto wish = read_replay_wish(service.zone, request.body);
  if (!wish) {
    reply(net::problem(400, wish.error().message));
  } else if (!service.replay) {
    reply(net::problem(503, "this home has no measurements of its past that could be replayed"));
  } else {
    answer_alone(
        replays, is_replaying, request, reply,
        [this, wish = std::move(*wish)](const HttpRequest&, const std::stop_token& stop) {
          return answer_replay(service, wish, stop);
        },
        "another replay is under way: ask again when it is answered");
  }
  return true;
}

// What users of older systems script against.
bool Api::State::handle_systems(const HttpRequest& request, const RouteMatch& match,
                                const Reply& reply) {
  if (match.route == nullptr) return false;
  auto answer = systems.answer(service, *match.route, request);
  if (!answer) return false;
  if (auto* response = std::get_if<HttpResponse>(&*answer)) {
    pack(request, *response);
    reply(std::move(*response));
  } else {
    answer_later(what_ifs, request, reply,
                 [later = std::get<systems::Later>(std::move(*answer))](
                     const HttpRequest&, const std::stop_token& stop) { return later(stop); });
  }
  return true;
}

HttpResponse Api::State::find_asset(const HttpRequest& request) const {
  const bool is_page = request.path == "/";
  if (service.find_asset) {
    if (const auto asset = service.find_asset(is_page ? "index.html" : request.path.substr(1))) {
      HttpResponse response{.content_type = asset->content_type, .body = std::string{asset->body}};
      if (response.content_type.starts_with("text/html"))
        response.headers.emplace_back("Content-Security-Policy", k_dashboard_policy);
      if (asset->may_be_cached)
        response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
      return response;
    }
  }
  if (is_page)
    return {.content_type = "text/plain; charset=utf-8",
            .body =
                "Ohmstead runs. This build has no dashboard; its answers are below /api/v1, "
                "for example /api/v1/status.\n"};
  return net::problem(404, "there is nothing at " + request.path);
}

void Api::State::pack(const HttpRequest& request, HttpResponse& response) {
  const bool is_text = response.content_type.starts_with("text/") ||
                       response.content_type == "application/json" ||
                       response.content_type == "image/svg+xml";
  if (!is_text || response.is_stream || response.body.size() < k_small_bytes) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!net::accepts_gzip(request)) return;
  if (request.path.starts_with("/assets/")) {
    std::string& packed = packed_assets[request.path];
    if (packed.empty()) packed = net::gzip(response.body);
    response.body = packed;
  } else {
    response.body = net::gzip(response.body);
  }
  response.headers.emplace_back("Content-Encoding", "gzip");
}

void Api::State::handle(const HttpRequest& request, Reply wanted) {
  Reply reply = in_language_of(request, service.site, std::move(wanted));
  const auto caller = door.admit(request, reply);
  if (!caller) return;
  const RouteMatch match = find_route(request.method, request.path);
  if (match.route == nullptr && !match.allowed.empty()) {
    HttpResponse refusal = net::problem(405, "this takes " + match.allowed);
    refusal.headers.emplace_back("Allow", match.allowed);
    return reply(std::move(refusal));
  }
  if (handle_peers(request, reply) || handle_orders(request, reply)) return;
  if (auto answer = answer_overrides(service, request)) return reply(std::move(*answer));
  if (auto answer = answer_house(service, request)) return reply(std::move(*answer));
  if (auto answer = answer_exceptions(service, request)) return reply(std::move(*answer));
  if (auto answer = answer_config(service, request)) return reply(std::move(*answer));
  if (auto answer = answer_kept_plan(service, request)) return reply(std::move(*answer));
  if (auto answer = answer_models(service, request)) return reply(std::move(*answer));
  if (auto answer = set_stage(service, request)) return reply(std::move(*answer));
  if (auto answer = set_stop(service, request)) return reply(std::move(*answer));
  if (handle_baselines(request, reply) || handle_replay(request, reply) ||
      handle_history(request, reply))
    return;
  if (handle_systems(request, match, reply)) return;
  const auto send = [&](HttpResponse response) {
    pack(request, response);
    reply(std::move(response));
  };
  if (request.path == "/api/v1/palettes") return send(json(answer_palettes(service.palettes)));
  if (request.path == "/api/v1/openapi.json") return send(json(openapi(service.version)));
  if (request.path == "/docs")
    return send({.content_type = "text/html; charset=utf-8",
                 .body = docs_page(service.version, address_of(request)),
                 .headers = {{"Content-Security-Policy", std::string{k_docs_policy}}}});
  const auto route = snapshot_routes().find(request.path);
  const bool is_stream =
      request.path == "/api/v1/events" || request.path == "/api/v1/ws" || request.path == "/events";
  if (!is_stream && route == snapshot_routes().end()) {
    if (request.method == "GET") return send(find_asset(request));
    return reply(net::problem(404, "there is nothing at " + request.path));
  }
  if (is_stream) {
    const auto plain = service.engine.snapshot();
    return reply({.body = plain == nullptr ? "" : snapshot_event(*plain),
                  .is_stream = true,
                  .is_for_sockets = request.path == "/api/v1/ws",
                  .first_event = "snapshot"});
  }
  const ToldSnapshot* newest = told.newest(service, language_of(request, service.site));
  if (newest == nullptr) return reply(net::problem(503, "the first cycle has not ended yet"));
  const std::shared_ptr<const Snapshot> now = newest->told;
  // Whether it is well may everybody ask; what ails it tells too much of a home.
  if (!caller->scope) {
    return send(json(
        fmt::format(R"({{"status":"{}"}})",
                    names_of(worst_health(*now))[static_cast<std::size_t>(worst_health(*now))])));
  }
  send((this->*route->second)(request, *now));
}

Api::Api(Service service) : state_{std::make_unique<State>(std::move(service))} {}
Api::~Api() = default;

void Api::handle(const HttpRequest& request, Reply reply) {
  state_->handle(request, std::move(reply));
}

std::string Api::snapshot_event(const Snapshot& snapshot) {
  return nlohmann::ordered_json{{"cycle", snapshot.cycle},
                                {"now", base::format_time(snapshot.made_at)}}
      .dump();
}

}  // namespace ohmstead::api
