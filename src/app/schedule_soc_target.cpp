#include "schedule_soc_target.hpp"

#include <algorithm>

namespace ohmstead::app {

using base::Energy;

double stored_before(const home::Case& home) {
  double sum_kwh = 0.0;
  for (const home::Battery& battery : home.batteries) sum_kwh += battery.soc.value();
  return sum_kwh;
}

double stored_after(const home::PlanSlot& slot) {
  double sum_kwh = 0.0;
  for (const home::BatterySlot& battery : slot.batteries) sum_kwh += battery.soc.value();
  return sum_kwh;
}

std::vector<Energy> find_soc_targets(const home::Case& home, const home::Plan& plan,
                                     const std::vector<ScheduleClass>& actions) {
  Energy lowest, highest;
  for (const home::Battery& battery : home.batteries) {
    lowest += battery.min_soc;
    highest += home::effective_max_soc(battery);
  }
  const std::size_t count = plan.slots.size();
  std::vector<Energy> targets(count);
  Energy run_end;  // what is stored when the present run of one action ends
  for (std::size_t t = count; t-- > 0;) {
    if (t + 1 == count || actions[t + 1] != actions[t])
      run_end = Energy{stored_after(plan.slots[t])};
    const Energy entry{t == 0 ? stored_before(home) : stored_after(plan.slots[t - 1])};
    switch (actions[t]) {
      case ScheduleClass::charge:
        targets[t] = std::clamp(run_end, lowest, highest);
        break;
      case ScheduleClass::discharge:
        targets[t] = lowest;
        break;
      case ScheduleClass::export_:
        targets[t] = std::max(run_end, lowest);
        break;
      case ScheduleClass::hold:
      case ScheduleClass::pv_charge:
        targets[t] = entry;
        break;
    }
  }
  return targets;
}

}  // namespace ohmstead::app
