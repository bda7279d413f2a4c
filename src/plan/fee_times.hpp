// Whether a fee of the tariff holds at a local time. Thread rule: a pure function.
#pragma once

#include <optional>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/tariff.hpp"

namespace ohmstead::plan {

[[nodiscard]] bool holds(const home::FeeTimes& times, const base::WallClock& clock,
                         const std::optional<home::Holidays>& holidays);

}  // namespace ohmstead::plan
