#include "ohmstead/home/water_heater.hpp"

#include <gtest/gtest.h>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {
namespace {

std::string case_with(const std::string& heaters) {
  return R"({"schema": "ohmstead.case/1",
 "slots": {"start": "2026-01-05T00:00:00Z", "step_s": 900, "count": 4},
 "prices": {"import_per_kwh": 0.3, "export_per_kwh": 0.05}, "load_kw": 0.2,
 "water_heaters": [)" +
         heaters + "]}";
}

std::string problems_of(const std::string& heaters) {
  const auto home = read_case(case_with(heaters), "case.json");
  return home ? "none" : home.error().message;
}

TEST(WaterHeater, IsReadAndWrittenWithOneValuePerSlot) {
  const auto home =
      read_case(case_with(R"({"id": "boiler", "power_kw": 2, "cop": 3, "min_on_s": 1800,
   "max_starts_per_day": 1, "days_from": "first_slot",
   "tank": {"volume_l": 200, "loss_w_per_k": 2, "temperature_c": 48, "min_c": 40, "max_c": 70,
            "comfort_c": 45, "comfort_price_per_k_h": 0.3, "draw_kw": [0, 1, 0, 0]}})"),
                "case.json");
  ASSERT_TRUE(home.has_value()) << home.error().message;
  const WaterHeater& boiler = home->water_heaters.at(0);
  EXPECT_EQ(boiler.cop.size(), 4U);
  EXPECT_EQ(boiler.days_from, DaysFrom::first_slot);
  EXPECT_EQ(boiler.tank->draw.raw()[1], 1.0);
  // 200 l of water at 4.186 kJ per litre and K.
  EXPECT_NEAR(effective_capacity(*boiler.tank), 0.23256, 1e-5);
  const auto again = read_case(write_case(*home), "again");
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(write_case(*again), write_case(*home));
  EXPECT_TRUE(has_planned_devices(*home));
}

TEST(WaterHeater, AllProblemsAreToldAtOnceWithTheirPlace) {
  const std::string text = problems_of(
      R"({"id": "a", "power_kw": -1, "deferral_h": 30, "owed_kwh": 1, "on_for_s": 1,
          "off_for_s": 1, "max_blocks_per_day": 0, "daily_kwh": 4},
         {"id": "b", "power_kw": 1, "tank": {"volume_l": 100, "capacity_kwh_per_k": 1,
          "temperature_c": 900, "min_c": 60, "max_c": 50, "draw_kw": [1, 2]}},
         {"id": "c", "power_kw": 1})");
  for (const char* place :
       {"water_heaters[0].power_kw", "water_heaters[0].deferral_h", "water_heaters[0].off_for_s",
        "water_heaters[0].max_blocks_per_day", "water_heaters[1].tank: give either volume_l",
        "water_heaters[1].tank.temperature_c", "water_heaters[1].tank.min_c: 60 is above max_c 50",
        "water_heaters[1].tank.draw_kw", "water_heaters[2]: give either daily_kwh or tank"}) {
    EXPECT_NE(text.find(place), std::string::npos) << place << " in\n" << text;
  }
}

TEST(WaterHeater, ATankThatNothingAsksWarmIsAMistake) {
  const std::string text =
      problems_of(R"({"id": "a", "power_kw": 1, "tank": {"volume_l": 100, "temperature_c": 50}})");
  EXPECT_NE(text.find("nothing asks for warm water"), std::string::npos) << text;
  const std::string reserve = problems_of(
      R"({"id": "a", "power_kw": 1, "tank": {"volume_l": 100, "temperature_c": 50, "comfort_c": 45,
          "comfort_price_per_k_h": 0.3, "reserve_kwh": [0, 1, 1, 0]}},
         {"id": "b", "power_kw": 1, "tank": {"volume_l": 100, "temperature_c": 50, "min_c": 45,
          "reserve_kwh": [0, -1, 1, 0]}})");
  for (const char* part : {"water_heaters[0].tank.reserve_kwh: is kept above min_c",
                           "water_heaters[1].tank.reserve_kwh[1]"})
    EXPECT_NE(reserve.find(part), std::string::npos) << part << " in\n" << reserve;
  EXPECT_NE(problems_of(R"({"id": "a", "power_kw": 1, "daily_kwh": 3, "owed_kwh": 1})")
                .find("water_heaters[0].owed_kwh: needs deferral_h"),
            std::string::npos);
}

TEST(WaterHeater, HasAStateUnlessItModulatesFreely) {
  WaterHeater heater;
  EXPECT_TRUE(is_switched(heater));
  heater.is_modulating = true;
  EXPECT_FALSE(is_switched(heater));
  heater.min_off = base::Seconds{60};
  EXPECT_TRUE(is_switched(heater));
}

}  // namespace
}  // namespace ohmstead::home
