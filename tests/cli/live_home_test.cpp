// A real home: an inverter behind a real broker, driven by the program from its site file.
#include <signal.h>

#include <cstdio>

#include "live_home.hpp"
#include "ohmstead/base/clock.hpp"

namespace ohmstead::cli {
namespace {

// What Home Assistant would hear, and say.
class HomeAssistant {
 public:
  explicit HomeAssistant(const TestBroker& broker)
      : client_{net::read_mqtt_url(broker.url()).value(), [this](const net::MqttMessage& message) {
                  const std::scoped_lock lock{mutex_};
                  said_[message.topic] = message.payload;
                }} {
    client_.subscribe("homeassistant/#", 1);
    client_.subscribe("ohmstead/#", 1);
    client_.start();
  }
  ~HomeAssistant() { client_.stop(); }
  HomeAssistant(const HomeAssistant&) = delete;
  HomeAssistant& operator=(const HomeAssistant&) = delete;

  [[nodiscard]] std::string said(const std::string& topic) const {
    const std::scoped_lock lock{mutex_};
    const auto found = said_.find(topic);
    return found == said_.end() ? "" : found->second;
  }
  void order(const std::string& entity, const std::string& text) {
    (void)client_.publish({.topic = "ohmstead/" + entity + "/set", .payload = text});
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> said_;
  net::MqttClient client_;
};

TEST_F(LiveHome, IsDrivenAndGivenBackToItself) {
  Serving service{{"--site", write_site("full")}};
  ASSERT_TRUE(service.is_up()) << service.said();
  EXPECT_NE(service.said().find("Driven home live: one connection"), std::string::npos)
      << service.said();
  ASSERT_TRUE(comes_true([&] {
    Json status = service.ask_json("GET /api/v1/status");
    return status.contains("readings") && !status["readings"]["batteries"].empty() &&
           status["readings"].value("load_kw", 0.0) > 0.39;
  })) << service.ask_json("GET /api/v1/status");
  const Json made = service.ask_json("POST /api/v1/overrides",
                                     R"({"kind":"charge","target_soc_pct":90,"minutes":30})");
  EXPECT_EQ(made["state"], "active") << made;
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "charge"; }));
  EXPECT_NEAR(inverter_->power_w(), 3000.0, 1.0);
  // The home itself draws what it drew before.
  EXPECT_TRUE(comes_true([&] {
    const Json now = service.ask_json("GET /api/v1/status").value("readings", Json::object());
    return now.value("import_kw", 0.0) > 3.3 && std::abs(now.value("load_kw", 0.0) - 0.4) < 0.01;
  })) << service.ask_json("GET /api/v1/status");
  EXPECT_EQ(service.end(), 0);
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "auto"; }));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "home.db"));
}

TEST_F(LiveHome, IsShownInHomeAssistantAndObeysIt) {
  HomeAssistant hub{*broker_};
  Serving service{{"--site", write_site("full, home_assistant: {connection: broker}")}};
  ASSERT_TRUE(service.is_up()) << service.said();
  const auto says = [&](const std::string& topic, const std::string& text) {
    return comes_true([&] { return hub.said(topic) == text; });
  };
  EXPECT_TRUE(says("ohmstead/status", "online"));
  EXPECT_TRUE(says("ohmstead/battery_soc/state", "50")) << hub.said("ohmstead/battery_soc/state");
  EXPECT_TRUE(says("ohmstead/grid_power/state", "0.4"));
  EXPECT_TRUE(says("ohmstead/battery_order/state", "plan"));
  EXPECT_TRUE(says("ohmstead/buying_price/state", "0.3"));
  const Json counter = Json::parse(hub.said("homeassistant/sensor/ohmstead/grid_imported/config"));
  EXPECT_EQ(counter["state_class"], "total_increasing");
  const Json choice = Json::parse(hub.said("homeassistant/select/ohmstead/battery_order/config"));
  EXPECT_EQ(choice["options"], (Json{"plan", "charge", "export", "hold", "self_use"}));
  hub.order("order_minutes", "30");
  EXPECT_TRUE(says("ohmstead/order_minutes/state", "30"));
  hub.order("battery_order", "charge");
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "charge"; }));
  EXPECT_TRUE(says("ohmstead/battery_order/state", "charge"));
  const Json order = service.ask_json("GET /api/v1/overrides")["overrides"][0];
  EXPECT_EQ(order["by"], "Home Assistant") << order;
  EXPECT_LE(order["left_s"].get<int>(), 1800);
  // Ordered elsewhere it is shown here, too.
  (void)service.ask("DELETE /api/v1/overrides");
  EXPECT_TRUE(says("ohmstead/battery_order/state", "plan"));
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() != "charge"; }));
  hub.order("stop", "ON");
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "hold"; }));
  hub.order("stop", "OFF");
  EXPECT_TRUE(says("ohmstead/stop/state", "OFF"));
  EXPECT_EQ(service.end(), 0);
  EXPECT_TRUE(says("ohmstead/status", "offline"));
}

TEST_F(LiveHome, AdvisoryTellsNothing) {
  const Serving service{{"--site", write_site("advisory")}};
  ASSERT_TRUE(service.is_up()) << service.said();
  (void)service.ask_json("POST /api/v1/overrides",
                         R"({"kind":"charge","target_soc_pct":90,"minutes":30})");
  EXPECT_TRUE(comes_true([&] {
    return service.ask_json("GET /api/v1/recommendation/now").value("mode", "") == "charge";
  }));
  EXPECT_EQ(inverter_->mode(), "auto");
  // It says what it would tell.
  EXPECT_TRUE(comes_true([&] {
    const Json command = service.device("battery").value("command", Json::object());
    return command.contains("wanted") && command["wanted"]["verb"] == "charge" &&
           !command.contains("told");
  })) << service.device("battery");
}

TEST_F(LiveHome, IsGivenBackAtOnceAfterACommand) {
  Serving service{{"--site", write_site("full")}};
  ASSERT_TRUE(service.is_up()) << service.said();
  (void)service.ask_json("POST /api/v1/overrides",
                         R"({"kind":"charge","target_soc_pct":90,"minutes":30})");
  ASSERT_TRUE(comes_true([&] { return inverter_->mode() == "charge"; }));
  EXPECT_EQ(service.end(), 0);
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "auto"; }));
}

TEST_F(LiveHome, IsGivenBackAfterACrash) {
  const std::string site = write_site("full");
  {
    const Serving service{{"--site", site}};
    ASSERT_TRUE(service.is_up()) << service.said();
    (void)service.ask_json("POST /api/v1/overrides",
                           R"({"kind":"charge","target_soc_pct":90,"minutes":30})");
    ASSERT_TRUE(comes_true([&] { return inverter_->mode() == "charge"; }));
    // One home has one service.
    const Outcome second = run_program({"run", "--site", site, "--port", "0"});
    EXPECT_NE(second.code, 0);
    EXPECT_NE(second.err.find("another Ohmstead runs this home"), std::string::npos) << second.err;
    service.send_signal(SIGKILL);
  }
  EXPECT_EQ(inverter_->mode(), "charge");
  (void)write_site("advisory");
  const Serving again{{"--site", site}};
  ASSERT_TRUE(again.is_up()) << again.said();
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "auto"; }));
  const std::string refused = again.ask("PUT /api/v1/stage", R"({"stage":"simulation"})");
  EXPECT_EQ(refused.substr(0, 12), "HTTP/1.1 409") << refused;
}

TEST_F(LiveHome, IsStoppedByHandOverARestart) {
  const std::string site = write_site("full");
  const auto stop = [](const Serving& service, bool is_stopped) {
    return service.ask_json("PUT /api/v1/stop", Json{{"is_stopped", is_stopped}}.dump());
  };
  {
    const Serving service{{"--site", site}};
    ASSERT_TRUE(service.is_up()) << service.said();
    ASSERT_TRUE(comes_true([&] {
      return service.device("battery").value("command", Json::object()).contains("told");
    }));
    EXPECT_EQ(stop(service, true)["is_stopped"], true);
    EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "hold"; }));
  }
  const Serving again{{"--site", site}};
  ASSERT_TRUE(again.is_up()) << again.said();
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "hold"; }));
  EXPECT_TRUE(
      comes_true([&] { return again.ask_json("GET /api/v1/status").value("is_stopped", false); }));
  EXPECT_EQ(stop(again, false)["is_stopped"], false);
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "auto"; }));
}

// The broker dies, and hangs, in the middle of a charge: the inverter goes on with what it was
// told, health says what is wrong, and what is wanted by then is told as soon as the broker is
// back.
TEST_F(LiveHome, ItsBrokerGoesInMidCharge) {
  const Serving service{{"--site", write_site("full")}};
  ASSERT_TRUE(service.is_up()) << service.said();
  const auto charge = [&] {
    (void)service.ask_json("POST /api/v1/overrides",
                           R"({"kind":"charge","target_soc_pct":90,"minutes":30})");
    return comes_true([&] { return inverter_->mode() == "charge"; });
  };
  const auto says = [&](const std::string& words) {
    return comes_true([&] {
      (void)service.ask_json("POST /api/v1/plan/run");
      return service.ask("GET /api/v1/health").find(words) != std::string::npos;
    });
  };
  ASSERT_TRUE(says("all answer"));
  const base::Stopwatch watch;
  ASSERT_TRUE(charge());
  std::printf("from an order to the inverter: %.0f ms, to the next 50\n", watch.elapsed_ms());
  broker_->kill();
  EXPECT_TRUE(says("no broker answers"));
  (void)service.ask("DELETE /api/v1/overrides");
  EXPECT_EQ(inverter_->mode(), "charge");
  broker_->restart();
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "auto"; })) << inverter_->mode();
  EXPECT_TRUE(says("all answer")) << service.ask("GET /api/v1/health");

  ASSERT_TRUE(charge());
  broker_->freeze();
  (void)service.ask("DELETE /api/v1/overrides");
  broker_->thaw();
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "auto"; })) << inverter_->mode();
}

TEST_F(LiveHome, IsCheckedWithoutBeingTold) {
  const std::string file = write_site("full");
  const Outcome fine = run_program({"check", "--site", file, "--live"});
  EXPECT_EQ(fine.code, 0) << fine.out << fine.err;
  EXPECT_NE(fine.out.find("broker: grid power (meter/state/apower)  0.4"), std::string::npos)
      << fine.out;
  EXPECT_NE(fine.out.find("broker: battery is told  self_use"), std::string::npos) << fine.out;
  EXPECT_EQ(inverter_->mode(), "auto");
  std::string text = site_with(*broker_, "full");
  text.replace(text.find("inverter/soc"), 12, "inverter/sox");
  text.replace(text.find("/apower"), 7, "/bpower");
  const Outcome bad = run_program(
      {"check", "--site", folder_.write("bad.yaml", text).string(), "--live", "--within", "2"});
  EXPECT_EQ(bad.code, 2) << bad.out;
  EXPECT_NE(bad.out.find("battery soc (inverter/sox)  PROBLEM: nothing came from it yet"),
            std::string::npos)
      << bad.out;
  EXPECT_NE(bad.out.find("PROBLEM: its text has nothing at /bpower"), std::string::npos) << bad.out;
}

}  // namespace
}  // namespace ohmstead::cli
