#include "carry_over.hpp"

#include <algorithm>

#include "testing/engine_test.hpp"

namespace ohmstead::engine {
namespace {

using namespace testing::plain;

// The site file was read again, and what it names now does not answer yet.
TEST_F(EngineTest, ThePlanOfTheEngineBeforeGoesOnUntilThereIsAnother) {
  Engine old{parts_, {}};
  old.run_cycle("start");
  const home::PlanSlot planned = old.snapshot()->plan.slots.at(0);
  site_.batteries.insert(site_.batteries.begin(), site_.batteries[0]);
  site_.batteries[0].id = "shed";
  pass(std::chrono::minutes{5});
  Engine engine{parts_, {.before = old.snapshot()}};
  ASSERT_NE(engine.snapshot(), nullptr);
  EXPECT_TRUE(engine.snapshot()->is_plan_of_old_site);
  outlooks_.is_dead = true;
  engine.run_cycle("start");
  const auto without = engine.snapshot();
  EXPECT_TRUE(without->is_plan_of_old_site);
  EXPECT_EQ(without->planned_at, old.snapshot()->made_at);
  EXPECT_EQ(without->outlook.slots.count(), 96U);
  const auto& told = devices_.told.back().batteries;
  ASSERT_EQ(told.size(), 2U);  // in the new file's order
  EXPECT_EQ(told[0].id, "shed");
  EXPECT_EQ(told[0].mode, home::Mode::self_use);
  EXPECT_EQ(told[1].id, "home");
  EXPECT_EQ(told[1].mode, planned.batteries[0].mode);
  const auto planner = std::find_if(without->components.begin(), without->components.end(),
                                    [](const Component& each) { return each.name == "planner"; });
  EXPECT_EQ(planner->health, Health::degraded);
  EXPECT_EQ(planner->text,
            "no new plan without prices: the last plan, made before the site file was read again, "
            "goes on until Tue 03 Mar 10:00");
  outlooks_.is_dead = false;
  engine.run_cycle("clock");
  EXPECT_FALSE(engine.snapshot()->is_plan_of_old_site);
  EXPECT_EQ(engine.snapshot()->planned_at, clock_.time);
}

}  // namespace
}  // namespace ohmstead::engine
