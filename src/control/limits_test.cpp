#include "ohmstead/control/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "testing/samples.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Command;
using home::Verb;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Limits limits() { return battery_limits(1.0, 9.0, 5.0, 4.0); }

home::Readings readings(double soc_kwh) {
  home::Readings now;
  now.batteries = {battery_reading("home", soc_kwh)};
  return now;
}

Command keep_one(Command command, const home::Readings& now, const Limits& all = limits()) {
  return keep_limits({std::move(command)}, now, all).commands.front();
}

TEST(KeepLimits, LeavesWhatIsAllowed) {
  const Kept kept = keep_limits({{"home", Verb::charge, Power{5.0}}}, readings(5.0), limits());
  EXPECT_EQ(kept.commands[0].verb, Verb::charge);
  EXPECT_THAT(kept.changes, IsEmpty());
}

TEST(KeepLimits, NeitherOverfillsNorEmptiesABattery) {
  EXPECT_EQ(keep_one({"home", Verb::charge, Power{2.0}}, readings(9.0)).verb, Verb::hold);
  EXPECT_EQ(keep_one({"home", Verb::discharge, Power{2.0}}, readings(1.0)).verb, Verb::hold);
  EXPECT_EQ(keep_one({"home", Verb::export_, Power{2.0}}, readings(0.5)).verb, Verb::hold);
  EXPECT_EQ(keep_one({"home", Verb::charge, Power{2.0}}, readings(0.5)).verb, Verb::charge);
  EXPECT_DOUBLE_EQ(keep_one({"home", Verb::export_, Power{9.0}}, readings(5.0)).power.value(), 4.0);
}

// Most inverters end at the bounds of the site file; one that knows its cells alone is held there.
TEST(KeepLimits, SelfUsePassesNoBoundEither) {
  Limits bounds = limits();
  bounds.batteries[0].capacity = base::Energy{10.0};
  home::Readings now = readings(1.0);
  now.grid_import = Power{0.2};
  EXPECT_EQ(keep_one({"home", Verb::self_use}, now, bounds).verb, Verb::self_use);
  now.batteries[0].soc = base::Energy{0.9};
  now.batteries[0].discharge = Power{3.0};
  const Kept kept = keep_limits({{"home", Verb::self_use}}, now, bounds);
  EXPECT_EQ(kept.commands[0].verb, Verb::hold);
  EXPECT_EQ(kept.commands[0].why, "it is down to its reserve");
  EXPECT_THAT(kept.changes, IsEmpty()) << "part of each night";
  now.batteries[0].discharge = {};
  now.grid_import = Power{3.2};
  EXPECT_EQ(keep_one({"home", Verb::self_use}, now, bounds).verb, Verb::hold) << "and stays so";
  now.grid_import = {};
  now.grid_export = Power{0.08};
  EXPECT_EQ(keep_one({"home", Verb::self_use}, now, bounds).verb, Verb::hold) << "hardly any sun";
  now.grid_export = Power{1.0};
  EXPECT_EQ(keep_one({"home", Verb::self_use}, now, bounds).verb, Verb::self_use) << "the sun";
  now.batteries[0].charge = Power{0.1};
  now.grid_export = {};
  EXPECT_EQ(keep_one({"home", Verb::self_use}, now, bounds).verb, Verb::self_use) << "still sun";
  now.batteries[0].charge = {};
  now.batteries[0].soc = base::Energy{9.1};
  EXPECT_EQ(keep_one({"home", Verb::self_use}, now, bounds).verb, Verb::hold);
  now.grid_export = {};
  now.grid_import = Power{1.0};
  EXPECT_EQ(keep_one({"home", Verb::self_use}, now, bounds).verb, Verb::self_use);
}

TEST(KeepLimits, MoreExportThanAllowedIsTold) {
  Limits allowed = limits();
  allowed.export_ = Power{2.0};
  home::Readings now = readings(5.0);
  now.grid_export = Power{5.5};
  const Kept kept = keep_limits({{"home", Verb::self_use}}, now, allowed);
  EXPECT_THAT(kept.changes,
              ElementsAre("the home gives 5.5 kW to the grid, where 2 kW are allowed: limit the "
                          "inverter"));
  now.grid_export = Power{2.05};
  EXPECT_THAT(keep_limits({{"home", Verb::self_use}}, now, allowed).changes, IsEmpty());
}

TEST(KeepLimits, DoesNotDriveABatteryThatItCannotSee) {
  const Kept kept = keep_limits({{"home", Verb::charge, Power{2.0}}}, {}, limits());
  EXPECT_EQ(kept.commands[0].verb, Verb::self_use);
  EXPECT_THAT(kept.changes, ElementsAre("home: its state of charge is not known"));
}

TEST(KeepLimits, MindsTheCells) {
  home::Readings cold = readings(5.0);
  cold.batteries[0].temperature = base::Celsius{-3.0};
  EXPECT_EQ(keep_one({"home", Verb::charge, Power{2.0}}, cold).verb, Verb::hold);
  EXPECT_EQ(keep_one({"home", Verb::self_use}, cold).verb, Verb::hold);  // the sun would charge it
  EXPECT_EQ(keep_one({"home", Verb::discharge, Power{2.0}}, cold).verb, Verb::discharge);
  cold.batteries[0].temperature = base::Celsius{60.0};
  EXPECT_EQ(keep_one({"home", Verb::discharge, Power{2.0}}, cold).verb, Verb::hold);
}

TEST(KeepLimits, StopsEverythingInAnEmergencyOrWhenTheGridIsIll) {
  Limits stopped = limits();
  stopped.is_stopped = true;
  const std::vector<Command> all{{"home", Verb::charge, Power{2.0}}, {"car", Verb::on, Power{7.0}}};
  EXPECT_EQ(keep_limits(all, readings(5.0), stopped).commands[0].verb, Verb::hold);
  EXPECT_EQ(keep_limits(all, readings(5.0), stopped).commands[1].verb, Verb::off);
  home::Readings ill = readings(5.0);
  ill.frequency_hz = 47.2;
  EXPECT_EQ(keep_limits(all, ill, limits()).commands[1].verb, Verb::off);
  ill.frequency_hz = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(keep_limits(all, ill, limits()).commands[1].verb, Verb::off);
}

// 6 kW from the grid now, of which the car draws 4: 2 are the home's. The fuse takes 9.
TEST(KeepLimits, KeepsTheFuse) {
  Limits fuse = limits();
  fuse.import = Power{9.0};
  home::Readings now = readings(5.0);
  now.grid_import = Power{6.0};
  now.devices.vehicles = {car_reading(4.0)};
  const Kept kept =
      keep_limits({{"home", Verb::charge, Power{5.0}}, {"car", Verb::on, Power{4.0}}}, now, fuse);
  EXPECT_NEAR(kept.commands[0].power.value(), 3.0, 1e-9);  // the battery gives way first
  EXPECT_NEAR(kept.commands[1].power.value(), 4.0, 1e-9);
  ASSERT_EQ(kept.changes.size(), 1U);
  EXPECT_THAT(kept.changes[0], HasSubstr("at most 9 kW"));
  now.grid_import = Power{13.5};  // the home itself draws 9.5
  EXPECT_EQ(keep_limits({{"car", Verb::on, Power{4.0}}}, now, fuse).commands[0].verb, Verb::off);
}

// Nobody plans: the car charges as it likes, and the heater heats.
TEST(KeepLimits, KeepsTheFuseOfWhatGoesItsOwnWay) {
  Limits fuse = limits();
  fuse.import = Power{9.0};
  home::Readings now = readings(5.0);
  now.grid_import = Power{11.0};
  now.devices.vehicles = {car_reading(7.0)};
  now.devices.vehicles[0].is_connected = true;
  home::WaterHeaterReading heater;
  heater.id = "heater";
  heater.power = Power{2.0};
  now.devices.water_heaters = {heater};
  std::vector<Command> all{{"heater", Verb::automatic}, {"car", Verb::automatic}};
  Kept kept = keep_limits(all, now, fuse);
  EXPECT_EQ(kept.commands[0].verb, Verb::automatic);
  EXPECT_EQ(kept.commands[1].verb, Verb::on);
  EXPECT_NEAR(kept.commands[1].power.value(), 5.0, 1e-9);
  // Held back it draws 5 kW, but would draw 7: it is not let go, which would be to and fro.
  now.grid_import = Power{9.0};
  now.devices.vehicles[0].power = Power{5.0};
  all[1].power = Power{7.0};
  kept = keep_limits(all, now, fuse);
  EXPECT_NEAR(kept.commands[1].power.value(), 5.0, 1e-9);
  now.grid_import = Power{7.0};  // the heater is warm
  now.devices.water_heaters[0].power = Power{};
  EXPECT_EQ(keep_limits(all, now, fuse).commands[1].verb, Verb::automatic);
  now.devices.vehicles[0].is_connected = false;
  now.devices.vehicles[0].power = Power{};
  EXPECT_EQ(keep_limits(all, now, fuse).commands[1].verb, Verb::automatic);
}

// A battery that feeds the car now goes on doing so: the grid sees nothing.
// Three phases, a car on all of them and a kettle on one: step by step until that one carries what
// its fuse allows, and no less.
TEST(KeepLimits, KeepsTheFuseOfEachPhase) {
  Limits bounds;
  bounds.phase_a = 20.0;
  const Command wish{"car", Verb::on, Power{11.0}};
  double car_kw = 11.0;
  const double kettle_a = 9.0;
  std::vector<double> told_a;
  for (int look = 0; look < 40; ++look) {
    home::Readings now;
    now.devices.vehicles = {car_reading(car_kw)};
    now.highest_phase_a = kettle_a + car_kw / 0.69;
    now.grid_import = Power{car_kw + 0.23 * kettle_a};
    const Kept kept = keep_limits({wish}, now, bounds);
    if (*now.highest_phase_a > 20.01) {
      EXPECT_THAT(kept.changes, ElementsAre("car: no phase may carry more than 20 A"));
    }
    car_kw = kept.commands[0].power.value();
    told_a.push_back(kettle_a + car_kw / 0.69);
    EXPECT_LE(told_a.back(), 20.01) << look;
  }
  EXPECT_NEAR(told_a.back(), 20.0, 0.05);
  // What is sold, and currents that nobody tells, stop nothing.
  home::Readings sold;
  sold.devices.vehicles = {car_reading(0.0)};
  sold.highest_phase_a = 25.0;
  sold.grid_export = Power{12.0};
  EXPECT_EQ(keep_limits({wish}, sold, bounds).commands[0].power, Power{11.0});
  sold.highest_phase_a.reset();
  sold.grid_export = {};
  sold.grid_import = Power{20.0};
  EXPECT_EQ(keep_limits({wish}, sold, bounds).commands[0].power, Power{11.0});
}

TEST(KeepLimits, CountsOnWhatABatteryGivesNow) {
  Limits fuse = limits();
  fuse.import = Power{2.0};
  home::Readings now = readings(5.0);
  now.batteries[0].discharge = Power{4.0};
  now.devices.vehicles = {car_reading(4.0)};
  const std::vector<Command> all{{"home", Verb::self_use}, {"car", Verb::on, Power{4.0}}};
  EXPECT_NEAR(keep_limits(all, now, fuse).commands[1].power.value(), 4.0, 1e-9);
  const std::vector<Command> held{{"home", Verb::hold}, {"car", Verb::on, Power{4.0}}};
  EXPECT_NEAR(keep_limits(held, now, fuse).commands[1].power.value(), 2.0, 1e-9);
}

TEST(KeepLimits, KeepsTheFeedInLimit) {
  Limits feed_in = limits();
  feed_in.export_ = Power{3.0};
  home::Readings now = readings(5.0);
  now.grid_export = Power{1.0};
  EXPECT_NEAR(keep_one({"home", Verb::export_, Power{4.0}}, now, feed_in).power.value(), 2.0, 1e-9);
  now.grid_export = Power{3.5};
  EXPECT_EQ(keep_one({"home", Verb::export_, Power{4.0}}, now, feed_in).verb, Verb::self_use);
}

// On any home: what is kept never draws or gives more than asked, and the fuse holds.
TEST(KeepLimits, NeverAsksForMoreThanWasAsked) {
  std::mt19937 random{7};
  std::uniform_real_distribution<double> kw{0.0, 8.0};
  for (int round = 0; round < 2000; ++round) {
    Limits all = limits();
    all.import = Power{kw(random)};
    all.export_ = Power{kw(random)};
    home::Readings now = readings(kw(random) * 1.25);
    now.grid_import = Power{kw(random)};
    now.devices.vehicles = {car_reading(kw(random))};
    home::WaterHeaterReading tank;
    tank.id = "tank";
    tank.power = Power{kw(random) / 3};
    now.devices.water_heaters = {tank};
    const std::vector<Command> asked{
        {"home", std::array{Verb::charge, Verb::export_, Verb::hold}[random() % 3],
         Power{kw(random)}},
        {"car", Verb::on, Power{kw(random)}},
        {"tank", Verb::on, Power{kw(random) / 3}}};
    const Kept kept = keep_limits(asked, now, all);
    double drawn_kw =
        (now.grid_import - now.devices.vehicles[0].power - now.devices.water_heaters[0].power)
            .value();
    for (std::size_t i = 0; i < asked.size(); ++i) {
      EXPECT_LE(kept.commands[i].power.value(), asked[i].power.value() + 1e-9);
      if (kept.commands[i].verb == Verb::on || kept.commands[i].verb == Verb::charge)
        drawn_kw += kept.commands[i].power.value();
    }
    const double own_kw =
        drawn_kw - kept.commands[1].power.value() - kept.commands[2].power.value() -
        (kept.commands[0].verb == Verb::charge ? kept.commands[0].power.value() : 0.0);
    EXPECT_LE(drawn_kw, std::max(all.import->value(), own_kw) + 1e-9);
  }
}

}  // namespace
}  // namespace ohmstead::control
