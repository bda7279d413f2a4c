// What people want reaches the devices while a plan is being made.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "ohmstead/plan/planner.hpp"
#include "testing/engine_test.hpp"

namespace ohmstead::engine {
namespace {

using namespace testing::plain;

struct Hearing final : ports::HomeDevices {
  Devices inner;
  std::atomic<bool> was_told_to_charge = false, is_stopped = false;
  base::Result<home::Readings> read() override { return inner.read(); }
  base::Result<void> follow(const home::PlanSlot& order) override {
    if (order.batteries.at(0).mode == home::Mode::charge) was_told_to_charge = true;
    return inner.follow(order);
  }
  void set_stopped(bool stop) override { is_stopped = stop; }
};

class ReactTest : public EngineTest {
 protected:
  ReactTest() { hearing_.inner.clock = &clock_; }
  // The second plan takes until `is_heard`, or for ever as far as people can tell.
  EngineOptions slow_second(std::function<bool()> is_heard) {
    return {.stage = Stage::full,
            .make_plan = [this, is_heard = std::move(is_heard)](const home::Case& home,
                                                                const plan::PlanOptions& how) {
              if (++plans_ == 2) {
                const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
                while (!is_heard() && std::chrono::steady_clock::now() < end)
                  std::this_thread::yield();
                was_heard_meanwhile_ = is_heard();
              }
              return plan::Planner{}.make_plan(home, how);
            }};
  }
  void wait_for_plans(int count) const {
    while (plans_ < count) std::this_thread::yield();
  }

  Hearing hearing_;
  Parts own_parts_{clock_, site_, zone_, hearing_, outlooks_, nullptr, &notebook_};
  std::atomic<int> plans_ = 0;
  std::atomic<bool> was_heard_meanwhile_ = false;
};

TEST_F(ReactTest, AnOrderByHandDoesNotWaitForThePlanner) {
  Engine engine{own_parts_, slow_second([this] { return hearing_.was_told_to_charge.load(); })};
  engine.start();
  wait_for_plans(1);
  engine.request_cycle("test");
  wait_for_plans(2);
  EXPECT_FALSE(hearing_.was_told_to_charge);
  set(engine, home::ManualKind::charge, 60);
  engine.request_cycle("override");
  wait_for_plans(3);
  EXPECT_TRUE(was_heard_meanwhile_);
  engine.stop();
}

TEST_F(ReactTest, TheStopDoesNotWaitForThePlanner) {
  Engine engine{own_parts_, slow_second([this] { return hearing_.is_stopped.load(); })};
  engine.start();
  wait_for_plans(1);
  engine.request_cycle("test");
  wait_for_plans(2);
  engine.set_stopped(true);
  wait_for_plans(3);
  EXPECT_TRUE(was_heard_meanwhile_);
  engine.stop();
}

// The plan that was being made does not know it: what it wants is not told after the order.
TEST_F(ReactTest, AnOrderThatCameWhileAPlanWasMadeIsObeyedByItsCycle) {
  std::unique_ptr<Engine> engine;
  bool is_asked = false;
  EngineOptions options;
  options.make_plan = [&](const home::Case& home, const plan::PlanOptions& how) {
    if (std::exchange(is_asked, true)) set(*engine, home::ManualKind::charge, 60);
    return plan::Planner{}.make_plan(home, how);
  };
  engine = std::make_unique<Engine>(parts_, std::move(options));
  engine->run_cycle("start");
  EXPECT_NE(devices_.told.back().batteries.at(0).mode, home::Mode::charge);
  pass(std::chrono::minutes{15});
  engine->run_cycle("clock");
  EXPECT_EQ(devices_.told.back().batteries.at(0).mode, home::Mode::charge);
  EXPECT_EQ(engine->snapshot()->overrides.size(), 1U);
}

// What was planned for its sake is not kept for its own when the order goes while a plan is made.
TEST_F(ReactTest, AnOrderThatWentWhileAPlanWasMadeLeavesNothingBehind) {
  std::unique_ptr<Engine> engine;
  bool goes = false;
  std::vector<bool> knew_last;
  EngineOptions options;
  options.make_plan = [&](const home::Case& home, const plan::PlanOptions& how) {
    knew_last.push_back(home.last_plan.has_value());
    if (goes) engine->overrides().clear();
    return plan::Planner{}.make_plan(home, how);
  };
  engine = std::make_unique<Engine>(parts_, std::move(options));
  engine->run_cycle("start");
  set(*engine, home::ManualKind::charge, 60);
  goes = true;
  engine->run_cycle("override");
  goes = false;
  engine->run_cycle("clock");
  engine->run_cycle("asked");
  EXPECT_EQ(knew_last, (std::vector{false, false, false, true}));
}

}  // namespace
}  // namespace ohmstead::engine
