// The readable case with a battery in a cold garage, planned as a person would.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

const std::filesystem::path k_case =
    std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/cold-battery.json";

Json plan_of(const std::string& strategy) {
  const Outcome outcome =
      run_program({"plan", "--case", k_case.string(), "--json", "--strategy", strategy});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return Json::parse(outcome.out);
}

// What the battery may take and give at -10 to 10 deg C is 0 to 5 and 2.5 to 5 kW, and towards full
// and empty it falls from 5 kW to 0.5 and 1 kW.
TEST(ColdBattery, KeepsWhatTheColdAndItsStateAllow) {
  const Json home = Json::parse(read_text(k_case));
  for (const char* strategy : {"optimal", "rules", "multipass", "self_use"}) {
    const Json plan = plan_of(strategy);
    double before = 3.0;
    for (std::size_t t = 0; t < 24; ++t) {
      const Json& battery = plan["slots"][t]["batteries"][0];
      const double warmth = (home["batteries"][0]["temperature_c"][t].get<double>() + 10.0) / 20.0;
      const double soc = battery["soc_kwh"].get<double>();
      const double charge = battery["charge_kw"].get<double>();
      const double discharge = battery["discharge_kw"].get<double>();
      EXPECT_LE(charge, 5.0 * warmth + 1e-6) << strategy << " " << t;
      EXPECT_LE(discharge, 2.5 + 2.5 * warmth + 1e-6) << strategy << " " << t;
      if (charge > 1e-6) {
        EXPECT_LE(charge, 5.0 - 2.25 * (std::max(soc, before) - 8.0) + 1e-5);
      }
      if (discharge > 1e-6) {
        EXPECT_LE(discharge, 1.0 + 4.0 * std::min(soc, before) + 1e-5);
      }
      before = soc;
    }
  }
}

TEST(ColdBattery, IsWorthItsPlan) {
  const Json plan = plan_of("optimal");
  EXPECT_EQ(plan["status"], "optimal");
  EXPECT_TRUE(plan["violations"].empty()) << plan["violations"].dump();
  EXPECT_LT(plan["gap"].get<double>(), 0.01);
  for (const char* other : {"rules", "self_use", "no_battery"}) {
    EXPECT_GT(plan_of(other)["objective"].get<double>(), plan["objective"].get<double>() + 0.02);
  }
}

}  // namespace
}  // namespace ohmstead::cli
