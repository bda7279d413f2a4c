// What may come from the grid for a while, so that no fee on the month's highest power rises.
//
// Units: kW, kWh, times UTC. Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

struct ImportBudget {
  base::Time from;
  base::Time until;     // the end of the plan's slot, or of the fee's window if that is sooner
  base::Energy energy;  // from `from` until `until`; negative: too much came already
  base::Power goal;     // that the fee's window may reach; for people
  std::vector<std::string> spared = {};  // devices that are not held back for it
};

}  // namespace ohmstead::home
