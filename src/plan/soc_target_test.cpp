#include "soc_target.hpp"

#include <gtest/gtest.h>

#include "ohmstead/plan/planner.hpp"
#include "testing/random_homes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;
using home::Mode;

// 5 kWh of 10; efficiencies 0.9 and 0.8; 1 and 9 kWh are the edges.
home::Case small_home(std::vector<double> load, std::vector<double> pv) {
  home::Case home = make_small_home(std::vector<double>(load.size(), 0.3),
                                    std::vector<double>(load.size(), 0.1), load, pv);
  home.batteries.push_back(make_small_battery());
  home.batteries[0].min_soc = Energy{1.0};
  home.batteries[0].max_soc = Energy{9.0};
  return home;
}

std::vector<double> targets(const home::Case& home, std::vector<double> powers,
                            const std::vector<Mode>& modes) {
  home::Plan plan = make_plan_of(home, {std::move(powers)});
  for (std::size_t t = 0; t < modes.size(); ++t) plan.slots[t].batteries[0].mode = modes[t];
  set_soc_targets(home, plan);
  std::vector<double> result;
  for (const home::PlanSlot& slot : plan.slots)
    result.push_back(slot.batteries[0].soc_target.value().value());
  return result;
}

TEST(SocTarget, OfACharge) {
  // The running slot aims at the end of the block as well.
  EXPECT_EQ(targets(small_home({1, 1, 1}, {0, 0, 0}), {1, 2, 0},
                    {Mode::charge, Mode::charge, Mode::hold}),
            (std::vector<double>{7.7, 7.7, 7.7}));
}

TEST(SocTarget, OfAnExport) {
  EXPECT_EQ(targets(small_home({0, 0, 0}, {0, 0, 0}), {-0.8, -1.6, 0},
                    {Mode::export_, Mode::export_, Mode::hold}),
            (std::vector<double>{2.0, 2.0, 2.0}));
}

TEST(SocTarget, OfSelfUse) {
  EXPECT_EQ(targets(small_home({0.8, 1, 1, 1}, {0, 1, 2, 0}), {-0.8, 0, 1, 0},
                    {Mode::self_use, Mode::self_use, Mode::self_use, Mode::hold}),
            (std::vector<double>{1.0, 4.0, 9.0, 4.9}));
}

TEST(SocTarget, KeepsTheReserve) {
  home::Case home = small_home({0.8}, {0});
  home.batteries[0].reserve = base::Series<Energy>{std::vector<double>{3.0}};
  EXPECT_EQ(targets(home, {-0.8}, {Mode::self_use}), (std::vector<double>{3.0}));
}

TEST(SocTarget, IsInEachPlanOfEachStrategy) {
  Planner planner;
  for_homes(40, k_any_home, [&](const home::Case& home) {
    for (const Strategy strategy : {Strategy::optimal, Strategy::multipass, Strategy::rules,
                                    Strategy::self_use, Strategy::no_battery}) {
      const home::Plan plan = planner.make_plan(home, {.strategy = strategy, .time_limit_s = 2.0});
      for (const home::PlanSlot& slot : plan.slots) {
        for (std::size_t i = 0; i < home.batteries.size(); ++i) {
          const auto target = slot.batteries[i].soc_target;
          ASSERT_TRUE(target);
          EXPECT_GE(*target,
                    std::min(home.batteries[i].soc, home.batteries[i].min_soc) - Energy{1e-6});
          EXPECT_LE(*target, home.batteries[i].capacity + Energy{1e-6});
        }
      }
    }
  });
}

}  // namespace
}  // namespace ohmstead::plan
