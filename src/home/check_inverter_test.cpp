// Inverters whose losses depend on power: reading, writing, every problem, what passes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string case_with(const std::string& inverter_keys) {
  return R"({"schema":"ohmstead.case/1","name":"a","slots":{"start":"2026-01-01T00:00:00Z",
"step_s":3600,"count":2},"prices":{"import_per_kwh":0.3,"export_per_kwh":0.1},"load_kw":1,
"inverters":[{"id":"i","ac_limit_kw":4)" +
         inverter_keys + "}]}";
}

std::string error_of(const std::string& inverter_keys) {
  const auto home = read_case(case_with(inverter_keys), "a.json");
  return home ? "" : home.error().message;
}

constexpr const char* k_curve =
    R"(,"efficiency":[{"kw":1,"efficiency":0.5},{"kw":2,"efficiency":0.8}])";

TEST(Inverter, CurvesAreReadAndWrittenBack) {
  const Case home = read_case(case_with(k_curve), "a.json").value();
  const Inverter& inverter = home.inverters[0];
  ASSERT_EQ(inverter.efficiency.points().size(), 2U);
  EXPECT_EQ(charge_curve(inverter), inverter.efficiency);
  EXPECT_EQ(effective_efficiency(inverter), Ratio{0.8});
  EXPECT_EQ(effective_charge_efficiency(inverter), Ratio{0.8});
  const Case again = read_case(write_case(home), "b.json").value();
  EXPECT_EQ(write_case(again), write_case(home));
  EXPECT_EQ(again.inverters[0].efficiency, inverter.efficiency);
}

TEST(Inverter, EachWayMayHaveItsOwn) {
  const Case home =
      read_case(case_with(std::string{k_curve} + R"(,"charge_efficiency":0.9)"), "a").value();
  const InverterLegs legs{home.inverters[0]};
  EXPECT_NEAR(legs.dc_kw(2.0), 1.8, 1e-12);
  EXPECT_NEAR(legs.dc_kw(-2.0), -2.5, 1e-12);
  EXPECT_EQ(effective_charge_efficiency(home.inverters[0]), Ratio{0.9});
}

TEST(Inverter, ACurveSaysWhatPassesBothWays) {
  const InverterLegs legs{read_case(case_with(k_curve), "a").value().inverters[0]};
  // On the AC side 1 kW is 2 kW of the bus when it gives and 0.5 kW when it gets; 2 kW are 2.5 and
  // 1.6 kW; 3 kW are above the last point, so 0.8 counts: 3.75 and 2.4 kW.
  const std::vector<std::pair<double, double>> ac_and_dc{
      {0.0, 0.0},    {-0.5, -1.0}, {-1.0, -2.0}, {-1.5, -2.25}, {-2.0, -2.5},
      {-3.0, -3.75}, {0.5, 0.25},  {1.0, 0.5},   {1.5, 1.05},   {3.0, 2.4}};
  for (const auto& [ac_kw, dc_kw] : ac_and_dc) {
    EXPECT_NEAR(legs.dc_kw(ac_kw), dc_kw, 1e-12);
    EXPECT_NEAR(legs.ac_kw(dc_kw), ac_kw, 1e-12);
  }
  EXPECT_TRUE(legs.has_curves());
  EXPECT_TRUE(legs.has_losses());
  EXPECT_EQ(legs.to_ac_limit_kw, 4.0);
  EXPECT_EQ(legs.from_ac_limit_kw, 4.0);
}

TEST(Inverter, ANumberLosesTheSameAtEachPower) {
  const InverterLegs legs{read_case(case_with(R"(,"efficiency":0.8)"), "a").value().inverters[0]};
  EXPECT_FALSE(legs.has_curves());
  EXPECT_TRUE(legs.has_losses());
  EXPECT_NEAR(legs.ac_kw(-5.0), -4.0, 1e-12);
  EXPECT_NEAR(legs.ac_kw(4.0), 5.0, 1e-12);
  EXPECT_FALSE(InverterLegs{Inverter{}}.has_losses());
  const InverterLegs none;
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(none.dc_kw(infinity), infinity);
  EXPECT_EQ(none.ac_kw(-3.0), -3.0);
}

TEST(Inverter, AllProblemsAreReportedAtOnce) {
  const std::string error = error_of(
      R"(,"efficiency":[{"kw":1,"efficiency":0.3},{"kw":2,"efficiency":0.9}],
"charge_efficiency":[{"kw":1,"efficiency":0.9},{"kw":2,"efficiency":0.4},{"kw":2,"efficiency":0.5}],
"hybrid":false,"pv_kw":1)");
  EXPECT_THAT(error, HasSubstr("inverters[0].efficiency[1].efficiency: takes 2.222 kW "
                               "at 2 kW, no more than the point before"));
  EXPECT_THAT(error, HasSubstr("inverters[0].charge_efficiency[1].efficiency: passes 0.8 kW at 2 "
                               "kW, no more than the point before"));
  EXPECT_THAT(error, HasSubstr("inverters[0].charge_efficiency[2].kw: must be above 0 and rise"));
  EXPECT_THAT(error, HasSubstr("inverters[0].pv_kw: only a hybrid inverter has PV of its own"));
}

// One curve is used both ways, so it must rise both ways.
TEST(Inverter, ACurveForBothWaysMustRiseBothWays) {
  const char* falling = R"(,"efficiency":[{"kw":1,"efficiency":0.9},{"kw":2,"efficiency":0.4}])";
  EXPECT_THAT(error_of(falling), HasSubstr("inverters[0].efficiency[1].efficiency: passes 0.8 kW"));
  EXPECT_EQ(error_of(std::string{falling} + R"(,"charge_efficiency":0.9)"), "");
}

TEST(Inverter, ValuesOutOfRangeAreRefused) {
  const std::string error = error_of(
      R"(,"efficiency":[{"kw":0,"efficiency":97},{"power":2,"efficiency":0.9}],
"charge_efficiency":"high")");
  EXPECT_THAT(error, HasSubstr("inverters[0].efficiency[0].kw: 0 must be above 0"));
  EXPECT_THAT(error,
              HasSubstr("inverters[0].efficiency[0].efficiency: 97 must be above 0 and at most 1"));
  EXPECT_THAT(error, HasSubstr("inverters[0].efficiency[1].power: unknown key"));
  EXPECT_THAT(error, HasSubstr("inverters[0].charge_efficiency: "));
  EXPECT_THAT(error_of(R"(,"efficiency":[])"), Not(""));
}

}  // namespace
}  // namespace ohmstead::home
