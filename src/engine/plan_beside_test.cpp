#include "plan_beside.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "testing/ruled_home.hpp"

namespace ohmstead::engine {
namespace {

using namespace std::chrono_literals;

home::Plan named(const std::string& strategy) {
  home::Plan plan;
  plan.strategy = strategy;
  return plan;
}

TEST(PlanBeside, LooksAfterDevicesWhileItPlans) {
  const auto looks = std::make_shared<std::atomic<int>>(0);
  PlanBeside beside{[looks](const home::Case&, const plan::PlanOptions&) {
    while (*looks < 3) std::this_thread::yield();  // as long as devices are not looked after
    return named("optimal");
  }};
  const auto made = beside.make({}, {}, 1ms, [&] { ++*looks; });
  ASSERT_TRUE(made);
  EXPECT_EQ(made->strategy, "optimal");
  EXPECT_GE(*looks, 3);
}

TEST(PlanBeside, AFailureIsToldInItsWords) {
  PlanBeside beside{[](const home::Case&, const plan::PlanOptions&) -> home::Plan {
    throw std::runtime_error{"no memory"};
  }};
  for (const bool is_beside : {false, true}) {
    const auto made = beside.make(
        {}, {}, 1ms, is_beside ? std::function<void()>{[] {}} : std::function<void()>{});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message, "no memory");
  }
}

TEST(PlanBeside, APlannerThatHangsIsLeftAloneUntilItComesBack) {
  const auto is_free = std::make_shared<std::atomic<bool>>(false);
  const auto calls = std::make_shared<std::atomic<int>>(0);
  PlanBeside beside{[is_free, calls](const home::Case&, const plan::PlanOptions&) {
    ++*calls;
    while (!*is_free) std::this_thread::yield();
    return named("late");
  }};
  int looks = 0;
  beside.set_patience(20ms);
  EXPECT_FALSE(beside.make({}, {.time_limit_s = 0.001}, 1ms, [&] { ++looks; }));
  EXPECT_GT(looks, 0);
  const auto second = beside.make({}, {.time_limit_s = 0.001}, 1ms, [] {});
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("has not come back"), std::string::npos);
  EXPECT_EQ(*calls, 1);
  *is_free = true;
  for (int tries = 0; tries < 100'000; ++tries) {
    if (const auto made = beside.make({}, {}, 1ms, [] {})) {
      EXPECT_EQ(made->strategy, "late");
      return;
    }
    std::this_thread::yield();
  }
  FAIL() << "it never came back";
}

TEST(PlanBeside, NobodyWaitsForAPlannerOnceItIsAskedToStop) {
  const auto is_asked = std::make_shared<std::atomic<bool>>(false);
  const auto is_free = std::make_shared<std::atomic<bool>>(false);
  PlanBeside beside{[is_asked, is_free](const home::Case&, const plan::PlanOptions& how) {
    while (!*is_free) *is_asked = how.stop.stop_requested();  // asked, it hangs all the same
    return home::Plan{};
  }};
  std::stop_source stop;
  int looks = 0;
  // It would wait for ever.
  const auto made = beside.make({}, {.time_limit_s = 1e6, .stop = stop.get_token()}, 1ms, [&] {
    ++looks;
    stop.request_stop();
  });
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, base::ErrorKind::cancelled);
  EXPECT_EQ(looks, 1);
  while (!*is_asked) std::this_thread::yield();
  *is_free = true;
}

TEST(PlanBeside, AnEngineEndsAtOnceWhileItsPlannerHangs) {
  base::TurnedClock clock{testing::at("2026-03-02T10:00:00Z")};
  home::Site site = testing::make_site();
  const base::Zone zone = base::Zone::utc();
  testing::Devices devices;
  devices.clock = &clock;
  testing::Outlooks outlooks;
  const auto is_planning = std::make_shared<std::atomic<bool>>(false);
  const auto is_free = std::make_shared<std::atomic<bool>>(false);
  EngineOptions options;
  site.service.plan_within_s = 1e6;
  options.look_every = 1h;
  options.make_plan = [=](const home::Case&, const plan::PlanOptions&) {
    *is_planning = true;
    while (!*is_free) std::this_thread::yield();
    return home::Plan{};
  };
  {
    Engine engine{{clock, site, zone, devices, outlooks}, std::move(options)};
    engine.start();
    while (!*is_planning) std::this_thread::yield();
    engine.stop();
    ASSERT_NE(engine.snapshot(), nullptr);
    EXPECT_EQ(engine.snapshot()->components.back().name, "commands");
  }
  *is_free = true;
}

}  // namespace
}  // namespace ohmstead::engine
