#include "ohmstead/control/spare_batteries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/control/controller.hpp"
#include "ohmstead/control/surplus.hpp"
#include "testing/samples.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Command;
using home::Mode;
using home::Verb;

struct FeedRow {
  const char* what;
  double car_kw, pv_kw, load_kw, planned_kw;
  Verb verb;
  double power_kw;
};

TEST(SpareBatteries, GivesACarNoMoreThanThePlanDoes) {
  for (const FeedRow& row : {
           FeedRow{"no car", 0.0, 0.0, 1.0, 0.0, Verb::self_use, 0.0},
           FeedRow{"it charges from the grid", 7.0, 0.0, 1.0, 0.0, Verb::hold, 0.0},
           FeedRow{"the home is fed, the car is not", 7.0, 0.0, 1.0, 1.2, Verb::discharge, 1.2},
           FeedRow{"it charges from the sun", 4.0, 6.0, 1.0, 0.0, Verb::self_use, 0.0},
           FeedRow{"a small cloud", 4.0, 4.8, 1.0, 0.0, Verb::self_use, 0.0},
           FeedRow{"a big cloud", 4.0, 2.0, 1.0, 0.0, Verb::hold, 0.0},
       }) {
    home::Readings now;
    now.devices.vehicles = {car_reading(row.car_kw)};
    const double net_kw = row.load_kw + row.car_kw - row.pv_kw;
    now.grid_import = Power{std::max(0.0, net_kw)};
    now.grid_export = Power{std::max(0.0, -net_kw)};
    home::PlanSlot slot;
    slot.batteries = {battery_slot("home", Mode::self_use, row.planned_kw)};
    std::vector<Command> commands{{"home", Verb::self_use}};
    spare_batteries(commands, slot, now);
    EXPECT_EQ(commands[0].verb, row.verb) << row.what;
    EXPECT_DOUBLE_EQ(commands[0].power.value(), row.power_kw) << row.what;
    // What people or the plan told on purpose stays.
    std::vector<Command> other{{"home", Verb::export_, Power{2.0}}, {"boiler", Verb::off}};
    spare_batteries(other, slot, now);
    EXPECT_EQ(other[0].verb, Verb::export_) << row.what;
  }
}

CarFeed paying() {
  return {.car_needs = base::Energy{8.0},
          .is_charging = true,
          .discharge = Power{4.0},
          .home_needs = Power{1.0},
          .is_battery_charging = false,
          .soc_pct = 70.0,
          .floor_pct = 10.0,
          .above_floor = base::Energy{6.0},
          .price = base::EnergyPrice{0.40},
          .stored_value = base::EnergyPrice{0.20},
          .discharge_efficiency = 0.95,
          .cheapest_before_it_leaves = base::EnergyPrice{0.35}};
}

TEST(WhyNotFeed, HasSevenGates) {
  EXPECT_EQ(why_not_feed(paying()), "");
  const std::vector<std::pair<const char*, void (*)(CarFeed&)>> gates{
      {"hardly anything", [](CarFeed& f) { f.car_needs = base::Energy{0.9}; }},
      {"not to charge now", [](CarFeed& f) { f.is_charging = false; }},
      {"does not want it", [](CarFeed& f) { f.discharge = Power{1.0}; }},
      {"battery is to charge", [](CarFeed& f) { f.is_battery_charging = true; }},
      {"nearly down", [](CarFeed& f) { f.soc_pct = 20.0; }},
      {"nearly down", [](CarFeed& f) { f.above_floor = base::Energy{0.4}; }},
      {"worth as much", [](CarFeed& f) { f.stored_value = base::EnergyPrice{0.36}; }},
      {"worth as much",  // in crowns
       [](CarFeed& f) {
         f.price = base::EnergyPrice{4.0};
         f.stored_value = base::EnergyPrice{3.5};
         f.cheapest_before_it_leaves = base::EnergyPrice{4.0};
       }},
      {"much cheaper", [](CarFeed& f) { f.cheapest_before_it_leaves = base::EnergyPrice{0.31}; }},
  };
  for (const auto& [why, close] : gates) {
    CarFeed feed = paying();
    close(feed);
    EXPECT_THAT(why_not_feed(feed), testing::HasSubstr(why));
  }
}

home::Abilities box() {
  return {.device = "car",
          .verbs = {Verb::automatic, Verb::off, Verb::on},
          .least = Power{1.4},
          .most = Power{11.0}};
}

struct SunRow {
  const char* what;
  double drawn, exported, imported, discharged;
  Verb verb;
  double power_kw;
};

TEST(KeepToSun, LeavesGridAndBatteryAlone) {
  for (const SunRow& row : {
           SunRow{"enough of it", 0.0, 4.0, 0.0, 0.0, Verb::on, 4.0},
           SunRow{"a cloud", 4.0, 0.0, 1.0, 0.0, Verb::on, 3.0},
           SunRow{"the battery helps, and must not", 4.0, 0.0, 0.0, 3.5, Verb::off, 0.0},
           SunRow{"night", 0.0, 0.0, 0.6, 0.0, Verb::off, 0.0},
           SunRow{"too little to begin", 0.0, 1.3, 0.0, 0.0, Verb::off, 0.0},
           SunRow{"enough to go on", 1.4, 0.0, 0.2, 0.0, Verb::on, 1.4},
       }) {
    home::Readings now;
    now.devices.vehicles = {car_reading(row.drawn)};
    now.grid_export = Power{row.exported};
    now.grid_import = Power{row.imported};
    now.batteries = {battery_reading("home", 5.0)};
    now.batteries[0].discharge = Power{row.discharged};
    home::PlanSlot slot;
    slot.batteries = {battery_slot("home", Mode::self_use, 0.0)};
    slot.devices = {device_slot("car", 7.0)};
    std::vector<Command> commands{{"car", Verb::on, Power{7.0}}};
    keep_to_sun(commands, slot, now, {"car"}, {box()});
    EXPECT_EQ(commands[0].verb, row.verb) << row.what;
    EXPECT_NEAR(commands[0].power.value(), row.power_kw, 1e-9) << row.what;
    // Planned idle it takes what is sold; told to be off by people it stays off.
    if (std::string{row.what} == "enough of it") {
      std::vector<Command> idle{{"car", Verb::off}};
      slot.devices[0].state = "idle";
      keep_to_sun(idle, slot, now, {"car"}, {box()});
      EXPECT_EQ(idle[0].verb, Verb::on);
      EXPECT_DOUBLE_EQ(idle[0].power.value(), 4.0);
      std::vector<Command> off{{"car", Verb::off}};
      slot.devices[0].state = "off";
      keep_to_sun(off, slot, now, {"car"}, {box()});
      EXPECT_EQ(off[0].verb, Verb::off);
    }
    std::vector<Command> free{{"car", Verb::on, Power{7.0}}};
    keep_to_sun(free, slot, now, {}, {box()});
    EXPECT_DOUBLE_EQ(free[0].power.value(), 7.0);
  }
}

home::Abilities panel(std::vector<Verb> verbs) {
  return {.device = "heater",
          .verbs = std::move(verbs),
          .least = Power{1.0},
          .most = Power{1.0},
          .settles_within = base::Seconds{1},
          .least_pause = base::Seconds{1}};
}

Limits heated() {
  Limits limits;
  limits.heat.push_back({.id = "heater",
                         .power = Power{1.0},
                         .zones = {{"room", base::Celsius{5.0}}},
                         .low = base::Celsius{18.0}});
  return limits;
}

home::Readings room(double c, double heating_kw) {
  home::Readings now;
  now.devices.zones = {{"room", base::Celsius{c}, {}}};
  home::HeatSourceReading source;
  source.id = "heater";
  source.power = Power{heating_kw};
  now.devices.heat_sources = {source};
  return now;
}

struct FrostRow {
  const char* what;
  double c, heating_kw;
  Verb told, kept;
};

TEST(KeepFromFrost, HeatsWhateverIsWanted) {
  for (const FrostRow& row : {
           FrostRow{"warm", 12.0, 0.0, Verb::off, Verb::off},
           FrostRow{"frost", 4.9, 0.0, Verb::off, Verb::on},
           FrostRow{"until it is a K warmer", 5.8, 1.0, Verb::off, Verb::on},
           FrostRow{"a K warmer", 6.1, 1.0, Verb::off, Verb::off},
           FrostRow{"its own thermostat heats", 4.0, 1.0, Verb::automatic, Verb::automatic},
       }) {
    const Kept kept = keep_limits({{"heater", row.told}}, room(row.c, row.heating_kw), heated());
    EXPECT_EQ(kept.commands[0].verb, row.kept) << row.what;
  }
}

// No plan holds, and nobody else looks after the room.
TEST(Controller, KeepsARoomWarmWhereTheHeaterHasNoThermostat) {
  const auto wanted = [](std::vector<Verb> verbs, double c, double kw) {
    Controller controller{heated()};
    EXPECT_TRUE(controller.add(panel(std::move(verbs))));
    (void)controller.decide(nullptr, room(c, kw), {}, base::Time{base::Seconds{1000}});
    return controller.status(base::Time{base::Seconds{1000}}).front().wanted.verb;
  };
  EXPECT_EQ(wanted({Verb::off, Verb::on}, 17.9, 0.0), Verb::on);
  EXPECT_EQ(wanted({Verb::off, Verb::on}, 18.3, 1.0), Verb::on);
  EXPECT_EQ(wanted({Verb::off, Verb::on}, 18.3, 0.0), Verb::off);
  EXPECT_EQ(wanted({Verb::off, Verb::on}, 18.6, 1.0), Verb::off);
  EXPECT_EQ(wanted({Verb::automatic, Verb::off, Verb::on}, 10.0, 0.0), Verb::automatic);
}

TEST(Controller, RespectsOverARestartWhatOthersSet) {
  const base::Time now{base::Seconds{100000}};
  Controller before{heated()};
  ASSERT_TRUE(before.add(panel({Verb::automatic, Verb::off, Verb::on})));
  home::PlanSlot slot;
  slot.devices = {device_slot("heater", 0.0)};
  for (const Command& each : before.decide(&slot, room(20.0, 0.0), {}, now))
    before.note(each, now, true);
  const std::vector<Report> ours{{"heater", {"heater", Verb::off}}};
  const std::vector<Report> theirs{{"heater", {"heater", Verb::on, Power{1.0}}}};
  (void)before.decide(&slot, room(20.0, 0.0), ours, now + base::Seconds{5});
  (void)before.decide(&slot, room(20.0, 0.0), theirs, now + base::Seconds{10});
  ASSERT_EQ(before.foreign().size(), 1U);
  Controller after{heated()};
  ASSERT_TRUE(after.add(panel({Verb::automatic, Verb::off, Verb::on})));
  after.restore_foreign(before.foreign());
  EXPECT_TRUE(after.decide(&slot, room(20.0, 0.0), theirs, now + base::Seconds{60}).empty());
  const base::Time over = before.foreign().front().until;
  EXPECT_FALSE(after.decide(&slot, room(20.0, 0.0), theirs, over).empty());
}

// A memory that wears out does not get its budget anew by each restart.
TEST(Controller, RemembersWritesOverARestart) {
  const base::Time now{base::Seconds{100000}};
  home::PlanSlot slot;
  slot.devices = {device_slot("heater", 1.0)};
  home::Abilities worn = panel({Verb::off, Verb::on});
  worn.most_writes_a_day = 1;
  const auto make = [&] {
    Controller controller{heated()};
    EXPECT_TRUE(controller.add(worn));
    return controller;
  };
  Controller before = make();
  for (const Command& each : before.decide(&slot, room(20.0, 0.0), {}, now))
    before.note(each, now, true);
  const home::KeptCommands kept{before.foreign(), before.kept_writes()};
  const auto read = home::read_kept_commands(home::write_kept_commands(kept));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->writes.size(), 1U);
  Controller after = make();
  after.restore_writes(read->writes);
  slot.devices = {device_slot("heater", 0.0)};
  EXPECT_TRUE(after.decide(&slot, room(20.0, 0.0), {}, now + base::Seconds{600}).empty());
  EXPECT_FALSE(after.decide(&slot, room(20.0, 0.0), {}, now + base::Seconds{86401}).empty());
  // Nor does a clock that was set back lock it up for longer.
  Controller early = make();
  early.restore_writes(read->writes);
  const base::Time back = now - base::Seconds{5000};
  EXPECT_TRUE(early.decide(&slot, room(20.0, 0.0), {}, back).empty());
  EXPECT_FALSE(early.decide(&slot, room(20.0, 0.0), {}, back + base::Seconds{86400}).empty());
  EXPECT_TRUE(home::read_kept_commands(R"({"commands": []})"));  // of a version before
}

}  // namespace
}  // namespace ohmstead::control
