#include "ohmstead/control/nearest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/samples.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Abilities;
using home::Command;
using home::Verb;

Abilities full_battery() {
  return {.device = "home",
          .verbs = {Verb::self_use, Verb::hold, Verb::charge, Verb::discharge, Verb::export_},
          .most = Power{5.0}};
}

Abilities wall_box() {
  return {.device = "car",
          .verbs = {Verb::off, Verb::on},
          .least = Power{1.38},
          .most = Power{7.36},
          .step = Power{0.23}};
}

TEST(CommandsOf, SaysOneCommandForEachDeviceOfTheSlot) {
  home::PlanSlot slot;
  slot.reason.text = "cheap";
  slot.grid_import = Power{3.0};
  slot.batteries = {battery_slot("a", home::Mode::charge, 3.0),
                    battery_slot("b", home::Mode::export_, 2.0),
                    battery_slot("c", home::Mode::self_use)};
  slot.devices = {device_slot("car", 7.0), device_slot("tank"), device_slot("v2g", -2.0)};
  const std::vector<Command> all = commands_of(slot);
  ASSERT_EQ(all.size(), 6U);
  EXPECT_TRUE(is_same(all[0], {"a", Verb::charge, Power{3.0}}, Power{}));
  EXPECT_EQ(all[0].why, "cheap");
  EXPECT_TRUE(is_same(all[1], {"b", Verb::export_, Power{2.0}}, Power{}));
  EXPECT_EQ(all[2].verb, Verb::self_use);
  EXPECT_TRUE(is_same(all[3], {"car", Verb::on, Power{7.0}}, Power{}));
  EXPECT_EQ(all[4].verb, Verb::off);
  EXPECT_TRUE(is_same(all[5], {"v2g", Verb::discharge, Power{2.0}}, Power{}));
}

TEST(CommandsOf, LetsABatteryFollowTheHomeThatStoresAllSurplus) {
  home::PlanSlot slot;
  slot.batteries = {battery_slot("home", home::Mode::charge, 3.0)};
  EXPECT_EQ(commands_of(slot)[0].verb, Verb::self_use);
  slot.grid_export = Power{1.0};  // a part is sold: it must not store more than planned
  EXPECT_EQ(commands_of(slot)[0].verb, Verb::charge);
}

TEST(Nearest, LeavesWhatADeviceUnderstands) {
  const Command wish{"home", Verb::charge, Power{2.5}, "why"};
  const Command told = nearest(wish, full_battery());
  EXPECT_TRUE(is_same(told, wish, Power{}));
  EXPECT_EQ(told.why, "why");
}

TEST(Nearest, CutsToWhatCanBeSetAndRoundsDownToAStep) {
  EXPECT_DOUBLE_EQ(nearest({"home", Verb::charge, Power{9.0}}, full_battery()).power.value(), 5.0);
  EXPECT_NEAR(nearest({"car", Verb::on, Power{3.0}}, wall_box()).power.value(), 1.38 + 7 * 0.23,
              1e-9);
  // Exactly seven steps stay seven.
  EXPECT_NEAR(nearest({"car", Verb::on, Power{1.38 + 7 * 0.23}}, wall_box()).power.value(), 2.99,
              1e-9);
}

TEST(Nearest, BelowTheLeastPowerIsOff) {
  EXPECT_EQ(nearest({"car", Verb::on, Power{1.0}}, wall_box()).verb, Verb::off);
  Abilities battery = full_battery();
  battery.least = Power{0.5};
  EXPECT_EQ(nearest({"home", Verb::charge, Power{0.2}}, battery).verb, Verb::hold);
}

// Whatever is missing, nothing is charged or sold that nobody wanted.
TEST(Nearest, DoesTheHarmlessThingWhenAVerbIsMissing) {
  Abilities plain{.device = "home", .verbs = {Verb::self_use}, .most = Power{5.0}};
  for (const Verb verb : {Verb::hold, Verb::charge, Verb::discharge, Verb::export_})
    EXPECT_EQ(nearest({"home", verb, Power{2.0}}, plain).verb, Verb::self_use);
  plain.verbs = {Verb::self_use, Verb::discharge};
  EXPECT_EQ(nearest({"home", Verb::export_, Power{2.0}}, plain).verb, Verb::discharge);
  const Abilities thermostat{
      .device = "heat", .verbs = {Verb::on}, .least = Power{2.0}, .most = Power{2.0}};
  EXPECT_EQ(nearest({"heat", Verb::off}, thermostat).verb, Verb::on);
}

TEST(Nearest, RefusesADeviceWithoutWords) {
  EXPECT_THROW((void)nearest({"x", Verb::on, Power{1.0}}, Abilities{.device = "x"}),
               std::logic_error);
}

}  // namespace
}  // namespace ohmstead::control
