// The readable case with a dishwasher, a pool pump and a heating rod, planned as a person would.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

Json plan_of(const std::string& strategy) {
  const std::string file =
      (std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/appliances.json").string();
  const Outcome outcome = run_program({"plan", "--case", file, "--json", "--strategy", strategy});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return Json::parse(outcome.out);
}

double energy_kwh(const Json& plan, std::size_t device) {
  double sum = 0.0;
  for (const Json& slot : plan["slots"])
    sum += 0.5 * slot["devices"][device]["power_kw"].get<double>();
  return sum;
}

TEST(AppliancesCase, EachRunsAsItsKeysSay) {
  const Json plan = plan_of("optimal");
  EXPECT_EQ(plan["status"], "optimal");
  EXPECT_NEAR(energy_kwh(plan, 0), 2.0, 1e-9);
  EXPECT_NEAR(energy_kwh(plan, 1), 6.6, 1e-9);
  EXPECT_LE(energy_kwh(plan, 2), 6.0 + 1e-6);
  int run = 0;
  for (const Json& slot : plan["slots"]) {
    const Json& pump = slot["devices"][1];
    const bool is_on = pump["state"] == "running";
    EXPECT_EQ(pump["power_kw"].get<double>(), is_on ? 1.1 : 0.0);
    if (!is_on && run > 0) {
      EXPECT_GE(run, 2);
    }
    run = is_on ? run + 1 : 0;
    // At 0.21 and more it never pays for the rod to buy: it takes what is left of the sun.
    if (slot["devices"][2]["power_kw"].get<double>() > 1e-6) {
      EXPECT_LT(slot["grid_import_kw"].get<double>(), 1e-6);
    }
  }
}

TEST(AppliancesCase, RunningAtOnceCostsMore) {
  EXPECT_GT(plan_of("self_use")["objective"].get<double>(),
            plan_of("optimal")["objective"].get<double>() + 0.3);
}

}  // namespace
}  // namespace ohmstead::cli
