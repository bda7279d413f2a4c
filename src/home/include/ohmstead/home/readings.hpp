// What a home's meters and devices say at an instant.
//
// Powers are those of the moment, counters rise from some start of their own, as meters do: energy
// between two readings is their difference. Units: kW, kWh; directions are in the names. Thread
// rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

struct BatteryReading {
  std::string id;
  base::Energy soc;
  base::Power charge;
  base::Power discharge;
  base::Energy charged;  // counters, as below
  base::Energy discharged;
};

struct EnergyCounters {
  base::Energy load;
  base::Energy pv;  // produced, on the side of its inverter
  base::Energy grid_import;
  base::Energy grid_export;
};

struct Readings {
  base::Time at;
  base::Power load;
  base::Power pv;
  base::Power grid_import;
  base::Power grid_export;
  EnergyCounters counters;
  std::vector<BatteryReading> batteries;  // in the site's order
};

}  // namespace ohmstead::home
