#include "points/point_driver.hpp"

#include <gtest/gtest.h>

#include "points/point_text.hpp"
#include "testing/text_bus.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;
using home::PointReading;
using home::PointUnit;
using home::PointValue;
using home::Verb;

TEST(PointText, FindsNumbersAndPointers) {
  EXPECT_EQ(scalar_at(" 21.5\n", {}), "21.5");
  EXPECT_EQ(scalar_at(R"({"a":[{"p":-3}]})", "/a/0/p"), "-3");
  EXPECT_EQ(scalar_at(R"({"a":{}})", "/a"), std::nullopt);
  EXPECT_EQ(scalar_at("no json", "/a"), std::nullopt);
  EXPECT_EQ(number_of("+1.5"), 1.5);
  EXPECT_EQ(number_of("1.5 kW"), std::nullopt);
  EXPECT_EQ(number_of("nan"), std::nullopt);
  EXPECT_NEAR(in_home_units(300.0, PointUnit::K), 26.85, 1e-9);
  EXPECT_NEAR(in_home_units(212.0, PointUnit::F), 100.0, 1e-9);
}

TEST(PointText, KnowsYesAndNo) {
  EXPECT_EQ(yes_or_no(" On ", {}), true);
  EXPECT_EQ(yes_or_no("0", {}), false);
  EXPECT_EQ(yes_or_no("banana", {}), std::nullopt);
  EXPECT_EQ(yes_or_no("c", {"B", "C"}), true);
  EXPECT_EQ(yes_or_no("on", {"B", "C"}), false);
}

TEST(PointText, WritesFormulas) {
  const auto text = WriteText::parse(R"({{"p": {x * 1000}, "m": {max(x, 0)}})");
  ASSERT_TRUE(text) << text.error().message;
  const auto at = [](double kw) { return home::Command{"car", Verb::on, Power{kw}}; };
  EXPECT_EQ(text->with(at(1.2345678)), R"({"p": 1234.568, "m": 1.235})");
  EXPECT_EQ(WriteText::parse("{-x}")->with(at(0.0)), "0");
  EXPECT_EQ(WriteText::parse("{1 / x}")->with(at(0.0)), std::nullopt);
  EXPECT_FALSE(WriteText::parse("{x"));
  EXPECT_FALSE(WriteText::parse("{y}"));
}

TEST(PointDriver, ReadsInUnitsOfTheHome) {
  home::Connection connection;
  connection.id = "broker";
  auto grid = point("grid", PointValue::power, "meter", PointUnit::W);
  grid.pointer = "/p";
  grid.factor = -1.0;
  connection.readings = {grid,
                         point("battery", PointValue::soc, "soc"),
                         point("battery", PointValue::power, "flow", PointUnit::kW),
                         point("grid", PointValue::imported, "count", PointUnit::kWh),
                         point("car", PointValue::connected, "plug"),
                         point("grid", PointValue::current_l1, "l1", PointUnit::A),
                         point("grid", PointValue::current_l2, "l2", PointUnit::mA)};
  Driven home{connection};
  home.bus->texts = {{"meter", {R"({"p": 1500})", k_now}},
                     {"soc", {"55", k_now, "%"}},
                     {"flow", {"-2.5", k_now}},
                     {"count", {"4000.5", k_now}},
                     {"plug", {"OFF", k_now}},
                     {"l1", {"-7.5", k_now}},
                     {"l2", {"6000", k_now}}};
  ports::Measured measured;
  const auto done = home.driver->read(measured);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(measured.has_grid);
  EXPECT_FALSE(measured.has_load);
  EXPECT_EQ(measured.now.grid_export, Power{1.5});
  EXPECT_EQ(measured.now.grid_import, Power{0.0});
  EXPECT_DOUBLE_EQ(measured.now.highest_phase_a.value(), 7.5);
  ASSERT_EQ(measured.now.batteries.size(), 1U);
  EXPECT_NEAR(measured.now.batteries[0].soc.value(), 5.5, 1e-12);
  EXPECT_EQ(measured.now.batteries[0].discharge, Power{2.5});
  EXPECT_EQ(measured.meters.at("grid.imported"), base::Energy{4000.5});
  ASSERT_EQ(measured.now.devices.vehicles.size(), 1U);
  EXPECT_FALSE(measured.now.devices.vehicles[0].is_connected);
  EXPECT_TRUE(home.driver->is_complete());
}

TEST(PointDriver, DoesNotBelieveWhatIsOldUnitlessOrNoNumber) {
  home::Connection connection;
  connection.id = "broker";
  connection.readings = {point("grid", PointValue::power, "old", PointUnit::W),
                         point("pv", PointValue::power, "unitless"),
                         point("load", PointValue::power, "other", PointUnit::W),
                         point("battery", PointValue::soc, "text", PointUnit::percent),
                         point("outdoor", PointValue::temperature, "never", PointUnit::C)};
  Driven home{connection};
  home.bus->texts = {{"old", {"1", k_now - std::chrono::seconds{301}}},
                     {"unitless", {"1", k_now}},
                     {"other", {"1", k_now, "kW"}},
                     {"text", {"full", k_now}}};
  ports::Measured measured;
  const auto done = home.driver->read(measured);
  ASSERT_FALSE(done);
  for (const char* each :
       {"grid power (old): silent since", "pv power (unitless): tells no unit",
        "load power (other): tells kW, the site file says W", "battery soc (text): 'full' is no",
        "outdoor temperature (never): nothing came from it yet"})
    EXPECT_NE(done.error().message.find(each), std::string::npos) << done.error().message;
  EXPECT_FALSE(measured.has_grid || measured.has_pv || measured.has_load);
  EXPECT_TRUE(measured.has_soc.empty());
  EXPECT_EQ(measured.silent.size(), 5U);
  EXPECT_EQ(home.driver->check().size(), 5U);
}

TEST(PointDriver, WritesAndReadsBack) {
  home::Connection connection;
  connection.id = "inverter";
  connection.commands = {battery_words()};
  Driven home{connection};
  const auto abilities = home.driver->abilities();
  ASSERT_EQ(abilities.size(), 1U);
  EXPECT_EQ(abilities[0].most, Power{4.0});
  EXPECT_TRUE(abilities[0].tells_what_is_set);
  ASSERT_TRUE(home.driver->write({"battery", Verb::charge, Power{2.5}, {}}));
  EXPECT_EQ(home.bus->written, (std::vector<std::string>{"power=2500", "mode=Force Charge"}));
  ports::Measured measured;
  ASSERT_TRUE(home.driver->read(measured));
  ASSERT_EQ(measured.set.size(), 1U);
  EXPECT_EQ(measured.set[0].verb, Verb::charge);
  EXPECT_EQ(measured.set[0].power, Power{2.5});
  EXPECT_FALSE(home.driver->write({"battery", Verb::hold, {}, {}}));
  home.bus->down = "the broker is gone";
  EXPECT_FALSE(home.driver->write({"battery", Verb::self_use, {}, {}}));
  ports::Measured later;
  EXPECT_FALSE(home.driver->read(later));
  EXPECT_TRUE(later.set.empty());
}

TEST(PointDriver, AVerbThatShowsWithoutItsPowerHoldsAsItWasTold) {
  home::Connection connection;
  connection.id = "inverter";
  auto words = battery_words();
  words.verbs[1].power.reset();
  connection.commands = {words};
  Driven home{connection};
  ASSERT_TRUE(home.driver->write({"battery", Verb::charge, Power{2.5}, {}}));
  ports::Measured measured;
  ASSERT_TRUE(home.driver->read(measured));
  ASSERT_EQ(measured.set.size(), 1U);
  EXPECT_EQ(measured.set[0].power, Power{2.5});
}

TEST(PointDriver, ALostSystemSaysNothingOfNow) {
  home::Connection connection;
  connection.id = "broker";
  connection.readings = {point("grid", PointValue::power, "meter", PointUnit::kW)};
  Driven home{connection};
  home.bus->texts = {{"meter", {"1", k_now}}};
  home.bus->down = "the broker is gone";
  const auto knows_grid = [&] {
    ports::Measured measured;
    EXPECT_FALSE(home.driver->read(measured));
    return measured.has_grid;
  };
  EXPECT_TRUE(knows_grid());
  home.clock.time = k_now + std::chrono::seconds{61};
  EXPECT_FALSE(knows_grid());
}

// A gateway died; the broker keeps what it said last.
TEST(PointDriver, WhatASilentDeviceShowsDoesNotCount) {
  home::Connection connection;
  connection.id = "inverter";
  connection.readings = {point("battery", PointValue::soc, "soc", PointUnit::percent)};
  connection.commands = {battery_words()};
  Driven home{connection};
  const auto read = [&](ports::Measured& measured) {
    const auto done = home.driver->read(measured);
    return done ? std::string{} : done.error().message;
  };
  home.bus->texts = {{"soc", {"50", k_now}},
                     {"mode", {"Self Use", k_now - std::chrono::hours{3}}},
                     {"power", {"0", k_now - std::chrono::hours{3}}}};
  ports::Measured live;
  EXPECT_EQ(read(live), "");
  ASSERT_EQ(live.set.size(), 1U);  // a mode is told when it changes
  home.clock.time = k_now + std::chrono::seconds{301};
  ports::Measured dead;
  const std::string fault = read(dead);
  EXPECT_NE(fault.find("battery: what it says it was told is of 2025-06-15T12:06:40Z and does not "
                       "count"),
            std::string::npos)
      << fault;
  EXPECT_TRUE(dead.set.empty());
  const auto lines = home.driver->check();
  EXPECT_EQ(lines.back().value, "");
  EXPECT_EQ(lines.back().fault, fault.substr(fault.find("battery: what")));
}

TEST(PointDriver, ASignThatCannotBeReadIsTold) {
  home::Connection connection;
  connection.id = "inverter";
  connection.commands = {battery_words()};
  Driven home{connection};
  home.bus->unreadable = {{"mode", "the device has no such register"}};
  ports::Measured measured;
  const auto done = home.driver->read(measured);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "battery is told (mode): the device has no such register");
}

TEST(PointDriver, KeepsOrderAcrossPauses) {
  home::Connection connection;
  connection.id = "inverter";
  auto words = battery_words();
  words.verbs[1].writes[0].pause_s = 0.02;
  connection.commands = {words};
  Driven home{connection};
  ASSERT_TRUE(home.driver->write({"battery", Verb::charge, Power{1.0}, {}}));
  EXPECT_EQ(home.bus->wait_for(2), (std::vector<std::string>{"power=1000", "mode=Force Charge"}));
}

TEST(PointDriver, ANewerCommandTakesThePlaceOfTheRestOfAnOlderOne) {
  home::Connection connection;
  connection.id = "inverter";
  auto words = battery_words();
  words.verbs[1].writes[0].pause_s = 60.0;
  connection.commands = {words};
  Driven home{connection};
  ASSERT_TRUE(home.driver->write({"battery", Verb::charge, Power{1.0}, {}}));
  ASSERT_TRUE(home.driver->write({"battery", Verb::self_use, {}, {}}));
  EXPECT_EQ(home.bus->wait_for(2), (std::vector<std::string>{"power=1000", "mode=Self Use"}));
  EXPECT_TRUE(home.driver->is_idle());
}

TEST(PointDriver, TellsAllThatIsWrongWithItsPlace) {
  home::Connection connection;
  connection.id = "inverter";
  connection.readings = {point("grid", PointValue::power, "")};
  auto words = battery_words();
  words.verbs[0].writes[0].text = "{x}";
  words.verbs[1].writes[0].text = "{x";
  words.verbs[1].power->formula = "x /";
  connection.commands = {words};
  const home::Site site = a_home();
  const base::TurnedClock clock{k_now};
  const std::vector<home::Secret> secrets;
  const auto made =
      PointDriver::make(connection, std::make_unique<Texts>(), {site, secrets, clock});
  ASSERT_FALSE(made);
  for (const char* each :
       {"readings[0].at: must not be empty", "commands[0].verbs[0].writes: this verb has no power",
        "commands[0].verbs[1].writes[0].text: a brace is not closed",
        "commands[0].verbs[1].power.formula: "})
    EXPECT_NE(made.error().message.find(each), std::string::npos) << made.error().message;
}

}  // namespace
}  // namespace ohmstead::connect
