// Lines of charge points to the driver: who is away is told.
#include "ocpp/ocpp_driver.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "testing/raw_client.hpp"
#include "testing/test_broker.hpp"

namespace ohmstead::connect {
namespace {

using net::eventually;
using ::testing::HasSubstr;

class OcppDriverTest : public testing::Test {
 protected:
  OcppDriverTest() {
    for (const char* id : {"left", "right"}) site_.chargers.emplace_back().id = id;
    site_.vehicles.emplace_back().id = "car";
    site_.vehicles.emplace_back().id = "van";
    connection_.id = "charge_points";
    connection_.kind = home::ConnectionKind::ocpp;
    connection_.devices = {{"CP7", "car"}, {"CP8", "van"}};
    site_.vehicles[0].chargers = {"left"};
    site_.vehicles[1].chargers = {"right"};
  }
  ~OcppDriverTest() override {
    if (driver_ != nullptr) driver_->stop();
  }
  OcppDriverTest(const OcppDriverTest&) = delete;
  OcppDriverTest& operator=(const OcppDriverTest&) = delete;

  // On a free port.
  void start() {
    for (int tries = 0; tries < 50; ++tries) {
      connection_.port = 20'000 + (tries * 137 + static_cast<int>(::getpid())) % 20'000;
      driver_ = make_ocpp_driver(connection_, {site_, secrets_, clock_}).value();
      driver_->start();
      if (driver_->check().at(0).fault.find("in use") == std::string::npos) return;
    }
    FAIL() << "no free port";
  }
  [[nodiscard]] std::uint16_t port() const { return static_cast<std::uint16_t>(*connection_.port); }
  // As Health says it; empty: nothing is wrong.
  [[nodiscard]] std::string fault() const {
    ports::Measured measured;
    const auto done = driver_->read(measured);
    return done ? "" : done.error().message;
  }

  home::Site site_;
  std::vector<home::Secret> secrets_;
  base::SystemClock clock_;
  home::Connection connection_;
  std::unique_ptr<LiveDriver> driver_;
};

TEST_F(OcppDriverTest, EachChargePointThatIsAwayIsNamed) {
  start();
  constexpr const char* k_protocol = "Sec-WebSocket-Protocol: ocpp1.6\r\n";
  EXPECT_THAT(fault(), HasSubstr("charge point CP7 is not connected"));
  EXPECT_THAT(fault(), HasSubstr("charge point CP8 is not connected"));
  net::RawClient left{port()};
  ASSERT_EQ(left.open_websocket("/CP7", k_protocol).status, 101);
  EXPECT_TRUE(eventually([&] { return fault().find("CP7") == std::string::npos; }));
  EXPECT_THAT(fault(), HasSubstr("charge point CP8 is not connected"));
  net::RawClient right{port()};
  ASSERT_EQ(right.open_websocket("/CP8", k_protocol).status, 101);
  EXPECT_TRUE(eventually([&] { return fault().empty(); })) << fault();
}

}  // namespace
}  // namespace ohmstead::connect
