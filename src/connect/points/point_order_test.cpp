// Orders that devices understand by something else than a power: a reserve, a set-point, a block of
// energy.
#include <gmock/gmock.h>

#include "testing/text_bus.hpp"

namespace ohmstead::connect {
namespace {

using base::Celsius;
using base::Energy;
using base::Power;
using home::Command;
using home::Verb;
using ::testing::ElementsAre;

home::PointCommands words(const std::string& device, Verb verb, const std::string& text) {
  home::PointCommands all;
  all.device = device;
  all.verbs.push_back({Verb::self_use, {{"number", "10"}}, {{"number", {}, "10"}}, {}});
  all.verbs.push_back({verb, {{"number", text}}, {{"number", {}, text}}, {}});
  return all;
}

home::Connection with(home::PointCommands commands) {
  home::Connection connection;
  connection.id = "hub";
  connection.commands = {std::move(commands)};
  return connection;
}

home::Site heated_home() {
  home::Site site = a_home();
  home::SiteZone& zone = site.zones.emplace_back();
  zone.id = "bath";
  zone.high = base::Series<Celsius>{1, Celsius{23.0}};
  home::SiteHeatSource& source = site.heat_sources.emplace_back();
  source.id = "radiator";
  source.zone = "bath";
  source.power = Power{1.0};
  return site;
}

// An inverter that knows no hold: its reserve is set to what the battery has.
TEST(PointOrder, HoldIsAReserve) {
  Driven home{with(words("battery", Verb::hold, "{soc}"))};
  Command hold{"battery", Verb::hold};
  EXPECT_EQ(home.driver->write(hold).error().message, "a formula of 'hold' has no value now");
  hold.soc_pct = 63.0;
  ASSERT_TRUE(home.driver->write(hold));
  EXPECT_THAT(home.bus->written, ElementsAre("number=63"));
  ports::Measured measured;
  ASSERT_TRUE(home.driver->read(measured));
  ASSERT_EQ(measured.set.size(), 1U);
  EXPECT_EQ(measured.set[0].verb, Verb::hold);
  // Rounded by the hub it is the same; somebody's own reserve is another.
  const auto shown = [&](const char* number) {
    home.bus->texts["number"] = {number, k_now};
    ports::Measured again;
    EXPECT_TRUE(home.driver->read(again));
    return again.set.empty() ? std::string{}
                             : std::string{names_of(
                                   again.set[0].verb)[static_cast<std::size_t>(again.set[0].verb)]};
  };
  EXPECT_EQ(shown("63.0"), "hold");
  EXPECT_EQ(shown("80"), "");
  EXPECT_EQ(shown("10"), "self_use");
}

TEST(PointOrder, OnIsASetPointOrABlockOfEnergy) {
  home::PointCommands both = words("radiator", Verb::on, "{target}");
  both.verbs[0].verb = Verb::automatic;
  both.verbs[1].writes.push_back({"block", "{kwh * 1000}"});
  Driven home{with(both), heated_home()};
  ASSERT_TRUE(home.driver);
  EXPECT_TRUE(home.driver->abilities()[0].takes_target);
  Command on{"radiator", Verb::on, Power{1.0}};
  on.target = Celsius{21.5};
  on.energy = Energy{0.2};
  ASSERT_TRUE(home.driver->write(on));
  EXPECT_THAT(home.bus->written, ElementsAre("number=21.5", "block=200"));
}

TEST(PointOrder, NamesAreOfWhatHasThem) {
  const auto fault = [](home::PointCommands commands, home::Site site = heated_home()) {
    const std::vector<home::Secret> secrets;
    const base::TurnedClock clock{k_now};
    const auto made = PointDriver::make(with(std::move(commands)), std::make_unique<Texts>(),
                                        {site, secrets, clock});
    return made ? std::string{} : made.error().message;
  };
  EXPECT_EQ(fault(words("radiator", Verb::on, "{soc}")),
            "commands[0].verbs[1].writes: soc is of batteries");
  EXPECT_EQ(fault(words("radiator", Verb::off, "{kwh}")),
            "commands[0].verbs[1].writes: this verb has no power for a formula");
  const std::string no_target =
      "commands[0].verbs[1].writes: target is of what is on and heats a room that has high_c, or "
      "a tank that has max_c";
  EXPECT_EQ(fault(words("radiator", Verb::off, "{target}")), no_target);
  home::Site endless = heated_home();
  endless.zones[0].high = {};
  EXPECT_EQ(fault(words("radiator", Verb::on, "{target}"), endless), no_target);
  EXPECT_EQ(fault(words("radiator", Verb::on, "{target}")), "");
}

}  // namespace
}  // namespace ohmstead::connect
