// Batteries whose powers, losses and wear depend on something: reading, writing, and every problem.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "ohmstead/home/battery_physics.hpp"

namespace ohmstead::home {
namespace {

using ::testing::HasSubstr;

std::string case_with(const std::string& battery_keys, const std::string& case_keys = "") {
  return R"({"schema":"ohmstead.case/1","name":"a","slots":{"start":"2026-01-01T00:00:00Z",
"step_s":3600,"count":3},"prices":{"import_per_kwh":0.3,"export_per_kwh":0.1},"load_kw":1,
"batteries":[{"id":"b","capacity_kwh":10,"soc_kwh":5,"charge_kw":4)" +
         battery_keys + "}]" + case_keys + "}";
}

std::string error_of(const std::string& battery_keys, const std::string& case_keys = "") {
  const auto home = read_case(case_with(battery_keys, case_keys), "a.json");
  return home ? "" : home.error().message;
}

constexpr const char* k_all = R"(,"wear_per_kwh":[{"below_soc_kwh":2,"wear_per_kwh":0.1},
{"below_soc_kwh":6,"wear_per_kwh":0.02}],
"charge_efficiency":[{"kw":0.5,"efficiency":0.7},{"kw":4,"efficiency":0.95}],
"discharge_efficiency":0.9,
"power_by_soc":[{"soc_share":0,"discharge_kw":1},{"soc_kwh":2,"charge_kw":4,"discharge_kw":4},
{"soc_share":1,"charge_kw":0.5}],
"temperature_derating":[{"temperature_c":-10,"charge_share":0},{"temperature_c":10}],
"temperature_c":[-10,0,20])";

TEST(BatteryLimits, AreReadSpreadAndWrittenBack) {
  const Case home = read_case(case_with(k_all), "a.json").value();
  const Battery& battery = home.batteries[0];
  ASSERT_EQ(battery.wear.points().size(), 2U);
  EXPECT_EQ(battery.wear.points()[0].price, EnergyPrice{0.1});
  EXPECT_EQ(nominal(battery.charge_efficiency), Ratio{0.95});
  EXPECT_EQ(effective_discharge_efficiency(battery), Ratio{0.9});
  EXPECT_EQ(power_limits(home, battery, 0).charge, Power{});
  EXPECT_EQ(power_limits(home, battery, 1).charge, Power{2.0});
  EXPECT_EQ(power_limits(home, battery, 2).discharge, Power{4.0});
  EXPECT_EQ(effective_soc(battery, battery.power_by_soc[2]), Energy{10.0});
  const Case again = read_case(write_case(home), "b.json").value();
  EXPECT_EQ(write_case(again), write_case(home));
  EXPECT_EQ(again.batteries[0].charge_efficiency, battery.charge_efficiency);
}

TEST(BatteryLimits, OneNumberStandsForAllAsBefore) {
  const Case home =
      read_case(case_with(R"(,"wear_per_kwh":0.05,"charge_efficiency":0.8)"), "a").value();
  const Battery& battery = home.batteries[0];
  EXPECT_FALSE(battery.wear.has_points());
  EXPECT_EQ(battery.wear, EnergyPrice{0.05});
  EXPECT_EQ(next_wear(battery, Energy{1.0}), EnergyPrice{0.05});
  EXPECT_EQ(mean_wear(battery), EnergyPrice{0.05});
  EXPECT_EQ(depth_wear(battery, Energy{9.0}, Energy{1.0}), Money{});
  EXPECT_NEAR(charge_leg(battery).inside_kw(3.0), 2.4, 1e-12);
  EXPECT_NEAR(discharge_leg(battery).inside_kw(1.6), 2.0, 1e-12);
}

TEST(BatteryLimits, WearOfTheNextAndOfTheMeanKwh) {
  const Battery battery = read_case(case_with(k_all), "a.json").value().batteries[0];
  EXPECT_NEAR(next_wear(battery, Energy{2.0}).value(), 0.1 / 0.9, 1e-12);
  EXPECT_NEAR(next_wear(battery, Energy{2.1}).value(), 0.02 / 0.9, 1e-12);
  EXPECT_EQ(next_wear(battery, Energy{6.1}), EnergyPrice{});
  EXPECT_NEAR(mean_wear(battery).value(), (0.2 + 0.08) / 10.0 / 0.9, 1e-12);
}

TEST(BatteryLimits, AllProblemsAreReportedAtOnce) {
  const std::string error = error_of(
      R"(,"wear_per_kwh":[{"below_soc_kwh":4,"wear_per_kwh":0.02},{"below_soc_kwh":4,"wear_per_kwh":0.1}],
"charge_efficiency":[{"kw":1,"efficiency":0.9},{"kw":1,"efficiency":0.8}],
"discharge_efficiency":[{"kw":1,"efficiency":0.3},{"kw":2,"efficiency":0.9}],
"power_by_soc":[{"soc_kwh":1,"soc_share":0.1,"charge_kw":1},{"charge_kw":2},{"soc_kwh":3},
{"soc_kwh":3,"charge_kw":1}],
"temperature_derating":[{"temperature_c":5},{"temperature_c":5,"charge_share":0.5}])");
  for (const char* line : {
           "batteries[0].wear_per_kwh[1].below_soc_kwh: must be above 0 and rise from step to step",
           "batteries[0].wear_per_kwh[1].wear_per_kwh: must not rise from step to step",
           "batteries[0].charge_efficiency[1].kw: must be above 0 and rise from point to point",
           "batteries[0].discharge_efficiency[1].efficiency: takes 2.222 kW at 2 kW, "
           "no more",
           "batteries[0].power_by_soc[0]: give either soc_kwh or soc_share",
           "batteries[0].power_by_soc[1]: give either soc_kwh or soc_share",
           "batteries[0].power_by_soc[2]: give charge_kw, discharge_kw or both",
           "batteries[0].power_by_soc[3].soc_kwh: must rise from point to point",
           "batteries[0].temperature_derating: needs temperature_c here, or outdoor_c of the case",
       }) {
    EXPECT_THAT(error, HasSubstr(line));
  }
}

TEST(BatteryLimits, ValuesOutOfRangeAreRefused) {
  const std::string error = error_of(
      R"(,"wear_per_kwh":[{"below_soc_kwh":0,"wear_per_kwh":-1}],
"charge_efficiency":[{"kw":0,"efficiency":0},{"kw":2,"efficiency":1.1}],"discharge_efficiency":[],
"power_by_soc":[{"soc_share":1.5,"charge_kw":-1,"kw":3}],
"temperature_derating":[{"temperature_c":5,"charge_share":2,"discharge_share":-0.1}],
"temperature_c":[1,2])");
  for (const char* line : {
           "wear_per_kwh[0].below_soc_kwh: 0 must be above 0",
           "wear_per_kwh[0].wear_per_kwh: -1 must be at least 0",
           "charge_efficiency[0].kw: 0 must be above 0",
           "charge_efficiency[0].efficiency: 0 must be above 0 and at most 1",
           "charge_efficiency[1].efficiency: 1.1 must be above 0 and at most 1",
           "discharge_efficiency: is neither a number nor a list of points",
           "power_by_soc[0].soc_share: 1.5 must be between 0 and 1",
           "power_by_soc[0].charge_kw: -1 must be at least 0",
           "power_by_soc[0].kw: unknown key",
           "temperature_derating[0].charge_share: 2 must be between 0 and 1",
           "temperature_c: 2 values for 3 slots",
       }) {
    EXPECT_THAT(error, HasSubstr(line));
  }
}

TEST(BatteryLimits, ALimitThatNoLinesCanSayIsRefused) {
  const auto error = [](const std::string& points) {
    return error_of(",\"power_by_soc\":[" + points + "]");
  };
  EXPECT_THAT(
      error(R"({"soc_kwh":1,"charge_kw":1},{"soc_kwh":2,"charge_kw":3})"),
      HasSubstr("power_by_soc[0].charge_kw: a limit that rises from here must begin with an "
                "empty battery"));
  EXPECT_THAT(error(R"({"soc_kwh":8,"charge_kw":3},{"soc_kwh":9,"charge_kw":1})"),
              HasSubstr("power_by_soc[1].charge_kw: a limit that falls to here must reach the full "
                        "battery"));
  EXPECT_THAT(
      error(
          R"({"soc_kwh":6,"charge_kw":3},{"soc_kwh":8,"charge_kw":1},{"soc_kwh":10,"charge_kw":0.5})"),
      HasSubstr("power_by_soc[2].charge_kw: must rise ever slower or fall ever faster"));
  EXPECT_EQ(error(R"({"soc_kwh":8,"charge_kw":3},{"soc_kwh":10,"charge_kw":1})"), "");
}

TEST(BatteryLimits, DoNotGoWithBothFlowsAtOnce) {
  EXPECT_THAT(
      error_of(R"(,"exclusive":false,"wear_per_kwh":[{"below_soc_kwh":4,"wear_per_kwh":0.02}])"),
      HasSubstr("wear_per_kwh: steps by depth cannot go with exclusive false"));
  EXPECT_THAT(error_of(R"(,"exclusive":false,"charge_efficiency":[{"kw":1,"efficiency":0.9}])"),
              HasSubstr("charge_efficiency: a curve cannot go with exclusive false"));
}

// Cases made in memory have no reader that would have found them.
TEST(BatteryLimits, NumbersThatAreNoneAreRefused) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Case good = read_case(case_with(k_all), "a.json").value();
  const auto refuses = [&](auto spoil) {
    Case home = good;
    spoil(home.batteries[0]);
    EXPECT_FALSE(check_case(home, "home"));
  };
  refuses([&](Battery& b) { b.wear.points()[0].price = EnergyPrice{nan}; });
  refuses([&](Battery& b) { b.wear.points()[1].below = Energy{nan}; });
  refuses([&](Battery& b) { b.charge_efficiency.points()[0].efficiency = Ratio{nan}; });
  refuses([&](Battery& b) { b.charge_efficiency.points()[1].power = Power{nan}; });
  refuses([&](Battery& b) { b.power_by_soc[2].charge = Power{nan}; });
  refuses([&](Battery& b) { b.power_by_soc[1].soc = Energy{nan}; });
  refuses([&](Battery& b) { b.temperature_derating[1].discharge = Ratio{nan}; });
  refuses([&](Battery& b) { b.temperature_derating[0].temperature = base::Celsius{nan}; });
  refuses([&](Battery& b) { b.temperature.set(1, base::Celsius{nan}); });
}

}  // namespace
}  // namespace ohmstead::home
