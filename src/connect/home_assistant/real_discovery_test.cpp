// Our announcements against a real Home Assistant core and a real broker, where both are installed.
#include <gmock/gmock.h>

#include <mutex>

#include "home_assistant/bus.hpp"
#include "ohmstead/connect/home_assistant_discovery.hpp"
#include "testing/real_home_assistant.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::connect {
namespace {

using net::eventually;
using net::TestBroker;
using ::testing::ElementsAre;

std::vector<Entity> entities() {
  return {{"imported", "Imported", EntityKind::energy_kwh},
          {"price", "Price", EntityKind::price_per_kwh},
          {"pause", "Pause", EntityKind::toggle},
          {"target", "Target", EntityKind::number, "%", 10.0, 90.0, 5.0},
          {"mode", "Mode", EntityKind::choice, "", 0.0, 0.0, 1.0, {"plan", "self_use"}}};
}

std::unique_ptr<PointBus> reach(const RealHomeAssistant& hub,
                                const std::vector<std::string>& entities,
                                const std::vector<std::string>& written) {
  static const home::Site k_site;
  static const base::SystemClock k_clock;
  home::Connection connection;
  connection.id = "hub";
  connection.url = hub.url();
  connection.token = "hub_token";
  home::PointVerb verb;
  for (const std::string& address : written) verb.writes.push_back({address, "1", 0.0});
  connection.commands.emplace_back().verbs.push_back(verb);
  const std::vector<home::Secret> secrets{{"hub_token", hub.token()}};
  auto bus = make_home_assistant_bus(connection, {k_site, secrets, k_clock}).value();
  for (const std::string& entity : entities) bus->watch(entity);
  bus->start();
  return bus;
}

TEST(RealHomeAssistantDiscoveryTest, entities_appear_with_units_and_give_orders) {
  if (RealHomeAssistant::python().empty()) GTEST_SKIP() << RealHomeAssistant::k_absent;
  if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
  const TestBroker broker;
  const RealHomeAssistant hub;
  hub.use_broker(broker.port());
  DiscoveryOptions options;
  options.broker = net::read_mqtt_url(broker.url()).value();
  std::mutex mutex;
  std::vector<std::string> orders;
  const auto published =
      HomeAssistantDiscovery::make(options, entities(), [&](const EntityOrder& order) {
        const std::scoped_lock lock{mutex};
        orders.push_back(order.id + "=" + order.text);
      }).value();
  published->start();
  published->tell_number("imported", 1234.5);
  published->tell_number("price", 0.28765);
  published->tell_whether("pause", false);
  published->tell_number("target", 50.0);
  published->tell_text("mode", "plan");
  const auto bus =
      reach(hub,
            {"sensor.ohmstead_imported", "sensor.ohmstead_price", "switch.ohmstead_pause",
             "select.ohmstead_mode", "sensor.ohmstead_imported#state_class"},
            {"switch.ohmstead_pause", "number.ohmstead_target"});
  const auto says = [&](const std::string& address, const std::string& text) {
    return eventually([&] {
      const auto told = bus->told(address);
      return told && told->text == text;
    });
  };
  ASSERT_TRUE(says("sensor.ohmstead_imported", "1234.5")) << bus->fault();
  EXPECT_EQ(bus->told("sensor.ohmstead_imported")->unit, "kWh");
  EXPECT_TRUE(says("sensor.ohmstead_imported#state_class", "total_increasing"));
  EXPECT_TRUE(says("sensor.ohmstead_price", "0.28765"));
  EXPECT_TRUE(says("select.ohmstead_mode", "plan"));
  EXPECT_TRUE(says("switch.ohmstead_pause", "off"));
  ASSERT_TRUE(bus->write("switch.ohmstead_pause", "on"));
  ASSERT_TRUE(eventually([&] {
    const std::scoped_lock lock{mutex};
    return orders.size() == 1;
  }));
  ASSERT_TRUE(bus->write("number.ohmstead_target", "40"));
  ASSERT_TRUE(eventually([&] {
    const std::scoped_lock lock{mutex};
    return orders.size() == 2;
  }));
  EXPECT_THAT(orders, ElementsAre("pause=ON", "target=40"));
  published->stop();
  EXPECT_TRUE(eventually([&] { return !bus->told("sensor.ohmstead_imported").has_value(); }));
  bus->stop();
}

}  // namespace
}  // namespace ohmstead::connect
