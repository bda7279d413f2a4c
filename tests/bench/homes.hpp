// The homes that are planned: the ten generated ones of tests/data/families, family A if not said.
// Units as in home/case.hpp. Thread rule: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ohmstead/app/import_case.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::bench {

inline constexpr int k_home_count = 10;

// Home 1 to 10. Throws std::runtime_error when its file cannot be read.
[[nodiscard]] home::Case load_home(int number, app::Family family = app::Family::a);

// Ninety-six quarter-hours in the life of a home: each case begins one slot later than the one
// before, with a new forecast of load and PV (slow random error) and with the state of charge that
// the best plan led to, a little disturbed. After two days the home's days repeat. Same home, same
// cases.
[[nodiscard]] std::vector<home::Case> make_rolling_cases(const home::Case& home);

}  // namespace ohmstead::bench
