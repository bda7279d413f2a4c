// The readable case whose sun may fail, planned as a person would.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

const std::string k_case =
    (std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/scenarios.json").string();

TEST(ScenariosCase, ThePlanTellsWhatEachScenarioCosts) {
  const Outcome outcome = run_program({"plan", "--case", k_case, "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json plan = Json::parse(outcome.out);
  EXPECT_EQ(plan["status"], "optimal");
  const Json& scenarios = plan["scenarios"];
  ASSERT_EQ(scenarios["all"].size(), 4U);
  double expected = 0.0;
  for (const Json& one : scenarios["all"])
    expected += one["weight"].get<double>() * one["cost"].get<double>();
  EXPECT_NEAR(scenarios["expected"].get<double>(), expected, 1e-9);
  EXPECT_NEAR(plan["objective"].get<double>(),
              0.6 * expected + 0.4 * scenarios["cvar"].get<double>(), 1e-9);
  // The expected case costs less than the mean: what goes wrong costs more than good luck brings.
  EXPECT_LT(scenarios["all"][0]["cost"].get<double>(), expected);
}

TEST(ScenariosCase, TheReportSaysWhatTheWorstWouldCost) {
  const Outcome outcome = run_program({"plan", "--case", k_case});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("over 4 scenarios:"), std::string::npos) << outcome.out;
}

}  // namespace
}  // namespace ohmstead::cli
