// The driver of charge points against one made with the library ocpp, another implementation of the
// protocol, which checks all our messages against the standard's schemas.
#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>
#include <thread>

#include "ocpp/ocpp_driver.hpp"
#include "python_peer.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;
using home::Verb;
using peers::PythonPeer;

bool eventually(const std::function<bool()>& holds) {
  const base::Stopwatch watch;
  while (watch.elapsed_ms() < 20'000.0) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return holds();
}

constexpr const char* k_packages = "ocpp==2.1.0 websockets==15.0.1";

class LiveOcpp : public testing::Test {
 protected:
  LiveOcpp() {
    site_.chargers.emplace_back().id = "wallbox";
    site_.chargers.back().currents.emplace().phases = {3};
    site_.vehicles.emplace_back().id = "car";
    site_.vehicles.back().capacity = base::Energy{50.0};
    connection_.id = "charge_points";
    connection_.kind = home::ConnectionKind::ocpp;
    connection_.devices = {{"CP7", "car"}};
  }
  // On a free port.
  void start() {
    for (int tries = 0; tries < 50; ++tries) {
      connection_.port = 20'000 + (tries * 131 + static_cast<int>(::getpid())) % 20'000;
      auto made = make_ocpp_driver(connection_, {site_, secrets_, clock_});
      ASSERT_TRUE(made) << made.error().message;
      driver_ = std::move(*made);
      driver_->start();
      const auto lines = driver_->check();
      if (lines.at(0).fault.find("in use") == std::string::npos) return;
    }
    FAIL() << "no free port";
  }
  [[nodiscard]] std::vector<std::string> words(const std::string& identity) const {
    return {"ws://127.0.0.1:" + std::to_string(*connection_.port) + "/ocpp", identity};
  }
  void act(PythonPeer& peer, const std::string& what) {
    peer.say(what);
    const std::string done = "done " + what.substr(0, what.find(' '));
    EXPECT_EQ(peer.read_until(done), done);
  }
  std::optional<home::VehicleReading> reading() {
    ports::Measured measured;
    (void)driver_->read(measured);
    if (measured.now.devices.vehicles.empty()) return std::nullopt;
    return measured.now.devices.vehicles.front();
  }
  std::optional<Verb> set() {
    ports::Measured measured;
    (void)driver_->read(measured);
    if (measured.set.empty()) return std::nullopt;
    return measured.set.front().verb;
  }

  home::Site site_;
  std::vector<home::Secret> secrets_{{"charge_point_password", "hush"}};
  base::SystemClock clock_;
  home::Connection connection_;
  std::unique_ptr<LiveDriver> driver_;
};

TEST_F(LiveOcpp, AChargePointChargesAsItIsTold) {
  start();
  PythonPeer peer{k_packages, "charge_point.py", words("CP7")};
  if (!peer.is_up()) GTEST_SKIP() << peer.why_not();
  ASSERT_EQ(peer.read_until("connected"), "connected ocpp1.6");
  peer.say("boot");
  EXPECT_EQ(peer.read_until("booted"), "booted Accepted 60");
  EXPECT_EQ(peer.read_until("change MeterValuesSampledData Power.Active.Import,Energy.Active.Import"
                            ".Register,SoC"),
            "change MeterValuesSampledData Power.Active.Import,Energy.Active.Import.Register,SoC");
  EXPECT_EQ(peer.read_until("trigger Meter"), "trigger MeterValues");
  act(peer, "status Preparing");
  ASSERT_TRUE(eventually([&] { return reading().has_value(); }));
  EXPECT_TRUE(reading()->is_connected);
  EXPECT_TRUE(driver_->is_complete());
  ASSERT_TRUE(driver_->write({"car", Verb::on, Power{8.0}}));
  EXPECT_EQ(peer.read_until("profile"), "profile 11.0 TxDefaultProfile");
  EXPECT_EQ(peer.read_until("start"), "start OHMSTEAD");
  EXPECT_TRUE(eventually([&] { return set() == Verb::on; }));
  act(peer, "begin 12000");
  EXPECT_EQ(peer.read_until("profile 11.0 TxP"), "profile 11.0 TxProfile");
  act(peer, "status Charging");
  act(peer, "values 7590 12300");
  ASSERT_TRUE(eventually([&] { return reading().has_value(); }));
  EXPECT_DOUBLE_EQ(reading()->power.value(), 7.59);
  EXPECT_DOUBLE_EQ(reading()->charged.value(), 12.3);
  ASSERT_TRUE(driver_->write({"car", Verb::off, {}}));
  EXPECT_EQ(peer.read_until("profile 0.0 TxP"), "profile 0.0 TxProfile");
  EXPECT_TRUE(eventually([&] { return set() == Verb::off; }));
  ASSERT_TRUE(driver_->write({"car", Verb::automatic, {}}));
  EXPECT_EQ(peer.read_until("clear 12"), "clear 12");
  EXPECT_TRUE(eventually([&] { return set() == Verb::automatic; }));
  act(peer, "end 12400");
  act(peer, "status Finishing");
  EXPECT_DOUBLE_EQ(reading()->charged.value(), 12.4);
  act(peer, "offline 100 900");
  EXPECT_DOUBLE_EQ(reading()->charged.value(), 12.4);
  act(peer, "status Available");
  EXPECT_FALSE(reading()->is_connected);
}

TEST_F(LiveOcpp, OneThatKnowsNoLimitOfZeroIsStopped) {
  start();
  PythonPeer peer{k_packages, "charge_point.py", words("CP7")};
  if (!peer.is_up()) GTEST_SKIP() << peer.why_not();
  ASSERT_FALSE(peer.read_until("connected").empty());
  act(peer, "refuse zero");
  peer.say("boot");
  ASSERT_FALSE(peer.read_until("trigger Meter").empty());
  act(peer, "begin 0");
  act(peer, "status Charging");
  ASSERT_TRUE(driver_->write({"car", Verb::off, {}}));
  EXPECT_EQ(peer.read_until("stop"), "stop True");
  EXPECT_TRUE(eventually([&] { return set() == Verb::off; }));
  act(peer, "refuse profiles");
  ASSERT_TRUE(driver_->write({"car", Verb::on, Power{11.0}}));
  EXPECT_TRUE(eventually([&] {
    return driver_->check().at(0).fault == "it does not take a charging profile: Rejected";
  }));
}

TEST_F(LiveOcpp, StrangersAndWrongPasswordsStayOut) {
  connection_.password = "charge_point_password";
  start();
  PythonPeer stranger{k_packages, "charge_point.py", words("CP8")};
  if (!stranger.is_up()) GTEST_SKIP() << stranger.why_not();
  EXPECT_EQ(stranger.read_until("refused"), "refused 404");
  PythonPeer nameless{k_packages, "charge_point.py", words("CP7")};
  EXPECT_EQ(nameless.read_until("refused"), "refused 401");
  auto with_password = words("CP7");
  with_password.emplace_back("hush");
  PythonPeer right{k_packages, "charge_point.py", with_password};
  EXPECT_EQ(right.read_until("connected"), "connected ocpp1.6");
  const auto lines = driver_->check();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].what, "charge point \"CP8\"");
  // The line breaks: told, and it may come again.
  right.end();
  EXPECT_TRUE(eventually([&] {
    ports::Measured measured;
    const auto read = driver_->read(measured);
    return !read && read.error().message.find("CP7 is not connected") != std::string::npos;
  }));
  EXPECT_EQ(driver_->write({"car", Verb::off, {}}).error().kind, base::ErrorKind::unavailable);
  PythonPeer again{k_packages, "charge_point.py", with_password};
  EXPECT_EQ(again.read_until("connected"), "connected ocpp1.6");
  EXPECT_TRUE(eventually([&] {
    ports::Measured measured;
    return driver_->read(measured).has_value();
  }));
}

}  // namespace
}  // namespace ohmstead::connect
