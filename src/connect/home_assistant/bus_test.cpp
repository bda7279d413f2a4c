#include "home_assistant/bus.hpp"

#include <gmock/gmock.h>

#include <array>

#include "home_assistant/profiles.hpp"
#include "testing/connection_page.hpp"
#include "testing/fake_home_assistant.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using net::wait_until;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class HomeAssistantBusTest : public ::testing::Test {
 protected:
  // With these addresses watched, and these written by some command.
  std::unique_ptr<PointBus> start(const std::vector<std::string>& read,
                                  const std::vector<std::string>& written = {}) {
    home::Connection connection;
    connection.id = "hub";
    connection.kind = home::ConnectionKind::home_assistant;
    connection.url = hub.url();
    connection.token = "hub_token";
    home::PointVerb verb;
    for (const std::string& address : written) verb.writes.push_back({address, "1", 0.0});
    connection.commands.emplace_back().verbs.push_back(verb);
    auto made = make_home_assistant_bus(connection, {site, secrets, clock});
    EXPECT_TRUE(made.has_value());
    for (const std::string& address : read) (*made)->watch(address);
    (*made)->start();
    return *std::move(made);
  }
  // Address, text and more of each.
  std::unique_ptr<PointBus> start_trials(const std::vector<std::array<std::string, 3>>& trials) {
    home::Connection connection;
    connection.url = hub.url();
    connection.token = "hub_token";
    auto bus = make_home_assistant_bus(connection, {site, secrets, clock}).value();
    for (const auto& trial : trials) bus->try_write(trial[0], trial[1]);
    bus->start();
    return bus;
  }
  static std::string text(const PointBus& bus, const std::string& address) {
    const auto told = bus.told(address);
    return told ? told->text : "(nothing)";
  }
  static bool wait_for(const PointBus& bus, const std::string& address, const std::string& wanted) {
    return wait_until([&] { return text(bus, address) == wanted; });
  }

  FakeHomeAssistant hub;
  home::Site site;
  std::vector<home::Secret> secrets{{"hub_token", "good token"}, {"old_token", "bad token"}};
  base::SystemClock clock;
};

TEST_F(HomeAssistantBusTest, tells_states_units_and_attributes_and_follows_them) {
  hub.set("sensor.soc", "55.0", R"({"unit_of_measurement":"%","friendly_name":"Akku \"1\""})");
  hub.set("climate.hall", "heat", R"({"temperature":21.5,"modes":["heat","off"],"note":null})");
  const auto bus = start({"sensor.soc", "climate.hall#temperature", "climate.hall#modes",
                          "climate.hall#note", "sensor.late"});
  ASSERT_TRUE(wait_for(*bus, "sensor.soc", "55"));
  EXPECT_EQ(bus->told("sensor.soc")->unit, "%");
  EXPECT_EQ(text(*bus, "climate.hall#temperature"), "21.5");
  EXPECT_EQ(text(*bus, "climate.hall#modes"), R"(["heat","off"])");
  EXPECT_EQ(text(*bus, "climate.hall#note"), "(nothing)");
  EXPECT_THAT(bus->fault(), IsEmpty());
  EXPECT_LT(clock.now() - bus->told("sensor.soc")->at, std::chrono::seconds{30});

  hub.set("sensor.soc", "56.5");
  EXPECT_TRUE(wait_for(*bus, "sensor.soc", "56.5"));
  EXPECT_EQ(bus->told("sensor.soc")->unit, "%");
  hub.set("sensor.late", "1");
  EXPECT_TRUE(wait_for(*bus, "sensor.late", "1"));
  hub.set("sensor.other", "1");
  EXPECT_FALSE(bus->told("sensor.other").has_value());
}

TEST_F(HomeAssistantBusTest, says_why_nothing_comes_from_an_entity) {
  hub.set("sensor.off", "unavailable");
  hub.set("sensor.new", "unknown");
  hub.set("sensor.fine", "1");
  const auto bus =
      start({"sensor.off", "sensor.new", "sensor.fine", "sensor.none", "sensor.fine#x"});
  ASSERT_TRUE(wait_for(*bus, "sensor.fine", "1"));
  EXPECT_EQ(text(*bus, "sensor.off"), "(nothing)");
  EXPECT_EQ(text(*bus, "sensor.new"), "(nothing)");
  EXPECT_THAT(bus->fault_of("sensor.off", false), HasSubstr("is unavailable in Home Assistant"));
  EXPECT_THAT(bus->fault_of("sensor.new", false), HasSubstr("has no value yet"));
  EXPECT_THAT(bus->fault_of("sensor.none", false), HasSubstr("knows no sensor.none"));
  EXPECT_THAT(bus->fault_of("sensor.fine#x", false), HasSubstr("has no attribute x"));
  EXPECT_THAT(bus->fault_of("sensor.fine", false), IsEmpty());
  EXPECT_THAT(bus->fault_of("kitchen", false), HasSubstr("no entity"));
  EXPECT_THAT(bus->fault_of("sensor.fine", true), HasSubstr("nothing can be written"));
  EXPECT_THAT(bus->fault(), IsEmpty());
  hub.remove("sensor.fine");
  EXPECT_TRUE(wait_for(*bus, "sensor.fine", "(nothing)"));
}

TEST_F(HomeAssistantBusTest, learns_all_anew_after_the_connection_was_cut) {
  hub.set("sensor.a", "1");
  hub.set("sensor.b", "2");
  const auto bus = start({"sensor.a", "sensor.b"});
  ASSERT_TRUE(wait_for(*bus, "sensor.b", "2"));
  hub.cut_all();
  ASSERT_TRUE(wait_until([&] { return !bus->fault().empty(); }));
  EXPECT_THAT(bus->fault(), HasSubstr("Home Assistant at 127.0.0.1"));
  const auto told = bus->told("sensor.a");
  ASSERT_TRUE(told.has_value());  // with the age that it has
  EXPECT_LE(told->at, clock.now());
  EXPECT_EQ(bus->write("select.a", "x").error().kind, ErrorKind::unavailable);
  hub.set("sensor.a", "3");
  hub.remove("sensor.b");
  ASSERT_TRUE(wait_for(*bus, "sensor.a", "3"));
  EXPECT_EQ(text(*bus, "sensor.b"), "(nothing)");
  EXPECT_THAT(bus->fault(), IsEmpty());
}

TEST_F(HomeAssistantBusTest, writes_by_services) {
  for (const std::string entity : {"select.mode", "input_number.power", "switch.pump",
                                   "climate.hall", "button.go", "number.current"})
    hub.set(entity, "0");
  const std::string own = "service:fox.force_charge?device=ab12&kw={}&is_now=true";
  const auto bus = start({"select.mode"}, {"select.mode", "input_number.power", "switch.pump",
                                           "climate.hall#temperature", "button.go", own});
  ASSERT_TRUE(wait_for(*bus, "select.mode", "0"));
  EXPECT_TRUE(bus->write("select.mode", R"(Force "Charge")"));
  EXPECT_TRUE(bus->write("input_number.power", "2.5"));
  EXPECT_TRUE(bus->write("switch.pump", "ON"));
  EXPECT_TRUE(bus->write("switch.pump", "0"));
  EXPECT_TRUE(bus->write("climate.hall#temperature", "21"));
  EXPECT_TRUE(bus->write("button.go", ""));
  EXPECT_TRUE(bus->write(own, "3"));
  EXPECT_THAT(
      hub.calls(),
      ElementsAre(R"(select.select_option {"entity_id":"select.mode","option":"Force \"Charge\""})",
                  R"(input_number.set_value {"entity_id":"input_number.power","value":2.5})",
                  R"(switch.turn_on {"entity_id":"switch.pump"})",
                  R"(switch.turn_off {"entity_id":"switch.pump"})",
                  R"(climate.set_temperature {"entity_id":"climate.hall","temperature":21})",
                  R"(button.press {"entity_id":"button.go"})",
                  R"(fox.force_charge {"device":"ab12","kw":3,"is_now":true})"));
  EXPECT_TRUE(wait_for(*bus, "select.mode", R"(Force "Charge")"));
}

TEST_F(HomeAssistantBusTest, tells_why_a_write_was_refused) {
  hub.set("select.mode", "Self Use");
  hub.set("switch.off", "unavailable");
  const auto bus = start({"select.mode"}, {"select.mode", "switch.off", "switch.none"});
  ASSERT_TRUE(wait_for(*bus, "select.mode", "Self Use"));
  hub.answer_with([](const std::string&) { return "Invalid option: Nap"; });
  const auto refused = bus->write("select.mode", "Nap");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::refused);
  EXPECT_THAT(refused.error().message, HasSubstr("refused select.mode: Invalid option: Nap"));
  EXPECT_EQ(bus->write("switch.none", "on").error().kind, ErrorKind::refused);
  EXPECT_EQ(bus->write("switch.off", "on").error().kind, ErrorKind::unavailable);
  EXPECT_EQ(bus->write("switch.off", "perhaps").error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(bus->write("sensor.x", "1").error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(hub.calls().size(), 1U);
}

TEST_F(HomeAssistantBusTest, tells_a_refusal_that_comes_late_and_waits_for_none) {
  hub.set("select.mode", "Self Use");
  const auto bus = start({"select.mode"}, {"select.mode"});
  ASSERT_TRUE(wait_for(*bus, "select.mode", "Self Use"));
  hub.answer_with([](const std::string&) { return "silent"; });
  EXPECT_TRUE(bus->write("select.mode", "x"));  // handed over
  EXPECT_THAT(bus->fault(), IsEmpty());
  hub.say(R"({"id":2,"type":"result","success":false,"error":{"message":"no answer of the bus"}})");
  ASSERT_TRUE(wait_until([&] { return !bus->fault().empty(); }));
  EXPECT_THAT(bus->fault(), HasSubstr("refused select.mode: no answer of the bus"));
  hub.answer_with({});
  EXPECT_TRUE(bus->write("select.mode", "y"));
  EXPECT_THAT(bus->fault(), IsEmpty());
}

TEST_F(HomeAssistantBusTest, a_refused_token_is_told_in_words_and_not_tried_again_soon) {
  home::Connection connection;
  connection.id = "hub";
  connection.url = hub.url() + "/";
  connection.token = "old_token";
  const auto bus = make_home_assistant_bus(connection, {site, secrets, clock}).value();
  bus->watch("sensor.a");
  bus->start();
  ASSERT_TRUE(wait_until([&] { return bus->fault().find("token") != std::string::npos; }));
  EXPECT_THAT(bus->fault(), HasSubstr("refused the token: see `token` of connection hub"));
  EXPECT_THAT(bus->fault(), Not(HasSubstr("bad token")));
  EXPECT_EQ(hub.logins(), 0U);
}

TEST_F(HomeAssistantBusTest, nonsense_ends_the_connection_and_values_keep_their_age) {
  for (const std::string nonsense :
       {"{", R"({"id":1,"type":"event","event":7})",
        R"({"id":1,"type":"event","event":{"c":{"sensor.b":{"+":{"s":"1"}}}}})",
        R"({"id":1,"type":"event","event":{"a":{"sensor.a":{"s":{}}}}})"}) {
    hub.set("sensor.a", "1");
    const auto bus = start({"sensor.a", "sensor.b"});
    ASSERT_TRUE(wait_for(*bus, "sensor.a", "1"));
    hub.say(nonsense);
    ASSERT_TRUE(wait_until([&] { return !bus->fault().empty(); })) << nonsense;
    EXPECT_EQ(text(*bus, "sensor.a"), "1");
  }
}

TEST_F(HomeAssistantBusTest, many_messages_at_once_and_unknown_ones_are_fine) {
  hub.set("sensor.a", "1");
  const auto bus = start({"sensor.a"});
  ASSERT_TRUE(wait_for(*bus, "sensor.a", "1"));
  hub.say(
      R"([{"id":9,"type":"result","success":true},{"type":"news"},7,)"
      R"({"id":1,"type":"event","event":{"c":{"sensor.a":{"+":{"s":"2"}}},"r":["sensor.q"]}}])");
  EXPECT_TRUE(wait_for(*bus, "sensor.a", "2"));
  EXPECT_THAT(bus->fault(), IsEmpty());
}

TEST_F(HomeAssistantBusTest, tries_writes_by_reading_alone) {
  hub.set("select.mode", "Self Use", R"({"options":["Self Use","Force Charge"]})");
  hub.set("number.p", "0", R"({"min":100,"max":3000.0,"unit_of_measurement":"W"})");
  hub.set("switch.off", "unavailable");
  const std::vector<std::array<std::string, 3>> trials{
      {"select.mode", "Force Charge", ""},
      {"select.mode", "Self-Use", "'Self-Use' is none of its options: Self Use, Force Charge"},
      {"number.p", "3000", ""},
      {"number.p", "50000", "50000 is more than its most, 3000 W"},
      {"number.p", "50", "50 is less than its least, 100 W"},
      {"service:number.set_value?entity_id=number.p&value={}", "9000",
       "9000 is more than its most, 3000 W"},
      {"number.p", "banana", "'banana': it takes a number"},
      {"number.unknown_thing", "1",
       "Home Assistant knows no number.unknown_thing, or does not let us see it"},
      {"switch.off", "on", "switch.off is unavailable in Home Assistant: is its device on?"},
      {"service:notify.nobody?message={}", "hi", "Home Assistant has no service notify.nobody"}};
  const auto bus = start_trials(trials);
  for (const auto& [address, text, fault] : trials) {
    ASSERT_TRUE(wait_until([&] { return bus->fault_of_write(address, text).has_value(); }));
    EXPECT_EQ(*bus->fault_of_write(address, text), fault) << address << " " << text;
  }
  EXPECT_THAT(hub.calls(), IsEmpty());
}

TEST_F(HomeAssistantBusTest, tells_that_the_user_of_the_token_may_not_write) {
  hub.set("number.p", "0", R"({"min":0,"max":3000})");
  hub.be_read_only();
  const auto bus = start_trials({{"number.p", "5000", ""}});
  ASSERT_TRUE(wait_until([&] { return bus->fault_of_write("number.p", "5000").has_value(); }));
  EXPECT_EQ(*bus->fault_of_write("number.p", "5000"),
            "the token's user may not set number.p: is it in the group Read only?; 5000 is more "
            "than its most, 3000");
}

TEST_F(HomeAssistantBusTest, needs_a_token_and_an_address) {
  home::Connection connection;
  connection.url = "http://house";
  const auto no_token = make_home_assistant_bus(connection, {site, secrets, clock});
  ASSERT_FALSE(no_token.has_value());
  EXPECT_THAT(no_token.error().message, HasSubstr("token: missing"));
  connection.token = "unknown";
  EXPECT_FALSE(make_home_assistant_bus(connection, {site, secrets, clock}).has_value());
  connection.token = "hub_token";
  connection.url = "http://";
  const auto no_host = make_home_assistant_bus(connection, {site, secrets, clock});
  ASSERT_FALSE(no_host.has_value());
  EXPECT_THAT(no_host.error().message, HasSubstr("url: "));
}

// From the site file's profile to the services, and back to what the battery was told.
TEST_F(HomeAssistantBusTest, a_fox_battery_is_read_and_driven) {
  const std::vector<std::array<std::string, 3>> entities{
      {"sensor.foxess_battery_soc", "40", "%"},
      {"sensor.foxess_battery_charge", "0.0", "kW"},
      {"sensor.foxess_battery_discharge", "1.2", "kW"},
      {"sensor.foxess_battery_charge_total", "100", "kWh"},
      {"sensor.foxess_battery_discharge_total", "90", "kWh"},
      {"select.foxess_work_mode", "Self Use", ""},
      {"number.foxess_max_charge_current", "50.0", "A"},
      {"number.foxess_max_discharge_current", "50.0", "A"},
      {"number.foxess_force_charge_power", "0", "kW"},
      {"number.foxess_force_discharge_power", "0", "kW"}};
  for (const auto& [entity, state, unit] : entities)
    hub.set(entity, state, R"({"unit_of_measurement":")" + unit + R"("})");
  site.batteries.emplace_back();
  site.batteries[0].capacity = base::Energy{10.0};
  site.batteries[0].charge = base::Power{5.0};
  home::Connection connection;
  connection.id = "hub";
  connection.kind = home::ConnectionKind::home_assistant;
  connection.url = hub.url();
  connection.token = "hub_token";
  connection.profile = "fox_ess";
  connection.devices = {{"foxess", "battery"}};
  const auto driver = make_driver(connection, {site, secrets, clock}).value();
  driver->start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  const auto set_now = [&] {
    ports::Measured measured;
    const auto read = driver->read(measured);
    EXPECT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(measured.now.batteries.at(0).soc, base::Energy{4.0});
    EXPECT_EQ(measured.now.batteries.at(0).discharge, base::Power{1.2});
    return measured.set.empty() ? home::Command{} : measured.set.at(0);
  };
  EXPECT_EQ(set_now().verb, home::Verb::self_use);
  EXPECT_EQ(set_now().device, "battery");
  ASSERT_TRUE(driver->write({"battery", home::Verb::charge, base::Power{2.5}, {}}));
  ASSERT_TRUE(wait_until([&] { return set_now().verb == home::Verb::charge; }));
  EXPECT_EQ(set_now().power, base::Power{2.5});
  ASSERT_TRUE(driver->write({"battery", home::Verb::hold, {}, {}}));
  ASSERT_TRUE(wait_until([&] { return set_now().verb == home::Verb::hold; }));
  EXPECT_EQ(hub.state_of("select.foxess_work_mode"), "Self Use");
  hub.remove("sensor.foxess_battery_soc");
  ASSERT_TRUE(wait_until([&] {
    ports::Measured measured;
    const auto read = driver->read(measured);
    return !read &&
           read.error().message.find("knows no sensor.foxess_battery_soc") != std::string::npos;
  }));
  driver->stop();
}

TEST_F(HomeAssistantBusTest, the_examples_of_its_page_are_some) {
  const home::Site page = site_of_page(OHMSTEAD_SOURCE_DIR, "home_assistant.md");
  ASSERT_EQ(page.connections.size(), 2U);
  const std::vector<home::Secret> all{{"hub_token", "hush"}};
  for (const home::Connection& each : page.connections) {
    const home::Connection connection = with_profile(each).value();
    const auto bus = make_home_assistant_bus(connection, {page, all, clock});
    ASSERT_TRUE(bus) << bus.error().message;
    EXPECT_FALSE(connection.readings.empty());
    EXPECT_FALSE(connection.commands.empty());
    for (const auto& reading : connection.readings)
      EXPECT_EQ((*bus)->fault_of(reading.at, false), "") << reading.at;
    for (const auto& verb : connection.commands.at(0).verbs) {
      for (const auto& write : verb.writes)
        EXPECT_EQ((*bus)->fault_of(write.to, true), "") << write.to;
    }
  }
}

}  // namespace
}  // namespace ohmstead::connect
