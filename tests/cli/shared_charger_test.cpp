// A wallbox that two cars share, behind a real broker: whoever is plugged in is told of and told.
#include <gtest/gtest.h>

#include "live_home.hpp"

namespace ohmstead::cli {
namespace {

constexpr const char* k_home = R"(name: Two cars
timezone: Europe/Berlin
tariff: {import: {fixed_per_kwh: 0.3}, export: {fixed_per_kwh: 0.08}}
chargers: [{id: wallbox, max_kw: 11}]
vehicles:
  - {id: estate, capacity_kwh: 50}
  - {id: van, capacity_kwh: 80}
service: {stage: full}
connections:
  - id: broker
    kind: mqtt
    url: URL
    readings:
      - {of: grid, value: power, at: meter, unit: W}
      - {of: wallbox, value: power, at: box/power, unit: W}
      - {of: wallbox, value: connected, at: box/plugged}
      - {of: wallbox, value: soc, at: box/soc, unit: percent}
    commands:
      - device: wallbox
        pause_s: 1
        least_kw: 1.4
        verbs:
          - {verb: automatic, writes: [{to: box/most/set, text: "16000"}]}
          - {verb: "off", writes: [{to: box/most/set, text: "0"}]}
          - {verb: "on", writes: [{to: box/most/set, text: "{x * 1000}"}]}
)";

class SharedCharger : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestBroker::is_installed()) GTEST_SKIP() << TestBroker::k_absent;
    broker_ = std::make_unique<TestBroker>();
    box_ = std::make_unique<net::MqttClient>(net::read_mqtt_url(broker_->url()).value(),
                                             [this](const net::MqttMessage& message) {
                                               const std::scoped_lock lock{mutex_};
                                               most_w_ = message.payload;
                                             });
    box_->subscribe("box/most/set", 1);
    box_->start();
    teller_ = std::jthread{[this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        say("meter", "400");
        say("box/power", "0");
        say("box/plugged", is_plugged_ ? "true" : "false");
        say("box/soc", "20");
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
      }
    }};
  }
  void TearDown() override {
    if (box_ == nullptr) return;
    teller_.request_stop();
    teller_.join();
    box_->stop();
  }
  void say(const char* topic, const std::string& text) {
    (void)box_->publish({.topic = topic, .payload = text});
  }
  std::string most_w() {
    const std::scoped_lock lock{mutex_};
    return most_w_;
  }
  static Json car(const Serving& service, const std::string& id) {
    const Json status = service.ask_json("GET /api/v1/status");
    if (!status.contains("readings")) return Json::object();
    for (const Json& each : status["readings"].value("vehicles", Json::array()))
      if (each["id"] == id) return each;
    return Json::object();
  }

  ScratchFolder folder_;
  std::unique_ptr<TestBroker> broker_;
  std::mutex mutex_;
  std::string most_w_;
  std::atomic<bool> is_plugged_ = false;
  std::unique_ptr<net::MqttClient> box_;
  std::jthread teller_;
};

TEST_F(SharedCharger, ChargesWhicheverCarIsThere) {
  std::string site = k_home;
  site.replace(site.find("URL"), 3, broker_->url());
  const Serving service{{"--site", folder_.write("home.yaml", site).string()}};
  ASSERT_TRUE(service.is_up()) << service.said();
  EXPECT_TRUE(comes_true([&] { return car(service, "van").value("is_connected", true) == false; }));
  is_plugged_ = true;
  EXPECT_TRUE(comes_true([&] { return car(service, "estate").value("is_connected", false); }));
  EXPECT_TRUE(comes_true([&] {
    return service.ask("GET /api/v1/house").find("nobody says which car is at wallbox") !=
           std::string::npos;
  })) << service.ask("GET /api/v1/house");
  (void)service.ask("POST /api/v1/house/plugged", R"({"car":"van"})");
  EXPECT_TRUE(comes_true([&] { return car(service, "van").value("is_connected", false); }));
  EXPECT_NEAR(car(service, "van").value("soc_kwh", 0.0), 16.0, 1e-9);
  EXPECT_EQ(car(service, "estate").value("is_connected", true), false);
  (void)service.ask_json("POST /api/v1/overrides",
                         R"({"device":"van","kind":"charge","minutes":30})");
  EXPECT_TRUE(comes_true([&] { return most_w() == "11000"; })) << most_w();
  (void)service.ask_json("POST /api/v1/overrides", R"({"device":"van","kind":"off","minutes":30})");
  EXPECT_TRUE(comes_true([&] { return most_w() == "0"; })) << most_w();
  // What the other one is wanted to do concerns nobody.
  const auto cycle = [&] { return service.ask_json("GET /api/v1/status").value("cycle", 0); };
  const int before = cycle();
  (void)service.ask_json("POST /api/v1/overrides",
                         R"({"device":"estate","kind":"charge","minutes":30})");
  EXPECT_TRUE(comes_true([&] { return cycle() > before; }));
  EXPECT_EQ(service.device("van")["command"]["told"]["verb"], "off");
  EXPECT_EQ(most_w(), "0");
}

TEST_F(SharedCharger, KnowsAfterARestartWhoIsThere) {
  std::string site = k_home;
  site.replace(site.find("URL"), 3, broker_->url());
  const std::vector<std::string> words{"--site", folder_.write("home.yaml", site).string()};
  is_plugged_ = true;
  {
    const Serving service{words};
    ASSERT_TRUE(service.is_up()) << service.said();
    EXPECT_TRUE(comes_true([&] { return car(service, "estate").value("is_connected", false); }));
    (void)service.ask("POST /api/v1/house/plugged", R"({"car":"van"})");
    EXPECT_TRUE(comes_true([&] { return car(service, "van").value("is_connected", false); }));
  }
  const Serving again{words};
  ASSERT_TRUE(again.is_up()) << again.said();
  EXPECT_TRUE(comes_true([&] { return car(again, "van").value("is_connected", false); }));
  EXPECT_FALSE(car(again, "estate").value("is_connected", true));
  EXPECT_EQ(again.ask("GET /api/v1/house").find("nobody says"), std::string::npos);
}

}  // namespace
}  // namespace ohmstead::cli
