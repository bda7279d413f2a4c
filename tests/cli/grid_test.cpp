// The readable case of a home with a monthly peak, phases and a circuit's limit.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

const std::string k_grid =
    (std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/grid.json").string();

TEST(GridCase, StaysBelowTheMonthsPeaksAndEveryLimit) {
  const Outcome outcome = run_program({"plan", "--case", k_grid, "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json plan = Json::parse(outcome.out);
  EXPECT_EQ(plan["status"], "optimal");
  EXPECT_TRUE(plan["violations"].empty()) << plan["violations"].dump();
  EXPECT_NEAR(plan["money"]["peak"].get<double>(), 0.0, 1e-6);
  double weights = 0.0;  // 0.05 kg at 0.1 for each kWh bought
  for (const Json& slot : plan["slots"])
    weights += 0.25 * 0.005 * slot["grid_import_kw"].get<double>();
  EXPECT_NEAR(plan["money"]["weights"].get<double>(), weights, 1e-9);
}

TEST(GridCase, WithoutAPlanTheEveningRaisesThePeak) {
  const Outcome outcome =
      run_program({"plan", "--case", k_grid, "--json", "--strategy", "no_battery"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_GT(Json::parse(outcome.out)["money"]["peak"].get<double>(), 0.0);
}

}  // namespace
}  // namespace ohmstead::cli
