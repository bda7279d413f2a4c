#include "ohmstead/home/vehicle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {
namespace {

using ::testing::DoubleEq;
using ::testing::Pointwise;

constexpr const char* k_start = R"({
  "schema": "ohmstead.case/1",
  "slots": {"start": "2024-06-24T10:00:00Z", "step_s": 3600, "count": 3},
  "prices": {"import_per_kwh": 0.3, "export_per_kwh": 0.1},
  "load_kw": 0.5,
)";

std::string text_of(const std::string& chargers, const std::string& vehicles) {
  return k_start + ("\"chargers\": [" + chargers + "], \"vehicles\": [" + vehicles + "]}");
}

std::string error_of(const std::string& chargers, const std::string& vehicles) {
  const auto home = read_case(text_of(chargers, vehicles), "a.json");
  return home ? "" : home.error().message;
}

const std::string k_box = R"({"id": "box", "max_kw": 11})";

std::string car_with(const std::string& more) {
  return R"({"id": "car", "capacity_kwh": 50, "soc_kwh": 20)" + (more.empty() ? "" : ", " + more) +
         "}";
}

TEST(Vehicle, ReadsWritesAndFillsIn) {
  const std::string text = text_of(
      R"({"id": "box", "discharge_kw": 5,
          "currents": {"phases": [1, 3], "min_a": 6, "max_a": 8, "step_a": 2}})",
      car_with(R"("available": 1, "trip_kwh": [0, 2, 0], "chargers": ["box"],
        "trips": [{"leave": "2024-06-24T12:00:00Z", "return": "2024-06-24T18:00:00Z",
                   "energy_kwh": 8}],
        "targets": [{"soc_kwh": 40, "by": "2024-06-24T12:00:00Z", "hard": true}],
        "power_by_soc": [{"soc_kwh": 40, "kw": 11}, {"soc_kwh": 50, "kw": 2}])"));
  const Case home = read_case(text, "a.json").value();
  EXPECT_EQ(home.vehicles[0].available.size(), 3U);
  EXPECT_DOUBLE_EQ(home.vehicles[0].charge_efficiency.value(), 0.92);
  EXPECT_TRUE(home.vehicles[0].targets[0].is_hard);
  EXPECT_THAT(power_levels_kw(home.chargers[0]),
              Pointwise(DoubleEq(), std::vector{1.38, 1.84, 4.14, 5.52}));
  EXPECT_DOUBLE_EQ(effective_max(home.chargers[0]).value(), 5.52);
  const std::string written = write_case(home);
  EXPECT_EQ(write_case(read_case(written, "b.json").value()), written);
}

TEST(Vehicle, HighestPowerCutsTheLevels) {
  Charger charger;
  charger.max = base::Power{4.0};
  charger.steps = base::Series<base::Power>{{5.0, 2.0, 4.0, 2.0}};
  EXPECT_EQ(power_levels_kw(charger), (std::vector{2.0, 4.0}));
  charger.steps = base::Series<base::Power>{};
  charger.currents = ChargerCurrents{230.0, {1}, 6.0, 1e9, 1e-9};
  EXPECT_LE(power_levels_kw(charger).size(), 1000U);
}

TEST(Vehicle, BadChargersAreRefused) {
  EXPECT_EQ(error_of(R"({"id": "away", "max_kw": 11})", ""),
            "a.json: chargers[0].id: 'away' is what a car without a charger is called");
  EXPECT_EQ(error_of(R"({"id": "box"})", ""), "a.json: chargers[0].max_kw: is missing");
  EXPECT_EQ(error_of(R"({"id": "box", "min_kw": 4, "max_kw": 3})", ""),
            "a.json: chargers[0].min_kw: 4 is above max_kw 3");
  EXPECT_EQ(error_of(R"({"id": "box", "steps_kw": [2, 4], "currents": {}})", ""),
            "a.json: chargers[0].currents: give either this or steps_kw");
  EXPECT_EQ(error_of(R"({"id": "box", "currents": {"min_a": 20, "phases": [4]}})", ""),
            "a.json: chargers[0].currents.phases[0]: 4 must be between 1 and 3");
  EXPECT_EQ(error_of(R"({"id": "box", "currents": {"min_a": 20}})", ""),
            "a.json: chargers[0].currents.min_a: 20 is above max_a 16");
  EXPECT_EQ(error_of(k_box + ", " + k_box, ""),
            "a.json: chargers[1].id: 'box' is the name of chargers[0] too");
}

TEST(Vehicle, BadVehiclesAreRefused) {
  EXPECT_EQ(error_of(k_box, car_with(R"("chargers": ["bix"])")),
            "a.json: vehicles[0].chargers[0]: there is no charger 'bix'");
  EXPECT_EQ(error_of(k_box, car_with(R"("available": [1, 0, 2])")),
            "a.json: vehicles[0].available[2]: 2 must be between 0 and 1");
  EXPECT_EQ(error_of(k_box, car_with(R"("available": [1, 0])")),
            "a.json: vehicles[0].available: 2 values for 3 slots");
  EXPECT_EQ(error_of(k_box, car_with(R"("min_soc_kwh": 60)")),
            "a.json: vehicles[0].min_soc_kwh: 60 is above capacity_kwh 50");
  EXPECT_EQ(error_of(k_box, car_with(R"("end_value_per_kwh": 1,
                "end_value_steps": [{"energy_kwh": 5, "value_per_kwh": 1}])")),
            "a.json: vehicles[0].end_value_steps: give either this or end_value_per_kwh");
  EXPECT_EQ(error_of(k_box, car_with(R"("targets": [{"soc_kwh": 40, "by": "2024-06-24T12:00:00Z",
                "hard": true, "price_per_kwh": 2}])")),
            "a.json: vehicles[0].targets[0].hard: cannot go with price_per_kwh");
  EXPECT_EQ(error_of(k_box, car_with(R"("power_by_soc": [{"soc_kwh": 30, "kw": 11},
                {"soc_kwh": 45, "kw": 2}])")),
            "a.json: vehicles[0].power_by_soc[1].soc_kwh: the last point must reach capacity_kwh "
            "50");
  EXPECT_EQ(error_of(k_box, car_with(R"("power_by_soc": [{"soc_kwh": 30, "kw": 11},
                {"soc_kwh": 40, "kw": 4}, {"soc_kwh": 50, "kw": 2}])")),
            "a.json: vehicles[0].power_by_soc[2].kw: must fall from point to point, and ever "
            "faster");
}

TEST(Vehicle, OverlappingTripsAreOneProblem) {
  EXPECT_EQ(error_of(k_box, car_with(R"("trips": [
      {"leave": "2024-06-24T12:00:00Z", "return": "2024-06-24T18:00:00Z", "energy_kwh": 8},
      {"leave": "2024-06-24T17:00:00Z", "return": "2024-06-24T19:00:00Z"}])")),
            "a.json: vehicles[0].trips[1]: overlaps vehicles[0].trips[0]");
  EXPECT_EQ(error_of(k_box, car_with(R"("trips": [
      {"leave": "2024-06-24T12:00:00Z", "return": "2024-06-24T12:00:00Z"}])")),
            "a.json: vehicles[0].trips[0].return: must be after leave");
}

TEST(Vehicle, AllProblemsAtOnce) {
  const std::string message =
      error_of(R"({"id": "box", "min_kw": 4, "max_kw": 3})",
               car_with(R"("chargers": ["bix"], "available": [3, 0, 0], "wear_per_kwh": -1)"));
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 3);
}

}  // namespace
}  // namespace ohmstead::home
