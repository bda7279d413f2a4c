#include "battery_reach.hpp"

#include <gtest/gtest.h>

#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;

home::Case make_home() {
  return make_small_home({0.3, 0.3, 0.3}, {0.1, 0.1, 0.1}, {0.5, 0.5, 0.5}, {0.0, 0.0, 0.0});
}

BatteryReach reach(const home::Battery& battery) {
  const home::Case home = make_home();
  return reach_of(home.slots, BatteryElement{home, battery});
}

void expect_near(const std::vector<double>& values, const std::vector<double>& expected) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t t = 0; t < values.size(); ++t) EXPECT_NEAR(values[t], expected[t], 1e-12) << t;
}

// 5 of 10 kWh; 5 kW store 4.5 kWh an hour, or take 6.25 from the store.
TEST(BatteryReach, EndsAtFullAndEmpty) {
  const BatteryReach found = reach(make_small_battery());
  expect_near(found.high_kwh, {9.5, 10.0, 10.0});
  expect_near(found.low_kwh, {0.0, 0.0, 0.0});
  expect_near(found.charge_kw, {5.0, 5.0, 5.0});
  expect_near(found.discharge_kw, {4.0, 5.0, 5.0});
}

TEST(BatteryReach, WhatNeverGivesTakesNoMoreThanFits) {
  home::Battery car = make_small_battery();
  car.soc = Energy{9.1};
  car.discharge = Power{0.0};
  const BatteryReach found = reach(car);
  expect_near(found.charge_kw, {1.0, 1.0, 1.0});
  expect_near(found.discharge_kw, {0.0, 0.0, 0.0});
  expect_near(found.low_kwh, {9.1, 9.1, 9.1});
  expect_near(found.high_kwh, {10.0, 10.0, 10.0});
}

// What can go both ways at once may charge more than fits.
TEST(BatteryReach, BothWaysAtOnceOnlyThePowersCount) {
  home::Battery battery = make_small_battery();
  battery.soc = Energy{10.0};
  battery.is_exclusive = false;
  const BatteryReach found = reach(battery);
  expect_near(found.charge_kw, {5.0, 5.0, 5.0});
  expect_near(found.discharge_kw, {5.0, 5.0, 5.0});
}

TEST(BatteryReach, ACarAboveItsLimitTakesNothing) {
  home::Battery car = make_small_battery();
  car.soc = Energy{9.5};
  car.max_soc = Energy{8.0};
  car.discharge = Power{0.0};
  expect_near(reach(car).charge_kw, {0.0, 0.0, 0.0});
}

}  // namespace
}  // namespace ohmstead::plan
