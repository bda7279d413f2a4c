// What the home would draw from the grid if devices did as they are told. Private to the room.
//
// Units: kW. Thread rule: pure functions.
#pragma once

#include <vector>

#include "ohmstead/home/command.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::control {

[[nodiscard]] constexpr bool draws(home::Verb verb) {
  return verb == home::Verb::charge || verb == home::Verb::on;
}
[[nodiscard]] constexpr bool gives(home::Verb verb) {
  return verb == home::Verb::discharge || verb == home::Verb::export_;
}

enum class Giving { goes_on, ends };

// What the grid would see if nothing that is commanded drew: positive is import. What batteries
// give now they go on giving, where their command lets them and `giving` says so.
[[nodiscard]] base::Power grid_without(const std::vector<home::Command>& commands,
                                       const home::Readings& now, Giving giving);

// What the command lets the device draw; by its own way what it draws now, or would.
[[nodiscard]] base::Power drawn_by(const home::Command& command, const home::Readings& now);

// Negative: the home gives.
[[nodiscard]] base::Power wanted_import(const std::vector<home::Command>& commands,
                                        const home::Readings& now);

}  // namespace ohmstead::control
