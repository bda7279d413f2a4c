#include "follow.hpp"
#include "habits.hpp"
#include "obey_blocks.hpp"
#include "strategies.hpp"

namespace ohmstead::plan {

home::Plan plan_self_use(const home::Case& home) {
  if (has_planned_devices(home)) return plan_with_habits(home, plan_self_use);
  home::Plan plan = follow(home, obey_blocks(home, [](const SlotView&) { return BatteryOrder{}; }));
  plan.strategy = "self_use";
  plan.status = home::PlanStatus::good;
  bill_plan(home, plan);
  return plan;
}

}  // namespace ohmstead::plan
