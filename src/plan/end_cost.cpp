#include "end_cost.hpp"

#include <algorithm>

namespace ohmstead::plan {

Pwl end_cost(const BatteryElement& battery) {
  Pwl cost{battery.low_kwh, -battery.end_value.at(base::Energy{battery.low_kwh}).value()};
  double edge = 0.0;
  for (const home::EndValueStep& step : battery.end_value.steps) {
    const double from = std::max(edge, battery.low_kwh);
    edge += step.energy.value();
    cost.append(std::min(edge, battery.high_kwh) - from, -step.value.value());
  }
  const double missing = battery.high_kwh - cost.high();
  if (missing > 0.0) cost.append(missing, -battery.end_value.steps.back().value.value());
  return cost;
}

}  // namespace ohmstead::plan
