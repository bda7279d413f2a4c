// The same home some slots later, as the next cycle of a running planner would see it. Test code
// only. Thread rule: pure functions.
//
//   home::Case next = later_case(home, 1, {plan.slots[0].batteries[0].soc});
//   next.last_plan = last_plan_of(plan);
#pragma once

#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

// Slots `from` to the end, with the given states of charge. Precondition: from < slot count.
[[nodiscard]] home::Case later_case(const home::Case& home, std::size_t from,
                                    const std::vector<base::Energy>& soc);

[[nodiscard]] std::vector<base::Energy> states_after(const home::Plan& plan, std::size_t slot);

// The whole plan as the one that is being followed.
[[nodiscard]] home::LastPlan last_plan_of(const home::Plan& plan);

// What default end values and violation prices come out as, written down: they follow from the
// prices of the whole horizon and would change when it is cut.
void fix_derived_values(home::Case& home);

// The least objective of a plan whose only battery runs at `battery_kw` (charge positive) in the
// first slot: that slot alone, with a battery that can and wants to do nothing else, and the rest
// planned from the state it leaves. Two plain cases for the planner, no engine's counterfactual.
// Precondition: derived values are fixed, at least two slots, the power is possible.
[[nodiscard]] double objective_with_first(const home::Case& home, double battery_kw);

}  // namespace ohmstead::plan
