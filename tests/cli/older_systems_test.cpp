// Scripts of older systems against the running program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serving.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

TEST(OlderSystems, ASimulatedScheduleObeysItsBlocks) {
  const Serving service{{"--at", "2024-05-11T12:00:00Z"}};
  ASSERT_TRUE(service.is_up());
  ASSERT_NE(service.listen("/api/v1/events", "event: snapshot"), "");
  const Json before = service.ask_json("GET /api/schedule");
  const Json simulated = service.ask_json("POST /api/simulate", R"([
      {"content":"Export","start":"2024-05-11T16:00:00Z","end":"2024-05-11T16:30:00Z"},
      {"content":"Water Heating","start":"2024-05-11T19:00:00","end":"2024-05-11T19:30:00"}])");
  int count = 0;
  for (const Json& slot : simulated["schedule"]) {
    const auto start = slot["start_time"].get<std::string>();
    if (start == "2024-05-11T18:00:00+02:00" || start == "2024-05-11T18:15:00+02:00") {
      EXPECT_EQ(slot["classification"], "export") << start;
      EXPECT_GT(slot["battery_discharge_kw"], 2.0) << start;
      ++count;
    }
    if (start == "2024-05-11T19:00:00+02:00" || start == "2024-05-11T19:15:00+02:00") {
      EXPECT_EQ(slot["water_heating_kw"], 2.0) << start;
      ++count;
    }
  }
  EXPECT_EQ(count, 4) << simulated.dump().substr(0, 500);
  EXPECT_EQ(simulated["meta"]["planner_version"], before["meta"]["planner_version"]);
  EXPECT_EQ(service.ask_json("GET /api/v1/overrides")["overrides"].size(), 0U);
  // What was simulated is saved as it was sent.
  const Json saved = service.ask_json("POST /api/schedule/save", simulated.dump());
  EXPECT_EQ(saved["status"], "success") << saved;
  EXPECT_GT(service.ask_json("GET /api/v1/overrides")["overrides"].size(), 1U);
  EXPECT_EQ(service.ask_json("POST /api/schedule/save", "[]")["status"], "success");
  EXPECT_EQ(service.ask_json("GET /api/v1/overrides")["overrides"].size(), 0U);
}

}  // namespace
}  // namespace ohmstead::cli
