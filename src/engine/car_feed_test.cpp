// A battery that is kept from feeding a car, and what the log of decisions says of it.
#include <gtest/gtest.h>

#include "house.hpp"
#include "ohmstead/engine/told.hpp"
#include "testing/ruled_home.hpp"

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;

struct Feed {
  home::Site site = testing::make_site();
  home::Case home;
  home::PlanSlot order;
  home::Readings readings;
  std::vector<CarNow> cars;

  Feed() {
    const base::Time start = testing::at("2026-03-20T10:00:00Z");
    site.batteries.resize(1);
    site.batteries[0].id = "battery";
    site.batteries[0].capacity = Energy{10.0};
    home.slots = base::SlotGrid::uniform(start, std::chrono::hours{1}, 4);
    home.prices.import = base::Series<EnergyPrice>{4, EnergyPrice{0.30}};
    order.start = start;
    order.duration = std::chrono::hours{1};
    order.load = Power{0.5};
    order.batteries.resize(1);
    order.batteries[0].id = "battery";
    order.batteries[0].mode = home::Mode::discharge;
    order.batteries[0].discharge = Power{4.0};
    order.devices.resize(1);
    order.devices[0].id = site.vehicles.at(0).id;
    order.devices[0].power = Power{7.0};
    order.reason.text = "Covers 4.0 kW of the home's need from the battery";
    home::BatteryReading battery;
    battery.id = "battery";
    battery.soc = Energy{8.0};
    readings.batteries.push_back(battery);
    CarNow car;
    car.car = site.vehicles[0].id;
    car.needed = Energy{20.0};
    cars.push_back(car);
  }
  void worth(double stored) {
    order.batteries[0].stored_value_below = EnergyPrice{stored};
    guard_car_feed(order, site, home, readings, cars);
  }
};

TEST(CarFeed, WhatIsWorthMoreLaterIsKeptAndTheReasonSaysSo) {
  Feed feed;
  feed.worth(0.40);
  EXPECT_EQ(feed.order.batteries[0].mode, home::Mode::discharge) << "the home's own half kW";
  EXPECT_DOUBLE_EQ(feed.order.batteries[0].discharge.value(), 0.5);
  EXPECT_EQ(feed.order.reason.text,
            "the car's energy does not come from the battery: what is stored is worth as much "
            "later");
  EXPECT_EQ(say(feed.order.reason.text, home::Language::de),
            "die Energie des Autos kommt nicht aus der Batterie: das Gespeicherte ist später "
            "ebenso viel wert");
}

TEST(CarFeed, WherePlansPayTheyStand) {
  Feed feed;
  feed.worth(0.05);
  EXPECT_DOUBLE_EQ(feed.order.batteries[0].discharge.value(), 4.0);
  EXPECT_EQ(feed.order.reason.text, "Covers 4.0 kW of the home's need from the battery");
}

}  // namespace
}  // namespace ohmstead::engine
