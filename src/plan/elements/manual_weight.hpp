// Devices that obey manual blocks, whatever their kind.
//
// Each kWh drawn where a block wants the device on counts less than nothing, each one drawn where
// it wants it off counts more than any price: a weight, not money. Bounds that people set (a tank's
// highest temperature, limits of the home) still go first. Units: per kWh. Thread rule: pure
// functions; elements as in element.hpp.
#pragma once

#include <string>
#include <vector>

#include "make_elements.hpp"

namespace ohmstead::plan {

// Of a kWh that the device draws in each slot; empty: no block is about it.
[[nodiscard]] std::vector<double> manual_weights(const home::Case& home, const std::string& device);
// The same elements; those that blocks are about obey them.
[[nodiscard]] Elements obeying(const home::Case& home, Elements elements);

}  // namespace ohmstead::plan
