#include "growatt/growatt_driver.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>

#include "growatt/messages.hpp"
#include "ohmstead/net/mqtt_client.hpp"
#include "testing/connection_page.hpp"
#include "testing/growatt_gateway.hpp"
#include "testing/passing_clock.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Power;
using home::Verb;
using net::eventually;
using net::TestBroker;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* k_telemetry =
    R"({"SOC":55,"ACPowerToUser":300,"ACPowerToGrid":0,"PV1InputPower":1000,"PV2InputPower":200,
        "ChargePower":0,"DischargePower":450.5,"BatteryTemperature":21.5,"GridFrequency":50.01})";

class GrowattDriverTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
    site_.timezone = "Europe/Berlin";
    home::SiteBattery battery;
    battery.capacity = base::Energy{10.0};
    battery.charge = Power{5.0};
    battery.max_soc_pct = 95.0;
    site_.batteries = {battery};
    connection_.id = "inverter";
    connection_.kind = home::ConnectionKind::growatt;
    connection_.devices = {{"energy/solar", "battery"}, {"energy/solar", "home"}};
    pace_.pause = std::chrono::milliseconds{5};
    pace_.answer = std::chrono::milliseconds{200};
    pace_.longest_answer = std::chrono::milliseconds{300};
    pace_.look_every = std::chrono::milliseconds{300};
    pace_.farewell = std::chrono::milliseconds{5000};
  }
  // A driver that has heard its gateway.
  std::unique_ptr<LiveDriver> reach(const TestBroker& broker, GrowattGateway& gateway) {
    connection_.url = broker.url();
    auto driver = make_growatt_driver(connection_, {site_, secrets_, clock_}, pace_);
    EXPECT_TRUE(driver) << driver.error().message;
    (*driver)->start();
    EXPECT_TRUE(eventually([&] { return gateway.tell(k_telemetry) && (*driver)->is_complete(); }));
    return std::move(*driver);
  }
  [[nodiscard]] static std::optional<home::Command> told(LiveDriver& driver) {
    ports::Measured all;
    (void)driver.read(all);
    return all.set.empty() ? std::nullopt : std::optional{all.set[0]};
  }
  [[nodiscard]] static bool is_told(LiveDriver& driver, Verb verb) {
    return eventually([&] {
      const auto command = told(driver);
      return command && command->verb == verb;
    });
  }
  [[nodiscard]] static std::string fault(LiveDriver& driver) {
    ports::Measured all;
    const auto read = driver.read(all);
    return read ? std::string{} : read.error().message;
  }

  home::Site site_;
  std::vector<home::Secret> secrets_;
  PassingClock clock_;
  home::Connection connection_;
  GrowattPace pace_;
};

TEST_F(GrowattDriverTest, reads_meter_roof_and_battery) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  const auto driver = reach(broker, gateway);
  ports::Measured all;
  ASSERT_TRUE(driver->read(all));
  EXPECT_TRUE(all.has_grid && all.has_pv);
  EXPECT_DOUBLE_EQ(all.now.grid_import.value(), 0.3);
  EXPECT_DOUBLE_EQ(all.now.pv.value(), 1.2);
  EXPECT_EQ(all.now.frequency_hz, 50.01);
  ASSERT_EQ(all.now.batteries.size(), 1U);
  EXPECT_DOUBLE_EQ(all.now.batteries[0].soc.value(), 5.5);
  EXPECT_DOUBLE_EQ(all.now.batteries[0].discharge.value(), 0.4505);
  EXPECT_THAT(all.has_soc, ElementsAre("battery"));
  EXPECT_THAT(all.silent, ElementsAre());
  ASSERT_EQ(all.set.size(), 1U);
  EXPECT_EQ(all.set[0].verb, Verb::self_use);
  for (const LiveCheck& line : driver->check()) EXPECT_EQ(line.fault, "") << line.what;
}

TEST_F(GrowattDriverTest, measurements_of_long_ago_are_none) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  ASSERT_TRUE(gateway.tell(k_telemetry, true));  // kept by the broker, as gateways have it
  ASSERT_TRUE(eventually([&] { return gateway.echoes > 0; }));
  connection_.url = broker.url();
  const auto driver = make_growatt_driver(connection_, {site_, secrets_, clock_}, pace_).value();
  driver->start();
  // Its settings come after what was kept.
  ASSERT_TRUE(eventually(
      [&] { return fault(*driver).find("nothing came from energy/solar") != std::string::npos; }));
  EXPECT_EQ(driver->write({"battery", Verb::hold, {}, {}}).error().kind, ErrorKind::unavailable);
  ASSERT_TRUE(gateway.tell(k_telemetry, true));
  ASSERT_TRUE(eventually([&] { return fault(*driver).empty(); }));
  clock_.pass(base::Seconds{121});
  EXPECT_THAT(fault(*driver), HasSubstr("is silent since"));
  ports::Measured nothing;
  EXPECT_FALSE(driver->read(nothing));
  EXPECT_FALSE(nothing.has_grid || nothing.has_pv);
  EXPECT_THAT(nothing.silent, ElementsAre("grid", "pv", "battery"));
  ASSERT_TRUE(gateway.tell("nonsense"));
  EXPECT_TRUE(eventually([&] { return fault(*driver).find("no JSON") != std::string::npos; }));
  ASSERT_TRUE(gateway.tell(R"({"InverterStatus":-1})"));
  EXPECT_TRUE(eventually(
      [&] { return fault(*driver).find("tells nothing of the battery") != std::string::npos; }));
}

TEST_F(GrowattDriverTest, carries_out_verbs_and_reads_them_back) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  const auto driver = reach(broker, gateway);
  ASSERT_TRUE(driver->write({"battery", Verb::charge, Power{2.5}, {}}));
  ASSERT_TRUE(is_told(*driver, Verb::charge));
  EXPECT_DOUBLE_EQ(told(*driver)->power.value(), 2.5);
  EXPECT_EQ(gateway.settings().battery_first.stop_soc_pct, 95);
  EXPECT_TRUE(gateway.settings().charges_from_grid);
  EXPECT_THAT(gateway.commands(),
              ElementsAre("batteryfirst/set/stopsoc 95", "batteryfirst/set/powerrate 50",
                          "batteryfirst/set/acchargeenabled 1", "batteryfirst/set/timeslot"));
  gateway.forget_commands();
  ASSERT_TRUE(driver->write({"battery", Verb::hold, {}, {}}));
  ASSERT_TRUE(is_told(*driver, Verb::hold));
  EXPECT_THAT(gateway.commands(),
              ElementsAre("batteryfirst/set/acchargeenabled 0", "batteryfirst/set/stopsoc 55"));
  ASSERT_TRUE(driver->write({"battery", Verb::export_, Power{5.0}, {}}));
  ASSERT_TRUE(is_told(*driver, Verb::export_));
  ASSERT_TRUE(driver->write({"battery", Verb::self_use, {}, {}}));
  ASSERT_TRUE(is_told(*driver, Verb::self_use));
  EXPECT_EQ(driver->write({"battery", Verb::on, {}, {}}).error().kind, ErrorKind::refused);
  EXPECT_EQ(driver->write({"car", Verb::hold, {}, {}}).error().kind, ErrorKind::refused);
}

TEST_F(GrowattDriverTest, asks_again_what_was_not_heard_and_takes_no_answer_twice) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  const auto driver = reach(broker, gateway);
  gateway.says_all_twice = true;
  gateway.deaf = 2;
  ASSERT_TRUE(driver->write({"battery", Verb::charge, Power{1.0}, {}}));
  ASSERT_TRUE(is_told(*driver, Verb::charge));
  EXPECT_EQ(fault(*driver), "");
}

TEST_F(GrowattDriverTest, a_newer_command_takes_the_place_of_one_under_way) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  const auto driver = reach(broker, gateway);
  gateway.deaf = 2;
  ASSERT_TRUE(driver->write({"battery", Verb::export_, Power{5.0}, {}}));
  ASSERT_TRUE(driver->write({"battery", Verb::hold, {}, {}}));
  ASSERT_TRUE(is_told(*driver, Verb::hold));
  EXPECT_FALSE(gateway.settings().grid_first.slots[0].is_enabled);
}

TEST_F(GrowattDriverTest, tells_what_is_not_taken_or_not_answered) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  const auto driver = reach(broker, gateway);
  gateway.refuses = true;
  ASSERT_TRUE(driver->write({"battery", Verb::hold, {}, {}}));
  ASSERT_TRUE(eventually([&] {
    return fault(*driver).find("batteryfirst/set/stopsoc: Failed to write") != std::string::npos;
  })) << fault(*driver);
  EXPECT_TRUE(is_told(*driver, Verb::self_use));
  gateway.refuses = false;
  gateway.deaf = 1000;
  ASSERT_TRUE(driver->write({"battery", Verb::hold, {}, {}}));
  ASSERT_TRUE(
      eventually([&] { return fault(*driver).find("it does not answer") != std::string::npos; }));
  gateway.deaf = 0;
  ASSERT_TRUE(eventually([&] { return told(*driver).has_value(); }));
  ASSERT_TRUE(driver->write({"battery", Verb::hold, {}, {}}));
  EXPECT_TRUE(is_told(*driver, Verb::hold));
  EXPECT_TRUE(eventually([&] { return fault(*driver).empty(); })) << fault(*driver);
}

TEST_F(GrowattDriverTest, sees_what_others_set) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  const auto driver = reach(broker, gateway);
  GrowattSettings theirs;
  theirs.battery_first.slots[1] = {0, 1439, true};
  theirs.battery_first.power_rate_pct = 20;
  gateway.set(theirs);
  ASSERT_TRUE(is_told(*driver, Verb::charge));
  EXPECT_DOUBLE_EQ(told(*driver)->power.value(), 1.0);
}

TEST_F(GrowattDriverTest, sets_a_clock_right_that_is_far_off) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  pace_.clock_every = std::chrono::milliseconds{50};
  const auto driver = reach(broker, gateway);
  ASSERT_TRUE(eventually([&] { return fault(*driver).empty(); }));
  EXPECT_THAT(gateway.commands(), ElementsAre());  // ten seconds are fine
  gateway.clock_off_s = 70;
  EXPECT_TRUE(eventually([&] { return !gateway.commands().empty(); }));
  EXPECT_THAT(gateway.commands(), Contains("datetime/set 2027-01-15 09:00:00"));
}

TEST_F(GrowattDriverTest, comes_back_when_the_broker_does_and_carries_nothing_old_out) {
  TestBroker broker;
  GrowattGateway gateway{broker.url()};
  const auto driver = reach(broker, gateway);
  gateway.deaf = 1000;
  ASSERT_TRUE(driver->write({"battery", Verb::export_, Power{5.0}, {}}));
  broker.kill();
  ASSERT_TRUE(eventually([&] { return fault(*driver).find("broker") != std::string::npos; }));
  EXPECT_EQ(driver->write({"battery", Verb::hold, {}, {}}).error().kind, ErrorKind::unavailable);
  gateway.deaf = 0;
  broker.restart();
  ASSERT_TRUE(eventually([&] { return told(*driver).has_value(); }));
  EXPECT_EQ(told(*driver)->verb, Verb::self_use);
  EXPECT_FALSE(gateway.settings().grid_first.slots[0].is_enabled);
  ASSERT_TRUE(eventually([&] {
    return gateway.tell(k_telemetry) && driver->write({"battery", Verb::hold, {}, {}}).has_value();
  }));
  EXPECT_TRUE(is_told(*driver, Verb::hold));
}

TEST_F(GrowattDriverTest, the_last_command_is_carried_out_before_it_stops) {
  const TestBroker broker;
  GrowattGateway gateway{broker.url()};
  const auto driver = reach(broker, gateway);
  ASSERT_TRUE(driver->write({"battery", Verb::charge, Power{2.5}, {}}));
  ASSERT_TRUE(is_told(*driver, Verb::charge));
  ASSERT_TRUE(driver->write({"battery", Verb::self_use, {}, {}}));
  driver->stop();
  EXPECT_FALSE(gateway.settings().battery_first.slots[0].is_enabled);
  EXPECT_FALSE(gateway.settings().charges_from_grid);
}

TEST_F(GrowattDriverTest, a_connection_that_cannot_be_is_refused_with_all_its_faults) {
  connection_.url = "mqtt://broker:x";
  connection_.devices = {{"a/#", "home"}, {"b", "car"}, {"c", "battery"}, {"b", "battery"}};
  const auto driver = make_growatt_driver(connection_, {site_, secrets_, clock_});
  ASSERT_FALSE(driver);
  EXPECT_THAT(driver.error().message, HasSubstr("devices[0].theirs: is no topic"));
  EXPECT_THAT(driver.error().message, HasSubstr("devices[1].ours: 'car' is neither"));
  EXPECT_THAT(driver.error().message, HasSubstr("devices[2].theirs: one connection"));
  EXPECT_THAT(driver.error().message, HasSubstr("devices[3].ours: one inverter"));
  EXPECT_THAT(driver.error().message, HasSubstr("url: "));
}

TEST_F(GrowattDriverTest, the_example_of_its_page_is_one) {
  const home::Site site = site_of_page(OHMSTEAD_SOURCE_DIR, "growatt.md");
  ASSERT_EQ(site.connections.size(), 1U);
  const std::vector<home::Secret> secrets{{"broker_password", "hush"}};
  const auto driver = make_growatt_driver(site.connections[0], {site, secrets, clock_});
  ASSERT_TRUE(driver) << driver.error().message;
  ASSERT_EQ((*driver)->abilities().size(), 1U);
  EXPECT_EQ((*driver)->abilities()[0].device, site.batteries[0].id);
}

}  // namespace
}  // namespace ohmstead::connect
