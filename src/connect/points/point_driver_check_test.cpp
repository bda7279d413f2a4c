// What the self-test of a connection tells.
#include <gtest/gtest.h>

#include "testing/text_bus.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;
using home::PointUnit;
using home::PointValue;
using home::Verb;

TEST(PointDriver, DoesNotBelieveUnitsThatAreNoneOfTheValue) {
  home::Connection connection;
  connection.id = "hub";
  connection.readings = {point("grid", PointValue::power, "soc"),
                         point("pv", PointValue::power, "kwh"),
                         point("load", PointValue::power, "amps", PointUnit::W),
                         point("battery", PointValue::soc, "degrees"),
                         point("battery", PointValue::power, "converted", PointUnit::W),
                         point("outdoor", PointValue::temperature, "watts"),
                         point("car", PointValue::connected, "fruit"),
                         point("car", PointValue::soc, "charge")};
  connection.readings[4].factor = 230.0;
  Driven home{connection};
  home.bus->texts = {{"soc", {"50", k_now, "%"}},      {"kwh", {"1", k_now, "kWh"}},
                     {"amps", {"1", k_now, "A"}},      {"degrees", {"20", k_now, "°C"}},
                     {"converted", {"1", k_now, "A"}}, {"watts", {"300", k_now, "W"}},
                     {"fruit", {"banana", k_now}},     {"charge", {"50", k_now, "%"}}};
  std::vector<std::string> faults;
  for (const LiveCheck& line : home.driver->check()) faults.push_back(line.fault);
  EXPECT_EQ(faults,
            (std::vector<std::string>{
                "tells %, which is no unit of power", "tells kWh, which is no unit of power",
                "tells A, the site file says W", "tells °C, which is no unit of soc", "",
                "tells W, which is no unit of temperature",
                "'banana' is neither yes nor no: give yes", ""}));
  ports::Measured measured;
  EXPECT_FALSE(home.driver->read(measured));
  EXPECT_FALSE(measured.has_grid || measured.has_pv || measured.has_load);
}

TEST(PointDriver, ChecksWhatCommandsWouldWrite) {
  home::Connection connection;
  connection.id = "inverter";
  auto words = battery_words();
  words.verbs[1].writes.push_back({"ratio", "{1 / (4 - x)}"});
  words.verbs.push_back({Verb::discharge, {{"power", "{x * -1000}"}}, {}, {}});
  connection.commands = {words};
  Driven home{connection};
  home.site.batteries[0].discharge = Power{2.0};
  home.bus->unwritable = {{"power=4000", "4000 is more than its most, 3000"},
                          {"mode=Self Use", std::nullopt}};
  home.driver->expect_check();
  EXPECT_EQ(home.bus->tried, (std::vector<std::string>{"mode=Self Use", "power=100", "power=4000",
                                                       "mode=Force Charge", "ratio=0.256",
                                                       "power=-100", "power=-2000"}));
  home.bus->texts = {{"mode", {"Self Use", k_now}}, {"power", {"0", k_now}}};
  EXPECT_FALSE(home.driver->is_complete());
  const auto lines = home.driver->check();
  const auto line = [&](const std::string& what) {
    for (const LiveCheck& each : lines) {
      if (each.what == what) return each.fault.empty() ? each.value : "! " + each.fault;
    }
    return std::string{"no such line"};
  };
  EXPECT_EQ(line("battery self_use writes (mode)"), "! nothing came from it yet");
  EXPECT_EQ(line("battery charge writes (power)"), "! 4000 is more than its most, 3000");
  EXPECT_EQ(line("battery charge writes (mode)"), "would tell Force Charge");
  EXPECT_EQ(line("battery charge writes (ratio)"), "! its formula has no value at 4 kW");
  EXPECT_EQ(line("battery discharge writes (power)"), "would tell -100 to -2000");
  EXPECT_TRUE(home.bus->written.empty());
  home.bus->unwritable.clear();
  EXPECT_TRUE(home.driver->is_complete());
  home.bus->down = "the broker does not answer";
  EXPECT_EQ(home.driver->check().front().fault, "the broker does not answer");
  for (const LiveCheck& each : home.driver->check())
    EXPECT_NE(each.fault, "") << each.what << ": what was not tried is not told";
}

TEST(PointDriver, ChecksSignsAlsoWhereNotEveryVerbHasSome) {
  home::Connection connection;
  connection.id = "inverter";
  auto words = battery_words();
  words.verbs.push_back({Verb::hold, {{"mode", "Hold"}}, {}, {}});
  connection.commands = {words};
  Driven home{connection};
  const auto line = [&] { return home.driver->check().front(); };
  EXPECT_FALSE(home.driver->is_complete());
  EXPECT_EQ(line().fault, "battery is told (mode): nothing came from it yet");
  home.bus->unreadable = {{"mode", "the device has no such register"},
                          {"power", "the device has no such register"}};
  EXPECT_TRUE(home.driver->is_complete());
  EXPECT_EQ(line().fault,
            "battery is told (mode): the device has no such register; battery is told (power): the "
            "device has no such register");
  home.bus->unreadable.clear();
  home.bus->texts = {{"mode", {"Hold", k_now}}, {"power", {"full", k_now}}};
  EXPECT_EQ(line().fault, "battery is told (power): 'full' is no number");
  home.bus->texts.erase("power");  // nothing was ever told to it with a power
  EXPECT_EQ(line().fault, "");
  EXPECT_EQ(line().value, "none of the verbs that have seen");
}

}  // namespace
}  // namespace ohmstead::connect
