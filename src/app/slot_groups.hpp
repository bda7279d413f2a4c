// Slots of a plan put together for people: sums and means over stretches of consecutive slots.
//
// Energies kWh, money in the case's currency; battery energies are summed over all batteries and
// measured at their terminals, PV over the AC and DC side. Thread rule: pure functions.
//
//   for (const SlotGroup& hour : group_by_hour({home, plan}, zone)) print(hour);
#pragma once

#include <cstddef>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::app {

// A plan beside the case it was made for. Both outlive the view.
struct PlanView {
  const home::Case& home;
  const home::Plan& plan;
};

struct SlotGroup {
  std::size_t first = 0;
  std::size_t last = 0;  // one past the end
  base::Time start;
  base::Time end;
  base::Energy load;
  base::Energy pv_used;
  base::Energy pv_curtailed;
  base::Energy grid_import;
  base::Energy grid_export;
  base::Energy charge;
  base::Energy discharge;
  base::Energy soc;                // at the end
  base::EnergyPrice import_price;  // mean over time
  base::EnergyPrice export_price;
  base::Money cost;                    // of import less export
  home::Mode mode = home::Mode::hold;  // of the first battery, for most of the energy

  [[nodiscard]] base::Hours hours() const { return base::hours(end - start); }
};

// Whether the plan has the case's slots and batteries, so that the functions below may be called.
[[nodiscard]] bool fits(const PlanView& view);

[[nodiscard]] SlotGroup make_group(const PlanView& view, std::size_t first, std::size_t last);
[[nodiscard]] std::vector<SlotGroup> group_by_slot(const PlanView& view);
// By hours of the local clock; a slot belongs to the hour in which it starts.
[[nodiscard]] std::vector<SlotGroup> group_by_hour(const PlanView& view, const base::Zone& zone);

[[nodiscard]] base::Energy total_capacity(const home::Case& home);
// The zone of the case, or UTC when the system does not know it.
[[nodiscard]] base::Zone zone_of(const home::Case& home);

}  // namespace ohmstead::app
