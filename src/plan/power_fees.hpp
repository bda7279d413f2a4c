// The tariff's fees on the highest import of each month, as charges on the peaks of a case.
//
// This month's charge knows what was reached. Where the case reaches into the next month that has a
// charge of its own, which begins with what each month reaches anyway. Thread rule: pure functions.
#pragma once

#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/grid.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/tariff.hpp"

namespace ohmstead::plan {

// `so_far` has one entry per fee, or is empty: nothing was reached yet.
[[nodiscard]] std::vector<home::PeakCharge> power_fees(const home::Tariff& tariff,
                                                       const base::Zone& zone,
                                                       const base::SlotGrid& slots,
                                                       const std::vector<home::PeakSoFar>& so_far);

// Share of the power at `time` that counts.
[[nodiscard]] double counted_share(const home::PowerFee& fee, base::Time time,
                                   const base::Zone& zone,
                                   const std::optional<home::Holidays>& holidays);

}  // namespace ohmstead::plan
