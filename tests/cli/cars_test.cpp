// The readable case with two cars at one charger, planned as a person would.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

const std::string k_cars =
    (std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/cars.json").string();

TEST(CarsCase, TwoCarsShareACharger) {
  const Outcome outcome = run_program({"plan", "--case", k_cars, "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json plan = Json::parse(outcome.out);
  EXPECT_EQ(plan["status"], "optimal");
  EXPECT_TRUE(plan["violations"].empty()) << plan["violations"].dump();
  for (const Json& slot : plan["slots"]) {
    const Json& commuter = slot["devices"][0];
    const Json& second = slot["devices"][1];
    EXPECT_FALSE(commuter["state"] == "garage" && second["state"] == "garage");
    if (slot["start"] == "2026-03-03T05:00:00Z") {
      EXPECT_GE(commuter["soc_kwh"].get<double>(), 40.0 - 1e-6);
    }
    if (slot["start"] == "2026-03-03T08:00:00Z") {
      EXPECT_EQ(commuter["state"], "away");
      EXPECT_GE(second["soc_kwh"].get<double>(), 30.0 - 1e-6);
    }
  }
}

TEST(CarsCase, ChargingAtOnceCostsMore) {
  const auto net_cost = [](const std::string& strategy) {
    const Outcome outcome =
        run_program({"plan", "--case", k_cars, "--json", "--strategy", strategy});
    return Json::parse(outcome.out)["objective"].get<double>();
  };
  EXPECT_GT(net_cost("self_use"), net_cost("optimal") + 1.0);
}

TEST(CarsCase, FamilyIsForGeneratedHomesOnly) {
  const Outcome outcome = run_program({"import-case", "--from", "haeo", "--family", "C", "-"},
                                      {.standard_input = "{}"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err, "--family: only with --from family\n");
}

}  // namespace
}  // namespace ohmstead::cli
