#include "mqtt/mqtt_bus.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "ohmstead/net/mqtt_client.hpp"
#include "testing/connection_page.hpp"
#include "testing/passing_clock.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using net::eventually;
using net::TestBroker;
using ::testing::HasSubstr;
using ::testing::Not;

home::PointReading reading(std::string of, home::PointValue value, std::string at) {
  home::PointReading point;
  point.of = std::move(of);
  point.value = value;
  point.at = std::move(at);
  return point;
}

// The devices' side: says and keeps what it hears.
class Device {
 public:
  explicit Device(const std::string& url) {
    auto options = net::read_mqtt_url(url).value();
    options.first_pause = std::chrono::milliseconds{20};
    client_ = std::make_unique<net::MqttClient>(options, [this](const net::MqttMessage& message) {
      const std::scoped_lock lock{mutex_};
      heard_.push_back(fmt::format("{}={}{}", message.topic, message.payload,
                                   message.is_retained ? " (kept)" : ""));
    });
    client_->subscribe("#", 1);
    client_->start();
  }
  ~Device() { client_->stop(); }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  void say(const std::string& topic, const std::string& text, bool is_retained = false) {
    ASSERT_TRUE(
        eventually([&] { return client_->publish({topic, text, 1, is_retained}).has_value(); }));
  }
  [[nodiscard]] bool hears(const std::string& what) const {
    return eventually([&] {
      const std::scoped_lock lock{mutex_};
      return std::find(heard_.begin(), heard_.end(), what) != heard_.end();
    });
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> heard_;
  std::unique_ptr<net::MqttClient> client_;
};

class MqttBusTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
    connection_.id = "broker";
    connection_.readings = {reading("grid", home::PointValue::power, "meter/power"),
                            reading("battery", home::PointValue::soc, "battery/soc")};
  }
  std::unique_ptr<PointBus> make(const std::string& url) {
    connection_.url = url;
    auto bus = make_mqtt_bus(connection_, {site_, secrets_, clock_});
    EXPECT_TRUE(bus) << bus.error().message;
    for (const auto& each : connection_.readings) (*bus)->watch(each.at);
    return std::move(*bus);
  }
  [[nodiscard]] static bool tells(const PointBus& bus, const std::string& at,
                                  const std::string& text) {
    return eventually([&] {
      const auto told = bus.told(at);
      return told && told->text == text;
    });
  }
  [[nodiscard]] static bool is_reached(const PointBus& bus) {
    return eventually([&] { return bus.fault().empty(); });
  }

  home::Site site_;
  std::vector<home::Secret> secrets_{{"broker_password", "hush"}};
  PassingClock clock_;
  home::Connection connection_;
};

TEST_F(MqttBusTest, tells_what_came_last_and_when) {
  const TestBroker broker;
  const auto bus = make(broker.url());
  EXPECT_FALSE(bus->told("meter/power"));
  bus->start();
  ASSERT_TRUE(is_reached(*bus));
  Device device{broker.url()};
  device.say("meter/power", "1200");
  ASSERT_TRUE(tells(*bus, "meter/power", "1200"));
  EXPECT_EQ(bus->told("meter/power")->at, clock_.now());
  clock_.pass(base::Seconds{5});
  device.say("meter/power", "1200");  // said again: it lives
  EXPECT_TRUE(eventually([&] { return bus->told("meter/power")->at == clock_.now(); }));
  EXPECT_FALSE(bus->told("battery/soc"));
  EXPECT_FALSE(bus->told("meter/+"));
  bus->stop();
  EXPECT_EQ(bus->told("meter/power")->text, "1200");
}

TEST_F(MqttBusTest, writes_as_the_address_says) {
  const TestBroker broker;
  Device device{broker.url()};
  const auto bus = make(broker.url());
  bus->start();
  ASSERT_TRUE(is_reached(*bus));
  device.say("ready", "?");
  ASSERT_TRUE(device.hears("ready=?"));
  ASSERT_TRUE(bus->write("heater/set?retain=1&qos=0", "on"));
  ASSERT_TRUE(bus->write("heater/power", "1500"));
  ASSERT_TRUE(device.hears("heater/set=on"));
  ASSERT_TRUE(device.hears("heater/power=1500"));
  Device late{broker.url()};
  ASSERT_TRUE(late.hears("heater/set=on (kept)"));
  EXPECT_EQ(bus->write("heater/#", "on").error().kind, ErrorKind::invalid_input);
}

TEST_F(MqttBusTest, a_kept_power_is_no_reading) {
  const TestBroker broker;
  connection_.readings.push_back(reading("battery", home::PointValue::temperature, "z/asked_last"));
  Device device{broker.url()};
  device.say("meter/power", "9999", true);
  device.say("z/asked_last", "20", true);
  ASSERT_TRUE(device.hears("z/asked_last=20"));
  const auto bus = make(broker.url());
  bus->start();
  ASSERT_TRUE(tells(*bus, "z/asked_last", "20"));
  EXPECT_FALSE(bus->told("meter/power"));
  device.say("meter/power", "100", true);  // a meter that lives, and has its words kept
  EXPECT_TRUE(tells(*bus, "meter/power", "100"));
}

TEST_F(MqttBusTest, a_kept_state_counts_from_when_it_came_first) {
  const TestBroker broker;
  Device device{broker.url()};
  device.say("battery/soc", "55", true);
  ASSERT_TRUE(device.hears("battery/soc=55"));
  const auto bus = make(broker.url());
  bus->start();
  ASSERT_TRUE(tells(*bus, "battery/soc", "55"));
  const base::Time first = clock_.now();
  EXPECT_EQ(bus->told("battery/soc")->at, first);
  clock_.pass(base::Seconds{100});
  bus->watch("battery/soc");  // asked for anew, as after a lost connection
  device.say("z/asked_last", "1", true);
  bus->watch("z/asked_last");
  ASSERT_TRUE(tells(*bus, "z/asked_last", "1"));
  EXPECT_EQ(bus->told("battery/soc")->at, first);
  device.say("battery/soc", "55");
  EXPECT_TRUE(eventually([&] { return bus->told("battery/soc")->at == clock_.now(); }));
}

TEST_F(MqttBusTest, it_comes_back_and_forgets_what_could_not_be_written) {
  TestBroker broker;
  const auto bus = make(broker.url());
  EXPECT_EQ(bus->write("heater/set", "on").error().kind, ErrorKind::unavailable);
  bus->start();
  ASSERT_TRUE(is_reached(*bus));
  broker.kill();
  ASSERT_TRUE(eventually([&] { return bus->fault().find("is it running") != std::string::npos; }))
      << bus->fault();
  EXPECT_EQ(bus->write("heater/set", "on").error().kind, ErrorKind::unavailable);
  broker.restart();
  ASSERT_TRUE(is_reached(*bus));
  Device device{broker.url()};
  device.say("meter/power", "7");
  EXPECT_TRUE(tells(*bus, "meter/power", "7"));
}

TEST_F(MqttBusTest, says_what_is_wrong_and_where_to_look_but_no_secret) {
  const TestBroker broker{{.user = "ohm", .password = "other"}};
  connection_.user = "ohm";
  connection_.password = "broker_password";
  const auto bus = make(broker.url());
  bus->start();
  ASSERT_TRUE(eventually([&] { return bus->fault().find("refused") != std::string::npos; }));
  EXPECT_THAT(bus->fault(), HasSubstr("see user and password of connection broker"));
  EXPECT_THAT(bus->fault(), Not(HasSubstr("hush")));
}

// Its access rules let us in and let us read nothing but the meter.
TEST_F(MqttBusTest, a_topic_that_the_broker_keeps_from_us_is_told) {
  if (!TestBroker::has_access_rules()) GTEST_SKIP() << "mosquitto has no access rules here";
  const TestBroker broker{{.readable = "meter/power"}};
  const auto bus = make(broker.url());
  bus->start();
  EXPECT_TRUE(eventually([&] { return !bus->fault_of("battery/soc", false).empty(); }));
  EXPECT_EQ(bus->fault_of("battery/soc", false),
            "the broker does not let us read it: see its access rules for the user of connection "
            "broker");
  EXPECT_EQ(bus->fault_of("meter/power", false), "");
  EXPECT_EQ(bus->fault_of("battery/soc", true), "");
  EXPECT_EQ(bus->fault(), "");
}

TEST_F(MqttBusTest, a_connection_that_cannot_be_is_refused) {
  const auto fault = [&](const std::string& url, const std::string& user,
                         const std::string& password) {
    connection_.url = url;
    connection_.user = user;
    connection_.password = password;
    const auto bus = make_mqtt_bus(connection_, {site_, secrets_, clock_});
    return bus ? std::string{} : bus.error().message;
  };
  EXPECT_EQ(fault("mqtt://broker", "ohm", "broker_password"), "");
  EXPECT_THAT(fault("mqtt://broker:x", "", ""), HasSubstr("url: "));
  EXPECT_THAT(fault("mqtt://broker", "ohm", "none"), HasSubstr("password: "));
  EXPECT_THAT(fault("mqtt://broker", "", "broker_password"), HasSubstr("user: missing"));
}

TEST_F(MqttBusTest, knows_which_addresses_are_none) {
  const auto bus = make("mqtt://127.0.0.1");
  EXPECT_EQ(bus->fault_of("a/b", false), "");
  EXPECT_EQ(bus->fault_of("a/b?qos=0", false), "");
  EXPECT_EQ(bus->fault_of("$SYS/broker/uptime", false), "");
  EXPECT_EQ(bus->fault_of("a/b?qos=0&retain=1", true), "");
  EXPECT_EQ(bus->fault_of("", false), "has no topic");
  EXPECT_EQ(bus->fault_of("?qos=1", true), "has no topic");
  EXPECT_THAT(bus->fault_of("a/+/b", false), HasSubstr("name one"));
  EXPECT_THAT(bus->fault_of("a/#", true), HasSubstr("name one"));
  EXPECT_THAT(bus->fault_of("a\xFF", true), HasSubstr("is no topic"));
  EXPECT_THAT(bus->fault_of("$SYS/a", true), HasSubstr("belong to the broker"));
  EXPECT_THAT(bus->fault_of("a?retain=1", false), HasSubstr("'retain=1' after ? is not known"));
  for (const char* options : {"a?", "a?qos=2", "a?qos=1&", "a?&qos=1", "a?qos=1?qos=1", "a?b"})
    EXPECT_NE(bus->fault_of(options, true), "") << options;
}

TEST_F(MqttBusTest, the_example_of_its_page_is_one) {
  const home::Site site = site_of_page(OHMSTEAD_SOURCE_DIR, "mqtt.md");
  ASSERT_EQ(site.connections.size(), 1U);
  const std::vector<home::Secret> secrets{{"broker_password", "hush"}};
  const auto bus = make_mqtt_bus(site.connections[0], {site, secrets, clock_});
  ASSERT_TRUE(bus) << bus.error().message;
  for (const auto& each : site.connections[0].readings)
    EXPECT_EQ((*bus)->fault_of(each.at, false), "") << each.at;
  for (const auto& verb : site.connections[0].commands.at(0).verbs) {
    for (const auto& write : verb.writes) EXPECT_EQ((*bus)->fault_of(write.to, true), "");
    for (const auto& sign : verb.seen) EXPECT_EQ((*bus)->fault_of(sign.at, false), "");
  }
}

}  // namespace
}  // namespace ohmstead::connect
