#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/home/site.hpp"

namespace ohmstead::home {
namespace {

using ::testing::HasSubstr;

// Five lines: a faulty line at the end is line 6.
constexpr const char* k_least =
    "name: home\n"
    "timezone: Europe/Paris\n"
    "tariff:\n"
    "  import:\n"
    "    fixed_per_kwh: 0.3\n";

std::string error_of(const std::string& lines) {
  const auto site = read_site(k_least + lines, "site.yaml");
  return site ? "" : site.error().message;
}

constexpr const char* k_devices = R"(
chargers: [{id: wallbox, max_kw: 7.4}]
vehicles:
  - id: car
    capacity_kwh: 50
    initial_soc_pct: 40
    min_soc_pct: 10
    departures:
      - {days: workdays, leave_h: 7.5, back_h: 17, energy_kwh: 8, target_soc_pct: 60}
      - {days: sat, leave_h: 22, back_h: 2, energy_kwh: 3}
water_heaters:
  - id: tank
    power_kw: 2
    tank: {volume_l: 200, loss_w_per_k: 1.5, temperature_c: 55, min_c: 45, max_c: 65}
    draws:
      - {from_h: 6, to_h: 8, litres: 100}
      - {from_h: 19, to_h: 21, days: weekend, heat_kwh: 2}
outdoor_c: 5
zones:
  - id: living
    temperature_c: 20
    capacity_kwh_per_k: 2
    loss_kw_per_k: 0.1
    low_c: 17
    low_price_per_k_h: 0.2
    comfort: [{from_h: 6, to_h: 22, low_c: 20, high_c: 24}]
heat_sources: [{id: heat_pump, zone: living, power_kw: 1.5, cop: 3}]
appliances: [{id: dishwasher, profile_kw: [2, 0.1, 1], window: {from_h: 20, to_h: 6}}]
simulation:
  seed: 7
  faults: [{device: car, kind: frozen, from: 2024-06-24T10:00:00Z, until: 2024-06-24T12:00:00Z}]
)";

TEST(SiteDevices, AreRead) {
  const Site site = read_site(std::string{k_least} + k_devices, "site.yaml").value();
  ASSERT_EQ(site.vehicles.size(), 1U);
  EXPECT_EQ(site.vehicles[0].capacity, Energy{50.0});
  EXPECT_EQ(site.vehicles[0].charge_efficiency, Ratio{0.92});
  ASSERT_EQ(site.vehicles[0].departures.size(), 2U);
  EXPECT_EQ(site.vehicles[0].departures[0].leave_h, 7.5);
  EXPECT_EQ(site.vehicles[0].departures[0].target_soc_pct, 60.0);
  EXPECT_EQ(site.vehicles[0].departures[1].days, DayKind::sat);
  const Vehicle car = base_of(site.vehicles[0]);
  EXPECT_EQ(car.soc, Energy{20.0});
  EXPECT_EQ(car.min_soc, Energy{5.0});
  EXPECT_EQ(site.water_heaters[0].tank->volume_l, 200.0);
  // 100 l x 30 K x 1.163 Wh.
  EXPECT_DOUBLE_EQ(heat_of(site.water_heaters[0].draws[0]).value(), 3.489);
  EXPECT_EQ(heat_of(site.water_heaters[0].draws[1]), Energy{2.0});
  EXPECT_EQ(site.zones[0].comfort[0].low, base::Celsius{20.0});
  EXPECT_EQ(site.heat_sources[0].cop.size(), 1U);
  EXPECT_EQ(site.appliances[0].window.from_h, 20.0);
  EXPECT_EQ(site.simulation.seed, 7);
  EXPECT_EQ(site.simulation.faults[0].kind, FaultKind::frozen);
  EXPECT_TRUE(has_planned_devices(site));
  EXPECT_FALSE(has_planned_devices(without_planned_devices(site)));
}

TEST(SiteDevices, SayWhatDoesNotFitTogether) {
  struct Row {
    const char* lines;
    const char* problem;
  };
  const std::string car =
      "chargers: [{id: box, max_kw: 7}]\nvehicles:\n  - id: car\n    capacity_kwh: 50\n";
  for (const Row& row :
       {Row{"    departures: [{leave_h: 7, back_h: 25}]\n",
            "10:39: vehicles[0].departures[0].back_h: 25 must be between 0 and 24"},
        {"    departures: [{leave_h: 7, back_h: 9}, {days: mon, leave_h: 8, back_h: 10}]\n",
         "10:43: vehicles[0].departures[1]: overlaps vehicles[0].departures[0]"},
        {"    departures: [{days: sun, leave_h: 22, back_h: 8}, {days: mon, leave_h: 7, back_h: "
         "9}]\n",
         "10:55: vehicles[0].departures[1]: overlaps vehicles[0].departures[0]"},
        {"    departures: [{leave_h: 7, back_h: 9, price_per_kwh: 1}]\n",
         "10:57: vehicles[0].departures[0].price_per_kwh: needs target_soc_pct"},
        {"    chargers: [garage]\n",
         "10:16: vehicles[0].chargers[0]: there is no charger 'garage'"},
        {"    known_as: [A, \"\"]\n", "10:19: vehicles[0].known_as[1]: must not be empty"},
        {"    known_as: [A, A]\n", "10:19: vehicles[0].known_as[1]: 'A' is car already"},
        {"    soc_kwh: 3\n", "10:5: vehicles[0].soc_kwh: unknown key"},
        {"water_heaters: [{id: car, power_kw: 2, daily_kwh: 5}]\n",
         "10:22: water_heaters[0].id: 'car' is the name of another device too"},
        {"water_heaters: [{id: tank, power_kw: 2}]\n",
         "10:17: water_heaters[0]: give either daily_kwh or tank"},
        {"water_heaters: [{id: t, power_kw: 2, daily_kwh: 5, cop: [1, 2]}]\n",
         "10:57: water_heaters[0].cop: expected one number, found 2"},
        {"water_heaters: [{id: t, power_kw: 2, daily_kwh: 5, draws: [{litres: 9}]}]\n",
         "10:59: water_heaters[0].draws: are drawn from a tank; give either tank or daily_kwh "
         "alone"},
        {"zones: [{id: z, temperature_c: 20, capacity_kwh_per_k: 1}]\n",
         "1:1: outdoor_c: zones and heat sources need it, or sources.outdoor"},
        {"outdoor_c: 3\nheat_sources: [{id: h, power_kw: 1, zone: z}]\n",
         "11:43: heat_sources[0].zone: there is no zone 'z'"},
        {"outdoor_c: 3\nzones: [{id: z, temperature_c: 20, capacity_kwh_per_k: 1, comfort: "
         "[{low_c: 22, high_c: 20}]}]\n",
         "11:77: zones[0].comfort[0].low_c: 22 is above high_c 20"},
        {"outdoor_c: 3\nzones: [{id: z, temperature_c: 20, capacity_kwh_per_k: 1, "
         "solar_aperture_m2: 2}]\n",
         "11:78: zones[0].solar_aperture_m2: needs sources.irradiance"},
        {"appliances: [{id: a}]\n", "10:14: appliances[0]: give either profile_kw or power_kw"},
        {"sources: {outdoor: {file: a.csv, column: temperature}}\n",
         "10:42: sources.outdoor.column: 'temperature' must end with its unit: _c"},
        {"simulation: {faults: [{device: van, kind: zero, from: 2024-06-24T10:00:00Z, until: "
         "2024-06-24T09:00:00Z}]}\n",
         "10:32: simulation.faults[0].device: there is no device 'van'\n"
         "site.yaml:10:84: simulation.faults[0].until: must be after from"}}) {
    EXPECT_EQ(error_of(car + row.lines), std::string{"site.yaml:"} + row.problem);
  }
  EXPECT_EQ(error_of("vehicles: [{id: car, capacity_kwh: 50}]\n"),
            "site.yaml:6:12: vehicles[0]: needs one of chargers to charge at");
}

TEST(SiteDevices, StandInSchemaAndReference) {
  for (const char* key : {"departures", "draws", "comfort", "trip_jitter_min", "outdoor_c"}) {
    EXPECT_THAT(site_schema(), HasSubstr("\"" + std::string{key} + "\": {"));
    EXPECT_THAT(site_reference(), HasSubstr("| `" + std::string{key} + "` |"));
  }
}

TEST(SiteBatteries, AreDeratedByTheWeather) {
  const std::string battery =
      "batteries: [{capacity_kwh: 9, charge_kw: 3, temperature_derating: [{temperature_c: 0, "
      "charge_share: 0.5}]}]\n";
  EXPECT_THAT(error_of(battery), HasSubstr("needs outdoor_c or sources.outdoor"));
  EXPECT_EQ(error_of(battery + "outdoor_c: 5\n"), "");
}

}  // namespace
}  // namespace ohmstead::home
