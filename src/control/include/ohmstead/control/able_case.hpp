// What devices can be told, brought into the case, so that no plan asks for what none can do.
//
// A battery that nobody can tell to charge does not charge from the grid, one that nobody can tell
// to export does not sell; the powers that can be told bound its charging and, where it can sell,
// its discharging. Cars charge with powers that can be told, heaters of any power with no more. A
// roof that nobody can tell is turned down by no plan, except where the grid takes only so much:
// inverters keep that limit by themselves. Devices of which nothing is known stay as they are.
// Units: kW. Thread rule: pure functions.
//
//   if (const auto all = devices.abilities()) keep_to_abilities(home, *all);
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/case.hpp"
#include "ohmstead/home/command.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::control {

void keep_to_abilities(home::Case& home, const std::vector<home::Abilities>& all);

// Where the site file promises more than can be told, a sentence each.
[[nodiscard]] std::vector<std::string> broken_promises(const home::Site& site,
                                                       const std::vector<home::Abilities>& all);

}  // namespace ohmstead::control
