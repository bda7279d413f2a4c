#include "follow.hpp"
#include "strategies.hpp"

namespace ohmstead::plan {

home::Plan plan_self_use(const home::Case& home) {
  home::Plan plan = follow(home, [](const SlotView&) { return BatteryOrder{}; });
  plan.strategy = "self_use";
  plan.status = home::PlanStatus::good;
  bill_plan(home, plan);
  return plan;
}

}  // namespace ohmstead::plan
