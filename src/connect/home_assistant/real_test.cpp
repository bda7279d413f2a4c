// The bus against a real Home Assistant core, where one is installed (k_absent says how).
#include <gmock/gmock.h>

#include <cmath>

#include "home_assistant/bus.hpp"
#include "ohmstead/connect/home_assistant_history.hpp"
#include "testing/real_home_assistant.hpp"
#include "testing/web_socket_peer.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RealHomeAssistantTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!RealHomeAssistant::python().empty()) hub = std::make_unique<RealHomeAssistant>();
  }
  static void TearDownTestSuite() { hub.reset(); }
  void SetUp() override {
    if (!hub) GTEST_SKIP() << RealHomeAssistant::k_absent;
  }

  static std::unique_ptr<PointBus> start(const std::vector<std::string>& read,
                                         const std::vector<std::string>& written = {},
                                         const std::string& token = hub->token()) {
    static const home::Site k_site;
    static const base::SystemClock k_clock;
    home::Connection connection;
    connection.id = "hub";
    connection.url = hub->url();
    connection.token = "hub_token";
    home::PointVerb verb;
    for (const std::string& address : written) verb.writes.push_back({address, "1", 0.0});
    connection.commands.emplace_back().verbs.push_back(verb);
    const std::vector<home::Secret> secrets{{"hub_token", token}};
    auto bus = make_home_assistant_bus(connection, {k_site, secrets, k_clock}).value();
    for (const std::string& address : read) bus->watch(address);
    bus->start();
    return bus;
  }
  static bool wait_for(const PointBus& bus, const std::string& address, const std::string& wanted) {
    const bool holds = net::wait_until([&] {
      const auto told = bus.told(address);
      return wanted.empty() ? !told : told && told->text == wanted;
    });
    if (!holds) ADD_FAILURE() << address << " never says '" << wanted << "': " << bus.fault();
    return holds;
  }

  static std::unique_ptr<RealHomeAssistant> hub;
};

std::unique_ptr<RealHomeAssistant> RealHomeAssistantTest::hub;

TEST_F(RealHomeAssistantTest, tells_states_units_attributes_and_their_changes) {
  hub->set("sensor.soc", "55.0", R"({"unit_of_measurement":"%"})");
  hub->set("sensor.car", "unavailable");
  const auto bus = start({"sensor.soc", "sensor.car", "sensor.none", "sensor.later",
                          "climate.hall#temperature", "climate.hall#hvac_modes"});
  ASSERT_TRUE(wait_for(*bus, "sensor.soc", "55"));
  EXPECT_EQ(bus->told("sensor.soc")->unit, "%");
  EXPECT_THAT(bus->told("climate.hall#temperature")->text, "20");
  EXPECT_THAT(bus->told("climate.hall#hvac_modes")->text, HasSubstr("\"heat\""));
  EXPECT_FALSE(bus->told("sensor.car").has_value());
  EXPECT_THAT(bus->fault_of("sensor.car", false), HasSubstr("is unavailable"));
  EXPECT_THAT(bus->fault_of("sensor.none", false), HasSubstr("knows no sensor.none"));
  EXPECT_THAT(bus->fault(), IsEmpty());
  hub->set("sensor.soc", "56.5", R"({"unit_of_measurement":"%"})");
  hub->set("sensor.car", "12", R"({"unit_of_measurement":"kW"})");
  hub->set("sensor.later", "on");
  EXPECT_TRUE(wait_for(*bus, "sensor.soc", "56.5"));
  EXPECT_TRUE(wait_for(*bus, "sensor.car", "12"));
  EXPECT_EQ(bus->told("sensor.car")->unit, "kW");
  EXPECT_TRUE(wait_for(*bus, "sensor.later", "on"));
  hub->set("sensor.soc", "unknown");
  EXPECT_TRUE(wait_for(*bus, "sensor.soc", ""));
  hub->remove("sensor.later");
  EXPECT_TRUE(wait_for(*bus, "sensor.later", ""));
}

TEST_F(RealHomeAssistantTest, obeys_writes_and_shows_them) {
  const std::vector<std::string> all{"select.fox_mode",        "number.fox_power",
                                     "switch.charger",         "input_text.note",
                                     "input_select.work_mode", "climate.hall#temperature",
                                     "input_boolean.pump",     "input_button.go"};
  const auto bus = start(all, all);
  ASSERT_TRUE(wait_for(*bus, "input_boolean.pump", "off"));
  const auto write = [&](const std::string& to, const std::string& text) {
    const auto written = bus->write(to, text);
    EXPECT_TRUE(written.has_value()) << to << ": " << written.error().message;
  };
  write("select.fox_mode", "Force Charge");
  EXPECT_TRUE(wait_for(*bus, "input_select.work_mode", "Force Charge"));
  EXPECT_TRUE(wait_for(*bus, "select.fox_mode", "Force Charge"));
  write("number.fox_power", "2.5");
  EXPECT_TRUE(wait_for(*bus, "number.fox_power", "2.5"));
  write("switch.charger", "on");
  EXPECT_TRUE(wait_for(*bus, "switch.charger", "on"));
  write("switch.charger", "off");
  EXPECT_TRUE(wait_for(*bus, "input_boolean.pump", "off"));
  write("input_text.note", "a \"b\" \\ {c}");
  EXPECT_TRUE(wait_for(*bus, "input_text.note", "a \"b\" \\ {c}"));
  write("climate.hall#temperature", "22.5");
  EXPECT_TRUE(wait_for(*bus, "climate.hall#temperature", "22.5"));
  write("input_button.go", "");
  write("service:input_select.select_option?entity_id=input_select.work_mode&option={}",
        "Feed-in First");
  EXPECT_TRUE(wait_for(*bus, "select.fox_mode", "Feed-in First"));
}

TEST_F(RealHomeAssistantTest, says_what_it_refuses) {
  const auto bus = start({"select.fox_mode"}, {"select.fox_mode", "number.fox_power"});
  ASSERT_TRUE(net::wait_until([&] { return bus->told("select.fox_mode").has_value(); }));
  const auto option = bus->write("select.fox_mode", "Nap");
  ASSERT_FALSE(option.has_value());
  EXPECT_EQ(option.error().kind, ErrorKind::refused);
  EXPECT_THAT(option.error().message, HasSubstr("Nap"));
  const auto range = bus->write("number.fox_power", "99");
  ASSERT_FALSE(range.has_value());
  EXPECT_THAT(range.error().message, HasSubstr("99"));
  const auto service = bus->write("service:fox.force_charge?kw={}", "1");
  ASSERT_FALSE(service.has_value());
  EXPECT_THAT(service.error().message, HasSubstr("fox.force_charge"));
  EXPECT_EQ(bus->write("select.none", "x").error().kind, ErrorKind::refused);
  EXPECT_THAT(bus->fault(), IsEmpty());
}

TEST_F(RealHomeAssistantTest, a_guest_may_look_and_not_touch) {
  const auto bus = start({"select.fox_mode"}, {"select.fox_mode"}, hub->read_only_token());
  ASSERT_TRUE(net::wait_until([&] { return bus->told("select.fox_mode").has_value(); }));
  const auto written = bus->write("select.fox_mode", "Self Use");
  ASSERT_FALSE(written.has_value());
  EXPECT_THAT(written.error().message, HasSubstr("refused select.fox_mode"));
}

TEST_F(RealHomeAssistantTest, a_wrong_token_is_refused) {
  const auto bus = start({"select.fox_mode"}, {}, "no token at all");
  ASSERT_TRUE(net::wait_until([&] { return bus->fault().find("`token`") != std::string::npos; }));
  EXPECT_THAT(bus->fault(), Not(HasSubstr("no token at all")));
}

// In units of its own: it converts powers for us.
TEST_F(RealHomeAssistantTest, tells_what_it_recorded) {
  hub->record("sensor.meter", "W",
              R"([{"start":"2025-03-01T00:00:00+00:00","mean":1500},)"
              R"({"start":"2025-03-01T02:00:00+00:00","mean":-500}])");
  hub->record("sensor.sun", "kW",
              R"([{"start":"2025-03-01T00:00:00+00:00","mean":0},)"
              R"({"start":"2025-03-01T02:00:00+00:00","mean":2}])");
  home::Site site;
  site.secrets_file = "secrets.yaml";
  home::Connection& connection = site.connections.emplace_back();
  connection.kind = home::ConnectionKind::home_assistant;
  connection.url = hub->url();
  connection.token = "hub_token";
  for (const auto& [of, at] : {std::pair{"grid", "sensor.meter"}, {"pv", "sensor.sun"}}) {
    home::PointReading& point = connection.readings.emplace_back();
    point.of = of;
    point.at = at;
  }
  const base::Time from = *base::parse_time("2025-02-20T00:00:00Z");
  base::Result<RecordedHome> home;
  ASSERT_TRUE(net::wait_until([&] {
    home =
        read_recorded_home(site, {{"hub_token", hub->token()}}, from, from + std::chrono::days{20});
    // It takes statistics in one after the other.
    return home && home->pv_kw.size() == 3 && home->pv_kw[2] > 0.0;
  })) << (home ? "not all of it came" : home.error().message);
  EXPECT_EQ(home->start, *base::parse_time("2025-03-01T00:00:00Z"));
  ASSERT_EQ(home->load_kw.size(), 3U);
  EXPECT_NEAR(home->load_kw[0], 1.5, 1e-9);
  EXPECT_TRUE(std::isnan(home->load_kw[1]));
  EXPECT_NEAR(home->load_kw[2], 1.5, 1e-9);
  EXPECT_NEAR(home->pv_kw[2], 2.0, 1e-9);
}

TEST_F(RealHomeAssistantTest, is_found_again_after_it_was_started_anew) {
  hub->set("sensor.before", "1");
  const auto bus = start({"sensor.before", "sensor.after", "input_boolean.pump"});
  ASSERT_TRUE(wait_for(*bus, "sensor.before", "1"));
  hub->end();
  ASSERT_TRUE(net::wait_until([&] { return !bus->fault().empty(); }));
  EXPECT_TRUE(bus->told("sensor.before").has_value());
  EXPECT_FALSE(bus->write("input_boolean.pump", "on").has_value());
  hub->start();
  hub->set("sensor.after", "2");
  EXPECT_TRUE(net::wait_until([&] { return bus->told("sensor.after").has_value(); }) ||
              net::wait_until([&] { return bus->told("sensor.after").has_value(); }));
  EXPECT_FALSE(bus->told("sensor.before").has_value());
  EXPECT_THAT(bus->fault(), IsEmpty());
  EXPECT_TRUE(bus->write("input_boolean.pump", "on").has_value());
}

}  // namespace
}  // namespace ohmstead::connect
