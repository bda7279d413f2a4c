#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <mutex>

#include "home_assistant/announcement.hpp"
#include "ohmstead/describe/node.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::connect {
namespace {

using net::eventually;
using net::TestBroker;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<Entity> entities() {
  return {{"grid_import", "Grid import", EntityKind::energy_kwh},
          {"soc", "Battery", EntityKind::soc_pct},
          {"price", "Price", EntityKind::price_per_kwh},
          {"reason", "Reason", EntityKind::text},
          {"charging", "Charges", EntityKind::yes_or_no},
          {"pause", "Pause", EntityKind::toggle},
          {"target", "Target", EntityKind::number, "%", 10.0, 90.0, 5.0},
          {"mode", "Mode", EntityKind::choice, "", 0.0, 0.0, 1.0, {"plan", "self_use"}}};
}

// The side of Home Assistant: all that was said last, by topic.
class HomeAssistant {
 public:
  explicit HomeAssistant(const std::string& url) {
    auto options = net::read_mqtt_url(url).value();
    options.first_pause = std::chrono::milliseconds{20};
    client_ = std::make_unique<net::MqttClient>(options, [this](const net::MqttMessage& message) {
      const std::scoped_lock lock{mutex_};
      said_[message.topic] = message.payload;
      ++count_[message.topic];
    });
    client_->subscribe("#", 1);
    client_->start();
    EXPECT_TRUE(eventually([&] { return client_->state().is_connected; }));
  }
  ~HomeAssistant() { client_->stop(); }
  HomeAssistant(const HomeAssistant&) = delete;
  HomeAssistant& operator=(const HomeAssistant&) = delete;

  void say(const std::string& topic, const std::string& text, bool is_retained = false) {
    ASSERT_TRUE(
        eventually([&] { return client_->publish({topic, text, 1, is_retained}).has_value(); }));
  }
  [[nodiscard]] bool hears(const std::string& topic, const std::string& text) const {
    return eventually([&] { return said(topic) == text; });
  }
  [[nodiscard]] std::string said(const std::string& topic) const {
    const std::scoped_lock lock{mutex_};
    const auto found = said_.find(topic);
    return found == said_.end() ? "(nothing)" : found->second;
  }
  [[nodiscard]] int count(const std::string& topic) const {
    const std::scoped_lock lock{mutex_};
    const auto found = count_.find(topic);
    return found == count_.end() ? 0 : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> said_;
  std::map<std::string, int> count_;
  std::unique_ptr<net::MqttClient> client_;
};

class DiscoveryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
  }
  std::unique_ptr<HomeAssistantDiscovery> publish(const TestBroker& broker,
                                                  std::vector<Entity> some = entities()) {
    DiscoveryOptions options;
    options.broker = net::read_mqtt_url(broker.url()).value();
    options.broker.first_pause = std::chrono::milliseconds{20};
    options.version = "0.1.0";
    auto made = HomeAssistantDiscovery::make(options, std::move(some), [this](const auto& order) {
      const std::scoped_lock lock{mutex_};
      orders_.push_back(fmt::format("{}={} ({})", order.id, order.text, order.number.value_or(-1)));
    });
    EXPECT_TRUE(made) << made.error().message;
    (*made)->start();
    EXPECT_TRUE(eventually([&] { return (*made)->fault().empty(); }));
    return std::move(*made);
  }
  [[nodiscard]] std::vector<std::string> orders() const {
    const std::scoped_lock lock{mutex_};
    return orders_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> orders_;
};

TEST_F(DiscoveryTest, announces_entities_with_what_home_assistant_needs) {
  const TestBroker broker;
  const HomeAssistant home{broker.url()};
  const auto published = publish(broker);
  ASSERT_TRUE(home.hears("ohmstead/status", "online"));
  const auto member = [&](const std::string& place, std::string_view key) {
    const auto tree =
        describe::parse_json(home.said(fmt::format("homeassistant/{}/config", place)), place);
    if (!tree) return tree.error().message;
    const auto* found = tree->find(key);
    return found == nullptr ? std::string{"(none)"} : found->text;
  };
  EXPECT_EQ(member("sensor/ohmstead/grid_import", "device_class"), "energy");
  EXPECT_EQ(member("sensor/ohmstead/grid_import", "state_class"), "total_increasing");
  EXPECT_EQ(member("sensor/ohmstead/grid_import", "unit_of_measurement"), "kWh");
  EXPECT_EQ(member("sensor/ohmstead/grid_import", "unique_id"), "ohmstead_grid_import");
  EXPECT_EQ(member("sensor/ohmstead/grid_import", "state_topic"), "ohmstead/grid_import/state");
  EXPECT_EQ(member("sensor/ohmstead/grid_import", "availability_topic"), "ohmstead/status");
  EXPECT_EQ(member("sensor/ohmstead/grid_import", "command_topic"), "(none)");
  EXPECT_EQ(member("sensor/ohmstead/price", "unit_of_measurement"), "EUR/kWh");
  EXPECT_EQ(member("sensor/ohmstead/price", "device_class"), "(none)");
  EXPECT_EQ(member("sensor/ohmstead/reason", "state_class"), "(none)");
  EXPECT_EQ(member("binary_sensor/ohmstead/charging", "name"), "Charges");
  EXPECT_EQ(member("switch/ohmstead/pause", "command_topic"), "ohmstead/pause/set");
  EXPECT_EQ(member("number/ohmstead/target", "max"), "90");
  EXPECT_EQ(member("number/ohmstead/target", "step"), "5");
  EXPECT_THAT(home.said("homeassistant/select/ohmstead/mode/config"),
              HasSubstr(R"("options":["plan","self_use"])"));
  EXPECT_THAT(home.said("homeassistant/select/ohmstead/mode/config"),
              HasSubstr(R"("identifiers":["ohmstead"])"));
}

TEST_F(DiscoveryTest, tells_states_once_and_again_when_it_comes_back) {
  TestBroker broker;
  const HomeAssistant home{broker.url()};
  const auto published = publish(broker);
  published->tell_number("grid_import", 1234.5);
  published->tell_number("grid_import", 1234.50001);  // the same text
  published->tell_number("price", 0.28765);
  published->tell_number("soc", std::nullopt);
  published->tell_whether("charging", true);
  published->tell_text("reason", "cheap now");
  ASSERT_TRUE(home.hears("ohmstead/reason/state", "cheap now"));
  EXPECT_EQ(home.said("ohmstead/grid_import/state"), "1234.5");
  EXPECT_EQ(home.count("ohmstead/grid_import/state"), 1);
  EXPECT_EQ(home.said("ohmstead/price/state"), "0.28765");
  EXPECT_EQ(home.said("ohmstead/soc/state"), "None");
  EXPECT_THROW(published->tell_number("none", 1.0), std::logic_error);
  EXPECT_EQ(home.said("ohmstead/charging/state"), "ON");
  broker.restart();
  EXPECT_TRUE(eventually([&] {
    const HomeAssistant later{broker.url()};  // what is kept
    return later.hears("ohmstead/reason/state", "cheap now") &&
           later.hears("ohmstead/status", "online");
  }));
}

TEST_F(DiscoveryTest, announces_again_when_home_assistant_has_started) {
  const TestBroker broker;
  HomeAssistant home{broker.url()};
  const auto published = publish(broker);
  published->tell_number("soc", 55.0);
  ASSERT_TRUE(home.hears("ohmstead/soc/state", "55"));
  const int announced = home.count("homeassistant/sensor/ohmstead/soc/config");
  const int told = home.count("ohmstead/soc/state");
  home.say("homeassistant/status", "online");
  EXPECT_TRUE(eventually([&] {
    return home.count("homeassistant/sensor/ohmstead/soc/config") > announced &&
           home.count("ohmstead/soc/state") > told;
  }));
}

TEST_F(DiscoveryTest, orders_count_when_they_can_be_and_are_given_now) {
  const TestBroker broker;
  HomeAssistant home{broker.url()};
  home.say("ohmstead/pause/set", "ON", true);  // kept: of a time that nobody knows
  ASSERT_TRUE(home.hears("ohmstead/pause/set", "ON"));
  const auto published = publish(broker);
  ASSERT_TRUE(home.hears("ohmstead/status", "online"));
  for (const char* text : {"", "5", "91", "nan", "0x20", "50 ", "ON", "1e999"})
    home.say("ohmstead/target/set", text);
  home.say("ohmstead/pause/set", "on");
  home.say("ohmstead/mode/set", "off");
  home.say("ohmstead/soc/set", "50");
  home.say("ohmstead/target/set", "42.5");
  home.say("ohmstead/mode/set", "self_use");
  home.say("ohmstead/pause/set", "OFF");
  ASSERT_TRUE(eventually([&] { return orders().size() >= 3; }));
  EXPECT_THAT(orders(), ElementsAre("target=42.5 (42.5)", "mode=self_use (-1)", "pause=OFF (-1)"));
}

TEST_F(DiscoveryTest, entities_that_are_no_more_are_taken_back) {
  const TestBroker broker;
  HomeAssistant home{broker.url()};
  home.say("homeassistant/sensor/other/soc/config", "{}", true);
  publish(broker)->stop();
  ASSERT_TRUE(home.hears("ohmstead/status", "offline"));  // it left
  ASSERT_NE(home.said("homeassistant/sensor/ohmstead/soc/config"), "(nothing)");
  auto fewer = entities();
  fewer.erase(fewer.begin() + 1);
  const auto published = publish(broker, fewer);
  EXPECT_TRUE(home.hears("homeassistant/sensor/ohmstead/soc/config", ""));
  EXPECT_TRUE(home.hears("ohmstead/status", "online"));
  EXPECT_NE(home.said("homeassistant/sensor/ohmstead/grid_import/config"), "");
  EXPECT_EQ(home.said("homeassistant/sensor/other/soc/config"), "{}");
}

TEST(DiscoveryOptionsTest, entities_that_cannot_be_are_refused_all_at_once) {
  DiscoveryOptions options;
  options.node = "My Home";
  const auto made =
      HomeAssistantDiscovery::make(options, {{"SoC", "Battery", EntityKind::soc_pct},
                                             {"a", "", EntityKind::text},
                                             {"b", "B", EntityKind::number, "", 5.0, 5.0},
                                             {"b", "B", EntityKind::choice},
                                             {"status", "S", EntityKind::text}});
  ASSERT_FALSE(made);
  for (const char* line : {"node: ", "entities[0].id: ", "entities[1].name: missing",
                           "entities[2].least", "entities[3].options: missing",
                           "entities[3].id: is twice", "entities[4].id: status is taken"})
    EXPECT_THAT(made.error().message, HasSubstr(line));
}

}  // namespace
}  // namespace ohmstead::connect
