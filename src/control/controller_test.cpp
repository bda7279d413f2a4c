#include "ohmstead/control/controller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/control/nearest.hpp"
#include "testing/samples.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using base::Seconds;
using home::Command;
using home::Verb;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const base::Time k_start = *base::parse_time("2024-05-11T12:00:00Z");

class ControllerTest : public testing::Test {
 protected:
  ControllerTest() {
    (void)controller_.add({.device = "home",
                           .verbs = {Verb::self_use, Verb::hold, Verb::charge, Verb::export_},
                           .most = Power{5.0}});
    (void)controller_.add(
        {.device = "car", .verbs = {Verb::off, Verb::on}, .least = Power{1.4}, .most = Power{7.4}});
    (void)controller_.add({.device = "pump",
                           .verbs = {Verb::on, Verb::off},
                           .least = Power{2.0},
                           .most = Power{2.0}});
    readings_.batteries = {battery_reading("home", 5.0)};
    readings_.devices.vehicles = {car_reading(0.0)};
    slot_.batteries = {battery_slot("home", home::Mode::self_use)};
    slot_.devices = {device_slot("car"), device_slot("pump")};
  }

  // One decision, all of it taken and done.
  std::vector<Command> step(const home::PlanSlot* slot) {
    now_ += Seconds{40};
    auto writes = controller_.decide(slot, readings_, reports_, now_);
    for (const Command& write : writes) {
      controller_.note(write, now_, true);
      std::erase_if(reports_, [&](const Report& each) { return each.device == write.device; });
      reports_.push_back({write.device, write});
    }
    return writes;
  }

  static Limits limits() {
    Limits limits = battery_limits(0.5, 10.0, 5.0, 5.0);
    limits.import = Power{9.0};
    return limits;
  }

  Controller controller_{limits()};
  home::PlanSlot slot_;
  home::Readings readings_;
  std::vector<Report> reports_;
  base::Time now_ = k_start;
};

TEST_F(ControllerTest, ADeviceHasOneOwnerAndAWord) {
  EXPECT_EQ(controller_.add({.device = "car", .verbs = {Verb::off}}).error().kind,
            base::ErrorKind::conflict);
  EXPECT_EQ(controller_.add({.device = "new"}).error().kind, base::ErrorKind::invalid_input);
}

TEST_F(ControllerTest, TellsEachDeviceOnceAndOnlyThoseItOwns) {
  slot_.devices.push_back(device_slot("nobodys", 1.0));
  EXPECT_THAT(step(&slot_), SizeIs(3));
  EXPECT_THAT(step(&slot_), IsEmpty());
  slot_.batteries[0].mode = home::Mode::charge;
  slot_.grid_import = Power{5.0};
  slot_.batteries[0].charge = Power{3.0};
  const auto writes = step(&slot_);
  ASSERT_THAT(writes, SizeIs(1));
  EXPECT_EQ(writes[0].verb, Verb::charge);
}

TEST_F(ControllerTest, ALimitActsAtOnce) {
  slot_.batteries[0].mode = home::Mode::charge;
  slot_.grid_import = Power{5.0};
  slot_.batteries[0].charge = Power{5.0};
  slot_.reason.text = "It is cheap.";
  (void)step(&slot_);
  const auto otherwise = [&] { return controller_.status(now_).at(1).otherwise; };
  EXPECT_EQ(otherwise(), "");
  readings_.batteries[0].charge = Power{5.0};
  readings_.grid_import = Power{12.0};  // the oven: 7 kW beside the battery
  now_ += Seconds{1};
  const auto writes = controller_.decide(&slot_, readings_, reports_, now_);
  ASSERT_THAT(writes, SizeIs(1));
  EXPECT_NEAR(writes[0].power.value(), 2.0, 1e-9);
  ASSERT_THAT(controller_.limited(), SizeIs(1));
  EXPECT_THAT(controller_.limited()[0], HasSubstr("at most 9 kW"));
  EXPECT_THAT(otherwise(), HasSubstr("at most 9 kW"));
}

// The oven's power goes up and down; what may be drawn again waits for its turn.
TEST_F(ControllerTest, OnlyWhatALimitTakesAwayIsUrgent) {
  slot_.batteries[0].mode = home::Mode::charge;
  slot_.grid_import = Power{5.0};
  slot_.batteries[0].charge = Power{5.0};
  (void)step(&slot_);
  const auto told_with = [&](double grid_kw) {
    readings_.batteries[0].charge = reports_.back().set.power;
    readings_.grid_import = Power{grid_kw} + readings_.batteries[0].charge;
    now_ += Seconds{5};
    const auto writes = controller_.decide(&slot_, readings_, reports_, now_);
    for (const Command& write : writes) {
      controller_.note(write, now_, true);
      std::erase_if(reports_, [&](const Report& each) { return each.device == write.device; });
      reports_.push_back({write.device, write});
    }
    return writes.empty() ? -1.0 : writes[0].power.value();
  };
  EXPECT_NEAR(told_with(7.0), 2.0, 1e-9);
  EXPECT_EQ(told_with(6.0), -1.0) << "3 kW could be, but not every five seconds";
  EXPECT_NEAR(told_with(8.0), 1.0, 1e-9);
  now_ += Seconds{60};
  EXPECT_NEAR(told_with(6.0), 3.0, 1e-9);
}

TEST_F(ControllerTest, WhatCannotBeStoppedIsTold) {
  Controller controller{limits()};
  (void)controller.add({.device = "tank", .verbs = {Verb::automatic, Verb::on}});
  controller.set_stopped(true);
  (void)controller.decide(nullptr, readings_, {}, now_);
  EXPECT_THAT(controller.limited(), testing::Contains(HasSubstr("cannot stop it")));
}

// The plan may have had another battery, which is silent now, give what this one takes.
TEST_F(ControllerTest, WhatIsSetByHandDoesNotWaitForSurplus) {
  slot_.batteries = {battery_slot("home", home::Mode::charge, 3.0)};
  slot_.batteries[0].is_set_by_hand = true;
  readings_.grid_import = Power{0.5};
  (void)step(&slot_);
  const auto all = controller_.status(now_);
  const auto home =
      std::find_if(all.begin(), all.end(), [](const auto& d) { return d.device == "home"; });
  ASSERT_NE(home, all.end());
  EXPECT_EQ(home->wanted.verb, Verb::charge);
  EXPECT_EQ(home->wanted.power, Power{3.0});
}

TEST_F(ControllerTest, AdviceIsShownAndNotRemembered) {
  slot_.batteries = {battery_slot("home", home::Mode::charge, 3.0)};
  slot_.grid_import = Power{3.5};
  controller_.advise(slot_, readings_);
  const auto all = controller_.status(now_);
  const auto home =
      std::find_if(all.begin(), all.end(), [](const auto& d) { return d.device == "home"; });
  ASSERT_NE(home, all.end());
  EXPECT_EQ(home->wanted.verb, Verb::charge);
  EXPECT_FALSE(home->told);
  EXPECT_EQ(home->writes_today, 0);
  EXPECT_THAT(step(&slot_), SizeIs(3));  // all is still to be told
}

TEST_F(ControllerTest, WithoutAPlanEachDeviceGoesItsOwnWay) {
  slot_.batteries[0].mode = home::Mode::charge;
  slot_.grid_import = Power{5.0};
  slot_.batteries[0].charge = Power{5.0};
  (void)step(&slot_);
  (void)step(nullptr);
  const auto all = controller_.status(now_);
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[0].told->verb, Verb::off);       // car
  EXPECT_EQ(all[1].told->verb, Verb::self_use);  // battery
  EXPECT_EQ(all[2].told->verb, Verb::on);        // the heat pump's thermostat keeps the house warm
}

TEST_F(ControllerTest, WhatIsNamedNoMoreIsGivenBackAtOnce) {
  slot_.devices[0].power = Power{7.0};
  slot_.grid_import = Power{8.0};
  (void)step(&slot_);
  slot_.devices.clear();  // batteries alone from now on
  now_ += Seconds{1};
  const auto writes = controller_.decide(&slot_, readings_, reports_, now_);
  ASSERT_THAT(writes, SizeIs(2));
  EXPECT_EQ(writes[0].device, "car");
  EXPECT_EQ(writes[0].verb, Verb::off);
  EXPECT_EQ(writes[1].verb, Verb::on);  // the heat pump's own way
  (void)step(&slot_);
  EXPECT_THAT(step(&slot_), IsEmpty());
}

// As in a stage in which batteries alone are told.
TEST_F(ControllerTest, WhatNobodyNamesKeepsRoomsFromFrostAllTheSame) {
  Limits limits = ControllerTest::limits();
  limits.heat.push_back({.id = "heater", .power = Power{2.0}, .zones = {{"room"}}});
  controller_ = Controller{limits};
  (void)controller_.add({.device = "heater", .verbs = {Verb::off, Verb::on}, .most = Power{2.0}});
  readings_.devices.zones.push_back({"room", base::Celsius{6.0}, {}});
  slot_.devices.clear();
  EXPECT_THAT(step(&slot_), IsEmpty());
  readings_.devices.zones[0].temperature = base::Celsius{4.5};
  auto writes = step(&slot_);
  ASSERT_THAT(writes, SizeIs(1));
  EXPECT_EQ(writes[0].verb, Verb::on);
  EXPECT_THAT(writes[0].why, HasSubstr("kept from frost"));
  EXPECT_THAT(step(&slot_), IsEmpty());
  readings_.devices.zones[0].temperature = base::Celsius{20.0};
  writes = step(&slot_);
  ASSERT_THAT(writes, SizeIs(1));
  EXPECT_EQ(writes[0].verb, Verb::off);
}

TEST_F(ControllerTest, TheEmergencyStopStopsEverythingAtOnce) {
  slot_.devices[0].power = Power{7.0};
  slot_.grid_import = Power{8.0};
  (void)step(&slot_);
  controller_.set_stopped(true);
  now_ += Seconds{1};
  for (const Command& write : controller_.decide(&slot_, readings_, reports_, now_))
    EXPECT_TRUE(write.verb == Verb::off || write.verb == Verb::hold);
  EXPECT_THAT(controller_.limited(), SizeIs(3));
}

TEST_F(ControllerTest, ABatteryStoresNoMoreThanThereIs) {
  slot_.batteries[0].mode = home::Mode::charge;
  slot_.batteries[0].charge = Power{3.0};
  slot_.grid_export = Power{1.0};
  readings_.grid_export = Power{2.0};
  EXPECT_NEAR(step(&slot_)[0].power.value(), 2.0, 1e-9);
  readings_.batteries[0].charge = Power{2.0};
  readings_.grid_export = Power{3.0};
  EXPECT_NEAR(step(&slot_)[0].power.value(), 3.0, 1e-9);
  readings_.batteries[0].charge = Power{3.0};
  readings_.grid_export = Power{};
  readings_.grid_import = Power{3.5};
  EXPECT_EQ(step(&slot_)[0].verb, Verb::hold);
}

// The plan charges the car with 3 kW of sun; clouds come, then more sun than was planned.
// A cloud comes, and the car was to have its power all the same: somebody said so.
TEST_F(ControllerTest, WhatIsSetByHandWaitsForNoSun) {
  slot_.devices = {device_slot("car", 7.0)};
  slot_.devices[0].is_set_by_hand = true;
  readings_.devices.vehicles = {car_reading(7.0)};
  readings_.grid_import = Power{7.5};
  controller_.set_sun_only({"car"});
  for (int look = 0; look < 3; ++look) (void)step(&slot_);
  const auto wanted = [&] {
    const auto all = controller_.status(now_);
    return std::find_if(all.begin(), all.end(),
                        [](const auto& each) { return each.device == "car"; })
        ->wanted;
  };
  EXPECT_EQ(wanted().power, Power{7.0});
  slot_.devices[0].is_set_by_hand = false;
  (void)step(&slot_);
  EXPECT_EQ(wanted().verb, Verb::off);
}

TEST_F(ControllerTest, FollowsTheSunInsideASlot) {
  slot_.devices[0].power = Power{3.0};
  readings_.grid_export = Power{3.5};
  auto writes = step(&slot_);
  EXPECT_NEAR(reports_.size() == 3 ? writes[1].power.value() : -1.0, 3.5, 1e-9);
  readings_.devices.vehicles[0].power = Power{3.5};
  readings_.grid_export = Power{};
  readings_.grid_import = Power{1.2};
  writes = step(&slot_);
  ASSERT_THAT(writes, SizeIs(1));
  EXPECT_NEAR(writes[0].power.value(), 2.3, 1e-9);
  readings_.devices.vehicles[0].power = Power{2.3};
  readings_.grid_import = Power{1.2};  // 1.1 left: still on, at its least
  EXPECT_NEAR(step(&slot_)[0].power.value(), 1.4, 1e-9);
  readings_.devices.vehicles[0].power = Power{1.4};
  readings_.grid_import = Power{1.0};
  EXPECT_EQ(step(&slot_)[0].verb, Verb::off);
  readings_.devices.vehicles[0].power = Power{};
  readings_.grid_import = Power{};
  readings_.grid_export = Power{1.2};  // not enough to begin
  EXPECT_THAT(step(&slot_), IsEmpty());
  slot_.grid_import = Power{2.0};  // the plan buys now: no sun is waited for
  EXPECT_NEAR(step(&slot_)[0].power.value(), 3.0, 1e-9);
}

// The battery follows the home: it gives nothing as long as nobody draws it.
TEST_F(ControllerTest, ADeviceDrawsWhatThePlanHasABatteryGive) {
  slot_.batteries[0].discharge = Power{2.0};
  slot_.devices[0].power = Power{2.0};
  auto writes = step(&slot_);
  ASSERT_EQ(writes.size(), 3U);
  EXPECT_EQ(writes[1].verb, Verb::on);
  EXPECT_NEAR(writes[1].power.value(), 2.0, 1e-9);
  readings_.devices.vehicles[0].power = Power{2.0};
  readings_.batteries[0].discharge = Power{2.0};
  for (const Command& write : step(&slot_)) EXPECT_NE(write.device, "car");
  // The sun gives less than was planned: the battery is not emptied for it.
  readings_.batteries[0].discharge = Power{2.5};
  writes = controller_.decide(&slot_, readings_, reports_, now_ += Seconds{40});
  const auto car = std::find_if(writes.begin(), writes.end(),
                                [](const Command& write) { return write.device == "car"; });
  ASSERT_NE(car, writes.end());
  EXPECT_NEAR(car->power.value(), 1.5, 1e-9);
}

TEST_F(ControllerTest, SaysHowEachDeviceIs) {
  (void)step(&slot_);
  (void)step(&slot_);
  reports_[0].set.verb = Verb::hold;  // by hand, on the battery's display
  (void)step(&slot_);
  const auto all = controller_.status(now_);
  ASSERT_TRUE(all[1].foreign);
  EXPECT_EQ(all[1].foreign->command.verb, Verb::hold);
  EXPECT_EQ(all[1].writes_today, 1);
  EXPECT_TRUE(all[1].alarm.empty());
}

}  // namespace
}  // namespace ohmstead::control
