// The example of docs/connections/loxone_udp.md against a Miniserver of sockets on loopback.
#include "loxone/loxone_bus.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "points/point_driver.hpp"
#include "testing/connection_page.hpp"
#include "testing/passing_clock.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;
using home::Verb;
using net::eventually;
using ::testing::HasSubstr;

// A port of UDP on loopback.
class Miniserver {
 public:
  Miniserver() : socket_{::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)} {
    sockaddr_in here = place(0);
    socklen_t size = sizeof here;
    EXPECT_EQ(::bind(socket_, any(here), size), 0);
    EXPECT_EQ(::getsockname(socket_, any(here), &size), 0);
    port_ = ntohs(here.sin_port);
  }
  ~Miniserver() { ::close(socket_); }
  Miniserver(const Miniserver&) = delete;
  Miniserver& operator=(const Miniserver&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void log(std::uint16_t to, const std::string& packet) const {
    sockaddr_in there = place(to);
    EXPECT_GT(::sendto(socket_, packet.data(), packet.size(), 0, any(there), sizeof there), 0);
  }
  // The next packet that came.
  [[nodiscard]] std::string input() const {
    std::array<char, 500> bytes{};
    ssize_t count = -1;
    (void)eventually([&] {
      count = ::recv(socket_, bytes.data(), bytes.size(), 0);
      return count >= 0;
    });
    return count < 0 ? "" : std::string{bytes.data(), static_cast<std::size_t>(count)};
  }

 private:
  static sockaddr_in place(std::uint16_t port) {
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return there;
  }
  static sockaddr* any(sockaddr_in& there) { return reinterpret_cast<sockaddr*>(&there); }

  int socket_;
  std::uint16_t port_ = 0;
};

class LoxoneBusTest : public testing::Test {
 protected:
  LoxoneBusTest() : site_{site_of_page(OHMSTEAD_SOURCE_DIR, "loxone_udp.md")} {
    connection_ = site_.connections.at(0);
    connection_.url = fmt::format("udp://127.0.0.1:{}", miniserver_.port());
    connection_.port = Miniserver{}.port();  // one that is free
  }
  std::unique_ptr<LiveDriver> start() {
    const DriverContext context{site_, {}, clock_};
    auto driver =
        PointDriver::make(connection_, make_loxone_bus(connection_, context).value(), context);
    EXPECT_TRUE(driver) << driver.error().message;
    (*driver)->start();
    return std::move(*driver);
  }
  // In a clock of Prague that goes `fast_s` before ours.
  void log(const std::string& rest, int fast_s = 0) const {
    const base::Zone zone = base::Zone::load(site_.timezone).value();
    std::string time = zone.format_local(clock_.now() + base::Seconds{fast_s}).substr(0, 19);
    time[10] = ' ';
    miniserver_.log(static_cast<std::uint16_t>(*connection_.port), time + ";" + rest);
  }
  ports::Measured read(LiveDriver& driver) {
    ports::Measured measured;
    const auto done = driver.read(measured);
    fault_ = done ? "" : done.error().message;
    return measured;
  }
  std::optional<double> temperature(LiveDriver& driver) {
    const auto measured = read(driver);
    if (measured.now.devices.zones.empty()) return std::nullopt;
    return measured.now.devices.zones[0].temperature->value();
  }
  std::optional<Verb> set(LiveDriver& driver) {
    const auto measured = read(driver);
    return measured.set.empty() ? std::nullopt : std::optional{measured.set[0].verb};
  }

  PassingClock clock_;
  Miniserver miniserver_;
  home::Site site_;
  home::Connection connection_;
  std::string fault_;
};

TEST_F(LoxoneBusTest, ARoomIsReadHeatedAndLeftToItself) {
  const auto driver = start();
  EXPECT_FALSE(temperature(*driver));
  EXPECT_THAT(fault_, HasSubstr("nothing has come from 127.0.0.1 to UDP port"));
  EXPECT_EQ(driver->write({"bath_floor", Verb::on, Power{0.8}, {}}).error().kind,
            base::ErrorKind::unavailable);
  log("Temperature;21.4;bath;heating");
  log("power;0;bath;heating");
  log("mode;0.0;bath;heating");
  ASSERT_TRUE(eventually([&] { return set(*driver) == Verb::automatic; }));
  EXPECT_EQ(temperature(*driver), 21.4);
  EXPECT_EQ(fault_, "");
  EXPECT_TRUE(driver->is_complete());
  ASSERT_TRUE(driver->write({"bath_floor", Verb::on, Power{0.8}, {}}));
  EXPECT_EQ(miniserver_.input(), "bath_mode=1;bath_minutes=60");
  log("mode;1;bath;heating");
  ASSERT_TRUE(eventually([&] { return set(*driver) == Verb::on; }));
  ASSERT_TRUE(driver->write({"bath_floor", Verb::off, {}, {}}));
  EXPECT_EQ(miniserver_.input(), "bath_mode=2;bath_minutes=60");
}

TEST_F(LoxoneBusTest, WhatIsOldOvertakenOrStrangeDoesNotCount) {
  const auto driver = start();
  log("temperature;21;bath");
  ASSERT_TRUE(eventually([&] { return temperature(*driver) == 21.0; }));
  log("temperature;19;bath", -5);  // was on its way for longer
  log("temperature;25;kitchen");
  log("temperature;warm;bath");
  log("temperature;22;bath", 1);
  ASSERT_TRUE(eventually([&] { return temperature(*driver) == 22.0; }));
  clock_.pass(base::Seconds{301});
  EXPECT_FALSE(temperature(*driver));
  EXPECT_THAT(fault_, HasSubstr("the Miniserver at 127.0.0.1 is silent since"));
  log("temperature;20;bath", -400);  // its clock was set back
  ASSERT_TRUE(eventually([&] {
    (void)temperature(*driver);
    return fault_.find("clock is 400 s slow") != std::string::npos;
  })) << fault_;
}

TEST_F(LoxoneBusTest, WhatCameInsteadIsNamed) {
  const auto driver = start();
  log("temp;21;bath\nhello");
  ASSERT_TRUE(eventually([&] {
    (void)read(*driver);
    return fault_.find("nothing has come") == std::string::npos;
  }));
  EXPECT_FALSE(driver->is_complete());
  clock_.pass(base::Seconds{13});
  (void)read(*driver);
  EXPECT_THAT(fault_,
              HasSubstr("no packet has that name; there came: temp?room=bath; 'hello': is no"));
  EXPECT_TRUE(driver->is_complete());
  const auto second = [&] {
    connection_.port = Miniserver{}.port();
    return start();
  }();
  log("temperature;warm;bath");
  ASSERT_TRUE(eventually([&] {
    (void)read(*second);
    return fault_.find("nothing has come from 127") == std::string::npos;
  }));
  clock_.pass(base::Seconds{13});
  (void)read(*second);
  EXPECT_THAT(fault_, HasSubstr("there came: none; '"));
  EXPECT_THAT(fault_, HasSubstr("its value is no number"));
}

TEST_F(LoxoneBusTest, OthersAreNotHeardAndATakenPortIsTold) {
  connection_.url = "udp://192.0.2.1:4000";
  const auto driver = start();
  log("temperature;21;bath");
  ASSERT_TRUE(eventually([&] {
    (void)read(*driver);
    return fault_.find("packets came from 127.0.0.1") != std::string::npos;
  })) << fault_;
  EXPECT_FALSE(temperature(*driver));
  const auto second = start();
  (void)read(*second);
  EXPECT_THAT(fault_, HasSubstr("Address already in use"));
}

TEST_F(LoxoneBusTest, WhatCannotBeIsToldAtOnce) {
  const DriverContext context{site_, {}, clock_};
  connection_.url = "udp://miniserver:4000";
  connection_.user = "admin";
  const auto made = make_loxone_bus(connection_, context);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "url: 'udp://miniserver:4000' is no address like udp://192.168.1.77:4000\n"
            "user: packets of UDP know none");
}

}  // namespace
}  // namespace ohmstead::connect
