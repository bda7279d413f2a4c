#include "details.hpp"

#include <gtest/gtest.h>

#include "ohmstead/control/nearest.hpp"
#include "testing/samples.hpp"

namespace ohmstead::control {
namespace {

using base::Celsius;
using base::Power;
using home::Command;
using home::Verb;

const base::Time k_noon = *base::parse_time("2026-03-02T12:00:00Z");

class DetailsTest : public ::testing::Test {
 protected:
  DetailsTest() {
    limits_ = battery_limits(0.5, 10.0, 5.0, 5.0);
    limits_.batteries[0].capacity = base::Energy{10.0};
    limits_.places = {{"radiator", {"bath", Celsius{23.0}}}, {"tank", {"tank", Celsius{60.0}}}};
    now_.at = k_noon + base::Seconds{300};
    now_.batteries = {battery_reading("home", 6.39)};
    now_.devices.zones.push_back({.id = "bath", .temperature = Celsius{20.0}});
    slot_.start = k_noon;
    slot_.duration = base::Seconds{900};
    slot_.devices = {device_slot("bath")};
    slot_.devices[0].temperature = Celsius{21.2};
  }
  Command with_details(Command command, bool has_plan = true) {
    add_details(command, has_plan ? &slot_ : nullptr, now_, limits_);
    return command;
  }
  double target(bool has_plan = true) {
    return with_details({"radiator", Verb::on, Power{1.0}}, has_plan).target.value().value();
  }

  Limits limits_;
  home::Readings now_;
  home::PlanSlot slot_;
};

TEST_F(DetailsTest, ABatteryHoldsWhatItHas) {
  EXPECT_EQ(with_details({"home", Verb::hold}).soc_pct, 63.0);
  now_.batteries.clear();
  EXPECT_FALSE(with_details({"home", Verb::hold}).soc_pct);
}

TEST_F(DetailsTest, ARoomReachesWhatThePlanHas) {
  EXPECT_DOUBLE_EQ(target(), 21.2);
  now_.devices.zones[0].temperature = Celsius{21.0};
  EXPECT_DOUBLE_EQ(target(), 21.5);  // or a thermostat would not begin
  now_.devices.zones[0].temperature = Celsius{22.9};
  EXPECT_DOUBLE_EQ(target(), 23.0);
  EXPECT_FALSE(with_details({"radiator", Verb::off}).target);
}

TEST_F(DetailsTest, WithoutAPlanItMayGetAsWarmAsIsWanted) {
  EXPECT_DOUBLE_EQ(target(false), 23.0);
  EXPECT_EQ(with_details({"tank", Verb::on, Power{2.0}}).target, Celsius{60.0});
}

TEST_F(DetailsTest, ABlockLastsToTheEndOfItsSlot) {
  EXPECT_NEAR(with_details({"tank", Verb::on, Power{3.0}}).energy->value(), 0.5, 1e-12);
  EXPECT_FALSE(with_details({"tank", Verb::on, Power{3.0}}, false).energy);
  EXPECT_FALSE(with_details({"tank", Verb::off}).energy);
}

TEST_F(DetailsTest, AnotherTargetIsAnotherCommand) {
  Command one{"radiator", Verb::on, Power{1.0}}, other = one;
  one.target = Celsius{21.0};
  other.target = Celsius{21.2};
  EXPECT_TRUE(is_same(one, other, Power{}));
  other.target = Celsius{21.5};
  EXPECT_FALSE(is_same(one, other, Power{}));
  other.target.reset();  // as a device says it that does not show it
  EXPECT_TRUE(is_same(one, other, Power{}));
}

}  // namespace
}  // namespace ohmstead::control
