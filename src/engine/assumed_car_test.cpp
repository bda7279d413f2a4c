// A car that was only assumed at a charger: what it seemed to hold concerns whoever it was.
#include <gtest/gtest.h>

#include "house.hpp"
#include "testing/ruled_home.hpp"

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::Power;
using testing::at;

class AssumedCarTest : public ::testing::Test {
 protected:
  AssumedCarTest() {
    home::SiteVehicle& van = site_.vehicles.emplace_back(site_.vehicles[0]);
    van.id = "van";
    for (home::SiteVehicle& car : site_.vehicles) car.departures.clear();
    for (const char* id : {"car", "van"}) {
      home::VehicleReading& each = now_.devices.vehicles.emplace_back();
      each.id = id;
      each.is_connected = false;
      each.soc = Energy{20.0};
    }
    look(1);
    for (home::VehicleReading& each : now_.devices.vehicles) each.soc.reset();
  }
  void look(int minutes) {
    for (int i = 0; i < minutes; ++i) {
      time_ += base::Seconds{60};
      seen_ = now_;
      house_.complete(seen_, time_);
    }
  }
  void put(std::size_t car, bool is_assumed) {
    for (std::size_t i = 0; i < 2; ++i) {
      home::VehicleReading& each = now_.devices.vehicles[i];
      each.is_connected = i == car;
      each.power = i == car ? Power{6.0} : Power{};
      each.charger = i == car ? "box" : "";
      each.is_assumed = i == car && is_assumed;
    }
  }
  double soc(std::size_t car) {
    return seen_.devices.vehicles[car].soc.value_or(Energy{-1.0}).value();
  }

  home::Site site_ = testing::make_site();
  base::Zone zone_ = base::Zone::utc();
  Overrides overrides_{site_, zone_};
  House house_{site_, zone_, overrides_, nullptr};
  home::Readings now_, seen_;
  base::Time time_ = at("2026-03-02T10:00:00Z");
};

TEST_F(AssumedCarTest, TheOtherOneGetsWhatFlowed) {
  put(0, true);
  look(61);
  const double charged = soc(0) - 20.0;
  EXPECT_GT(charged, 5.0);
  put(1, false);
  look(1);
  EXPECT_NEAR(soc(1), 20.0 + charged, 0.2);
  put(0, false);
  look(1);
  EXPECT_NEAR(soc(0), 20.0, 0.2);
}

TEST_F(AssumedCarTest, WhatIsConfirmedStays) {
  put(0, true);
  look(61);
  const double is = soc(0);
  put(0, false);
  look(1);
  EXPECT_NEAR(soc(0), is, 0.2);
  put(1, false);  // came later
  look(1);
  EXPECT_NEAR(soc(1), 20.0, 0.2);
}

TEST_F(AssumedCarTest, WhoLeavesWithoutAWordWasIt) {
  put(0, true);
  look(61);
  const double is = soc(0);
  put(2, false);
  look(5);
  put(1, false);
  look(1);
  EXPECT_NEAR(soc(1), 20.0, 0.2);
  put(0, false);
  look(1);
  EXPECT_NEAR(soc(0), is, 0.2);
}

}  // namespace
}  // namespace ohmstead::engine
