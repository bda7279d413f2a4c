// In which language the service answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "testing/small_service.hpp"

namespace ohmstead::api {
namespace {

using home::Language;
using net::HttpResponse;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SmallService;

class LanguageTest : public ::testing::Test {
 protected:
  HttpResponse get(const std::string& path, const std::string& language = {}) {
    net::HttpRequest request{.method = "GET", .path = path, .remote = "127.0.0.1"};
    if (!language.empty()) request.query["language"] = language;
    return ask(request);
  }
  HttpResponse ask(const net::HttpRequest& request) {
    std::promise<HttpResponse> answered;
    service_.api.handle(request,
                        [&](HttpResponse response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  }
  json read(const std::string& path, const std::string& language = {}) {
    return json::parse(get(path, language).body);
  }
  std::string reason(const std::string& language = {}) {
    return read("/api/v1/plan", language)["slots"][0]["reason"]["text"];
  }

  SmallService service_;
};

TEST_F(LanguageTest, ReasonsAreInTheOneAskedFor) {
  service_.engine.run_cycle("start");
  EXPECT_THAT(reason(), HasSubstr("the grid pays 5.0 ct"));
  EXPECT_EQ(reason("en"), reason());
  EXPECT_THAT(reason("de"), HasSubstr("gibt es 5,0 ct"));
  EXPECT_THAT(reason("sv"), HasSubstr("nätet betalar 5,0 cent"));
  EXPECT_EQ(read("/api/v1/plan", "sv")["language"], "sv");
  EXPECT_EQ(read("/api/v1/recommendation/now", "de")["reason"], reason("de"));
  EXPECT_EQ(read("/api/v1/devices", "de")["devices"][0]["now"]["reason"], reason("de"));
  EXPECT_EQ(read("/api/v1/decisions", "de")["decisions"][0]["reason"], reason("de"));
}

TEST_F(LanguageTest, WithoutAWishItIsTheHomes) {
  service_.site.language = Language::de;
  service_.engine.run_cycle("start");
  EXPECT_THAT(reason(), HasSubstr("gibt es 5,0 ct"));
  EXPECT_THAT(reason("en"), HasSubstr("the grid pays 5.0 ct"));
  EXPECT_EQ(read("/api/v1/decisions")["decisions"][0]["trigger"], "Start");
}

TEST_F(LanguageTest, ANewCycleIsToldAnew) {
  service_.engine.run_cycle("start");
  const std::string before = get("/api/v1/plan", "de").body;
  EXPECT_EQ(get("/api/v1/plan", "de").body, before);
  service_.clock.time += std::chrono::hours{1};
  service_.engine.run_cycle("clock");
  EXPECT_NE(get("/api/v1/plan", "de").body, before);
}

TEST_F(LanguageTest, HealthIsSaidInIt) {
  service_.engine.run_cycle("start");
  const std::string german = get("/api/v1/health", "de").body;
  EXPECT_THAT(german, HasSubstr("ein bewiesener Plan in "));
  EXPECT_THAT(german, HasSubstr("alle antworten"));
  EXPECT_THAT(german, Not(HasSubstr("answer")));
  EXPECT_THAT(get("/api/v1/status", "sv").body, HasSubstr("alla svarar"));
}

TEST_F(LanguageTest, WhatIfAndKeptPlansSpeakItToo) {
  service_.engine.run_cycle("start");
  net::HttpRequest request{.method = "POST",
                           .path = "/api/v1/what-if",
                           .query = {{"language", "sv"}},
                           .body = "{}",
                           .remote = "127.0.0.1"};
  EXPECT_EQ(json::parse(ask(request).body)["plan"]["slots"][0]["reason"]["text"], reason("sv"));
  const std::string made_at = read("/api/v1/plans")["plans"][0]["made_at"];
  const json kept = read("/api/v1/plans/" + made_at, "de");
  EXPECT_EQ(kept["language"], "de");
  EXPECT_EQ(kept["slots"][0]["reason"]["text"], reason("de"));
}

TEST_F(LanguageTest, FieldsOfTheSiteFileHaveLabelsInIt) {
  const json german = read("/api/v1/config/schema", "de");
  const json& battery = german["properties"]["batteries"]["items"]["properties"]["min_soc_pct"];
  EXPECT_EQ(battery["title"], "Kleinster Ladestand");
  EXPECT_EQ(battery["description"], "darunter wird nie entladen");
  EXPECT_EQ(battery["x-unit"], "%");
}

TEST_F(LanguageTest, RefusalsAreSaidInIt) {
  EXPECT_EQ(read("/api/v1/plan", "de")["detail"], "der erste Durchgang ist noch nicht zu Ende");
  EXPECT_EQ(read("/api/v1/plan")["detail"], "the first cycle has not ended yet");
}

TEST_F(LanguageTest, AnUnknownOneIsRefused) {
  service_.engine.run_cycle("start");
  for (const char* path : {"/api/v1/plan", "/api/v1/status", "/api/v1/config/schema"}) {
    const HttpResponse refused = get(path, "fr");
    EXPECT_EQ(refused.status, 400) << path;
    EXPECT_THAT(refused.body, HasSubstr("language"));
  }
}

}  // namespace
}  // namespace ohmstead::api
