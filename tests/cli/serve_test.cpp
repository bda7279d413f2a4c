// The service as a program of its own: started, asked over HTTP, ended by a signal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "run_program.hpp"
#include "serving.hpp"
#include "testing/schema_check.hpp"

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

TEST(Serve, TellsWhatOtherWaysWouldHaveCost) {
  const Serving service;
  ASSERT_TRUE(service.is_up());
  const Json table = service.ask_json(
      "POST /api/v1/replay",
      R"({"from":"2024-05-09","to":"2024-05-10","strategies":["rules","self_use","bound"]})");
  const Json document = service.ask_json("GET /api/v1/openapi.json");
  EXPECT_THAT(
      api::testing::schema_faults(table, document["components"]["schemas"]["Replay"], document),
      ::testing::IsEmpty())
      << table;
  ASSERT_EQ(table["strategies"].size(), 3U);
  EXPECT_LE(table["strategies"][2]["total"]["net_cost"],
            table["strategies"][1]["total"]["net_cost"]);
  const std::string later =
      service.ask("POST /api/v1/replay", R"({"from":"2025-01-01","to":"2025-01-02"})");
  EXPECT_EQ(later.substr(0, 12), "HTTP/1.1 422") << later;
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

void write_text(const fs::path& path, const std::string& text) { std::ofstream{path} << text; }

// Until an answer has what is waited for; the last answer.
template <class Is>
Json wait_until(const Serving& service, const std::string& line, const Is& is_there) {
  Json answer;
  for (int tries = 0; tries < 200; ++tries) {
    answer = service.ask_json(line);
    if (is_there(answer)) return answer;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return answer;
}

TEST(Serve, ObeysWhatIsSetByHandAndRemembersIt) {
  const ScratchFolder scratch;
  const std::string database = (scratch.path() / "home.db").string();
  {
    const Serving service{{"--db", database, "--speed", "1"}};
    ASSERT_TRUE(service.is_up());
    const Json made =
        service.ask_json("POST /api/v1/overrides", R"({"kind":"charge","target_soc_pct":90})");
    EXPECT_EQ(made["state"], "active") << made;
    const Json now = wait_until(service, "GET /api/v1/recommendation/now", [](const Json& answer) {
      return answer.value("reason", "").starts_with("Set by hand");
    });
    EXPECT_EQ(now["mode"], "charge") << now;
    EXPECT_NEAR(now["power_kw"].get<double>(), 5.0, 1e-6);
  }
  const Serving again{{"--db", database, "--speed", "1"}};
  ASSERT_TRUE(again.is_up());
  EXPECT_EQ(again.ask_json("GET /api/v1/overrides")["overrides"].size(), 1U);
  const Json plans = wait_until(again, "GET /api/v1/plans",
                                [](const Json& answer) { return answer.contains("plans"); });
  EXPECT_GE(plans["plans"].size(), 2U);
}

TEST(Serve, TakesOverAGoodSiteFileAndKeepsTheOldOneFromABadOne) {
  const ScratchFolder scratch;
  const fs::path examples = fs::path{OHMSTEAD_SOURCE_DIR} / "examples";
  fs::copy(examples / "french-home", scratch.path() / "home", fs::copy_options::recursive);
  const fs::path file = scratch.path() / "home/site.yaml";
  const Serving service{{"--site", file.string(), "--speed", "1"}};
  ASSERT_TRUE(service.is_up());
  const auto has_name = [](const char* name) {
    return [name](const Json& answer) { return answer.value("name", "") == name; };
  };
  EXPECT_TRUE(
      has_name("French home")(wait_until(service, "GET /api/v1/status", has_name("French home"))));
  std::string text = read_text(file);
  text.replace(text.find("name: French home"), 17, "name: Other home ");
  write_text(file, text);
  service.send_signal(SIGHUP);
  EXPECT_TRUE(
      has_name("Other home")(wait_until(service, "GET /api/v1/status", has_name("Other home"))));
  write_text(file, "name: Broken\n");
  service.send_signal(SIGHUP);
  std::this_thread::sleep_for(std::chrono::milliseconds{500});
  EXPECT_TRUE(has_name("Other home")(service.ask_json("GET /api/v1/status")));
  write_text(file, text);
  // Over the API: comments stay, the service goes on with it.
  const Json shown = service.ask_json("GET /api/v1/config");
  const Json edited = service.ask_json("POST /api/v1/config/edit",
                                       R"({"changes":[{"path":"name","value":"Third home"}]})");
  ASSERT_TRUE(edited["problems"].empty()) << edited["problems"];
  const Json written = service.ask_json(
      "PUT /api/v1/config", Json{{"text", edited["text"]}, {"version", shown["version"]}}.dump());
  EXPECT_TRUE(written.contains("version")) << written;
  EXPECT_TRUE(
      has_name("Third home")(wait_until(service, "GET /api/v1/status", has_name("Third home"))));
  EXPECT_NE(read_text(file).find("# Every key is explained"), std::string::npos);
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
