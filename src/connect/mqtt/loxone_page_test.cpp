// The example of docs/connections/loxone.md against a room at the real broker.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <mutex>

#include "mqtt/mqtt_bus.hpp"
#include "ohmstead/net/mqtt_client.hpp"
#include "points/point_driver.hpp"
#include "testing/connection_page.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;
using home::Verb;
using net::eventually;
using net::TestBroker;

// A Miniserver's program for one room.
class Room {
 public:
  explicit Room(const std::string& url) {
    auto options = net::read_mqtt_url(url).value();
    options.first_pause = std::chrono::milliseconds{20};
    client_ = std::make_unique<net::MqttClient>(options, [this](const net::MqttMessage& message) {
      for (const std::string mode : {"auto", "on", "off"}) {
        if (message.payload.starts_with(fmt::format(R"({{"state":"{}")", mode))) mode_ = mode;
      }
      said_ = message.payload;
      tell();
    });
    client_->subscribe("loxone/heating/bath/set", 1);
    client_->start();
    EXPECT_TRUE(eventually([&] { return client_->state().is_connected; }));
  }
  ~Room() { client_->stop(); }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  void set_by_hand(const std::string& mode) {
    mode_ = mode;
    tell();
  }
  void tell() {
    EXPECT_TRUE(client_->publish({"loxone/heating/bath/status",
                                  fmt::format(R"({{"mode":"{}","power":{},"temp":21.4}})",
                                              std::string{mode_}, mode_ == "on" ? 790 : 0),
                                  1}));
  }
  [[nodiscard]] std::string said() const { return said_; }

 private:
  // A text that two threads use.
  class Text {
   public:
    void operator=(const std::string& text) {
      const std::scoped_lock lock{mutex_};
      text_ = text;
    }
    operator std::string() const {
      const std::scoped_lock lock{mutex_};
      return text_;
    }
    bool operator==(const std::string& other) const { return std::string{*this} == other; }

   private:
    mutable std::mutex mutex_;
    std::string text_;
  };
  Text mode_;
  Text said_;
  std::unique_ptr<net::MqttClient> client_;
};

TEST(LoxonePageTest, a_room_is_read_heated_and_left_to_itself) {
  if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
  const TestBroker broker;
  home::Site site = site_of_page(OHMSTEAD_SOURCE_DIR, "loxone.md");
  ASSERT_EQ(site.connections.size(), 1U);
  home::Connection connection = site.connections[0];
  connection.url = broker.url();
  const base::SystemClock clock;
  const std::vector<home::Secret> secrets{{"broker_password", "hush"}};
  const DriverContext context{site, secrets, clock};
  auto driver =
      PointDriver::make(connection, make_mqtt_bus(connection, context).value(), context).value();
  Room room{broker.url()};
  driver->start();
  ports::Measured measured;
  const auto is_told = [&](Verb verb) {
    return eventually([&] {
      measured = {};
      (void)driver->read(measured);
      return !measured.set.empty() && measured.set[0].verb == verb;
    });
  };
  ASSERT_TRUE(eventually([&] {
    room.set_by_hand("auto");
    return driver->is_complete();
  }));
  ASSERT_TRUE(is_told(Verb::automatic));
  ASSERT_EQ(measured.now.devices.zones.size(), 1U);
  EXPECT_EQ(measured.now.devices.zones[0].temperature, base::Celsius{21.4});

  ASSERT_TRUE(driver->write({"bath_floor", Verb::on, Power{0.8}, {}}));
  ASSERT_TRUE(is_told(Verb::on));
  EXPECT_EQ(room.said(), R"({"state":"on","duration":60})");
  EXPECT_EQ(measured.set[0].power, Power{0.8});  // as it was told, whatever it draws
  // A message may come between the reading of its power and that of its mode.
  EXPECT_TRUE(eventually([&] {
    measured = {};
    (void)driver->read(measured);
    const auto& sources = measured.now.devices.heat_sources;
    return sources.size() == 1 && sources[0].power == Power{0.79};
  }));

  room.set_by_hand("off");  // somebody else
  ASSERT_TRUE(is_told(Verb::off));
  ASSERT_TRUE(driver->write({"bath_floor", Verb::automatic, {}, {}}));
  ASSERT_TRUE(is_told(Verb::automatic));
  EXPECT_EQ(room.said(), R"({"state":"auto"})");
  driver->stop();
}

}  // namespace
}  // namespace ohmstead::connect
