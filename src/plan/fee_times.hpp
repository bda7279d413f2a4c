// Whether a fee of the tariff holds at a local time, which month it falls into, and what a price is
// with VAT. Thread rule: pure functions.
#pragma once

#include <chrono>
#include <optional>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/tariff.hpp"

namespace ohmstead::plan {

[[nodiscard]] bool holds(const home::FeeTimes& times, const base::WallClock& clock,
                         const std::optional<home::Holidays>& holidays);

// Of the local calendar.
[[nodiscard]] std::chrono::year_month month_of(const base::Zone& zone, base::Time time);

// What is paid of one unit of a price before VAT.
[[nodiscard]] constexpr double with_vat(double vat_pct) { return 1.0 + vat_pct / 100.0; }

}  // namespace ohmstead::plan
