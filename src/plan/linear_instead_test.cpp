// The linear model's word on what else could be done against the value function's, and against
// plans made anew.
#include "linear_instead.hpp"

#include <gtest/gtest.h>

#include "habits.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/test_scale.hpp"
#include "value_function.hpp"

namespace ohmstead::plan {
namespace {

TEST(LinearInstead, SaysWhatTheValueFunctionSays) {
  int asked = 0, answered = 0, homes = 0, told = 0, same = 0;
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(scaled(60)); ++seed) {
    const home::Case home = make_random_case(seed, {.min_slots = 2,
                                                    .max_slots = 16,
                                                    .min_batteries = 1,
                                                    .max_batteries = 1,
                                                    .allows_peak = false});
    if (!why_no_value_function(home).empty()) continue;
    SCOPED_TRACE(seed);
    const home::Plan plan =
        Planner{}.make_plan(home, {.engine = Engine::value_function, .is_explained = false});
    if (plan.solver != "value_function") continue;
    const HomeElements elements{home};
    ValueFunction program;
    program.solve(home);
    LinearInstead instead{home, elements, plan, {5.0}};
    const double most_kw = home.batteries[0].charge.value();
    for (std::size_t t = 0; t < home.slots.count(); ++t) {
      for (const double power_kw : {0.0, most_kw, -most_kw, 0.3 * most_kw}) {
        ++asked;
        const auto other = instead.find(t, power_kw);
        if (!other) continue;
        ++answered;
        const auto exact = program.instead(t, power_kw);
        if (std::abs(exact.battery_kw - other->battery_kw) > 1e-6) continue;  // a hybrid's limits
        EXPECT_GE(other->cost, exact.cost - 1e-5) << t << ' ' << power_kw;
        same += other->cost <= exact.cost + 1e-5 ? 1 : 0;
      }
    }
    told += instead.slots_done() == home.slots.count() ? 1 : 0;
    ++homes;
  }
  EXPECT_EQ(told, homes);
  EXPECT_GT(answered, asked * 3 / 4);
  EXPECT_GE(same, answered * 19 / 20);
}

home::Case home_with_machine(std::uint64_t seed) {
  home::Case home = make_random_case(seed, {.min_slots = 8,
                                            .max_slots = 16,
                                            .min_batteries = 1,
                                            .max_batteries = 1,
                                            .allows_hybrid = false,
                                            .allows_battery_inverter = false,
                                            .allows_peak = false});
  home::Appliance machine;
  machine.id = "machine";
  machine.profile = base::Series<base::Power>{2, base::Power{1.5}};
  machine.profile_step = base::Seconds{900};
  home.appliances.push_back(machine);
  return home;
}

// Several plans may be as cheap: whether both do the same up to here.
bool is_on_path(const ValueFunction& program, const home::Plan& plan, std::size_t slot) {
  for (std::size_t t = 0; t <= slot; ++t) {
    if (std::abs(program.steps()[t].soc_kwh - plan.slots[t].batteries[0].soc.value()) > 1e-6)
      return false;
  }
  return true;
}

// A machine that stays as planned is load to everything else.
TEST(LinearInstead, KeepsDevicesAsPlanned) {
  int compared = 0, same = 0;
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(scaled(20)); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = home_with_machine(seed);
    const home::Plan plan = Planner{}.make_plan(home);
    if (plan.status != home::PlanStatus::optimal || plan.gap->value() > 1e-5) continue;
    const HomeElements elements{home};
    const home::Case around = with_fixed_devices(home, elements.planned.read(plan));
    ValueFunction program;
    program.solve(around);
    for (std::size_t t = 0; t < plan.slots.size(); ++t) {
      const auto& saves = plan.slots[t].reason.saves;
      if (!saves) continue;
      // The reason tells of the cheapest action that differs; holding is never cheaper than it.
      const auto& battery = plan.slots[t].batteries[0];
      if ((battery.charge + battery.discharge).value() < 0.2 || !is_on_path(program, plan, t))
        continue;
      ++compared;
      same += saves->value() <= std::max(0.0, program.instead(t, 0.0).cost) + 1e-4 ? 1 : 0;
    }
  }
  EXPECT_GE(same, compared * 19 / 20);
  EXPECT_GT(compared, scaled(20));
}

TEST(LinearInstead, EndsWithItsTime) {
  const home::Case home = home_with_machine(1);
  const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
  const HomeElements elements{home};
  LinearInstead instead{home, elements, plan, {0.0}};
  EXPECT_FALSE(instead.find(0, 0.0).has_value());
  EXPECT_EQ(instead.slots_done(), 0U);
}

}  // namespace
}  // namespace ohmstead::plan
