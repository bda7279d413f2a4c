// Rooms and heat sources as columns and rows of the linear model (docs/math.md, Rooms).
// Thread rule: pure function; `heating` must outlive the part.
#pragma once

#include "heating.hpp"

namespace ohmstead::plan {

[[nodiscard]] LinearPart add_heating(const Heating& heating, LinearHome& linear);

}  // namespace ohmstead::plan
