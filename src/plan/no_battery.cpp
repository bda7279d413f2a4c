#include "follow.hpp"
#include "habits.hpp"
#include "strategies.hpp"

namespace ohmstead::plan {

home::Plan plan_no_battery(const home::Case& home) {
  if (has_planned_devices(home)) return plan_with_habits(home, plan_no_battery);
  home::Case still = home;
  for (home::Battery& battery : still.batteries) {
    battery.charge = base::Power{};
    battery.discharge = base::Power{};
  }
  home::Plan plan =
      follow(still, [](const SlotView&) { return BatteryOrder{home::Mode::hold, {}}; });
  plan.strategy = "no_battery";
  plan.status = home::PlanStatus::good;
  bill_plan(home, plan);
  return plan;
}

}  // namespace ohmstead::plan
