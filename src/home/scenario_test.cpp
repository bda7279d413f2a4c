#include "ohmstead/home/scenario.hpp"

#include <gtest/gtest.h>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {
namespace {

ScenarioSet weighted(const std::vector<double>& weights) {
  ScenarioSet set;
  for (const double weight : weights) set.all.emplace_back().weight = weight;
  return set;
}

TEST(ScenarioCosts, WithoutCautionTheMeanCounts) {
  const RiskyCost cost = risky_cost(weighted({1.0, 3.0}), {8.0, 4.0});
  EXPECT_DOUBLE_EQ(cost.expected, 5.0);
  EXPECT_DOUBLE_EQ(cost.objective, 5.0);
}

// The worst 40 %: the one of 10 whole (30 %) and a third of that of 7 (30 %).
TEST(ScenarioCosts, CautionAddsTheMeanOfTheWorst) {
  ScenarioSet set = weighted({4.0, 3.0, 3.0});
  set.cvar = Cvar{Ratio{0.6}, Ratio{0.5}};
  const std::vector<double> costs{2.0, 10.0, 7.0};
  const RiskyCost cost = risky_cost(set, costs);
  EXPECT_NEAR(cost.expected, 0.8 + 3.0 + 2.1, 1e-12);
  EXPECT_NEAR(cost.cvar, (0.3 * 10.0 + 0.1 * 7.0) / 0.4, 1e-12);
  EXPECT_NEAR(cost.objective, 0.5 * 5.9 + 0.5 * 9.25, 1e-12);
  const std::vector<double> weights = risky_weights(set, costs);
  EXPECT_NEAR(weights[0], 0.5 * 0.4, 1e-12);
  EXPECT_NEAR(weights[1], 0.5 * 0.3 + 0.5 * 0.75, 1e-12);
  EXPECT_NEAR(weights[2], 0.5 * 0.3 + 0.5 * 0.25, 1e-12);
}

TEST(ScenarioGrid, MultipliesPossibilitiesOut) {
  const std::vector<Scenario> all = scenario_grid({{0.6, 0.25}, {1.0, 0.5}, {1.3, 0.25}},
                                                  {{0.85, 0.25}, {1.0, 0.5}, {1.25, 0.25}},
                                                  {{-0.03, 0.25}, {0.0, 0.5}, {0.04, 0.25}}, true);
  ASSERT_EQ(all.size(), 27U);
  double sum = 0.0;
  for (const Scenario& scenario : all) sum += scenario.weight;
  EXPECT_NEAR(sum, 1.0, 1e-12);
  EXPECT_EQ(all.front().name, "sun 0.6, load 0.85, price -0.03");
  EXPECT_EQ(all.back().export_add[0], EnergyPrice{0.04});
}

constexpr const char* k_case = R"({
  "schema": "ohmstead.case/1", "slots": {"start": "2026-01-05T00:00:00Z", "step_s": 3600, "count": 2},
  "prices": {"import_per_kwh": [0.2, 0.3], "export_per_kwh": 0.1}, "load_kw": [1.0, 2.0],
  "pv_kw": [0.0, 4.0],
  "inverters": [{"id": "roof", "ac_limit_kw": 5.0, "pv_kw": [0.0, 2.0]}],
  "batteries": [{"id": "home", "capacity_kwh": 5, "soc_kwh": 1, "charge_kw": 2}],
  "appliances": [{"id": "washer", "profile_kw": [1.0], "profile_step_s": 3600}],
  "scenarios": SCENARIOS})";

base::Result<Case> read_with(const std::string& scenarios) {
  std::string text = k_case;
  text.replace(text.find("SCENARIOS"), 9, scenarios);
  return read_case(text, "case.json");
}

TEST(Scenario, ChangesSunLoadAndPrices) {
  const auto home = read_with(R"({"all": [{"name": "cloudy", "pv_factor": [1.0, 0.5],
      "load_kw": 3.0, "load_factor": 2.0, "import_add_per_kwh": -0.05, "export_per_kwh": 0.0}],
      "first_slot_shared": false})");
  ASSERT_TRUE(home) << home.error().message;
  const Case then = scenario_case(*home, home->scenarios->all[0]);
  EXPECT_FALSE(then.scenarios);
  EXPECT_DOUBLE_EQ(then.pv[1].value(), 2.0);
  EXPECT_DOUBLE_EQ(then.inverters[0].pv[1].value(), 1.0);
  EXPECT_DOUBLE_EQ(then.load[0].value(), 6.0);
  EXPECT_DOUBLE_EQ(then.prices.import[1].value(), 0.25);
  EXPECT_DOUBLE_EQ(then.prices.export_[1].value(), 0.0);
  EXPECT_EQ(first_stage_devices(*home), std::set<std::string>{"washer"});
}

TEST(Scenario, SharedFirstSlotComesAsExpected) {
  const auto home = read_with(R"({"all": [{"name": "other", "pv_factor": 0.5, "load_kw": 3.0,
      "import_add_per_kwh": -0.05, "export_per_kwh": 0.0}]})");
  ASSERT_TRUE(home) << home.error().message;
  const Case then = scenario_case(*home, home->scenarios->all[0]);
  EXPECT_EQ(then.load[0], home->load[0]);
  EXPECT_EQ(then.prices.import[0], home->prices.import[0]);
  EXPECT_EQ(then.prices.export_[0], home->prices.export_[0]);
  EXPECT_DOUBLE_EQ(then.load[1].value(), 3.0);
  EXPECT_DOUBLE_EQ(then.inverters[0].pv[1].value(), 1.0);
}

TEST(Scenario, SurvivesWritingAndReading) {
  const auto home = read_with(R"({"all": [{"name": "a", "weight": 2}, {"name": "b"}],
      "first_stage": [], "first_slot_shared": false, "cvar": {"alpha": 0.8, "weight": 0.25}})");
  ASSERT_TRUE(home) << home.error().message;
  const auto again = read_case(write_case(*home), "again.json");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(write_case(*again), write_case(*home));
  EXPECT_TRUE(first_stage_devices(*again).empty());
  EXPECT_FALSE(again->scenarios->is_first_slot_shared);
}

TEST(Scenario, EveryProblemIsListedWithItsPlace) {
  const auto home = read_with(R"({"all": [
      {"name": "", "weight": 0, "pv_kw": [1.0, 2.0, 3.0]},
      {"name": "b", "load_factor": -1, "import_add_per_kwh": [0.1, 0.2, 0.3]}],
      "first_stage": ["home", "sauna"], "cvar": {"alpha": 1.0, "weight": 2.0}})");
  ASSERT_FALSE(home);
  const std::string& message = home.error().message;
  for (const char* place :
       {"scenarios.all[0].name", "scenarios.all[0].weight", "scenarios.all[0].pv_kw",
        "scenarios.all[1].load_factor", "scenarios.all[1].import_add_per_kwh",
        "scenarios.first_stage[0]", "scenarios.first_stage[1]", "scenarios.cvar.alpha",
        "scenarios.cvar.weight"}) {
    EXPECT_NE(message.find(place), std::string::npos) << place << " in\n" << message;
  }
}

TEST(Scenario, NothingMayEarnWithoutEnd) {
  std::string text = k_case;
  text.replace(
      text.find("SCENARIOS"), 9,
      R"({"all": [{"name": "dear", "export_add_per_kwh": 1.0}]}, "grid": {"exclusive": false})");
  const auto home = read_case(text, "case.json");
  ASSERT_FALSE(home);
  EXPECT_NE(home.error().message.find("scenarios.all[0]"), std::string::npos)
      << home.error().message;
}

}  // namespace
}  // namespace ohmstead::home
