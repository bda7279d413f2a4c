// What older systems tell of the past and of what was learned.
#include <gmock/gmock.h>

#include "testing/older_systems.hpp"

namespace ohmstead::api {
namespace {

using nlohmann::json;
using testing::OlderSystems;

TEST_F(OlderSystems, TheLoadOnAverageIsOfWhatWasMeasured) {
  EXPECT_TRUE(get("/api/ha/average").empty());
  for (int i = 0; i < 3; ++i) pass(std::chrono::minutes{15});
  const json average = get("/api/ha/average");
  EXPECT_NEAR(average["average_load_kw"].get<double>(), 1.0, 1e-9);
  EXPECT_NEAR(average["daily_kwh"].get<double>(), 24.0, 1e-9);
}

TEST_F(OlderSystems, TheFollowedScheduleIsTheRunningPlan) {
  EXPECT_EQ(get("/api/db/current_schedule"), get("/api/schedule"));
  const std::size_t before = overrides().size();
  const json pushed = post("/api/db/push_current");
  EXPECT_EQ(pushed["status"], "success");
  EXPECT_EQ(pushed["rows"], get("/api/schedule")["schedule"].size());
  EXPECT_EQ(overrides().size(), before);
}

TEST_F(OlderSystems, WhatWasLearnedIsOfTheModels) {
  const json status = get("/api/learning/status");
  EXPECT_EQ(status["enabled"], true);
  EXPECT_EQ(status["metrics"]["completed_learning_runs"], 2);
  EXPECT_EQ(status["metrics"]["total_slots"], 2976);
  EXPECT_EQ(status["metrics"]["last_learning_run"], "2026-02-03T00:00:00Z");
  const json loops = get("/api/learning/loops")["loops"];
  EXPECT_EQ(loops["load_forecast"]["status"], "stale");  // nearly a month ago
  EXPECT_EQ(loops["load_forecast"]["last_run"], "2026-02-03T00:00:00Z");
  EXPECT_EQ(loops["pv_forecast"]["status"], "never_ran");
  const json changes = get("/api/learning/changes")["changes"];
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0]["version"], 2);
  EXPECT_EQ(changes[0]["applied"], true);
  EXPECT_EQ(changes[1]["applied"], false);
}

TEST_F(OlderSystems, PlanAndActualAreComparedNewestFirst) {
  EXPECT_TRUE(get("/comparisons")["comparisons"].empty());
  for (int i = 0; i < 60; ++i) pass(std::chrono::minutes{15});
  const json list = get("/comparisons")["comparisons"];
  ASSERT_EQ(list.size(), 50U);
  EXPECT_GT(list[0]["start"].get<std::string>(), list[1]["start"].get<std::string>());
  EXPECT_EQ(list[0]["end"], base::format_time(service_.clock.time));
  EXPECT_NEAR(list[0]["saved"].get<double>(),
              list[0]["self_use_cost"].get<double>() - list[0]["cost"].get<double>(), 1e-4);
  ASSERT_FALSE(list[0]["devices"].empty());
  EXPECT_TRUE(list[0]["devices"][0].contains("actual_kw"));
}

TEST_F(OlderSystems, TheStrategyIsThatOfThePlanAndOfEachCar) {
  const json strategy = get("/strategy");
  EXPECT_EQ(strategy["strategy"], "optimal");
  EXPECT_EQ(strategy["battery_mode"], "charge");
  ASSERT_EQ(strategy["vehicles"].size(), 1U);
  EXPECT_EQ(strategy["vehicles"][0]["name"], "car");
  EXPECT_EQ(strategy["vehicles"][0]["strategy"], "smart");
  const json queue = get("/sequencer")["queue"];
  for (const json& each : queue) EXPECT_GT(each["need_kwh"].get<double>(), 0.0);
}

}  // namespace
}  // namespace ohmstead::api
