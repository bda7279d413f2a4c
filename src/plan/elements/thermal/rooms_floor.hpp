// What all rooms of a home and their on/off heat sources cost at least, at prices: the sum of what
// each costs alone, with the heat between them traded. Units: kW, deg C, money. Thread rule: one
// thread; `heating` must outlive it.
#pragma once

#include <memory>

#include "heating.hpp"
#include "search/cost_floor.hpp"

namespace ohmstead::plan {

// Nothing unless each room has exactly one on/off source that heats nothing else.
[[nodiscard]] std::unique_ptr<CostFloor> make_rooms_floor(const Heating& heating);

}  // namespace ohmstead::plan
