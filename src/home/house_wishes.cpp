#include "ohmstead/home/house_wishes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check_parts.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/walk.hpp"
#include "ohmstead/describe/write.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const CarWish*) {
  using namespace describe;
  return std::make_tuple(field("car", &CarWish::car, "its id"),
                         field("strategy", &CarWish::strategy, "how it is charged"));
}

constexpr auto fields_of(const Away*) {
  using namespace describe;
  return std::make_tuple(field("from", &Away::from, "nobody is at home from this time on"),
                         field("until", &Away::until, "up to this time"));
}

constexpr auto fields_of(const HouseWishes*) {
  using namespace describe;
  return std::make_tuple(field("cars", &HouseWishes::cars,
                               "cars that are not charged as the site file says", optional),
                         field("away", &HouseWishes::away, "nobody is at home", optional));
}

constexpr auto fields_of(const CarSoc*) {
  using namespace describe;
  return std::make_tuple(field("car", &CarSoc::car, "its id"),
                         field("soc_pct", &CarSoc::soc_pct, "what it holds", between(0.0, 100.0)));
}

struct PluggedIn {
  std::string car;
};
constexpr auto fields_of(const PluggedIn*) {
  return std::make_tuple(describe::field("car", &PluggedIn::car, "its id"));
}

namespace {

void check_car(const Site& site, const std::string& id, const std::string& place,
               Problems& problems) {
  const auto is_it = [&](const auto& each) { return each.id == id; };
  if (!problems.has_about(place) && std::none_of(site.vehicles.begin(), site.vehicles.end(), is_it))
    problems.add(place, fmt::format("'{}' is no car of this home", id));
}

}  // namespace

base::Result<HouseWishes> read_house_wishes(const std::string& text, const Site& site) {
  auto tree = describe::parse_json(text, "body");
  if (!tree) return tl::unexpected{tree.error()};
  HouseWishes wishes;
  Problems problems{"body", *tree};
  describe::read_fields(*tree, wishes, problems);
  for (std::size_t i = 0; i < wishes.cars.size(); ++i) {
    const std::string place = join_path(join_path("cars", i), "car");
    const std::string& id = wishes.cars[i].car;
    check_car(site, id, place, problems);
    const auto same = [&](const CarWish& each) { return each.car == id; };
    if (std::count_if(wishes.cars.begin(), wishes.cars.end(), same) > 1)
      problems.add(place, fmt::format("'{}' is there twice", id));
  }
  if (wishes.away && wishes.away->until <= wishes.away->from)
    problems.add("away.until", "must be after from");
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return wishes;
}

template <class Told>
base::Result<Told> read_told_of_car(const std::string& text, const Site& site) {
  auto tree = describe::parse_json(text, "body");
  if (!tree) return tl::unexpected{tree.error()};
  Told told;
  Problems problems{"body", *tree};
  describe::read_fields(*tree, told, problems);
  check_car(site, told.car, "car", problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return told;
}

base::Result<CarSoc> read_car_soc(const std::string& text, const Site& site) {
  return read_told_of_car<CarSoc>(text, site);
}

base::Result<std::string> read_plugged_in(const std::string& text, const Site& site) {
  return read_told_of_car<PluggedIn>(text, site).map([](const PluggedIn& told) {
    return told.car;
  });
}

std::string write_house_wishes(const HouseWishes& wishes) { return describe::write_json(wishes); }

ChargeStrategy strategy_of(const HouseWishes& wishes, const SiteVehicle& car) {
  for (const CarWish& each : wishes.cars) {
    if (each.car == car.id) return each.strategy;
  }
  return car.strategy;
}

}  // namespace ohmstead::home
