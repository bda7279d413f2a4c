// A car that charges by a plan against the same car charged at once, hour by hour.
#include "unplanned_cars.hpp"

#include <gtest/gtest.h>

namespace ohmstead::engine {
namespace {

const base::Time k_evening = *base::parse_time("2026-03-02T18:00:00Z");
base::Time hour(int count) { return k_evening + std::chrono::hours{count}; }

// 10 kW at the wall, 8 kW into the car; it holds 20 kWh and is wanted with 36 at six.
home::Case make_home() {
  home::Case home;
  home::Charger charger;
  charger.id = "wall";
  charger.max = base::Power{10.0};
  charger.efficiency = base::Ratio{1.0};
  home.chargers.push_back(charger);
  home::Vehicle car;
  car.id = "car";
  car.capacity = base::Energy{50.0};
  car.soc = base::Energy{20.0};
  car.charge_efficiency = base::Ratio{0.8};
  car.targets.push_back({base::Energy{36.0}, hour(12), {}, false});
  home.vehicles.push_back(car);
  return home;
}

home::Readings reading(int at, double soc_kwh, double charged_kwh, bool is_connected = true) {
  home::Readings readings;
  readings.at = hour(at);
  home::VehicleReading car;
  car.id = "car";
  car.is_connected = is_connected;
  car.soc = base::Energy{soc_kwh};
  car.charged = base::Energy{charged_kwh};
  readings.devices.vehicles.push_back(car);
  return readings;
}

TEST(UnplannedCars, ChargeAtOnceUpToTheTargetAndNoMoreOverTheNight) {
  const home::Case home = make_home();
  UnplannedCars cars;
  // The real car waits for the night; 16 kWh into it are 20 kWh at the wall: two hours.
  EXPECT_NEAR(cars.add(home, reading(0, 20, 0), reading(1, 20, 0)).value(), 10.0, 1e-9);
  EXPECT_NEAR(cars.add(home, reading(1, 20, 0), reading(2, 20, 0)).value(), 10.0, 1e-9);
  EXPECT_NEAR(cars.add(home, reading(2, 20, 0), reading(3, 20, 0)).value(), 0.0, 1e-9);
  EXPECT_NEAR(cars.drawn_more().value(), 20.0, 1e-9);
  // Then it charges what the other has had.
  EXPECT_NEAR(cars.add(home, reading(3, 20, 0), reading(4, 28, 10)).value(), -10.0, 1e-9);
  EXPECT_NEAR(cars.add(home, reading(4, 28, 10), reading(5, 36, 20)).value(), -10.0, 1e-9);
  EXPECT_NEAR(cars.drawn_more().value(), 0.0, 1e-9);
}

TEST(UnplannedCars, WhatTheRealOneTookFromTheSunBeyondItsTargetIsBoughtLater) {
  home::Case home = make_home();
  UnplannedCars cars;
  EXPECT_NEAR(cars.add(home, reading(0, 36, 0), reading(1, 40, 5)).value(), -5.0, 1e-9);
  // Away and back, both 4 kWh emptier: the other one now lacks what it did not take.
  EXPECT_EQ(cars.add(home, reading(1, 40, 5, false), reading(3, 36, 5)).value(), 0.0);
  EXPECT_NEAR(cars.add(home, reading(3, 36, 5), reading(4, 36, 5)).value(), 5.0, 1e-9);
  EXPECT_NEAR(cars.drawn_more().value(), 0.0, 1e-9);
}

TEST(UnplannedCars, WithoutATargetACarCountsAsItCharged) {
  home::Case home = make_home();
  home.vehicles[0].targets.clear();
  UnplannedCars cars;
  EXPECT_EQ(cars.add(home, reading(0, 20, 0), reading(1, 24, 5)).value(), 0.0);
  EXPECT_TRUE(cars.ahead().empty());
}

TEST(UnplannedCars, GoOnWhereTheyWere) {
  const home::Case home = make_home();
  UnplannedCars cars;
  cars.restore({{"car", base::Energy{15.0}}});
  EXPECT_NEAR(cars.add(home, reading(0, 20, 0), reading(1, 20, 0)).value(), 5.0, 1e-9);
}

TEST(UnplannedCars, AKilowattHourIsWorthWhatThePlanPaysWhenItCharges) {
  const home::Case home = make_home();
  home::Plan plan;
  for (const auto& [value, power] : {std::pair{0.30, 0.0}, {0.10, 9.0}, {0.20, 3.0}}) {
    home::PlanSlot slot;
    slot.duration = std::chrono::hours{1};
    slot.value = base::EnergyPrice{value};
    slot.devices.emplace_back();
    slot.devices.back().id = "car";
    slot.devices.back().power = base::Power{power};
    plan.slots.push_back(slot);
  }
  EXPECT_NEAR(value_for_cars(home, plan).value(), 0.125, 1e-12);
  for (home::PlanSlot& slot : plan.slots) slot.devices.clear();
  EXPECT_NEAR(value_for_cars(home, plan).value(), 0.10, 1e-12);
}

}  // namespace
}  // namespace ohmstead::engine
