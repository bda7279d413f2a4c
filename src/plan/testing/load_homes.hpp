// Homes with one load that may be interrupted, made by hand or at random, and what its rules say in
// plain words. Test code only. Thread rule: pure functions.
#pragma once

#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

// "pool": 2 kW on/off.
[[nodiscard]] home::Appliance make_load();

struct LoadKnobs {
  std::size_t slots = 9;
  bool is_modulating = false;
  bool is_whole_home = false;  // with a battery, PV and a limit of the grid
};
// Any prices, windows, rules and needs; slots of mixed lengths.
[[nodiscard]] home::Case make_random_load_home(std::uint64_t seed, const LoadKnobs& knobs);

// Whether the on/off schedule keeps all rules of the load, checked run by run.
[[nodiscard]] bool keeps_rules(const home::Case& home, const home::Appliance& load,
                               const std::vector<int>& states);

}  // namespace ohmstead::plan
