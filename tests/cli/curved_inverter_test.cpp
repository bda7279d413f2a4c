// The readable case with an inverter whose losses depend on power, planned as a person would.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;

const std::filesystem::path k_case =
    std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/good/curved-inverter.json";

Json plan_of(const std::vector<std::string>& more) {
  std::vector<std::string> words{"plan", "--case", k_case.string(), "--json"};
  words.insert(words.end(), more.begin(), more.end());
  const Outcome outcome = run_program(words);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return Json::parse(outcome.out);
}

// Power of the DC bus at the points of the case, straight in between: 0.1 / 0.6, 0.6 / 0.91 ...
// when it gives, 0.1 * 0.6 ... when it gets.
double dc_kw(double ac_kw, bool gives) {
  constexpr double k_points[][2] = {{0.1, 0.6}, {0.6, 0.91}, {2.0, 0.965}, {6.0, 0.955}};
  double before_ac = 0.0, before_dc = 0.0;
  for (const auto& [ac, efficiency] : k_points) {
    const double dc = gives ? ac / efficiency : ac * efficiency;
    if (ac_kw <= ac) return before_dc + (dc - before_dc) * (ac_kw - before_ac) / (ac - before_ac);
    before_ac = ac;
    before_dc = dc;
  }
  return before_dc;
}

TEST(CurvedInverter, EveryStrategyLosesWhatTheCurveSays) {
  for (const char* strategy : {"optimal", "rules", "multipass", "self_use", "no_battery"}) {
    const Json plan = plan_of({"--strategy", strategy});
    for (std::size_t t = 0; t < 24; ++t) {
      const Json& slot = plan["slots"][t];
      const Json& inverter = slot["inverters"][0];
      double bus_kw = inverter["pv_used_kw"].get<double>() +
                      dc_kw(inverter["ac_to_dc_kw"].get<double>(), false) -
                      dc_kw(inverter["dc_to_ac_kw"].get<double>(), true);
      for (const Json& battery : slot["batteries"])
        bus_kw += battery["discharge_kw"].get<double>() - battery["charge_kw"].get<double>();
      EXPECT_NEAR(bus_kw, 0.0, 1e-6) << strategy << " " << t;
    }
  }
}

// While the battery takes the rest, solar is sold with the 2 kW that lose least.
TEST(CurvedInverter, SolarIsSoldWithThePowerThatLosesLeast) {
  const Json plan = plan_of({});
  EXPECT_EQ(plan["status"], "optimal");
  EXPECT_TRUE(plan["violations"].empty()) << plan["violations"].dump();
  EXPECT_LT(plan["gap"].get<double>(), 1e-6);
  for (std::size_t t = 9; t < 12; ++t) {
    EXPECT_NEAR(plan["slots"][t]["inverters"][0]["dc_to_ac_kw"].get<double>(), 2.0, 1e-6) << t;
    EXPECT_GT(plan["slots"][t]["batteries"][0]["charge_kw"].get<double>(), 1.0) << t;
  }
  const Json linear = plan_of({"--engine", "linear"});
  EXPECT_NEAR(linear["objective"].get<double>(), plan["objective"].get<double>(), 1e-6);
  for (const char* other : {"rules", "self_use", "no_battery"}) {
    EXPECT_GT(plan_of({"--strategy", other})["objective"].get<double>(),
              plan["objective"].get<double>() + 0.01);
  }
}

}  // namespace
}  // namespace ohmstead::cli
