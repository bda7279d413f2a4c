#include <fmt/format.h>

#include <algorithm>

#include "house_routes.hpp"
#include "ohmstead/home/override.hpp"
#include "smartload.hpp"

namespace ohmstead::api::systems {

struct Boost {
  std::string vehicle;
  double minutes = 90.0;
};
constexpr auto fields_of(const Boost*) {
  using namespace describe;
  return std::make_tuple(
      field("vehicle", &Boost::vehicle, "the car's id; absent: the only one", optional),
      field("minutes", &Boost::minutes, "from now on", between(1.0, 20160.0), optional));
}

struct Cancel {
  std::string vehicle;
};
constexpr auto fields_of(const Cancel*) {
  using namespace describe;
  return std::make_tuple(
      field("vehicle", &Cancel::vehicle, "the car's id; absent: all cars", optional));
}

struct ManualSoc {
  std::string vehicle;
  double soc = 0.0;
};
constexpr auto fields_of(const ManualSoc*) {
  using namespace describe;
  return std::make_tuple(
      field("vehicle", &ManualSoc::vehicle, "the car's id; absent: the only one", optional),
      field("soc", &ManualSoc::soc, "what it holds", between(0.0, 100.0)));
}

namespace {

using home::Override;

void check_vehicle(const home::Site& site, const std::string& name, bool may_be_absent,
                   describe::Problems& problems) {
  if (name.empty() && (may_be_absent || site.vehicles.size() == 1)) return;
  const bool is_known = std::any_of(site.vehicles.begin(), site.vehicles.end(),
                                    [&](const auto& car) { return car.id == name; });
  if (is_known || problems.has_about("vehicle")) return;
  std::string list;
  for (const auto& car : site.vehicles) list += (list.empty() ? "" : ", ") + car.id;
  problems.add("vehicle", list.empty()   ? std::string{"the home has no car"}
                          : name.empty() ? "name one of " + list
                                         : fmt::format("'{}' is none of {}", name, list));
}

std::vector<Override> boosts_now(const Asked& asked) {
  std::vector<Override> all;
  for (const home::SiteVehicle& car : asked.service.site.vehicles) {
    auto ruling = active_override(asked.service, car.id, asked.time);
    if (ruling && ruling->kind == home::ManualKind::charge) all.push_back(std::move(*ruling));
  }
  return all;
}

}  // namespace

Answer boost_status(const Asked& asked) {
  Json list = Json::array();
  for (const Override& each : boosts_now(asked))
    list.push_back(
        {{"vehicle", each.device},
         {"started_at", base::format_time(each.from)},
         {"expires_at", base::format_time(each.until)},
         {"remaining_minutes",
          rounded(static_cast<double>((each.until - asked.time).count()) / 60.0, 10.0)}});
  Json json{{"active", !list.empty()}};
  if (!list.empty()) json.update(list.front());
  json["overrides"] = std::move(list);
  return ok(json);
}

Answer boost(const Asked& asked) {
  const home::Site& site = asked.service.site;
  const auto body = read_body<Boost>(asked.request.body, [&](const auto& value, auto& problems) {
    check_vehicle(site, value.vehicle, false, problems);
  });
  if (!body) return refused(body.error());
  home::OverrideWish wish;
  wish.kind = home::ManualKind::charge;
  wish.device = body->vehicle.empty() ? site.vehicles.front().id : body->vehicle;
  wish.minutes = body->minutes;
  wish.by = "boost";
  const auto made = home::make_override(site, wish, asked.time);
  if (!made) return refused(made.error());
  const Override added = asked.service.engine.overrides().add(*made);
  asked.service.engine.request_cycle("override");
  return ok({{"status", "ok"},
             {"vehicle", added.device},
             {"override_id", added.id},
             {"expires_at", base::format_time(added.until)}});
}

Answer tell_soc(const Asked& asked) {
  const home::Site& site = asked.service.site;
  const auto body =
      read_body<ManualSoc>(asked.request.body, [&](const auto& value, auto& problems) {
        check_vehicle(site, value.vehicle, false, problems);
      });
  if (!body) return refused(body.error());
  const std::string car = body->vehicle.empty() ? site.vehicles.front().id : body->vehicle;
  if (const auto why = why_soc_is_known(asked.service, car); !why.empty())
    return net::problem(409, why);
  asked.service.engine.tell_soc({car, body->soc});
  return ok({{"status", "ok"}, {"vehicle", car}, {"soc", body->soc}});
}

Answer cancel_boost(const Asked& asked) {
  const auto body = read_body<Cancel>(asked.request.body, [&](const auto& value, auto& problems) {
    check_vehicle(asked.service.site, value.vehicle, true, problems);
  });
  if (!body) return refused(body.error());
  std::size_t count = 0;
  for (const Override& each : boosts_now(asked)) {
    if (!body->vehicle.empty() && each.device != body->vehicle) continue;
    if (asked.service.engine.overrides().remove(each.id)) ++count;
  }
  if (count > 0) asked.service.engine.request_cycle("override ended");
  return ok({{"status", "ok"}, {"cancelled", count}});
}

}  // namespace ohmstead::api::systems
