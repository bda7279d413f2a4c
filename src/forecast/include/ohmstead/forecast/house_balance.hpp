// What a house draws, and what of it nobody plans, from the meters around it.
//
//   house = (import + PV + battery discharge) - (export + battery charge)
//   base  = house - what is controlled (cars, heating, hot water, machines)
//
// A slot in which any of the named meters is missing is missing. A balance below 0 is more than
// meters that are read at different moments explain when it is often: it counts as 0, and
// `negative` tells how often. Units: kW, means over slots. Thread rule: pure function.
//
//   const HouseBalance balance = balance_house({.grid_import = import, .pv = pv});
#pragma once

#include <cstddef>
#include <vector>

namespace ohmstead::forecast {

// Empty: there is no such meter. All others of one size.
struct HouseMeters {
  std::vector<double> grid_import;
  std::vector<double> grid_export;
  std::vector<double> pv;
  std::vector<double> battery_charge;
  std::vector<double> battery_discharge;
  std::vector<std::vector<double>> controlled;
};

struct HouseBalance {
  std::vector<double> house;
  std::vector<double> base;
  std::size_t negative = 0;  // slots of `base` that were below -50 W
};

[[nodiscard]] HouseBalance balance_house(const HouseMeters& meters);

}  // namespace ohmstead::forecast
