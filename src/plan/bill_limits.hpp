// What exceeding the limits on several devices and on phases costs, from a plan's flows alone.
// Units: kW, money. Thread rule: pure functions.
#pragma once

#include "elements/account.hpp"

namespace ohmstead::plan {

// What the devices of `limit` draw together in a slot: planned devices their power, batteries their
// charge at the terminals. Power that a device gives does not count.
[[nodiscard]] base::Power drawn_under(const home::PowerLimit& limit, const home::PlanSlot& slot);

// Books "limit[id]" in each slot where it is exceeded. Precondition: a plan for `home`.
void bill_power_limits(const home::Case& home, const home::Plan& plan, Account& account);

// Books "grid.phase_limit[L1]" ... and "grid.unbalance". Precondition: a plan for `home`.
void bill_phases(const home::Case& home, const home::Plan& plan, Account& account);

}  // namespace ohmstead::plan
