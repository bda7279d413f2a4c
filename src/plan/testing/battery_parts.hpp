// Batteries of 10 kWh with 5 kWh in them and 5 kW, one for each thing that their powers, losses and
// wear can depend on. Test code only. Thread rule: pure functions.
#pragma once

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

[[nodiscard]] home::Battery lossless();
[[nodiscard]] home::Battery deep_battery();
[[nodiscard]] home::Battery tapered();
[[nodiscard]] home::Battery curved();

// By both engines, or the linear one alone where the other does not apply; they must agree.
[[nodiscard]] home::Plan plan_with_all(const home::Case& home);

}  // namespace ohmstead::plan
