// What people want of the home as a whole until they want something else: how each car is charged,
// and that nobody is at home.
//
// It outlives restarts, and goes before the site file. Times UTC. Thread rule: plain values, pure
// functions.
//
//   Result<HouseWishes> wishes = read_house_wishes(body, site);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

struct CarWish {
  std::string car;
  ChargeStrategy strategy = ChargeStrategy::smart;
};

// Nobody is at home in [from, until).
struct Away {
  base::Time from;
  base::Time until;
};

struct HouseWishes {
  std::vector<CarWish> cars;  // those that are not as the site file says
  std::optional<Away> away;
};

// Every problem with its place, such as a car that the site does not have.
[[nodiscard]] base::Result<HouseWishes> read_house_wishes(const std::string& text,
                                                          const Site& site);
[[nodiscard]] std::string write_house_wishes(const HouseWishes& wishes);

// What somebody read off a car that does not tell it by itself.
struct CarSoc {
  std::string car;
  double soc_pct = 0.0;
};
[[nodiscard]] base::Result<CarSoc> read_car_soc(const std::string& text, const Site& site);

// Which car is plugged in where several take turns.
[[nodiscard]] base::Result<std::string> read_plugged_in(const std::string& text, const Site& site);

[[nodiscard]] ChargeStrategy strategy_of(const HouseWishes& wishes, const SiteVehicle& car);

}  // namespace ohmstead::home
