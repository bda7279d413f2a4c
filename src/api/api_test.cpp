#include "ohmstead/api/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "testing/small_service.hpp"

namespace ohmstead::api {
namespace {

using nlohmann::json;
using testing::at;
using testing::SmallService;

TEST(Api, SaysThatNothingIsPlannedYet) {
  SmallService service;
  const auto response = service.get("/api/v1/status");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.content_type, "application/problem+json");
}

TEST(Api, TellsTheStateOfTheHome) {
  SmallService service;
  service.engine.run_cycle("start");
  const auto response = service.get("/api/v1/status");
  ASSERT_EQ(response.status, 200);
  const json status = json::parse(response.body);
  EXPECT_EQ(status["schema"], "ohmstead.status/1");
  EXPECT_EQ(status["name"], "Test home");
  EXPECT_EQ(status["version"], "1.2.3");
  EXPECT_EQ(status["stage"], "simulation");
  EXPECT_EQ(status["now"], "2026-03-02T10:00:00Z");
  EXPECT_FALSE(status.contains("speed"));
  EXPECT_EQ(status["cycle"], 1);
  EXPECT_EQ(status["plan"]["status"], "optimal");
  EXPECT_EQ(status["plan"]["next_at"], "2026-03-02T10:15:00Z");
  EXPECT_EQ(status["readings"]["load_kw"], 0.8);
  EXPECT_EQ(status["readings"]["batteries"][0]["soc_pct"], 40.0);
  EXPECT_EQ(status["price"]["import_per_kwh"], -0.05);
  EXPECT_EQ(status["price"]["class"], "negative");
  EXPECT_EQ(status["inputs"].size(), 2U);
}

// Of eight prices the one at a fifth is the second lowest, the one at three quarters the seventh.
TEST(Api, ClassesOfPrices) {
  SmallService service;
  service.engine.run_cycle("start");
  const json prices = json::parse(service.get("/api/v1/prices").body);
  std::vector<std::string> classes;
  for (const auto& slot : prices["slots"]) classes.push_back(slot["class"]);
  EXPECT_THAT(classes, ::testing::ElementsAre("negative", "cheap", "normal", "normal", "normal",
                                              "normal", "expensive", "expensive"));
  EXPECT_EQ(prices["statistics"]["lowest"], -0.05);
  EXPECT_EQ(prices["statistics"]["highest"], 0.45);
  EXPECT_NEAR(prices["statistics"]["mean"].get<double>(), 1.73 / 8.0, 1e-12);
  EXPECT_NEAR(prices["statistics"]["median"].get<double>(), 0.205, 1e-12);
  base::Series<base::EnergyPrice> flat{std::vector<double>(5, 0.3)};
  EXPECT_EQ(PriceClasses{flat}.of(base::EnergyPrice{0.3}), "normal");
}

// Marks are of the six that are published, and so are statistics and what knows no mark.
TEST(Api, ForecastPricesAreMarkedAndNeverCountAsPublished) {
  SmallService service;
  service.outlooks.published_until = testing::at("2026-03-02T16:00:00Z");
  service.engine.run_cycle("start");
  const json prices = json::parse(service.get("/api/v1/prices").body);
  EXPECT_EQ(prices["published_until"], "2026-03-02T16:00:00Z");
  ASSERT_EQ(prices["slots"].size(), 8U);
  for (std::size_t i = 0; i < 8; ++i)
    EXPECT_EQ(prices["slots"][i].value("is_forecast", false), i >= 6) << i;
  EXPECT_EQ(prices["statistics"]["highest"], 0.22);
  EXPECT_EQ(prices["slots"][7]["class"], "expensive");
  const json outlook = json::parse(service.get("/api/v1/outlook").body);
  EXPECT_EQ(outlook["slots"][7]["spot_is_forecast"], true);
  EXPECT_FALSE(outlook["slots"][5].contains("spot_is_forecast"));
  EXPECT_EQ(json::parse(service.get("/api/v1/prices/current").body).size(), 6U);
  const json status = json::parse(service.get("/api/v1/status").body);
  EXPECT_EQ(status["inputs"][1]["text"],
            "published until Mon 02 Mar 16:00, then a forecast until Mon 02 Mar 18:00");
  // A plan that goes on keeps the marks of its time.
  service.outlooks.published_until.reset();
  service.engine.run_cycle("clock");
  EXPECT_FALSE(json::parse(service.get("/api/v1/prices").body).contains("published_until"));
}

TEST(Api, ModelsAreListedAndChosen) {
  SmallService service;
  const auto post = [&](const char* path, const char* body) {
    return service.ask({.method = "POST", .path = path, .body = body});
  };
  const json all = json::parse(service.get("/api/v1/models").body);
  ASSERT_EQ(all["models"].size(), 2U);
  EXPECT_EQ(all["models"][1]["status"], "champion");
  EXPECT_EQ(all["models"][1]["data_fingerprint"], "fedcba9876543210");
  EXPECT_EQ(all["models"][1]["metrics"][0]["name"], "mae_kw");
  EXPECT_EQ(post("/api/v1/models/promote", R"({"kind":"load","version":1})").status, 200);
  EXPECT_EQ(service.models.champion, 1);
  EXPECT_EQ(post("/api/v1/models/promote", R"({"kind":"load","version":3})").status, 404);
  EXPECT_EQ(post("/api/v1/models/promote", R"({"kind":"load"})").status, 400);
  EXPECT_EQ(post("/api/v1/models/roll-back", "[]").status, 400);
  EXPECT_EQ(post("/api/v1/models/roll-back", R"({"kind":"load"})").status, 200);
}

TEST(Api, RecommendsWhatThePlanDoesNow) {
  SmallService service;
  service.engine.run_cycle("start");
  const json now = json::parse(service.get("/api/v1/recommendation/now").body);
  EXPECT_EQ(now["mode"], "charge");  // it is paid for
  EXPECT_NEAR(now["power_kw"].get<double>(), 3.0, 1e-6);
  EXPECT_FALSE(now["reason"].get<std::string>().empty());
  EXPECT_EQ(now["status"], "optimal");
  EXPECT_GT(now["expected_soc_pct"].get<double>(), 40.0);
  EXPECT_NE(now["next_mode"], "charge");
  ASSERT_EQ(now["batteries"].size(), 1U);
  EXPECT_EQ(now["batteries"][0]["id"], "home");
  for (const char* key : {"mode", "power_kw", "expected_soc_pct", "until", "next_mode"})
    EXPECT_EQ(now["batteries"][0][key], now[key]) << key;
}

TEST(Api, RecommendsForEachBattery) {
  home::Site site = testing::make_site();
  site.batteries.push_back(site.batteries[0]);
  site.batteries[1].id = "shed";
  site.batteries[1].capacity = base::Energy{5.0};
  SmallService service{{}, std::move(site)};
  service.engine.run_cycle("start");
  const json now = json::parse(service.get("/api/v1/recommendation/now").body);
  ASSERT_EQ(now["batteries"].size(), 2U);
  const auto& planned = service.engine.snapshot()->plan.slots.front().batteries[1];
  EXPECT_EQ(now["batteries"][1]["id"], "shed");
  EXPECT_NEAR(now["batteries"][1]["expected_soc_pct"].get<double>(),
              100.0 * planned.soc.value() / 5.0, 1e-9);
}

// Slots of May as a database has them: more than a page.
struct LongMemory final : ports::Memory {
  base::Result<std::optional<std::string>> read(const std::string&) override {
    return std::nullopt;
  }
  base::Result<void> write(const std::string&, const std::string&) override { return {}; }
  base::Result<void> append_all(const std::string&, const std::vector<Entry>&) override {
    return {};
  }
  base::Result<std::vector<std::string>> entries(const std::string&, base::Time from,
                                                 base::Time to) override {
    std::vector<std::string> all;
    home::MeasuredSlot slot;
    slot.duration = std::chrono::minutes{5};
    for (slot.start = at("2025-05-01T00:00:00Z"); slot.start < at("2025-06-01T00:00:00Z");
         slot.start += slot.duration)
      if (slot.start >= from && slot.start < to) all.push_back(home::write_measured_slot(slot));
    return all;
  }
};

TEST(Api, TellsOldHistoryByPages) {
  LongMemory memory;
  SmallService service{{}, testing::make_site(), &memory};
  service.engine.run_cycle("start");
  std::size_t count = 0, pages = 0;
  for (json from = "2025-04-30T12:00:00Z"; !from.is_null() && pages < 9; ++pages) {
    std::promise<std::string> answered;
    service.api.handle({.method = "GET",
                        .path = "/api/v1/history",
                        .query = {{"from", from}, {"to", "2025-05-31T00:00:00Z"}}},
                       [&](net::HttpResponse answer) { answered.set_value(answer.body); });
    const json page = json::parse(answered.get_future().get());
    EXPECT_LE(page["slots"].size(), 3000U);
    count += page["slots"].size();
    from = page.value("next_from", json{});
  }
  EXPECT_EQ(count, 30U * 24U * 12U);
  EXPECT_EQ(pages, 3U);
}

TEST(Api, GivesPlanAndCaseAsTheyAre) {
  SmallService service;
  service.engine.run_cycle("start");
  EXPECT_EQ(service.get("/api/v1/plan").body, home::write_plan(service.engine.snapshot()->plan));
  EXPECT_TRUE(home::read_case(service.get("/api/v1/case").body, "case"));
}

TEST(Api, KeepsWhatWasMeasured) {
  SmallService service;
  for (int i = 0; i < 3; ++i) {
    service.engine.run_cycle("clock");
    service.clock.time += std::chrono::minutes{15};
  }
  const json history = json::parse(service.get("/api/v1/history").body);
  ASSERT_EQ(history["slots"].size(), 2U);
  EXPECT_NEAR(history["slots"][0]["load_kw"].get<double>(), 1.0, 1e-9);
  const json later =
      json::parse(service.get("/api/v1/history", {{"from", "2026-03-02T10:15:00Z"}}).body);
  EXPECT_EQ(later["slots"].size(), 1U);
  const auto bad =
      service.get("/api/v1/history", {{"from", "yesterday"}, {"to", "2026-02-30T00:00:00Z"}});
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(json::parse(bad.body)["detail"],
            "from: 'yesterday' is no time such as 2024-06-24T10:00:00Z\n"
            "to: '2026-02-30T00:00:00Z' is no time such as 2024-06-24T10:00:00Z");
  const json decisions = json::parse(service.get("/api/v1/decisions", {{"limit", "2"}}).body);
  EXPECT_EQ(decisions["decisions"].size(), 2U);
  EXPECT_EQ(service.get("/api/v1/decisions", {{"limit", "-1"}}).status, 400);
}

// A page may load the service's own files and nothing that stands inside it.
TEST(Api, TheDashboardHasAStrictPolicy) {
  SmallService service;
  const auto policy_of = [](const net::HttpResponse& response) {
    for (const auto& [name, value] : response.headers)
      if (name == "Content-Security-Policy") return value;
    return std::string{};
  };
  const auto page = service.get("/");
  ASSERT_EQ(page.status, 200);
  EXPECT_THAT(policy_of(page), ::testing::HasSubstr("default-src 'none'; script-src 'self'"));
  EXPECT_THAT(policy_of(page), ::testing::Not(::testing::HasSubstr("unsafe")));
  const auto script = service.get("/assets/a.js");
  EXPECT_EQ(script.status, 200);
  EXPECT_EQ(policy_of(script), "");  // the server's own: nothing
  EXPECT_EQ(service.get("/assets/b.js").status, 404);
}

TEST(Api, PacksWhatIsLarge) {
  SmallService service;
  service.engine.run_cycle("start");
  const auto plain = service.get("/api/v1/plan");
  const auto packed = service.ask(
      {.method = "GET", .path = "/api/v1/plan", .headers = {{"Accept-Encoding", "gzip"}}});
  ASSERT_GT(plain.body.size(), 4096U);
  EXPECT_LT(packed.body.size(), plain.body.size() / 2);
  EXPECT_EQ(packed.body.substr(0, 2), "\x1f\x8b");
  EXPECT_THAT(packed.headers,
              ::testing::Contains(std::pair<std::string, std::string>{"Content-Encoding", "gzip"}));
  EXPECT_THAT(plain.headers,
              ::testing::Contains(std::pair<std::string, std::string>{"Vary", "Accept-Encoding"}));
}

TEST(Api, TellsHealth) {
  SmallService service;
  service.engine.run_cycle("start");
  const json health = json::parse(service.get("/api/v1/health").body);
  EXPECT_EQ(health["status"], "ok");
  EXPECT_EQ(health["components"][0]["name"], "devices");
  EXPECT_EQ(service.get("/health").body, service.get("/api/v1/health").body);
}

TEST(Api, PlansWhatIfBesideTheRunningPlan) {
  SmallService service;
  service.engine.run_cycle("start");
  const std::string before = service.get("/api/v1/plan").body;
  const auto what_if = [&](const std::string& body, std::map<std::string, std::string> query = {}) {
    std::promise<net::HttpResponse> answered;
    service.api.handle(
        {.method = "POST", .path = "/api/v1/what-if", .query = std::move(query), .body = body},
        [&](net::HttpResponse response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  };
  const auto same = what_if("{}");
  ASSERT_EQ(same.status, 200);
  EXPECT_EQ(json::parse(same.body)["cost"], json::parse(same.body)["base_cost"]);
  const json dearer = json::parse(what_if(R"({"load_kw": [3,3,3,3,3,3,3,3]})").body);
  EXPECT_GT(dearer["cost"].get<double>(), dearer["base_cost"].get<double>());
  const json quick =
      json::parse(what_if(R"({"load_kw": [3,3,3,3,3,3,3,3]})", {{"quick", "1"}}).body);
  EXPECT_NEAR(quick["cost"].get<double>(), dearer["cost"].get<double>(), 1e-9);
  EXPECT_FALSE(dearer["plan"]["slots"][0]["reason"]["text"].get<std::string>().empty());
  EXPECT_TRUE(quick["plan"]["slots"][0]["reason"].value("text", "").empty());
  EXPECT_EQ(what_if("{}", {{"quick", "yes"}}).status, 400);
  EXPECT_EQ(what_if("[1]").status, 400);
  EXPECT_EQ(what_if(R"({"batteries":[]})").status, 200) << "without the last plan of the battery";
  const std::string deep =
      R"({"batteries":)" + std::string(60000, '[') + std::string(60000, ']') + "}";
  EXPECT_EQ(what_if(deep).status, 400);
  EXPECT_EQ(
      json::parse(what_if("{\"load_kw\":\n oops}").body)["detail"].get<std::string>().substr(0, 10),
      "what-if:2:");
  EXPECT_EQ(what_if(R"({"slots":{"start":"2026-03-02T10:00:00Z","step_s":60,"count":2000},
                        "load_kw":1,"pv_kw":0,"prices":{"import_per_kwh":0.3,"export_per_kwh":0}})")
                .status,
            422);
  EXPECT_EQ(what_if("{").status, 400);
  const auto bad = what_if(R"({"load_kw": [1], "colour": 3})");
  EXPECT_EQ(bad.status, 422);
  EXPECT_NE(json::parse(bad.body)["detail"].get<std::string>().find("colour"), std::string::npos);
  EXPECT_EQ(service.get("/api/v1/plan").body, before);
}

TEST(Api, StreamsFromBeforeTheFirstCycleOn) {
  SmallService service;
  const auto early = service.get("/api/v1/events");
  EXPECT_TRUE(early.is_stream);
  EXPECT_EQ(early.body, "");
  service.engine.run_cycle("start");
  EXPECT_EQ(service.get("/api/v1/ws").body, R"({"cycle":1,"now":"2026-03-02T10:00:00Z"})");
  EXPECT_EQ(service.ask({.method = "POST", .path = "/api/v1/events"}).status, 405);
}

TEST(Api, RefusesWhatItDoesNotKnow) {
  SmallService service;
  service.engine.run_cycle("start");
  EXPECT_EQ(service.get("/api/v1/nothing").status, 404);
  EXPECT_EQ(service.ask({.method = "DELETE", .path = "/api/v1/plan"}).status, 405);
  EXPECT_EQ(service.ask({.method = "POST", .path = "/nothing"}).status, 404);
  EXPECT_EQ(service.ask({.method = "POST", .path = "/optimize"}).status, 404)
      << "no such answer was given to it";
  const auto wrong = service.get("/optimize");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_THAT(wrong.headers,
              ::testing::Contains(std::pair<std::string, std::string>{"Allow", "POST"}));
  EXPECT_EQ(service.get("/").status, 200);
}

}  // namespace
}  // namespace ohmstead::api
