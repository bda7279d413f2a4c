// The readable case with a tank and a boiler, planned as a person would.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

Json plan_of(const std::string& strategy) {
  const std::string file =
      (std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/hot-water.json").string();
  const Outcome outcome = run_program({"plan", "--case", file, "--json", "--strategy", strategy});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return Json::parse(outcome.out);
}

TEST(HotWaterCase, KeepsTheTankWarmAndTheDayServed) {
  const Json plan = plan_of("optimal");
  EXPECT_EQ(plan["status"], "optimal");
  EXPECT_TRUE(plan["violations"].empty()) << plan["violations"].dump();
  int starts = 0;
  double guests_kwh = 0.0;
  std::string before = "off";
  for (const Json& slot : plan["slots"]) {
    const Json& tank = slot["devices"][0];
    EXPECT_GT(tank["temperature_c"].get<double>(), 45.0);
    EXPECT_LT(tank["temperature_c"].get<double>(), 65.0 + 1e-6);
    starts += tank["state"] == "on" && before == "off" ? 1 : 0;
    before = tank["state"];
    guests_kwh += slot["devices"][1]["power_kw"].get<double>();
  }
  EXPECT_LE(starts, 2);
  EXPECT_GE(guests_kwh, 3.5);
}

TEST(HotWaterCase, HeatingAtOnceCostsMore) {
  EXPECT_GT(plan_of("self_use")["objective"].get<double>(),
            plan_of("optimal")["objective"].get<double>() + 0.3);
}

}  // namespace
}  // namespace ohmstead::cli
