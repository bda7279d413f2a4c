// The slow parts of a generated home: hot water, rooms, machines, peak charge and shared limits.
//
// Family B takes all of them with continuous powers, G is B on coarser slots; D switches heaters
// and tank on and off and adds machines. Units: kW, kWh, deg C, money. Thread rule: pure functions.
#pragma once

#include "family_home.hpp"

namespace ohmstead::app {

// Means over slots that become one; trips add up, the highest target of a slot counts.
// Precondition: the counts of `groups` add up to the slots of the home.
[[nodiscard]] FamilyHome coarsen(const FamilyHome& from, const std::vector<std::size_t>& groups);

// Peak charge, cars, tank and rooms. `is_switched`: on/off instead of continuous. Precondition: the
// case has its slots.
void add_family_whole_home(const FamilyHome& from, bool is_switched, home::Case& home);
void add_family_machines(const FamilyHome& from, home::Case& home);

}  // namespace ohmstead::app
