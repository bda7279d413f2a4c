#include "house_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "asked_language.hpp"
#include "ohmstead/engine/told.hpp"
#include "ohmstead/home/shared_charger.hpp"

namespace ohmstead::api {
namespace {

using Json = nlohmann::ordered_json;
using net::HttpRequest;
using net::HttpResponse;

template <class Enum>
std::string_view text_of(Enum value) {
  return names_of(value)[static_cast<std::size_t>(value)];
}

bool is_plugged_in(const Service& service, const std::string& car) {
  const auto readings = service.engine.readings();
  if (readings == nullptr) return false;
  const auto* own = home::find_reading(readings->devices.vehicles, car);
  return own != nullptr && own->is_connected;
}

// Whether it is assumed to be the one at a charger that several share, or another one is taken
// for it.
bool could_be_plugged_in(const Service& service, const home::SiteVehicle& car) {
  const auto readings = service.engine.readings();
  if (readings == nullptr) return false;
  const auto& vehicles = readings->devices.vehicles;
  const auto* own = home::find_reading(vehicles, car.id);
  if (own != nullptr && own->is_connected) return own->is_assumed;
  const auto shared = home::shared_chargers(service.site);
  return std::any_of(vehicles.begin(), vehicles.end(), [&](const home::VehicleReading& other) {
    const auto at = std::find_if(service.site.chargers.begin(), service.site.chargers.end(),
                                 [&](const auto& each) { return each.id == other.charger; });
    return other.is_connected && at != service.site.chargers.end() && can_use(car, *at) &&
           std::find(shared.begin(), shared.end(), at->id) != shared.end();
  });
}

Json car_json(const home::SiteVehicle& car, const engine::CarNow* now,
              home::ChargeStrategy strategy, home::Language language) {
  Json json{{"car", car.id}, {"strategy", text_of(strategy)}};
  if (now == nullptr) return json;
  if (now->soc) {
    json["soc_pct"] = 100.0 * (*now->soc / car.capacity);
    json["is_soc_estimated"] = now->is_soc_estimated;
  }
  if (now->soc_at) json["soc_at"] = base::format_time(*now->soc_at);
  json["needed_kwh"] = now->needed.value();
  json["urgency"] = now->urgency;
  if (!now->alarm.empty()) json["alarm"] = engine::say(now->alarm, language);
  if (!now->notice.empty()) json["notice"] = engine::say(now->notice, language);
  return json;
}

HttpResponse tell_house(const Service& service, home::Language language) {
  const home::HouseWishes wishes = service.engine.wishes();
  const auto snapshot = service.engine.snapshot();
  Json cars = Json::array();
  for (const home::SiteVehicle& car : service.site.vehicles) {
    const engine::CarNow* now = nullptr;
    if (snapshot != nullptr) {
      const auto found = std::find_if(snapshot->cars.begin(), snapshot->cars.end(),
                                      [&](const auto& each) { return each.car == car.id; });
      if (found != snapshot->cars.end()) now = &*found;
    }
    cars.push_back(car_json(car, now, strategy_of(wishes, car), language));
    if (could_be_plugged_in(service, car)) cars.back()["could_be_plugged_in"] = true;
  }
  Json json{{"cars", std::move(cars)}, {"strategies", Json::array()}};
  for (const std::string_view name : names_of(home::ChargeStrategy{}))
    json["strategies"].push_back(name);
  if (wishes.away)
    json["away"] = {{"from", base::format_time(wishes.away->from)},
                    {"until", base::format_time(wishes.away->until)}};
  return {.body = json.dump()};
}

}  // namespace

std::string why_soc_is_known(const Service& service, const std::string& car) {
  const auto readings = service.engine.readings();
  if (readings == nullptr) return {};
  const auto* now = home::find_reading(readings->devices.vehicles, car);
  const bool is_told = now != nullptr && now->soc && !now->is_soc_estimated;
  return is_told ? fmt::format("car: '{}' tells by itself what it holds", car) : "";
}

std::optional<HttpResponse> answer_house(const Service& service, const HttpRequest& request) {
  const home::Language language = language_of(request, service.site);
  if (request.path == "/api/v1/house/soc") {
    const auto told = home::read_car_soc(request.body, service.site);
    if (!told) return net::problem(400, told.error().message);
    if (const auto why = why_soc_is_known(service, told->car); !why.empty())
      return net::problem(409, why);
    service.engine.tell_soc(*told);
    return tell_house(service, language);
  }
  if (request.path == "/api/v1/house/plugged") {
    const auto car = home::read_plugged_in(request.body, service.site);
    if (!car) return net::problem(400, car.error().message);
    const auto& cars = service.site.vehicles;
    const auto it =
        std::find_if(cars.begin(), cars.end(), [&](const auto& each) { return each.id == *car; });
    if (it == cars.end() || (!is_plugged_in(service, *car) && !could_be_plugged_in(service, *it)))
      return net::problem(409, fmt::format("car: no other car is plugged in where '{}' shares a "
                                           "charger",
                                           *car));
    service.engine.tell_plugged_in(*car);
    return tell_house(service, language);
  }
  if (request.path != "/api/v1/house") return std::nullopt;
  if (request.method == "GET") return tell_house(service, language);
  if (request.method != "PUT") return net::problem(405, "this takes GET and PUT");
  auto wishes = home::read_house_wishes(request.body, service.site);
  if (!wishes) return net::problem(400, wishes.error().message);
  if (wishes->away && wishes->away->until <= service.clock.now())
    return net::problem(400, "away.until: has passed");
  service.engine.set_wishes(std::move(*wishes));
  return tell_house(service, language);
}

}  // namespace ohmstead::api
