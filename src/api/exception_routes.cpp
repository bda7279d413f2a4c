#include "exception_routes.hpp"

#include <nlohmann/json.hpp>

namespace ohmstead::api {
namespace {

net::HttpResponse tell_exceptions(const Service& service) {
  using Json = nlohmann::ordered_json;
  const home::Exceptions open = service.engine.exceptions();
  Json json{{"trips", Json::array()}, {"reserves", Json::array()}};
  for (const home::TripException& each : open.trips) {
    Json trip{{"car", each.car}, {"leave", base::format_time(each.leave)}};
    if (each.leaves_at) trip["leaves_at"] = base::format_time(*each.leaves_at);
    if (each.target_soc_pct) trip["target_soc_pct"] = *each.target_soc_pct;
    json["trips"].push_back(std::move(trip));
  }
  for (const home::ReserveException& each : open.reserves)
    json["reserves"].push_back({{"battery", each.battery}, {"min_soc_pct", each.min_soc_pct}});
  return {.body = json.dump()};
}

}  // namespace

std::optional<net::HttpResponse> answer_exceptions(const Service& service,
                                                   const net::HttpRequest& request) {
  if (request.path != "/api/v1/exceptions") return std::nullopt;
  if (request.method == "GET") return tell_exceptions(service);
  const base::Time now = service.clock.now();
  auto wanted = home::read_exceptions(request.body);
  if (!wanted) return net::problem(400, wanted.error().message);
  // Those that are over are of an answer of before.
  home::Exceptions open = home::still_open(std::move(*wanted), now);
  if (const auto fine = home::check_exceptions(open, service.site, service.zone, now); !fine)
    return net::problem(400, fine.error().message);
  service.engine.set_exceptions(std::move(open));
  return tell_exceptions(service);
}

}  // namespace ohmstead::api
