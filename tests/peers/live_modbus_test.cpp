// The Modbus bus against a device made with pymodbus, another implementation of the protocol.
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "modbus/modbus_bus.hpp"
#include "python_peer.hpp"

namespace ohmstead::connect {
namespace {

bool eventually(const std::function<bool()>& holds) {
  const base::Stopwatch watch;
  while (watch.elapsed_ms() < 20'000.0) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return holds();
}

class LiveModbus : public testing::Test {
 protected:
  void SetUp() override {
    if (!peer_.is_up()) GTEST_SKIP() << peer_.why_not();
    const std::string line = peer_.read_until("port ");
    ASSERT_FALSE(line.empty()) << "the device did not come up";
    url_ = "tcp://localhost:" + line.substr(5);
  }
  std::unique_ptr<PointBus> bus(int unit_id, const std::vector<std::string>& addresses) {
    home::Connection connection;
    connection.url = url_;
    connection.unit_id = unit_id;
    connection.every_s = 0.05;
    auto made = make_modbus_bus(connection, {site_, secrets_, clock_});
    EXPECT_TRUE(made);
    for (const std::string& address : addresses) (*made)->watch(address);
    (*made)->start();
    return std::move(*made);
  }
  static std::string text(const PointBus& bus, const std::string& address) {
    const auto told = bus.told(address);
    return told ? told->text : "nothing";
  }

  peers::PythonPeer peer_{"pymodbus==3.16.1", "modbus_device.py", {}};
  std::string url_;
  home::Site site_;
  std::vector<home::Secret> secrets_;
  base::SystemClock clock_;
};

TEST_F(LiveModbus, ReadsAndCommandsASunspecInverter) {
  const auto made = bus(1, {"sunspec:inverter.W", "103.WH", "sunspec:storage.ChaState",
                            "sunspec:124.MinRsvPct", "sunspec:124.StorCtl_Mod"});
  ASSERT_TRUE(eventually([&] { return made->told("103.WH").has_value(); })) << made->fault();
  EXPECT_EQ(text(*made, "sunspec:inverter.W"), "-1234");
  EXPECT_EQ(text(*made, "103.WH"), "65538");
  EXPECT_EQ(text(*made, "sunspec:storage.ChaState"), "55.5");
  EXPECT_EQ(text(*made, "sunspec:124.MinRsvPct"), "nothing");
  EXPECT_EQ(text(*made, "sunspec:124.StorCtl_Mod"), "0");
  ASSERT_TRUE(made->write("sunspec:124.OutWRte", "-40"));
  ASSERT_TRUE(made->write("sunspec:124.StorCtl_Mod", "2"));
  EXPECT_TRUE(eventually([&] { return text(*made, "sunspec:124.StorCtl_Mod") == "2"; }));
  peer_.say("get 40066");
  EXPECT_EQ(peer_.read_until("40066"), "40066 61536");  // -4000
  peer_.say("set 40016 2500");
  EXPECT_TRUE(eventually([&] { return text(*made, "sunspec:inverter.W") == "2500"; }));
  EXPECT_EQ(made->fault(), "");
}

TEST_F(LiveModbus, ReadsABrandOfItsOwn) {
  const auto made =
      bus(2, {"input:5003:uint32:swap", "input:5010:uint16:x0.1", "coil:7", "discrete:3"});
  ASSERT_TRUE(eventually([&] { return made->told("discrete:3").has_value(); })) << made->fault();
  EXPECT_EQ(text(*made, "input:5003:uint32:swap"), "65538");
  EXPECT_EQ(text(*made, "input:5010:uint16:x0.1"), "123.4");
  EXPECT_EQ(text(*made, "coil:7"), "0");
  EXPECT_EQ(text(*made, "discrete:3"), "1");
  ASSERT_TRUE(made->write("coil:7", "1"));
  EXPECT_TRUE(eventually([&] { return text(*made, "coil:7") == "1"; }));
  EXPECT_EQ(made->fault(), "");
}

TEST_F(LiveModbus, AUnitThatIsNotThereIsTold) {
  const auto made = bus(9, {"holding:40000"});
  ASSERT_TRUE(eventually([&] { return made->fault() != "not connected yet"; }));
  EXPECT_NE(made->fault().find("unit_id"), std::string::npos) << made->fault();
  EXPECT_FALSE(made->told("holding:40000"));
}

TEST_F(LiveModbus, ADeviceThatGoesIsTold) {
  const auto made = bus(1, {"holding:40016:int16"});
  ASSERT_TRUE(eventually([&] { return made->told("holding:40016:int16").has_value(); }));
  peer_.end();
  ASSERT_TRUE(eventually([&] { return !made->fault().empty(); }));
  EXPECT_EQ(text(*made, "holding:40016:int16"), "-1234");
}

// The same device on a serial line: two pseudo-terminals.
class LiveSerialModbus : public LiveModbus {
 protected:
  void SetUp() override {
    if (!line_.is_up()) GTEST_SKIP() << line_.why_not();
    const std::string line = line_.read_until("line ");
    ASSERT_FALSE(line.empty()) << "the device did not come up";
    url_ = "serial://" + line.substr(5) + "?baud=9600&parity=N";
  }
  peers::PythonPeer line_{"pymodbus==3.16.1 pyserial==3.5", "modbus_device.py", {"serial"}};
};

TEST_F(LiveSerialModbus, ReadsAndCommandsADevice) {
  const auto made = bus(1, {"sunspec:inverter.W", "103.WH", "sunspec:124.StorCtl_Mod"});
  ASSERT_TRUE(eventually([&] { return made->told("103.WH").has_value(); })) << made->fault();
  EXPECT_EQ(text(*made, "sunspec:inverter.W"), "-1234");
  EXPECT_EQ(text(*made, "103.WH"), "65538");
  ASSERT_TRUE(made->write("sunspec:124.StorCtl_Mod", "2"));
  EXPECT_TRUE(eventually([&] { return text(*made, "sunspec:124.StorCtl_Mod") == "2"; }));
  EXPECT_EQ(made->fault(), "");
}

TEST_F(LiveSerialModbus, ALineThatGoesIsTold) {
  const auto made = bus(1, {"holding:40016:int16"});
  ASSERT_TRUE(eventually([&] { return made->told("holding:40016:int16").has_value(); }))
      << made->fault();
  line_.end();
  EXPECT_TRUE(eventually([&] { return !made->fault().empty(); }));
}

}  // namespace
}  // namespace ohmstead::connect
