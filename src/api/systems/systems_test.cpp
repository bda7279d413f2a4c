// The routes of older systems against a small home: what they tell, what they set, what they
// refuse. Their forms are checked by contract_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "darkstar.hpp"
#include "ohmstead/api/openapi.hpp"
#include "systems/battery_optimizer.hpp"
#include "testing/older_systems.hpp"
#include "testing/schema_check.hpp"

namespace ohmstead::api::systems {
namespace {

using api::testing::OlderSystems;
using api::testing::SmallService;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(BatteryOptimizer, CurrentsAndNames) {
  EXPECT_EQ(discharge_current("charge", 0.0, 3.0), 0);
  EXPECT_EQ(discharge_current("hold", 0.0, 3.0), 0);
  EXPECT_EQ(discharge_current("self_use", 0.0, 3.0), 30);
  EXPECT_EQ(discharge_current("export", 2.35, 3.0), 23);
  EXPECT_EQ(discharge_current("discharge", 8.0, 9.0), 50);
  EXPECT_EQ(discharge_current("discharge", -1.0, 9.0), 0);
  EXPECT_EQ(work_mode("charge"), "Force Charge");
  EXPECT_EQ(work_mode("export"), "Feed-in First");
  EXPECT_EQ(work_mode("hold"), "Self Use");
  EXPECT_EQ(optimization_status("optimal"), "optimal");
  EXPECT_EQ(optimization_status("good"), "feasible");
  EXPECT_EQ(optimization_status("fallback:rules"), "fallback");
  EXPECT_EQ(optimization_status("none"), "error");
}

TEST_F(OlderSystems, TheRecommendationHasTheKeysThatScriptsRead) {
  const json now = get("/api/v1/recommendation/now");
  EXPECT_EQ(now["mode"], "charge");  // it is paid for
  EXPECT_EQ(now["work_mode"], "Force Charge");
  EXPECT_EQ(now["discharge_current"], 0);
  EXPECT_EQ(now["optimization_status"], "optimal");
  EXPECT_EQ(now["expected_soc"], now["expected_soc_pct"]);
  EXPECT_EQ(now["timestamp"], "2026-03-02T10:00:00Z");
  EXPECT_EQ(now["next_action_time"], now["until"]);
  EXPECT_EQ(now["immersion_main"], true);  // the price is below zero
  EXPECT_EQ(now["immersion_main_source"], "optimizer");
  EXPECT_FALSE(now["immersion_main_reason"].get<std::string>().empty());
  EXPECT_EQ(now["manual_override_active"], false);
  EXPECT_EQ(now["schedule_override_active"], false);
}

TEST_F(OlderSystems, PricesAreInHundredths) {
  const json refreshed = post("/api/v1/prices/refresh");
  EXPECT_EQ(refreshed["status"], "success");
  EXPECT_EQ(refreshed["coverage_hours"], 8.0);
  const json& statistics = refreshed["statistics"];
  EXPECT_EQ(statistics["min"], -5.0);
  EXPECT_EQ(statistics["max"], 45.0);
  EXPECT_EQ(statistics["negative_count"].get<int>() + statistics["cheap_count"].get<int>() +
                statistics["normal_count"].get<int>() + statistics["expensive_count"].get<int>(),
            statistics["total_periods"].get<int>());
  const json prices = get("/api/v1/prices/current", {{"hours", "2"}});
  EXPECT_EQ(prices.front()["price_pence"], -5.0);
  EXPECT_EQ(prices.front()["classification"], "negative");
  EXPECT_EQ(prices.back()["price_pence"], 10.0);
  EXPECT_EQ(prices.back()["valid_to"], "2026-03-02T12:00:00Z");
  EXPECT_THAT(detail(ask("GET", "/api/v1/prices/current", {}, {{"hours", "0"}})),
              HasSubstr("hours: '0'"));
}

TEST_F(OlderSystems, TheStateIsToldWithoutChangingAnything) {
  const auto before = service_.engine.snapshot();
  const json state = get("/api/v1/state/current");
  EXPECT_EQ(state["battery_soc"], 40.0);
  EXPECT_EQ(state["solar_power_kw"], 2.0);
  EXPECT_EQ(state["solar_forecast_today_kwh"], 0.0);
  EXPECT_EQ(state["battery_mode"], "Force Charge");
  EXPECT_EQ(state["current_price"], -5.0);
  EXPECT_EQ(state["immersion_main_on"], true);
  EXPECT_EQ(service_.engine.snapshot(), before);
  const json day = get("/api/v1/stats/daily");
  EXPECT_EQ(day["date"], "2026-03-02");
  EXPECT_EQ(day["price_stats"]["min"], -5.0);
  EXPECT_GE(day["price_stats"]["negative_count"], 1);
  EXPECT_EQ(day["current_state"]["battery_soc"], 40.0);
}

TEST_F(OlderSystems, HistoryTellsWhatTheBatteryWasTold) {
  pass(std::chrono::minutes{15});
  pass(std::chrono::minutes{15});
  const json rows = get("/api/v1/history/recommendations");
  ASSERT_FALSE(rows.empty());
  for (const json& row : rows) EXPECT_EQ(row["mode"], "Force Charge");
  EXPECT_EQ(rows.back()["timestamp"], "2026-03-02T10:00:00Z");
  EXPECT_EQ(rows.back()["price_pence"], -5.0);
  EXPECT_NEAR(rows.back()["soc"].get<double>(), 40.0, 20.0);
}

TEST_F(OlderSystems, DarkstarsFiguresOfTheHome) {
  const json status = get("/api/status");
  EXPECT_EQ(status["local"]["planned_at"], "2026-03-02T10:00:00+00:00");
  EXPECT_EQ(status["local"]["planner_version"], "ohmstead 1.2.3");
  EXPECT_EQ(status["current_soc"]["value"], 40.0);
  EXPECT_EQ(get("/api/schedule")["schedule"].size(), service_.engine.snapshot()->plan.slots.size());
  const json config = get("/api/config");
  EXPECT_EQ(config["battery"]["capacity_kwh"], 10.0);
  EXPECT_EQ(config["battery"]["max_discharge_power_kw"], 3.0);
  EXPECT_EQ(config["water_heating"]["min_kwh_per_day"], 2.0);
  EXPECT_EQ(get("/api/initial_state")["battery_kwh"], 4.0);
  const json horizon = get("/api/forecast/horizon");
  EXPECT_THAT(horizon["days_list"], ElementsAre("2026-03-02"));
  EXPECT_EQ(horizon["total_days_in_schedule"], 1);
  EXPECT_EQ(horizon["weather_forecast_days"], 0);
  EXPECT_EQ(get("/api/ha/water_today")["source"], "unknown");
  EXPECT_EQ(post("/api/run_planner")["status"], "success");
}

TEST(Darkstar, TheThemesAreThoseOfTheDashboard) {
  const std::filesystem::path folder =
      std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "web/src/palettes";
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator{folder}) {
    std::ifstream text{file.path()};
    names.push_back(json::parse(text)["name"]);
  }
  EXPECT_THAT(k_palettes, ::testing::UnorderedElementsAreArray(names));
}

constexpr const char* k_blocks =
    R"([{"content":"Hold","start":"2026-03-02T10:00:00Z","end":"2026-03-02T11:00:00Z"},
        {"content":"Water Heating","start":"2026-03-02T13:00:00","end":"2026-03-02T14:00:00"}])";

TEST_F(OlderSystems, BlocksAreSimulatedWithoutEffectAndSavedWithOne) {
  const json simulated = post("/api/simulate", k_blocks);
  for (const json& slot : simulated["schedule"]) {
    const auto start = slot["start_time"].get<std::string>();
    if (start < "2026-03-02T11") {
      EXPECT_EQ(slot["battery_charge_kw"], 0.0) << start;
    }
    if (start >= "2026-03-02T13" && start < "2026-03-02T14") {
      EXPECT_EQ(slot["water_heating_kw"], 2.0) << start;
    }
  }
  EXPECT_GT(get("/api/schedule")["schedule"][0]["battery_charge_kw"], 0.0);
  EXPECT_THAT(overrides(), IsEmpty());

  post("/api/schedule/save", k_blocks);
  const auto all = overrides();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].kind, home::ManualKind::hold);
  EXPECT_EQ(all[0].device, "home");
  EXPECT_EQ(all[1].kind, home::ManualKind::on);
  EXPECT_EQ(all[1].device, "main");
  EXPECT_EQ(all[1].from, api::testing::at("2026-03-02T13:00:00Z"));  // local where no offset is
  pass(base::Seconds{0});
  EXPECT_EQ(get("/api/schedule")["schedule"][0]["battery_charge_kw"], 0.0);
  post("/api/schedule/save", "[]");
  EXPECT_THAT(overrides(), IsEmpty());
}

TEST_F(OlderSystems, AScheduleIsSavedAsRunsOfWhatItDoes) {
  post("/api/schedule/save", R"({"meta":{},"schedule":[
    {"start_time":"2026-03-02T09:00:00Z","end_time":"2026-03-02T10:00:00Z","classification":"export"},
    {"start_time":"2026-03-02T10:00:00Z","end_time":"2026-03-02T10:15:00Z","classification":"charge","charge_kw":3},
    {"start_time":"2026-03-02T10:15:00Z","end_time":"2026-03-02T10:30:00Z","classification":"charge","water_heating_kw":2},
    {"start_time":"2026-03-02T10:30:00Z","end_time":"2026-03-02T10:45:00Z","classification":"discharge"},
    {"start_time":"2026-03-02T10:45:00Z","end_time":"2026-03-02T11:00:00Z","classification":"export"}]})");
  std::vector<std::string> told;
  for (const home::Override& each : overrides())
    told.push_back(std::string{text_of(each.kind)} + " " +
                   base::format_time(each.from).substr(11, 5) + " " +
                   base::format_time(each.until).substr(11, 5));
  EXPECT_THAT(told, ::testing::UnorderedElementsAre("charge 10:00 10:30", "on 10:15 10:30",
                                                    "export 10:45 11:00"));
}

TEST_F(OlderSystems, EveryFaultOfBlocksIsNamedAndNothingIsSet) {
  const char* body = R"([{"content":"Sleep","start":"2026-03-02T10:00:00Z","end":"soon","id":4},
    {"content":"Hold","start":"2026-03-02T12:00:00Z","end":"2026-03-02T11:00:00Z"},
    {"content":"Hold","start":"2026-03-01T12:00:00Z","end":"2026-03-01T13:00:00Z"},
    {"content":"Charge","start":"2026-03-02T12:00:00Z","end":"2027-03-02T11:00:00Z"}])";
  for (const char* path : {"/api/simulate", "/api/schedule/save"}) {
    const std::string told = detail(ask("POST", path, body));
    EXPECT_THAT(told, HasSubstr("[0].content: 'Sleep' is none of"));
    EXPECT_THAT(told, HasSubstr("[0].end: 'soon' is no time"));
    EXPECT_THAT(told, HasSubstr("[0].id: unknown key"));
    EXPECT_THAT(told, HasSubstr("[1].end: must be after start"));
    EXPECT_THAT(told, HasSubstr("[2].end: is over"));
    EXPECT_THAT(told, HasSubstr("[3].end: at most 14 days ahead"));
  }
  EXPECT_THAT(overrides(), IsEmpty());
  SmallService plain;
  plain.engine.run_cycle("start");
  const auto refused = plain.ask(
      {.method = "POST",
       .path = "/api/schedule/save",
       .body =
           R"([{"content":"Water Heating","start":"2026-03-02T13:00:00Z","end":"2026-03-02T14:00:00Z"}])"});
  EXPECT_THAT(detail(refused), HasSubstr("the home has no water heater"));
}

TEST_F(OlderSystems, SmartLoadsFiguresOfTheHome) {
  const json summary = get("/summary");
  EXPECT_EQ(summary["battery_soc"], 40.0);
  EXPECT_EQ(summary["grid_kw"], -1.2);
  EXPECT_EQ(summary["current_price_ct"], -5.0);
  EXPECT_EQ(summary["battery_mode"], "charge");
  EXPECT_EQ(get("/config")["vehicles"][0]["name"], "car");
  EXPECT_EQ(get("/vehicles")["vehicles"][0]["capacity_kwh"], 50.0);
  const json chart = get("/chart-data");
  const json slots = get("/slots")["slots"];
  for (const auto& [key, column] : chart.items()) EXPECT_EQ(column.size(), slots.size()) << key;
  EXPECT_EQ(chart["prices_ct"][0], -5.0);
  EXPECT_EQ(slots[0]["price_class"], "negative");
  EXPECT_FALSE(slots[0]["explanation"].get<std::string>().empty());
  EXPECT_EQ(get("/forecast")["load"][0]["kw"], 1.0);
  EXPECT_EQ(get("/status"), get("/api/v1/status"));
  EXPECT_EQ(get("/plan"), get("/api/v1/plan"));
  EXPECT_EQ(get("/decisions"), get("/api/v1/decisions", {{"limit", "40"}}));
  EXPECT_EQ(get("/history", {{"hours", "168"}}).size(), 1U);
  EXPECT_TRUE(ask("GET", "/events").is_stream);
}

TEST_F(OlderSystems, ACarIsBoostedAndCancelled) {
  EXPECT_EQ(get("/override/status")["active"], false);
  const json made = post("/override/boost", "{}");
  EXPECT_EQ(made["vehicle"], "car");
  EXPECT_EQ(made["expires_at"], "2026-03-02T11:30:00Z");
  ASSERT_EQ(overrides().size(), 1U);
  EXPECT_EQ(overrides()[0].kind, home::ManualKind::charge);
  const json status = get("/override/status");
  EXPECT_EQ(status["active"], true);
  EXPECT_EQ(status["vehicle"], "car");
  EXPECT_EQ(status["remaining_minutes"], 90.0);
  EXPECT_THAT(detail(ask("POST", "/override/boost", R"({"vehicle":"bus","minutes":0})")),
              ::testing::AllOf(HasSubstr("'bus' is none of car"), HasSubstr("minutes")));
  EXPECT_EQ(post("/override/cancel", "{}")["cancelled"], 1);
  EXPECT_THAT(overrides(), IsEmpty());
}

TEST_F(OlderSystems, CarsAreAskedForOnceInFiveMinutes) {
  post("/vehicles/refresh");
  const auto refused = ask("POST", "/vehicles/refresh");
  detail(refused, 429);
  EXPECT_THAT(refused.headers, ::testing::Contains(::testing::Pair("Retry-After", "300")));
  service_.clock.time += base::Seconds{300};
  post("/vehicles/refresh");
}

TEST_F(OlderSystems, ACarThatDoesNotTellIsToldByHand) {
  EXPECT_THAT(detail(ask("POST", "/vehicles/manual-soc", R"({"vehicle":"bus","soc":120})")),
              ::testing::AllOf(HasSubstr("'bus' is none of car"), HasSubstr("soc")));
  const json told = post("/vehicles/manual-soc", R"({"soc":60})");
  EXPECT_EQ(told["vehicle"], "car");
  service_.engine.step();
  const json car = get("/api/v1/house")["cars"][0];
  EXPECT_EQ(car["soc_pct"], 60.0);
  EXPECT_EQ(car["is_soc_estimated"], true);
}

TEST_F(OlderSystems, WhatThereIsNotSaysWhatToUse) {
  EXPECT_THAT(detail(ask("POST", "/api/learning/run"), 410), HasSubstr("/api/v1/models"));
  EXPECT_THAT(detail(ask("POST", "/sequencer/request"), 410), HasSubstr("/override/boost"));
}

TEST(OlderSystemsAtFirst, TellThatNothingIsPlannedYet) {
  SmallService service;
  for (const char* path : {"/api/v1/prices/current", "/api/schedule", "/slots", "/status"})
    EXPECT_EQ(service.get(path).status, 503) << path;
}

// A home with nothing but a meter answers as well.
TEST(OlderSystemsAtFirst, AHomeWithoutDevices) {
  home::Site site = api::testing::make_site();
  site.batteries.clear();
  SmallService service{{}, site};
  service.engine.run_cycle("start");
  const json document = json::parse(openapi("1"));
  for (const auto& [path, operations] : document["paths"].items()) {
    if (!operations.contains("get") || !operations["get"].contains("tags") ||
        operations["get"].contains("deprecated") || path == "/events" || path.ends_with("schedule"))
      continue;
    const auto response = service.get(path);
    if (path == "/api/initial_state") {
      EXPECT_EQ(response.status, 503);
      continue;
    }
    ASSERT_EQ(response.status, 200) << path << response.body;
    EXPECT_THAT(api::testing::schema_faults(
                    json::parse(response.body),
                    operations["get"]["responses"]["200"]["content"]["application/json"]["schema"],
                    document),
                IsEmpty())
        << path << response.body;
  }
}

}  // namespace
}  // namespace ohmstead::api::systems
