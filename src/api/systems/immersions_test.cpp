// Heaters set by hand and by schedules, as Battery Optimizer's users do.
#include <gmock/gmock.h>

#include "testing/older_systems.hpp"

namespace ohmstead::api::systems {
namespace {

using api::testing::OlderSystems;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ImmersionsTest : public OlderSystems {};

TEST_F(ImmersionsTest, AHeaterIsSetByHandAndCleared) {
  const json set = post("/api/v1/manual-override/set",
                        R"({"immersion_name":"main","desired_state":false,"source":"phone"})");
  EXPECT_EQ(set["status"], "success");
  EXPECT_EQ(set["expires_at"], "2026-03-02T12:00:00Z");  // two hours
  EXPECT_EQ(set["current_state"], false);
  EXPECT_EQ(set["override_id"], overrides().front().id);
  service_.clock.time += std::chrono::minutes{30};
  const json status = get("/api/v1/manual-override/status");
  EXPECT_EQ(status["any_active"], true);
  const json& main = status["overrides"]["main"];
  EXPECT_EQ(main["desired_state"], false);
  EXPECT_EQ(main["time_remaining_minutes"], 90.0);
  EXPECT_EQ(main["source"], "phone");
  const json now = get("/api/v1/recommendation/now");
  EXPECT_EQ(now["immersion_main"], false);
  EXPECT_EQ(now["immersion_main_source"], "manual");
  EXPECT_EQ(now["manual_override_active"], true);
  post("/api/v1/manual-override/clear", R"({"immersion_name":"main","cleared_by":"phone"})");
  EXPECT_THAT(overrides(), IsEmpty());
  EXPECT_EQ(get("/api/v1/manual-override/status")["any_active"], false);
  post("/api/v1/manual-override/set", R"({"immersion_name":"main","desired_state":true})");
  post("/api/v1/manual-override/clear-all");
  EXPECT_THAT(overrides(), IsEmpty());
}

TEST_F(ImmersionsTest, EveryFaultOfAnOrderIsNamedAndNothingIsSet) {
  const std::string told =
      detail(ask("POST", "/api/v1/manual-override/set",
                 R"({"immersion_name":"attic","desired_state":"yes","duration_hours":400,"x":1})"));
  EXPECT_THAT(told, HasSubstr("immersion_name: 'attic' is none of main"));
  EXPECT_THAT(told, HasSubstr("desired_state"));
  EXPECT_THAT(told, HasSubstr("duration_hours"));
  EXPECT_THAT(told, HasSubstr("x"));
  EXPECT_THAT(detail(ask("POST", "/api/v1/schedule/update", R"({"immersion_name":"attic"})")),
              HasSubstr("is_active"));
  EXPECT_THAT(detail(ask("GET", "/api/v1/schedule/history", {},
                         {{"immersion_name", "attic"}, {"limit", "x"}, {"start_date", "now"}})),
              ::testing::AllOf(HasSubstr("'attic'"), HasSubstr("limit"), HasSubstr("start_date")));
  EXPECT_THAT(overrides(), IsEmpty());
}

TEST_F(ImmersionsTest, AScheduleHoldsAHeaterUntilItIsOver) {
  const std::string on = R"({"immersion_name":"main","is_active":true,"schedule_reason":"bath"})";
  EXPECT_EQ(post("/api/v1/schedule/update", on)["effective_until"], "2026-03-03T10:00:00Z");
  service_.clock.time += std::chrono::minutes{20};
  post("/api/v1/schedule/update", on);  // a heartbeat: it has been on since the first
  EXPECT_EQ(overrides().size(), 1U);
  json status = get("/api/v1/schedule/status");
  EXPECT_EQ(status["any_active"], true);
  EXPECT_EQ(status["schedules"]["main"]["schedule_reason"], "bath");
  EXPECT_EQ(status["schedules"]["main"]["activated_at"], "2026-03-02T10:00:00Z");
  EXPECT_EQ(status["schedules"]["main"]["duration_minutes"], 20.0);
  EXPECT_EQ(get("/api/v1/recommendation/now")["immersion_main_source"], "schedule");
  post("/api/v1/schedule/update", R"({"immersion_name":"main","is_active":false})");
  EXPECT_THAT(overrides(), IsEmpty());
  status = get("/api/v1/schedule/status");
  EXPECT_EQ(status["any_active"], false);
  EXPECT_TRUE(status["schedules"]["main"]["activated_at"].is_null());
  const json history = get("/api/v1/schedule/history");
  EXPECT_EQ(history["total_records"], 1);
  EXPECT_EQ(history["history"][0]["is_active"], false);
  EXPECT_EQ(history["history"][0]["deactivated_at"], "2026-03-02T10:20:00Z");
  EXPECT_EQ(history["history"][0]["duration_minutes"], 20.0);
}

// Manual before schedule before plan, in whatever order they are told.
TEST_F(ImmersionsTest, ByHandGoesBeforeASchedule) {
  const std::string on = R"({"immersion_name":"main","is_active":true})";
  const std::string off = R"({"immersion_name":"main","desired_state":false,"duration_hours":1})";
  post("/api/v1/manual-override/set", off);
  post("/api/v1/schedule/update", on);
  const auto source = [&] {
    return get("/api/v1/recommendation/now")["immersion_main_source"].get<std::string>();
  };
  EXPECT_EQ(source(), "manual");
  service_.clock.time += std::chrono::minutes{61};
  EXPECT_EQ(source(), "schedule");
  post("/api/v1/manual-override/set", off);
  EXPECT_EQ(source(), "manual");
  post("/api/v1/schedule/update", on);
  EXPECT_EQ(source(), "manual");
  service_.clock.time += std::chrono::minutes{61};
  EXPECT_EQ(source(), "schedule");
  post("/api/v1/manual-override/set", off);
  post("/api/v1/manual-override/clear-all");
  post("/api/v1/manual-override/set",
       R"({"immersion_name":"main","desired_state":false,"duration_hours":30})");
  EXPECT_THAT(detail(ask("POST", "/api/v1/schedule/update", on), 409), HasSubstr("by hand"));
}

}  // namespace
}  // namespace ohmstead::api::systems
