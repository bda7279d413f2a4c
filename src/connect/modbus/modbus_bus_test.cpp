// The bus against a device on loopback.
#include "modbus/modbus_bus.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "testing/document.hpp"
#include "testing/modbus_device.hpp"

namespace ohmstead::connect {
namespace {

using namespace std::chrono_literals;

// Waits generously until it holds.
bool eventually(const std::function<bool()>& holds) {
  const base::Stopwatch watch;
  while (watch.elapsed_ms() < 20'000.0) {
    if (holds()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return holds();
}

class ModbusBusTest : public testing::Test {
 protected:
  std::unique_ptr<PointBus> bus(const std::vector<std::string>& addresses) {
    home::Connection connection;
    connection.id = "inverter";
    connection.kind = home::ConnectionKind::modbus;
    connection.url = device_.url();
    connection.unit_id = unit_id_;
    connection.every_s = 0.02;
    auto made = make_modbus_bus(connection, {site_, secrets_, clock_});
    EXPECT_TRUE(made) << made.error().message;
    for (const std::string& address : addresses) (*made)->watch(address);
    (*made)->start();
    return std::move(*made);
  }
  static std::string text(const PointBus& bus, const std::string& address) {
    const auto told = bus.told(address);
    return told ? told->text : "nothing";
  }
  // An inverter with storage and a meter, its list at 40000.
  void put_sunspec() {
    std::vector<std::uint16_t> words(300, 0);
    words[0] = 0x5375;
    words[1] = 0x6e53;
    const auto put = [&](int at, std::uint16_t word) {
      words[static_cast<std::size_t>(at)] = word;
    };
    put(2, 103), put(3, 50);  // at 40002
    put(2 + 14, 3456), put(2 + 15, 0xFFFF);
    put(54, 124), put(55, 24);  // at 40054
    put(54 + 2, 5000), put(54 + 18, 0);
    put(54 + 8, 4250), put(54 + 22, 0xFFFE);
    put(54 + 13, 0), put(54 + 25, 0xFFFE);
    put(54 + 5, 0), put(54 + 7, 0xFFFF);
    put(80, 0xFFFF);
    device_.put(40000, words);
  }

  home::Site site_;
  std::vector<home::Secret> secrets_;
  base::SystemClock clock_;
  ModbusDevice device_{7};
  std::int64_t unit_id_ = 7;
};

TEST_F(ModbusBusTest, ReadsNeighboursInOneRequest) {
  device_.put(100, {1, 2, 3, 0x8000, 5});
  device_.put(500, {50});
  const auto made = bus(
      {"holding:100", "holding:102:int16:x0.1", "holding:103:int16", "holding:104", "input:500"});
  ASSERT_TRUE(eventually([&] { return made->told("input:500").has_value(); }));
  EXPECT_EQ(text(*made, "holding:100"), "1");
  EXPECT_EQ(text(*made, "holding:102:int16:x0.1"), "0.3");
  EXPECT_EQ(text(*made, "holding:103:int16"), "nothing");
  EXPECT_EQ(text(*made, "holding:104"), "5");
  EXPECT_EQ(made->fault(), "");
  const int before = device_.count();
  const auto first = made->told("input:500")->at;
  device_.put(100, {9});
  EXPECT_TRUE(eventually([&] { return text(*made, "holding:100") == "9"; }));
  EXPECT_GE(made->told("input:500")->at, first);
  EXPECT_GT(device_.count(), before);
  made->stop();
}

TEST_F(ModbusBusTest, AHoleBetweenIsAskedAround) {
  device_.put(100, {1});
  device_.put(105, {2});
  const auto made = bus({"holding:100", "holding:105", "holding:110"});
  ASSERT_TRUE(eventually([&] { return made->told("holding:105").has_value(); }));
  EXPECT_EQ(text(*made, "holding:100"), "1");
  EXPECT_EQ(made->fault(), "");
  EXPECT_EQ(made->fault_of("holding:110", false), "holding:110: the device has no such register");
  EXPECT_EQ(made->fault_of("holding:100", false), "");
}

TEST_F(ModbusBusTest, SpeaksSunspec) {
  put_sunspec();
  const auto made = bus({"sunspec:inverter.W", "sunspec:124.ChaState", "sunspec:124.WChaMax",
                         "sunspec:124.MinRsvPct", "sunspec:802.SoC"});
  ASSERT_TRUE(eventually([&] { return made->told("sunspec:124.WChaMax").has_value(); }));
  EXPECT_EQ(text(*made, "sunspec:inverter.W"), "345.6");
  EXPECT_EQ(made->told("sunspec:inverter.W")->unit, "W");
  EXPECT_EQ(text(*made, "sunspec:124.ChaState"), "42.5");
  EXPECT_EQ(text(*made, "sunspec:124.MinRsvPct"), "nothing");
  EXPECT_EQ(made->fault_of("sunspec:802.SoC", false),
            "sunspec:802.SoC: it has no model 802; its SunSpec models are 103, 124");
  ASSERT_TRUE(made->write("sunspec:124.InWRte", "-33.5"));
  ASSERT_TRUE(made->write("sunspec:124.StorCtl_Mod", "3"));
  ASSERT_TRUE(eventually([&] { return device_.written().size() == 2; }));
  EXPECT_EQ(device_.written(), (std::vector<std::string>{"40067=62186", "40059=3"}));
  EXPECT_EQ(static_cast<std::int16_t>(device_.at(40067)), -3350);
}

TEST_F(ModbusBusTest, WritesInOrderAndReadsBackAtOnce) {
  device_.put(10, {0, 0, 0, 0});
  device_.refuse_single_writes();
  const auto made = bus({"holding:13"});
  ASSERT_TRUE(eventually([&] { return made->told("holding:13").has_value(); }));
  for (int i = 1; i <= 20; ++i)
    ASSERT_TRUE(made->write(i % 2 == 0 ? "holding:10" : "holding:13", std::to_string(i)));
  ASSERT_TRUE(made->write("holding:11:uint32", "65538"));
  ASSERT_TRUE(eventually([&] { return device_.written().size() == 22; }));
  EXPECT_TRUE(eventually([&] { return text(*made, "holding:13") == "19"; }));
  EXPECT_EQ(device_.at(12), 2);
  const auto written = device_.written();
  ASSERT_EQ(written.size(), 22U);
  for (int i = 1; i <= 20; ++i)
    EXPECT_EQ(written[static_cast<std::size_t>(i - 1)],
              (i % 2 == 0 ? "10=" : "13=") + std::to_string(i));
}

TEST_F(ModbusBusTest, WhatIsNotTakenIsTold) {
  device_.put(10, {0});
  const auto made = bus({"holding:10"});
  ASSERT_TRUE(eventually([&] { return made->told("holding:10").has_value(); }));
  EXPECT_EQ(made->write("holding:10", "70000").error().kind, base::ErrorKind::invalid_input);
  EXPECT_EQ(made->write("holding:10", "much").error().message, "holding:10: 'much' is no number");
  EXPECT_EQ(made->write("input:10", "1").error().kind, base::ErrorKind::invalid_input);
  EXPECT_EQ(made->write("nonsense", "1").error().kind, base::ErrorKind::invalid_input);
  ASSERT_TRUE(made->write("holding:99", "1"));
  EXPECT_TRUE(eventually([&] { return !made->fault_of("holding:99", true).empty(); }));
  EXPECT_EQ(made->fault_of("holding:99", true),
            "holding:99: '1' was not taken: the device has no such register");
  EXPECT_EQ(made->fault(), "");
}

TEST_F(ModbusBusTest, ComesBackAfterTheDeviceWasGone) {
  device_.put(10, {5});
  const auto made = bus({"holding:10"});
  ASSERT_TRUE(eventually([&] { return made->told("holding:10").has_value(); }));
  device_.set_gone(true);
  ASSERT_TRUE(eventually([&] { return !made->fault().empty(); }));
  EXPECT_EQ(text(*made, "holding:10"), "5");
  EXPECT_EQ(made->write("holding:10", "6").error().kind, base::ErrorKind::unavailable);
  device_.set_gone(false);
  device_.put(10, {8});
  ASSERT_TRUE(eventually([&] { return text(*made, "holding:10") == "8"; }));
  EXPECT_EQ(made->fault(), "");
  EXPECT_TRUE(device_.written().empty());
}

TEST_F(ModbusBusTest, AWrongUnitIsToldAndStoppingDoesNotWait) {
  device_.put(10, {5});
  unit_id_ = 3;
  const auto made = bus({"holding:10"});
  EXPECT_EQ(made->fault(), "not connected yet");
  ASSERT_TRUE(
      eventually([&] { return made->fault().find("unit_id right?") != std::string::npos; }));
  EXPECT_FALSE(made->told("holding:10"));
  device_.set_silent(true);
  made->stop();
}

TEST_F(ModbusBusTest, WhereNothingListensIsTold) {
  home::Connection connection;
  connection.url = "tcp://127.0.0.1:1";
  const auto made = make_modbus_bus(connection, {site_, secrets_, clock_});
  ASSERT_TRUE(made);
  (*made)->start();
  EXPECT_TRUE(eventually(
      [&] { return (*made)->fault().find("it takes no connection") != std::string::npos; }));
  connection.url = "serial:///dev/no-such-line?baud=19200&parity=E";
  const auto line = make_modbus_bus(connection, {site_, secrets_, clock_});
  ASSERT_TRUE(line);
  (*line)->start();
  EXPECT_TRUE(eventually(
      [&] { return (*line)->fault().find("no such serial line") != std::string::npos; }));
}

TEST_F(ModbusBusTest, AnUrlThatIsNoneIsRefused) {
  home::Connection connection;
  connection.id = "x";
  for (const char* url : {"tcp://", "tcp://host:0", "tcp://host:70000", "tcp://a b", "serial://x",
                          "serial:///dev/ttyUSB0?baud=7", "serial:///dev/ttyUSB0?parity=X",
                          "serial:///dev/ttyUSB0?speed=9600", "udp://host"}) {
    connection.url = url;
    EXPECT_FALSE(make_modbus_bus(connection, {site_, secrets_, clock_})) << url;
  }
  for (const char* url :
       {"tcp://host", "tcp://[::1]", "tcp://[fe80::1]:1502", "tcp://10.0.0.7:502/",
        "serial:///dev/ttyUSB0", "serial:///dev/ttyUSB0?baud=115200&stop=2"}) {
    connection.url = url;
    EXPECT_TRUE(make_modbus_bus(connection, {site_, secrets_, clock_})) << url;
  }
}

TEST_F(ModbusBusTest, TheExampleOfItsPageIsUnderstood) {
  const home::Site site = documented_site(OHMSTEAD_SOURCE_DIR, "modbus");
  ASSERT_EQ(site.connections.size(), 1U);
  const auto made = make_modbus_bus(site.connections[0], {site, secrets_, clock_});
  ASSERT_TRUE(made) << made.error().message;
  const auto driver = make_driver(site.connections[0], {site, secrets_, clock_});
  EXPECT_TRUE(driver) << driver.error().message;
  const Addresses all = addresses_of(site.connections[0]);
  EXPECT_GE(all.read.size(), 10U);
  for (const std::string& address : all.read) EXPECT_EQ((*made)->fault_of(address, false), "");
  for (const std::string& address : all.written) EXPECT_EQ((*made)->fault_of(address, true), "");
}

TEST_F(ModbusBusTest, TriesWritesByReadingAlone) {
  put_sunspec();
  device_.put(10, {5, 6});
  const std::vector<std::array<std::string, 3>> trials{
      {"holding:10", "7", ""},
      {"holding:10", "70000", "'70000' does not fit into uint16"},
      {"holding:10:int16:x0.1", "5000", "'5000' does not fit into int16"},
      {"holding:11", "banana", "'banana' is no number"},
      {"holding:900", "0", "the device has no such register, or one that can only be written"},
      {"coil:77", "banana", "'banana' is no number"},
      {"sunspec:124.OutWRte", "100", ""},
      {"sunspec:124.OutWRte", "400", "'400' does not fit into int16"}};
  home::Connection connection;
  connection.url = device_.url();
  connection.unit_id = unit_id_;
  connection.every_s = 0.02;
  const auto bus = make_modbus_bus(connection, {site_, secrets_, clock_}).value();
  bus->watch("holding:10");
  for (const auto& [address, text, fault] : trials) bus->try_write(address, text);
  EXPECT_EQ(bus->fault_of_write("holding:900", "0"), std::nullopt);
  bus->start();
  for (const auto& [address, text, fault] : trials) {
    ASSERT_TRUE(eventually([&] { return bus->fault_of_write(address, text).has_value(); }));
    EXPECT_EQ(*bus->fault_of_write(address, text), fault) << address << " " << text;
  }
  EXPECT_TRUE(device_.written().empty());
  EXPECT_EQ(bus->fault(), "");
}

}  // namespace
}  // namespace ohmstead::connect
