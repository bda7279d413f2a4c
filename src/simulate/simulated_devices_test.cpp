// Cars, tanks, rooms and machines of a simulated home against sums done by hand.
#include "simulated_devices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/simulate/simulated_home.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using base::Celsius;
using base::Energy;
using base::Power;
using base::Time;
using testing::at;

home::SiteVehicle make_car() {
  home::SiteVehicle car;
  car.id = "car";
  car.capacity = Energy{50.0};
  car.charge_efficiency = base::Ratio{0.9};
  car.departures.push_back({home::DayKind::workdays, 8.0, 17.0, Energy{9.0}, 60.0, {}});
  return car;
}

home::Charger make_box(const char* id) {
  home::Charger box;
  box.id = id;
  box.min = Power{1.4};
  box.max = Power{7.4};
  return box;
}

home::SiteWaterHeater make_tank() {
  home::SiteWaterHeater heater;
  heater.id = "tank";
  heater.power = Power{2.0};
  heater.tank.emplace();
  heater.tank->capacity_kwh_per_k = 0.2;
  heater.tank->temperature = Celsius{50.0};
  heater.tank->min = Celsius{45.0};
  heater.tank->max = Celsius{60.0};
  return heater;
}

home::PlanSlot order_of(const home::PlanSlot& with, const char* id, double power_kw,
                        const char* state) {
  home::PlanSlot order = with;
  home::DeviceSlot& device = order.devices.emplace_back();
  device.id = id;
  device.power = Power{power_kw};
  device.state = state;
  return order;
}

// A home from noon of Wednesday 3 April 2024 (local) on, by a clock that is turned by hand.
struct House {
  testing::SampleWeeks sample;
  base::TurnedClock clock;
  home::PlanSlot untold;
  std::optional<SimulatedHome> home;

  void begin(const char* time) {
    clock.time = at(time);
    home.emplace(SimulatedHome::make(sample.site, sample.history, clock.time, clock).value());
    untold = {};
    for (const auto& battery : sample.site.batteries) {
      untold.batteries.emplace_back().id = battery.id;
      untold.batteries.back().mode = home::Mode::self_use;
    }
  }
  home::Readings after(base::Seconds time) {
    clock.time += time;
    return home->read().value();
  }
};

TEST(SimulatedCar, ComesAndGoesByTheSiteFile) {
  House house;
  house.sample.site.vehicles.push_back(make_car());
  house.sample.site.chargers.push_back(make_box("wallbox"));
  house.begin("2024-04-03T04:00:00Z");  // 6:00 local
  // Untold it charges at once: 25 kWh, wanted are 30.
  home::Readings now = house.after(30min);
  const home::VehicleReading& car = now.devices.vehicles.at(0);
  EXPECT_TRUE(car.is_connected);
  EXPECT_EQ(car.charger, "wallbox");
  EXPECT_NEAR(car.soc->value(), 25.0 + 7.4 * 0.5 * 0.9, 1e-9);
  EXPECT_NEAR(car.charged.value(), 3.7, 1e-9);
  now = house.after(90min);  // 8:00
  EXPECT_FALSE(now.devices.vehicles[0].is_connected);
  EXPECT_FALSE(now.devices.vehicles[0].soc);
  const double charged = now.devices.vehicles[0].charged.value();
  EXPECT_NEAR(25.0 + 0.9 * charged, 30.0, 7.4 * 0.9 / 60.0);  // to the minute
  now = house.after(9h);
  EXPECT_TRUE(now.devices.vehicles[0].is_connected);
  EXPECT_NEAR(now.devices.vehicles[0].soc->value(), 25.0 + 0.9 * charged - 9.0, 1e-6);
}

TEST(SimulatedCar, DoesAsItIsToldAsFarAsItCan) {
  House house;
  house.sample.site.vehicles.push_back(make_car());
  house.sample.site.chargers.push_back(make_box("wallbox"));
  house.begin("2024-04-03T17:00:00Z");
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "car", 0.0, "idle")));
  EXPECT_EQ(house.after(1h).devices.vehicles[0].soc, Energy{25.0});
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "car", 3.0, "wallbox")));
  EXPECT_NEAR(house.after(1h).devices.vehicles[0].soc->value(), 25.0 + 2.7, 1e-9);
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "car", 0.5, "wallbox")));  // below min_kw
  EXPECT_NEAR(house.after(1h).devices.vehicles[0].soc->value(), 27.7 + 1.4 * 0.9, 1e-9);
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "car", 11.0, "wallbox")));
  EXPECT_EQ(house.after(1min).devices.vehicles[0].power, Power{7.4});
  house.after(4h);
  EXPECT_NEAR(house.after(10min).devices.vehicles[0].soc->value(), 50.0, 1e-6);  // full, no more
}

TEST(SimulatedCar, JitterIsRepeatableAndBounded) {
  const auto leaves = [](std::int64_t seed) {
    House house;
    house.sample.site.vehicles.push_back(make_car());
    house.sample.site.chargers.push_back(make_box("wallbox"));
    house.sample.site.simulation.seed = seed;
    house.sample.site.simulation.trip_jitter_min = 20.0;
    house.begin("2024-04-03T05:35:00Z");
    std::vector<int> minutes;
    for (int day = 0; day < 3; ++day) {
      int minute = 0;
      while (house.after(1min).devices.vehicles[0].is_connected && minute < 60) ++minute;
      minutes.push_back(minute);
      house.clock.time = at("2024-04-04T05:35:00Z") + day * 24h;
    }
    return minutes;
  };
  const auto first = leaves(1);
  EXPECT_EQ(first, leaves(1));
  EXPECT_NE(first, leaves(2));
  for (const int minute : first) {
    EXPECT_GE(minute, 4);  // 20 minutes before eight
    EXPECT_LE(minute, 44);
  }
}

TEST(SimulatedCars, ShareAChargerAsTheyAreTold) {
  House house;
  house.sample.site.vehicles = {make_car(), make_car()};
  house.sample.site.vehicles[1].id = "van";
  house.sample.site.chargers.push_back(make_box("wallbox"));
  house.begin("2024-04-03T17:00:00Z");
  auto told = order_of(house.untold, "car", 0.0, "idle");
  told = order_of(told, "van", 5.0, "wallbox");
  ASSERT_TRUE(house.home->follow(told));
  const home::Readings now = house.after(1h);
  EXPECT_EQ(now.devices.vehicles[0].soc, Energy{25.0});
  EXPECT_NEAR(now.devices.vehicles[1].soc->value(), 29.5, 1e-9);
  EXPECT_EQ(now.devices.vehicles[1].charger, "wallbox");
  EXPECT_EQ(now.devices.vehicles[0].charger, "");
}

TEST(SimulatedTank, KeepsItsHeatAsPhysicsSays) {
  House house;
  house.sample.site.water_heaters.push_back(make_tank());
  house.sample.site.water_heaters[0].tank->loss_w_per_k = 2.0;
  house.begin("2024-04-03T10:00:00Z");
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "tank", 0.0, "off")));
  // It cools towards 20 degrees with C / k = 0.2 / 0.002 = 100 hours.
  EXPECT_NEAR(house.after(10h).devices.water_heaters[0].temperature->value(),
              20.0 + 30.0 * std::exp(-0.1), 1e-3);
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "tank", 2.0, "on")));
  const home::Readings hot = house.after(30min);
  EXPECT_NEAR(hot.devices.water_heaters[0].drawn.value(), 1.0, 1e-9);
  EXPECT_NEAR(hot.devices.water_heaters[0].heat_today->value(), 1.0, 1e-9);
  EXPECT_EQ(hot.devices.water_heaters[0].switched.on_for, base::Seconds{1800});
  EXPECT_EQ(hot.devices.water_heaters[0].switched.starts_today, 1);
  // Its own thermostat: never above 60.
  EXPECT_LT(house.after(5h).devices.water_heaters[0].temperature->value(), 60.2);
}

TEST(SimulatedTank, UntoldFollowsItsThermostat) {
  House house;
  house.sample.site.water_heaters.push_back(make_tank());
  home::WaterDraw shower;
  shower.from_h = 12.0;
  shower.to_h = 13.0;
  shower.energy = Energy{2.0};
  house.sample.site.water_heaters[0].draws.push_back(shower);
  house.begin("2024-04-03T10:00:00Z");  // noon
  double lowest = 100.0;
  for (int minute = 0; minute < 180; ++minute) {
    const double c = house.after(1min).devices.water_heaters[0].temperature->value();
    lowest = std::min(lowest, c);
  }
  // Two kWh would cool it by 10 K; from 45 on it heats with what is drawn.
  EXPECT_NEAR(lowest, 45.0, 0.2);
  const home::WaterHeaterReading tank = house.after(1min).devices.water_heaters[0];
  EXPECT_NEAR(0.2 * (tank.temperature->value() - 50.0), tank.drawn.value() - 2.0, 1e-6);
}

TEST(SimulatedRooms, WarmAsTheirHeatBalanceSays) {
  House house;
  house.sample.site.outdoor = Celsius{0.0};
  home::SiteZone& living = house.sample.site.zones.emplace_back();
  living.id = "living";
  living.temperature = Celsius{20.0};
  living.capacity_kwh_per_k = 1.0;
  living.loss_kw_per_k = 0.1;
  living.low.push_back(Celsius{19.0});
  home::SiteZone& bath = house.sample.site.zones.emplace_back(living);
  bath.id = "bath";
  bath.loss_kw_per_k = 0.0;
  bath.couplings.push_back({"living", 0.2});
  home::SiteHeatSource& pump = house.sample.site.heat_sources.emplace_back();
  pump.id = "pump";
  pump.zone = "living";
  pump.power = Power{2.0};
  pump.cop.push_back(base::Ratio{3.0});
  house.begin("2024-04-03T10:00:00Z");
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "pump", 2.0, "on")));
  // 6 kW of heat less 2 kW of loss: the sum of both rooms rises by 4 K in the first hour, less what
  // the warmer room loses more.
  home::Readings now = house.after(1h);
  const double sum =
      now.devices.zones[0].temperature->value() + now.devices.zones[1].temperature->value();
  EXPECT_GT(sum, 43.6);
  EXPECT_LT(sum, 44.0);
  EXPECT_GT(now.devices.zones[0].temperature->value(), now.devices.zones[1].temperature->value());
  EXPECT_NEAR(now.devices.heat_sources[0].drawn.value(), 2.0, 1e-9);
  // Left alone it cools, and holds 19 to 19.5 degrees by its thermostat.
  ASSERT_TRUE(house.home->follow(house.untold));
  house.after(48h);
  for (int minute = 0; minute < 120; ++minute)
    EXPECT_NEAR(house.after(1min).devices.zones[0].temperature->value(), 19.25, 0.45);
}

TEST(SimulatedAppliance, RunsOnceInItsWindowToTheEnd) {
  House house;
  home::SiteAppliance& machine = house.sample.site.appliances.emplace_back();
  machine.id = "washer";
  machine.profile = base::Series<Power>{std::vector<double>{2.0, 0.5}};
  machine.profile_step = 30min;
  machine.window = {12.0, 20.0, home::DayKind::all};
  house.begin("2024-04-03T09:00:00Z");  // 11:00
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "washer", 0.0, "off")));
  EXPECT_EQ(house.after(2h).devices.appliances[0].drawn, Energy{});
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "washer", 2.0, "running")));
  home::Readings now = house.after(10min);
  EXPECT_EQ(now.devices.appliances[0].state, home::ApplianceState::running);
  EXPECT_EQ(now.devices.appliances[0].on_for, base::Seconds{600});
  // Told to stop it goes on.
  ASSERT_TRUE(house.home->follow(order_of(house.untold, "washer", 0.0, "off")));
  now = house.after(60min);
  EXPECT_NEAR(now.devices.appliances[0].drawn.value(), 1.25, 1e-9);
  EXPECT_EQ(now.devices.appliances[0].state, home::ApplianceState::done);
  ASSERT_TRUE(house.home->follow(house.untold));  // untold: at once, but once a day
  EXPECT_NEAR(house.after(6h).devices.appliances[0].drawn.value(), 1.25, 1e-9);
  EXPECT_NEAR(house.after(20h).devices.appliances[0].drawn.value(), 2.5, 1e-9);
}

// Another site file in the middle of a trip and of a warm tank's evening.
TEST(SimulatedHome, GoesOnAsItWasUnderAnotherSiteFile) {
  House house;
  house.sample.site.vehicles.push_back(make_car());
  house.sample.site.chargers.push_back(make_box("wallbox"));
  house.sample.site.water_heaters.push_back(make_tank());
  house.begin("2024-04-03T03:00:00Z");
  home::Readings before = house.after(7h + 7min);  // 12:07 local: the car is away
  ASSERT_FALSE(before.devices.vehicles[0].is_connected);
  House other;
  other.sample.site = house.sample.site;
  other.sample.site.batteries[0].charge = Power{1.0};
  other.sample.site.water_heaters.insert(other.sample.site.water_heaters.begin(), make_tank());
  other.sample.site.water_heaters[0].id = "new";
  other.begin("2024-04-03T10:07:00Z");
  other.home->go_on_from(*house.home);
  const home::Readings after = other.after(0s);
  EXPECT_EQ(after.batteries[0].soc, before.batteries[0].soc);
  EXPECT_EQ(after.batteries[0].charged, before.batteries[0].charged);
  EXPECT_EQ(after.counters.load, before.counters.load);
  EXPECT_EQ(after.counters.devices, before.counters.devices);
  EXPECT_NEAR(after.devices.water_heaters[0].temperature->value(), 50.0, 0.2);
  EXPECT_EQ(after.devices.water_heaters[1].temperature,
            before.devices.water_heaters[0].temperature);
  EXPECT_EQ(after.devices.water_heaters[1].drawn, before.devices.water_heaters[0].drawn);
  // Home again, both cars hold the same.
  EXPECT_EQ(other.after(6h).devices.vehicles[0].soc, house.after(6h).devices.vehicles[0].soc);
}

TEST(SimulatedHome, BalancesItsDevicesAtTheMeter) {
  House house;
  house.sample.site.vehicles.push_back(make_car());
  house.sample.site.chargers.push_back(make_box("wallbox"));
  house.sample.site.water_heaters.push_back(make_tank());
  house.begin("2024-04-03T15:00:00Z");
  home::Readings last = house.after(0s);
  for (int quarter = 0; quarter < 108; ++quarter) {
    const home::Readings now = house.after(15min);
    const auto& a = last.counters;
    const auto& b = now.counters;
    const double in = (b.grid_import - a.grid_import + b.pv - a.pv).value() +
                      (now.batteries[0].discharged - last.batteries[0].discharged).value();
    const double out =
        (b.grid_export - a.grid_export + b.load - a.load + b.devices - a.devices).value() +
        (now.batteries[0].charged - last.batteries[0].charged).value();
    EXPECT_NEAR(in, out, 1e-9) << quarter;
    const double drawn = (now.devices.vehicles[0].charged - last.devices.vehicles[0].charged +
                          now.devices.water_heaters[0].drawn - last.devices.water_heaters[0].drawn)
                             .value();
    EXPECT_NEAR((b.devices - a.devices).value(), drawn, 1e-9);
    last = now;
  }
  // To 30 kWh in the evening, and again after a trip of 9 kWh.
  EXPECT_NEAR(last.devices.vehicles[0].charged.value(), 14.0 / 0.9, 2 * 7.4 / 60);
}

}  // namespace
}  // namespace ohmstead::simulate
