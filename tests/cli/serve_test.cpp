// The service as a program of its own: started, asked over HTTP, ended by a signal.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"
#include "serving.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

TEST(Serve, AnswersAndGoesOnPlanning) {
  Serving service;
  ASSERT_TRUE(service.is_up());
  const std::string heard = service.listen("/api/v1/events", "\"cycle\":3");
  EXPECT_NE(heard.find("event: snapshot"), std::string::npos) << heard;
  EXPECT_NE(heard.find("\"cycle\":3"), std::string::npos) << heard;
  const Json status = service.ask_json("GET /api/v1/status");
  EXPECT_EQ(status["name"], "French home with a car");
  // Saturday at two: the car is on its trip, the tank is not cold.
  EXPECT_EQ(status["readings"]["vehicles"][0]["is_connected"], false);
  EXPECT_GE(status["readings"]["water_heaters"][0]["temperature_c"], 45.0);
  EXPECT_EQ(status["speed"], 600.0);
  EXPECT_EQ(status["plan"]["status"], "optimal");
  EXPECT_GE(status["cycle"], 3);
  EXPECT_GE(service.ask_json("GET /api/v1/history")["slots"].size(), 2U);
  EXPECT_EQ(service.ask_json("GET /api/v1/health")["status"], "ok");
  EXPECT_EQ(service.ask("GET /api/v1/nothing").substr(0, 12), "HTTP/1.1 404");
  const Json what_if = service.ask_json("POST /api/v1/what-if", "{}");
  EXPECT_EQ(what_if["plan"]["schema"], "ohmstead.plan/1") << what_if;
  EXPECT_EQ(service.end(), 0);
}

TEST(Serve, AnswersOtherPlannersRequests) {
  Serving service;
  ASSERT_TRUE(service.is_up());
  const fs::path own = fs::path{OHMSTEAD_SOURCE_DIR} / "tests/peers/data/evcc";
  std::string request;
  for (const auto& entry : fs::directory_iterator{own}) {
    const Json text = Json::parse(read_text(entry.path()), nullptr, false);
    if (text.is_object() && text.contains("request")) request = text["request"].dump();
  }
  ASSERT_FALSE(request.empty());
  const Json answer = service.ask_json("POST /optimize/charge-schedule", request);
  EXPECT_EQ(answer["status"], "Optimal") << answer;
  EXPECT_EQ(service.ask("POST /optimize/charge-schedule", "{}").substr(0, 12), "HTTP/1.1 400");
  EXPECT_EQ(service.ask("GET /optimize/health").substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(service.ask("POST /optimize?start_hour=x", "{}").substr(0, 12), "HTTP/1.1 422");
}

TEST(Serve, SaysWhyItCannotStart) {
  Serving service;
  ASSERT_TRUE(service.is_up());
  EXPECT_EQ(run_program({"run", "--speed", "0"}).err,
            "--speed: more than 0 and at most 100000 seconds in each second\n");
  EXPECT_EQ(run_program({"run", "--speed", "0"}).code, 2);
  EXPECT_EQ(run_program({"run", "--at", "2020-01-01"}).err,
            "--at: the measurements reach from 2024-03-01T00:00:00Z to 2024-11-01T00:00:00Z\n");
  const Outcome outcome = run_program({"run", "--address", "300.1.2.3"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("300.1.2.3"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace ohmstead::cli
