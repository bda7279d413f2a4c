// Follows simple orders through a case, slot by slot, and writes down what happens as a plan.
//
// A policy says what each battery shall do; follow() does the physics: powers and states of charge
// inside their limits, inverters, several batteries in the order of the case, PV turned down where
// export has a negative price or a limit (when it can be turned down). The home comes before
// batteries, and one battery in self-use never feeds another. Charging from the grid keeps the
// import limit and the period's peak so far. Whatever the policy says, a battery that was measured
// outside its corridor, or stands below a reserve without a price, is brought back. Units and signs
// as in home/case.hpp. Thread rule: pure function, as far as the policy is.
//
//   home::Plan plan = follow(home, [](const SlotView&) { return BatteryOrder{home::Mode::hold, {}};
//   });
#pragma once

#include <cstddef>
#include <functional>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

struct BatteryOrder {
  home::Mode mode = home::Mode::self_use;
  base::Power power;  // of charge, discharge and export; as much of it as is possible is done
};

// What a policy may look at: the state of one battery at the start of a slot.
struct SlotView {
  std::size_t slot = 0;
  std::size_t battery = 0;
  base::Energy soc;
  base::Power
      surplus;  // PV less load on the AC side with all batteries idle; negative: load is higher
};

using Policy = std::function<BatteryOrder(const SlotView&)>;

// Precondition: check_case(home) holds. The plan has no strategy, status, money or bound yet.
[[nodiscard]] home::Plan follow(const home::Case& home, const Policy& policy);

}  // namespace ohmstead::plan
