#include "home_assistant/profiles.hpp"

#include <gmock/gmock.h>

#include "home_assistant/service_call.hpp"

namespace ohmstead::connect {
namespace {

using home::PointValue;
using home::Verb;
using ::testing::HasSubstr;

home::Connection fox() {
  home::Connection connection;
  connection.id = "hub";
  connection.profile = "fox_ess";
  connection.devices = {{"foxess", "battery"}, {"foxess", "home"}};
  return connection;
}

TEST(ProfileTest, fox_ess_becomes_readings_and_commands) {
  const auto all = with_profile(fox()).value();
  ASSERT_EQ(all.readings.size(), 11U);
  EXPECT_EQ(all.readings[0].of, "battery");
  EXPECT_EQ(all.readings[0].value, PointValue::soc);
  EXPECT_EQ(all.readings[0].at, "sensor.foxess_battery_soc");
  EXPECT_EQ(all.readings.back().of, "load");
  ASSERT_EQ(all.commands.size(), 1U);
  const home::PointCommands& commands = all.commands[0];
  EXPECT_EQ(commands.device, "battery");
  ASSERT_EQ(commands.verbs.size(), 4U);
  EXPECT_EQ(commands.verbs[0].verb, Verb::self_use);
  const home::PointVerb& charge = commands.verbs[2];
  EXPECT_EQ(charge.verb, Verb::charge);
  EXPECT_EQ(charge.writes.back().to, "select.foxess_work_mode");
  EXPECT_EQ(charge.writes.back().text, "Force Charge");
  EXPECT_EQ(charge.power->at, "number.foxess_force_charge_power");
  for (const home::PointReading& reading : all.readings)
    EXPECT_TRUE(read_entity_point(reading.at).has_value()) << reading.at;
  for (const home::PointVerb& verb : commands.verbs) {
    EXPECT_FALSE(verb.seen.empty());
    for (const home::PointWrite& write : verb.writes)
      EXPECT_EQ(fault_of_written(write.to), "") << write.to;
  }
}

TEST(ProfileTest, what_is_written_out_counts_more) {
  home::Connection connection = fox();
  home::PointReading reading;
  reading.of = "pv";
  reading.at = "sensor.roof";
  connection.readings = {reading};
  connection.commands.emplace_back().device = "battery";
  const auto all = with_profile(connection).value();
  EXPECT_EQ(all.readings.size(), 11U);
  EXPECT_EQ(all.readings[0].at, "sensor.roof");
  ASSERT_EQ(all.commands.size(), 1U);
  EXPECT_TRUE(all.commands[0].verbs.empty());
}

TEST(ProfileTest, says_what_is_wrong) {
  home::Connection connection = fox();
  connection.profile = "fax";
  EXPECT_THAT(with_profile(connection).error().message, HasSubstr("there is fox_ess"));
  connection = fox();
  connection.devices[1].theirs = "Fox ESS";
  EXPECT_THAT(with_profile(connection).error().message, HasSubstr("devices[1].theirs"));
  connection.devices.clear();
  EXPECT_THAT(with_profile(connection).error().message, HasSubstr("devices: missing"));
  EXPECT_TRUE(with_profile({}).has_value());
}

}  // namespace
}  // namespace ohmstead::connect
