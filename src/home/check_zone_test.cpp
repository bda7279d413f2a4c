#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {
namespace {

using ::testing::HasSubstr;

std::string case_with(const std::string& more) {
  return R"({"schema":"ohmstead.case/1","slots":{"start":"2026-01-05T00:00:00Z","step_s":900,"count":3},
"prices":{"import_per_kwh":[0.3,0.2,0.4],"export_per_kwh":0.1},"load_kw":0.5)" +
         more + "}";
}

std::string error_of(const std::string& more) {
  const auto home = read_case(case_with(more), "a.json");
  return home ? "" : home.error().message;
}

constexpr const char* k_rooms = R"(,"outdoor_c":[0,-5,-10],"zones":[
{"id":"a","temperature_c":20,"capacity_kwh_per_k":0.5,"low_c":19,"high_c":[22,23,24],"couplings":[{"zone":"b","kw_per_k":0.1}]},
{"id":"b","temperature_c":18,"capacity_kwh_per_k":0.4}],
"heat_sources":[{"id":"hp","zones":[{"zone":"a","share":0.7},{"zone":"b","share":0.3}],"power_kw":1,
"cop_by_outdoor":[{"outdoor_c":-5,"cop":2},{"outdoor_c":5,"cop":4}]}])";

TEST(Zone, IsReadSpreadAndWrittenBack) {
  const Case home = read_case(case_with(k_rooms), "a.json").value();
  EXPECT_EQ(home.zones[0].low.size(), 3U);
  EXPECT_EQ(home.zones[0].high[1].value(), 23.0);
  EXPECT_TRUE(has_planned_devices(home));
  const Case again = read_case(write_case(home), "b.json").value();
  EXPECT_EQ(write_case(again), write_case(home));
  EXPECT_EQ(again.heat_sources[0].zones[1].zone, "b");
}

TEST(Zone, CopLiesOnTheCurveAndIsLevelBeyondIt) {
  const Case home = read_case(case_with(k_rooms), "a.json").value();
  EXPECT_NEAR(effective_cop(home.heat_sources[0], home.outdoor, 0), 3.0, 1e-12);
  EXPECT_NEAR(effective_cop(home.heat_sources[0], home.outdoor, 1), 2.0, 1e-12);
  EXPECT_NEAR(effective_cop(home.heat_sources[0], home.outdoor, 2), 2.0, 1e-12);
}

TEST(Zone, HeatAtTheEndIsWorthTheCheapestThatCanBeMade) {
  const Case home = read_case(case_with(k_rooms), "a.json").value();
  // 0.3 / 3, 0.2 / 2 and 0.4 / 2 per kWh of heat.
  EXPECT_NEAR(effective_end_value(home, home.zones[0]).value(), 0.99 * 0.1, 1e-12);
  Case cold = home;
  cold.heat_sources.clear();
  EXPECT_EQ(effective_end_value(cold, cold.zones[0]).value(), 0.0);
}

TEST(Zone, AllProblemsAreReportedAtOnce) {
  const std::string error = error_of(R"(,"zones":[
{"id":"a","temperature_c":20,"capacity_kwh_per_k":0,"low_c":24,"high_c":22,
 "couplings":[{"zone":"b","kw_per_k":0.1},{"zone":"a","kw_per_k":0.1},{"zone":"x","kw_per_k":-1}]},
{"id":"b","temperature_c":18,"capacity_kwh_per_k":0.4,"solar_aperture_m2":2,"gain_kw":[1,2],
 "couplings":[{"zone":"a","kw_per_k":0.1}]}],
"heat_sources":[{"id":"a","zone":"b","zones":[{"zone":"c","share":0.5}],"power_kw":1,"min_kw":2,
 "on_for_s":60,"off_for_s":60,"cop":3,"cop_by_outdoor":[{"outdoor_c":5,"cop":2},{"outdoor_c":5,"cop":2}]}])");
  for (const char* line : {
           "outdoor_c: is needed for zones and heat sources",
           "zones[0].capacity_kwh_per_k: 0 must be above 0",
           "zones[0].low_c: 24 is above high_c 22 in slot 0",
           "zones[0].couplings[1].zone: is the zone itself",
           "zones[0].couplings[2].zone: there is no zone 'x'",
           "zones[0].couplings[2].kw_per_k: -1 must be at least 0",
           "zones[1].solar_aperture_m2: needs irradiance_kw_per_m2 of the case",
           "zones[1].gain_kw: 2 values for 3 slots",
           "zones[1].couplings[0].zone: 'a' states this coupling already",
           "heat_sources[0].id: 'a' is the name of another device too",
           "heat_sources[0].zone: give either this or zones",
           "heat_sources[0].min_kw: 2 is above power_kw 1",
           "heat_sources[0].off_for_s: give either this or on_for_s",
           "heat_sources[0].cop_by_outdoor: give either this or cop",
           "heat_sources[0].cop_by_outdoor[1].outdoor_c: must rise from point to point",
       }) {
    EXPECT_THAT(error, HasSubstr(line));
  }
}

TEST(Zone, CurveNeedsTheOutdoorTemperature) {
  EXPECT_THAT(error_of(R"(,"heat_sources":[{"id":"h","zone":"a","power_kw":1}])"),
              HasSubstr("heat_sources[0].zone: there is no zone 'a'"));
  EXPECT_THAT(error_of(R"(,"outdoor_c":[1,2])"), HasSubstr("outdoor_c: 2 values for 3 slots"));
}

}  // namespace
}  // namespace ohmstead::home
