// The site file over the API, and what the service knows beside its plan.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testing/small_service.hpp"

namespace ohmstead::api {
namespace {

using nlohmann::json;
using testing::SmallService;

struct Asked {
  int status = 0;
  json body;
};

Asked ask(SmallService& service, const char* method, const std::string& path,
          const std::string& body = {}) {
  const auto answer = service.ask({.method = method, .path = path, .body = body});
  return {answer.status, json::parse(answer.body, nullptr, false)};
}

TEST(Config, IsEditedWithItsCommentsAndWrittenOnce) {
  SmallService service;
  const Asked shown = ask(service, "GET", "/api/v1/config");
  EXPECT_EQ(shown.body["text"], testing::k_site_text);
  EXPECT_EQ(shown.body["can_write"], true);
  const Asked edited = ask(service, "POST", "/api/v1/config/edit",
                           R"({"changes":[{"path":"batteries[0].min_soc_pct","value":12},
                         {"path":"grid.import_limit_kw","value":9}]})");
  ASSERT_EQ(edited.status, 200) << edited.body;
  EXPECT_TRUE(edited.body["problems"].empty()) << edited.body["problems"];
  const std::string text = edited.body["text"];
  EXPECT_NE(text.find("min_soc_pct: 12   # not to be emptied"), std::string::npos) << text;
  EXPECT_NE(edited.body["diff"].get<std::string>().find("+grid: {import_limit_kw: 9}"),
            std::string::npos);
  EXPECT_EQ(service.site_text, testing::k_site_text);  // nothing is written yet
  const std::string order = json{{"text", text}, {"version", shown.body["version"]}}.dump();
  EXPECT_EQ(ask(service, "PUT", "/api/v1/config", order).status, 200);
  EXPECT_EQ(service.site_text, text);
  // Who read the file before that must read it again.
  EXPECT_EQ(ask(service, "PUT", "/api/v1/config", order).status, 409);
}

TEST(Config, TellsProblemsWithTheirPlaceAndWritesNothing) {
  SmallService service;
  const Asked edited = ask(
      service, "POST", "/api/v1/config/edit",
      R"({"changes":[{"path":"batteries[0].min_soc_pct","value":120}, {"path":"x","value":1}]})");
  ASSERT_EQ(edited.status, 200);
  ASSERT_EQ(edited.body["problems"].size(), 2U) << edited.body["problems"];
  const json* found = nullptr;
  for (const json& each : edited.body["problems"])
    if (each.value("path", "") == "batteries[0].min_soc_pct") found = &each;
  ASSERT_NE(found, nullptr) << edited.body["problems"];
  EXPECT_TRUE(found->contains("line"));
  const json shown = ask(service, "GET", "/api/v1/config").body;
  const Asked refused =
      ask(service, "PUT", "/api/v1/config",
          json{{"text", edited.body["text"]}, {"version", shown["version"]}}.dump());
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(service.site_text, testing::k_site_text);
}

TEST(Config, BodiesAreRefusedWithAllTheirFaults) {
  SmallService service;
  const auto detail = [&](const char* method, const char* path, const char* body) {
    const Asked answer = ask(service, method, path, body);
    EXPECT_EQ(answer.status, 400) << path;
    return answer.body["detail"].get<std::string>();
  };
  EXPECT_EQ(detail("PUT", "/api/v1/config", R"({"text":5,"x":1})"),
            "text: the site file is a text\nversion: what the file was read as is missing\n"
            "x: is not known here");
  EXPECT_EQ(detail("POST", "/api/v1/config/edit", R"({"changes":[{"path":3},7],"text":[]})"),
            "changes[0].path: the path as a text is missing\n"
            "changes[0].value: is missing; null takes the path out\n"
            "changes[1].path: the path as a text is missing\n"
            "changes[1].value: is missing; null takes the path out\ntext: the site file is a text");
  EXPECT_EQ(detail("POST", "/api/v1/config/check", R"({})"), "text: the site file is missing");
}

TEST(Config, IsShownButNotWrittenWhereThatCannotBe) {
  SmallService service;
  EXPECT_EQ(ask(service, "POST", "/api/v1/config/check", R"({"text":"name: 3"})")
                .body["problems"]
                .empty(),
            false);
  EXPECT_EQ(ask(service, "GET", "/api/v1/config/schema").body["type"], "object");
}

TEST(Home, TellsOfDevicesThatAreSilent) {
  SmallService service{{}, testing::make_full_site()};
  service.engine.run_cycle("start");
  const json devices = ask(service, "GET", "/api/v1/devices").body["devices"];
  ASSERT_EQ(devices.size(), 4U);
  EXPECT_EQ(devices[0]["id"], "home");
  EXPECT_EQ(devices[0]["state"], "ok") << devices[0];
  EXPECT_FALSE(devices[0].contains("text")) << "what is amiss with others is theirs";
  const json& car = devices[1];
  EXPECT_EQ(car["id"], "car");
  EXPECT_EQ(car["type"], "vehicle");
  EXPECT_EQ(car["state"], "failed");
  EXPECT_EQ(car["text"],
            "car does not answer: it is taken to come and go by the site file; check its charger");
  EXPECT_EQ(car["readings"], json::object());
  EXPECT_TRUE(car.contains("now")) << "it is planned nevertheless";
  EXPECT_EQ(devices[2]["id"], "main");
  EXPECT_EQ(devices[2]["state"], "failed");
  EXPECT_EQ(devices[2]["text"],
            "main does not answer; what was planned is assumed: check its connection");
  EXPECT_EQ(devices[3]["id"], "meter");
  EXPECT_EQ(devices[3]["state"], "ok");
}

TEST(Home, TellsDevicesMoneyAndPlansThatWereKept) {
  SmallService service;
  service.engine.run_cycle("start");
  service.clock.time += std::chrono::hours{1};
  service.engine.run_cycle("clock");
  const json devices = ask(service, "GET", "/api/v1/devices").body["devices"];
  EXPECT_EQ(devices[0]["id"], "home");
  EXPECT_EQ(devices[0]["readings"]["soc_pct"], 40.0);
  EXPECT_EQ(devices[0]["override"], nullptr);
  EXPECT_EQ(ask(service, "GET", "/api/v1/outlook").body["slots"].size(), 8U);
  const json savings = ask(service, "GET", "/api/v1/savings").body;
  ASSERT_EQ(savings["rows"].size(), 1U);
  EXPECT_EQ(savings["rows"][0]["from"], "2026-03-02");
  EXPECT_NEAR(savings["rows"][0]["load_kwh"].get<double>(), 1.0, 1e-9);
  EXPECT_EQ(service.get("/api/v1/savings", {{"by", "month"}}).status, 200);
  EXPECT_EQ(
      json::parse(service.get("/api/v1/savings", {{"from", "2026-03-02T09:00:00.000Z"}}).body),
      savings);
  EXPECT_TRUE(
      json::parse(service.get("/api/v1/savings", {{"from", "2026-03-03"}}).body)["rows"].empty());
  EXPECT_EQ(service.get("/api/v1/savings", {{"by", "year"}, {"from", "x"}}).status, 400);
  const json plans = ask(service, "GET", "/api/v1/plans").body["plans"];
  ASSERT_EQ(plans.size(), 1U);
  const std::string made_at = plans[0]["made_at"];
  EXPECT_EQ(ask(service, "GET", "/api/v1/plans/" + made_at).body["schema"], "ohmstead.plan/1");
  EXPECT_EQ(ask(service, "GET", "/api/v1/plans/2020-01-01T00:00:00Z").status, 404);
}

TEST(Home, KeepsExceptionsUntilTheyAreTakenBack) {
  home::Site site = testing::make_full_site();
  site.vehicles[0].departures.push_back(
      {home::DayKind::all, 15.0, 20.0, base::Energy{5.0}, 60.0, {}});
  SmallService service{{}, site};
  const char* const path = "/api/v1/exceptions";
  EXPECT_EQ(ask(service, "GET", path).body, json::parse(R"({"trips":[],"reserves":[]})"));
  const json wanted = json::parse(R"({"trips":[{"car":"car","leave":"2026-03-02T15:00:00Z",
    "leaves_at":"2026-03-02T13:30:00Z","target_soc_pct":80.0}],
    "reserves":[{"battery":"home","min_soc_pct":40.0}]})");
  const Asked put = ask(service, "PUT", path, wanted.dump());
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(put.body, wanted);
  service.engine.run_cycle("exception");
  const json home = ask(service, "GET", "/api/v1/case").body;
  EXPECT_EQ(home["vehicles"][0]["trips"][0]["leave"], "2026-03-02T13:30:00Z");
  EXPECT_EQ(home["batteries"][0]["min_soc_kwh"], 4.0);
  const Asked wrong = ask(service, "PUT", path, R"({"trips":[{"car":"bike",
    "leave":"2026-03-02T15:00:00Z"}],"reserves":[{"battery":"home","min_soc_pct":1}]})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.dump().find("'bike' is no car of the home"), std::string::npos);
  EXPECT_NE(wrong.body.dump().find("must be between 5 and 100"), std::string::npos) << wrong.body;
  EXPECT_EQ(ask(service, "GET", path).body, wanted) << "a wrong one changes nothing";
  EXPECT_EQ(ask(service, "PUT", path, "{}").body["reserves"], json::array());
  EXPECT_EQ(ask(service, "PUT", path, "").status, 400);
}

TEST(Home, OrdersInOneBodyMustNotContradictEachOther) {
  SmallService service;
  service.engine.run_cycle("start");
  const auto both = [&](const char* first, const char* second) {
    return ask(service, "POST", "/api/v1/overrides/apply",
               fmt::format(R"({{"overrides":[{},{}]}})", first, second));
  };
  const auto wrong = both(R"({"device":"home","kind":"charge","minutes":30})",
                          R"({"device":"home","kind":"export","minutes":30})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.body["detail"], "overrides[1]: overlaps overrides[0], for home too");
  EXPECT_TRUE(ask(service, "GET", "/api/v1/overrides").body["overrides"].empty());
  const auto wish = [](int from_min, const char* kind) {
    const base::Time from = SmallService{}.clock.now() + std::chrono::minutes{from_min};
    return fmt::format(R"({{"device":"home","kind":"{}","from":"{}","until":"{}"}})", kind,
                       base::format_time(from), base::format_time(from + std::chrono::minutes{30}));
  };
  const auto fine = both(wish(15, "charge").c_str(), wish(45, "hold").c_str());
  EXPECT_EQ(fine.status, 200) << fine.body;
  EXPECT_EQ(fine.body["overrides"].size(), 2U);
}

TEST(Home, ItsStageIsOneSwitch) {
  SmallService service;
  service.engine.run_cycle("start");
  EXPECT_EQ(ask(service, "PUT", "/api/v1/stage", R"({"stage":"advisory"})").status, 200);
  service.engine.run_cycle("test");
  EXPECT_EQ(ask(service, "GET", "/api/v1/status").body["stage"], "advisory");
  EXPECT_EQ(ask(service, "PUT", "/api/v1/stage", R"({"stage":"all"})").status, 400);
  const auto odd = ask(service, "PUT", "/api/v1/stage", R"({"stage":"advisory","x":1})");
  EXPECT_EQ(odd.status, 400);
  EXPECT_EQ(odd.body["detail"], "x: is not known here");
  EXPECT_EQ(ask(service, "PUT", "/api/v1/stop", R"({"is_stopped":true,"y":1})").status, 400);
}

}  // namespace
}  // namespace ohmstead::api
