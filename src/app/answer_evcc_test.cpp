// Answers in the form of evcc's optimizer API: its own test cases by its own rule, proven optima,
// and what a bad request is told. The larger cases stand beside the project (../shared/cases).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "evcc_case.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/plan/planner.hpp"

namespace ohmstead::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path k_project{OHMSTEAD_SOURCE_DIR};
const fs::path k_own = k_project / "tests/peers/data/evcc";
const fs::path k_shared = k_project.parent_path() / "shared/cases/evcc";

struct Answered {
  EvccRequest request;
  EvccCase made;
  home::Plan plan;
  Json body;
};

EvccProblems read(const std::string& text, EvccRequest& request) {
  const auto tree = describe::parse_json(text, "request");
  EXPECT_TRUE(tree) << tree.error().message;
  return read_evcc_request(*tree, request);
}

Answered answer(const std::string& text) {
  Answered answered;
  const EvccProblems problems = read(text, answered.request);
  EXPECT_TRUE(problems.is_empty()) << problems.to_text();
  answered.made = make_evcc_case(answered.request);
  const auto checked = home::check_case(answered.made.home, "request");
  EXPECT_TRUE(checked) << checked.error().message;
  answered.plan = plan::Planner{}.make_plan(answered.made.home, {.is_explained = false});
  answered.body = Json::parse(write_evcc_answer(answered.request, answered.made, answered.plan));
  return answered;
}

std::vector<fs::path> find_cases(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator{folder}) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void expect_same(const Json& ours, const Json& theirs, const char* key) {
  ASSERT_EQ(ours[key].size(), theirs[key].size());
  for (std::size_t t = 0; t < ours[key].size(); ++t)
    EXPECT_NEAR(ours[key][t].get<double>(), theirs[key][t].get<double>(), 1.0) << key << " " << t;
}

// Nothing or at least the least charge, unless it becomes full by that.
void expect_least_charge(const Answered& answered) {
  for (std::size_t i = 0; i < answered.request.batteries.size(); ++i) {
    const EvccBattery& battery = answered.request.batteries[i];
    const Json& steps = answered.body["batteries"][i];
    double before = battery.s_initial;
    for (std::size_t t = 0; t < answered.request.step_count(); ++t) {
      const double charge = steps["charging_power"][t].get<double>();
      const double least = battery.c_min * answered.request.hours(t);
      const double room = battery.s_max - before;
      EXPECT_TRUE(charge <= 1.0 || charge >= std::min(least, room) - 1.0) << i << " " << t;
      before = steps["state_of_charge"][t].get<double>();
    }
  }
}

void expect_peers_rule(const fs::path& path) {
  SCOPED_TRACE(path.filename().string());
  const auto text = base::read_file(path);
  ASSERT_TRUE(text);
  const Json file = Json::parse(*text);
  const Json& expected = file["expected_response"];
  const Answered answered = answer(*text);
  EXPECT_EQ(answered.body["status"], "Optimal");
  const double wanted = expected["objective_value"].get<double>();
  EXPECT_NEAR(answered.body["objective_value"].get<double>(), wanted,
              1e-5 * std::abs(wanted) + 1e-4);
  expect_least_charge(answered);
  ASSERT_EQ(answered.body["batteries"].size(), answered.request.batteries.size());
  if (!file.value("strict", false)) return;
  expect_same(answered.body, expected, "grid_import");
  expect_same(answered.body, expected, "grid_export");
  for (std::size_t i = 0; i < answered.request.batteries.size(); ++i) {
    expect_same(answered.body["batteries"][i], expected["batteries"][i], "charging_power");
    expect_same(answered.body["batteries"][i], expected["batteries"][i], "discharging_power");
  }
}

TEST(EvccAnswer, MeetsThePeersRule) {
  const std::vector<fs::path> files = find_cases(k_own);
  ASSERT_EQ(files.size(), 3U);
  for (const fs::path& path : files) expect_peers_rule(path);
}

TEST(EvccAnswer, MeetsThePeersRuleOnItsLargerCases) {
  const std::vector<fs::path> files = find_cases(k_shared / "cases");
  if (files.empty()) GTEST_SKIP() << "no cases at " << k_shared;
  for (const fs::path& path : files) expect_peers_rule(path);
}

TEST(EvccAnswer, IsWorthWhatWasProvenElsewhere) {
  const auto text = base::read_file(k_shared / "reference.json");
  if (!text) GTEST_SKIP() << "no cases at " << k_shared;
  const Json reference = Json::parse(*text);
  for (const char* kind : {"cases", "stress"}) {
    for (const auto& [name, known] : reference[kind].items()) {
      SCOPED_TRACE(name);
      const auto request = base::read_file(k_shared / kind / (name + ".json"));
      ASSERT_TRUE(request);
      const Answered answered = answer(*request);
      EXPECT_EQ(answered.body["status"], "Optimal");
      EXPECT_NEAR(-answered.plan.objective.value(), known["cost_optimum_proven"].get<double>(),
                  1e-4);
    }
  }
}

constexpr const char* k_request = R"({"batteries": [{"s_min": 0, "s_max": 10000, "s_initial": 5000,
 "c_min": 0, "c_max": 5000, "d_max": 5000, "p_a": 0.0001}],
 "time_series": {"dt": [1800, 3600], "gt": [500, 1000], "ft": [0, 2000],
 "p_N": [0.0003, 0.0003], "p_E": [0.00005, 0.00005]}, "eta_c": 1, "eta_d": 1)";

std::string request_with(const std::string& more) { return std::string{k_request} + more + "}"; }

TEST(EvccAnswer, HasAValuePerStepAndNoOvershootWithoutALimit) {
  const Answered answered = answer(request_with(R"(, "strategy": null, "grid": {}, "more": [])"));
  // 500 Wh from the battery, then 1000 Wh of the sun into it.
  EXPECT_EQ(answered.body["batteries"][0]["discharging_power"], Json({500.0, 0.0}));
  EXPECT_EQ(answered.body["batteries"][0]["charging_power"], Json({0.0, 1000.0}));
  EXPECT_EQ(answered.body["batteries"][0]["state_of_charge"], Json({4500.0, 5500.0}));
  EXPECT_EQ(answered.body["grid_import"], Json({0.0, 0.0}));
  EXPECT_EQ(answered.body["flow_direction"], Json({0, 0}));
  EXPECT_EQ(answered.body["grid_import_overshoot"], Json::array());
  EXPECT_EQ(answered.body["grid_export_overshoot"], Json::array());
  EXPECT_NEAR(answered.body["objective_value"].get<double>(), 0.1, 1e-12);
}

TEST(EvccAnswer, TellsWhatIsBeyondLimitsApart) {
  std::string text = request_with(R"(, "grid": {"p_max_imp": 400, "p_max_exp": 0})");
  text.replace(text.find("\"d_max\": 5000"), 13, "\"d_max\":    0");
  text.replace(text.find("\"c_max\": 5000"), 13, "\"c_max\":    0");
  const Answered answered = answer(text);
  EXPECT_EQ(answered.body["grid_import"], Json({200.0, 0.0}));
  EXPECT_EQ(answered.body["grid_import_overshoot"], Json({300.0, 0.0}));
  EXPECT_EQ(answered.body["grid_export"], Json({0.0, 0.0}));
  EXPECT_EQ(answered.body["grid_export_overshoot"], Json({0.0, 1000.0}));
  EXPECT_EQ(answered.body["limit_violations"]["grid_import_limit_exceeded"], true);
  EXPECT_EQ(answered.body["limit_violations"]["grid_export_limit_hit"], true);
}

TEST(EvccAnswer, BatteriesThatHoldNothingAndThatAreOverfullAreAnswered) {
  std::string text = request_with("");
  text.replace(text.find("\"s_initial\": 5000"), 17, "\"s_initial\":12000");
  const std::string empty =
      R"([{"s_min":0,"s_max":0,"s_initial":0,"c_min":1,"c_max":1,"d_max":0,"p_a":0},)";
  text.replace(text.find('['), 1, empty);
  const Answered answered = answer(text);
  ASSERT_EQ(answered.body["batteries"].size(), 2U);
  EXPECT_EQ(answered.body["batteries"][0]["state_of_charge"], Json({0.0, 0.0}));
  EXPECT_EQ(answered.body["batteries"][1]["state_of_charge"][0], 9500.0);
  EXPECT_EQ(answered.made.notes.size(), 2U);
}

// A meter without limits of its own makes evcc send 0 for the highest state of charge.
TEST(EvccAnswer, AHighestStateOfZeroMeansTheCapacityWhereThereIsOne) {
  std::string text = request_with("");
  text.replace(text.find("\"s_max\": 10000"), 14, "\"s_max\": 0, \"s_capacity\": 10000");
  EXPECT_EQ(answer(text).body, answer(request_with("")).body);
}

TEST(EvccRequest, EveryProblemIsListedByItsPlace) {
  EvccRequest request;
  const EvccProblems problems = read(
      R"({"strategy": {"charging_strategy": "fast"}, "grid": {"p_max_imp": "many"},
          "batteries": [{"s_min": 0, "s_initial": "x", "c_min": 0, "c_max": 1, "d_max": 0,
          "p_a": 0, "charge_from_grid": 1}], "time_series": {"dt": [900], "gt": 5, "ft": [null]}})",
      request);
  EXPECT_EQ(problems.message, "Input payload validation failed");
  const Json body = Json::parse(write_evcc_problems(problems));
  const Json& details = body["details"];
  EXPECT_EQ(details["batteries.0.s_max"], "'s_max' is a required property");
  EXPECT_EQ(details["batteries.0.s_initial"], "'x' is not of type 'number'");
  EXPECT_EQ(details["batteries.0.charge_from_grid"], "is not of type 'boolean'");
  EXPECT_EQ(details["grid.p_max_imp"], "'many' is not of type 'number'");
  EXPECT_EQ(details["strategy.charging_strategy"],
            "'fast' is not one of ['none', 'charge_before_export', 'attenuate_demand_peaks', "
            "'attenuate_feedin_peaks', 'attenuate_grid_peaks']");
  EXPECT_EQ(details["time_series.gt"], "is not of type 'array'");
  EXPECT_EQ(details["time_series.ft.0"], "is not of type 'number'");
  EXPECT_EQ(details["time_series.p_N"], "'p_N' is a required property");
  EXPECT_EQ(details["time_series.p_E"], "'p_E' is a required property");
  EXPECT_EQ(details.size(), 9U);
}

TEST(EvccRequest, NoStepsUnequalLengthsAndStepsWithoutTimeAreRefused) {
  const auto details_of = [](const std::string& series) {
    EvccRequest request;
    const EvccProblems problems =
        read(R"({"batteries": [], "time_series": {)" + series + "}}", request);
    return Json::parse(write_evcc_problems(problems))["details"];
  };
  EXPECT_EQ(details_of(R"("dt": [], "gt": [], "ft": [], "p_N": [], "p_E": [])"),
            Json({{"time_series.gt", "must have at least one step"}}));
  EXPECT_EQ(details_of(R"("dt": [60], "gt": [1], "ft": [1, 2], "p_N": [], "p_E": [0])"),
            Json({{"time_series.ft", "2 values for 1 steps"},
                  {"time_series.p_N", "0 values for 1 steps"}}));
  EXPECT_EQ(details_of(R"("dt": [0], "gt": [1], "ft": [1], "p_N": [0], "p_E": [0])"),
            Json({{"time_series.dt.0", "0 must be above 0"}}));
  EXPECT_EQ(details_of(R"("dt": [0], "gt": [1], "ft": ["x"], "p_N": [0, 1], "p_E": [0])"),
            Json({{"time_series.ft.0", "'x' is not of type 'number'"},
                  {"time_series.p_N", "2 values for 1 steps"},
                  {"time_series.dt.0", "0 must be above 0"}}))
      << "all at once, and nothing of what could not be read";
}

TEST(EvccRequest, UnequalLengthsAreWhatTheMessageNames) {
  EvccRequest request;
  const EvccProblems problems = read(
      R"({"batteries": [], "eta_c": 2, "time_series":
          {"dt": [60], "gt": [1], "ft": [1, 2], "p_N": [0], "p_E": [0]}})",
      request);
  const Json told = Json::parse(write_evcc_problems(problems));
  EXPECT_EQ(told["message"], "All time series must have the same length");
  EXPECT_EQ(told["details"], Json({{"time_series.ft", "2 values for 1 steps"},
                                   {"eta_c", "2 must be above 0 and at most 1"}}));
}

}  // namespace
}  // namespace ohmstead::app
