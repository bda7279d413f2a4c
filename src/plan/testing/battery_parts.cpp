#include "testing/battery_parts.hpp"

#include <gtest/gtest.h>

#include "ohmstead/plan/planner.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;

home::Battery lossless() {
  home::Battery battery = make_small_battery();
  battery.charge_efficiency = Ratio{1.0};
  battery.discharge_efficiency = Ratio{1.0};
  return battery;
}

home::Battery deep_battery() {
  home::Battery battery = make_small_battery();  // 5 of 10 kWh, efficiencies 0.9 and 0.8
  battery.wear = std::vector<home::DepthStep>{{Energy{2.0}, EnergyPrice{0.2}},
                                              {Energy{4.0}, EnergyPrice{0.05}}};
  return battery;
}

home::Battery tapered() {
  home::Battery battery = lossless();
  battery.power_by_soc = {{Energy{0.0}, {}, {}, Power{1.0}},
                          {Energy{2.0}, {}, Power{5.0}, Power{5.0}},
                          {{}, Ratio{0.8}, Power{5.0}, {}},
                          {{}, Ratio{1.0}, Power{1.0}, {}}};
  return battery;
}

home::Battery curved() {
  home::Battery battery = make_small_battery();
  battery.charge_efficiency =
      std::vector<home::EfficiencyPoint>{{Power{1.0}, Ratio{0.6}}, {Power{2.0}, Ratio{0.8}}};
  battery.discharge_efficiency =
      std::vector<home::EfficiencyPoint>{{Power{1.0}, Ratio{0.5}}, {Power{2.0}, Ratio{0.625}}};
  return battery;
}

home::Plan plan_with_all(const home::Case& home) {
  EXPECT_TRUE(check_case(home, "home")) << check_case(home, "home").error().message;
  home::Plan linear = Planner{}.make_plan(home, {.engine = Engine::linear});
  EXPECT_NEAR(linear.gap->value(), 0.0, 1e-6);
  if (!why_no_value_function(home).empty()) return linear;
  home::Plan exact = Planner{}.make_plan(home, {.engine = Engine::value_function});
  EXPECT_EQ(exact.solver, "value_function");
  EXPECT_NEAR(exact.gap->value(), 0.0, 1e-6);
  EXPECT_NEAR(exact.objective.value(), linear.objective.value(), 1e-6);
  return exact;
}

}  // namespace ohmstead::plan
