#include "door.hpp"

#include <utility>

#include "query.hpp"
#include "routes.hpp"
#include "scopes.hpp"

namespace ohmstead::api {

std::shared_ptr<Access> make_access(AccessOptions options) {
  return std::make_shared<Access>(std::move(options));
}
namespace {

using net::HttpRequest;
using net::HttpResponse;
using net::Reply;

constexpr std::size_t k_records = 100;
constexpr std::size_t k_detail_bytes = 300;

// The wish itself, where it is short and tells what was done.
std::string detail_of(const HttpRequest& request) {
  const Route* route = find_route(request.method, request.path).route;
  const bool is_of_system = route != nullptr && !route->system.empty();
  const bool is_wish = request.path.starts_with("/api/v1/overrides") ||
                       request.path.starts_with("/api/v1/house") ||
                       request.path == "/api/v1/exceptions" || request.path == "/api/v1/stop" ||
                       request.path == "/api/v1/stage";
  if (!is_of_system && !is_wish) return {};
  return request.body.substr(0, k_detail_bytes);
}

// Plans that are only looked at control nothing: a slider asks for many in a second.
bool only_asks(const std::string& path) {
  return path == "/api/v1/what-if" || path == "/api/v1/overrides/simulate" ||
         path == "/api/v1/replay";
}

std::optional<HttpResponse> refusal_of_query(const HttpRequest& request) {
  const Route* route = find_route(request.method, request.path).route;
  return route == nullptr ? std::nullopt : query_refusal(*route, request.query);
}

HttpResponse tell_records(const Access& access, const HttpRequest& request) {
  return {.body = access.newest_records(count_in(request.query, "limit").value_or(k_records))};
}

}  // namespace

std::optional<Access::Caller> Door::admit(const HttpRequest& request, Reply& reply) {
  access_->look_for_changes();
  if (auto refusal = access_->flood_refusal(request)) {
    reply(*std::move(refusal));
    return std::nullopt;
  }
  if (is_planner_route(request.path)) {
    if (auto refusal = access_->planner_refusal(request)) {
      reply(*std::move(refusal));
      return std::nullopt;
    }
    return Access::Caller{};
  }
  Access::Caller caller = access_->find_caller(request);
  auto refusal = access_->refusal(request, caller, needed_scope(request.method, request.path));
  if (!refusal) refusal = refusal_of_query(request);
  if (refusal) {
    if (request.method != "GET") access_->record(request, caller, refusal->status);
    reply(*std::move(refusal));
    return std::nullopt;
  }
  if (answers_itself(request, caller, reply)) return std::nullopt;
  if (request.method != "GET" && !only_asks(request.path)) {
    reply = [this, request, caller, reply = std::move(reply)](HttpResponse response) {
      access_->record(request, caller, response.status, detail_of(request));
      reply(std::move(response));
    };
  }
  return caller;
}

bool Door::answers_itself(const HttpRequest& request, const Access::Caller& caller,
                          const Reply& reply) {
  if (request.path == "/api/v1/audit" && request.method == "GET") {
    reply(tell_records(*access_, request));
    return true;
  }
  if (request.path != "/api/v1/session") return false;
  if (request.method == "GET") {
    reply(access_->tell_session(caller));
  } else if (request.method == "POST") {
    sign_in(request, reply);
  } else if (request.method == "DELETE") {
    access_->record(request, caller, 204);
    reply(access_->sign_out(request));
  } else {
    return false;
  }
  return true;
}

void Door::sign_in(const HttpRequest& request, const Reply& reply) {
  if (auto early = access_->early_sign_in(request)) return reply(*std::move(early));
  const auto work = [this, request, reply](const std::stop_token&) {
    try {
      reply(access_->sign_in(request));
    } catch (const std::exception&) {
      reply(net::problem(500));
    }
  };
  if (!sign_ins_.try_run(work)) reply(net::problem(503, "too many sign in; try again at once"));
}

}  // namespace ohmstead::api
