// Homes small enough to bill by hand, and plans for them from battery powers alone. Test code only.
//
//   home::Case home = make_small_home({0.30, 0.10}, {0.08, 0.08}, {1.0, 1.0}, {0.0, 3.0});
//   home.batteries.push_back(make_small_battery());
//   home::Plan plan = make_plan_of(home, {{-2.0, 1.5}});   // kW per battery and slot, charge
//   positive
#pragma once

#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

// Slots of one hour from 2024-06-24T00:00:00Z; prices per kWh, load and PV on the AC bus in kW.
[[nodiscard]] home::Case make_small_home(std::vector<double> import, std::vector<double> exported,
                                         std::vector<double> load, std::vector<double> pv);

// "home": 10 kWh, 5 kWh stored, 5 kW, efficiencies 0.9 (charge) and 0.8 (discharge), worth nothing
// at the end.
[[nodiscard]] home::Battery make_small_battery();

// The plan in which batteries on the AC bus do `powers[battery][slot]`, all PV is used and the grid
// does the rest. Batteries without powers stay idle.
[[nodiscard]] home::Plan make_plan_of(const home::Case& home,
                                      const std::vector<std::vector<double>>& powers = {});

}  // namespace ohmstead::plan
