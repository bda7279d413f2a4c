// How much may come from the grid in the slot that runs, so that no fee on the month's highest
// power becomes dearer than the plan has it.
//
// A window of the fee may reach what the plan gives it, or what others of the month reach anyway:
// the lowest of the `mean_of` highest, today's highest where one of each day counts. What the plan
// takes later in the window is left to it. Of several fees the narrowest counts. Units: kW, kWh.
// Thread rule: a pure function. docs/math.md, "The grid connection".
//
//   devices.set_import_budget(import_budget(tariff, zone, plan, book.so_far(now), now));
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/import_budget.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/tariff.hpp"

namespace ohmstead::plan {

// Nothing where no fee counts now, or the plan says nothing of now. `so_far`: at `now`, one entry
// per fee.
[[nodiscard]] std::optional<home::ImportBudget> import_budget(
    const home::Tariff& tariff, const base::Zone& zone, const home::Plan& plan,
    const std::vector<home::PeakSoFar>& so_far, base::Time now);

}  // namespace ohmstead::plan
