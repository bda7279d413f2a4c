// The running program and a charge point of another make, over OCPP, that fails in every way while
// a car charges: the transaction is kept, nothing that was counted is lost, and it does within a
// minute of its return what is wanted by then.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmath>

#include "failing_home.hpp"

namespace ohmstead::cli {
namespace {

using peers::PythonPeer;

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  const bool is_bound =
      ::bind(socket, plain, size) == 0 && ::getsockname(socket, plain, &size) == 0;
  ::close(socket);
  return is_bound ? ntohs(address.sin_port) : 0;
}

class FailingChargePoint : public FailingHome {
 protected:
  // A car charges at 11 kW since 12 kWh stood on the meter.
  void SetUp() override {
    FailingHome::SetUp();
    if (IsSkipped()) return;
    const std::string port = std::to_string(free_port());
    serve(
        "chargers: [{id: wallbox, currents: {phases: [3], min_a: 6, max_a: 16}}]\n"
        "vehicles: [{id: car, capacity_kwh: 50}]\n",
        "  - id: charge_points\n    kind: ocpp\n    port: " + port +
            "\n    devices: [{theirs: CP7, ours: car}]\n");
    if (HasFatalFailure()) return;
    point_ =
        std::make_unique<PythonPeer>("ocpp==2.1.0 websockets==15.0.1", "charge_point.py",
                                     std::vector<std::string>{"ws://127.0.0.1:" + port, "CP7"});
    if (!point_->is_up()) GTEST_SKIP() << point_->why_not();
    ASSERT_EQ(point_->read_until("connected"), "connected ocpp1.6");
    acts("boot");
    ASSERT_FALSE(point_->read_until("trigger Meter").empty());
    acts("status Preparing");
    acts("begin 12000");
    acts("status Charging");
    acts("values 11000 12300");
    order("car");
    ASSERT_EQ(point_->read_until("profile 16.0 TxP"), "profile 16.0 TxProfile");
  }
  void acts(const std::string& what) { happens(*point_, what); }
  // As it goes on after its line was lost.
  void comes_back(const std::string& values) {
    acts("again");
    acts("status Charging");
    acts(values);
  }
  [[nodiscard]] bool is_counted(double kwh) const {
    return comes_true([&] {
      const Json status = service_->ask_json("GET /api/v1/status");
      for (const Json& car : status["readings"].value("vehicles", Json::array()))
        if (car["id"] == "car" && std::abs(car.value("charged_kwh", 0.0) - kwh) < 1e-6) return true;
      return false;
    });
  }
  // Whether it was told to begin or to end what went on all the time.
  [[nodiscard]] bool is_transaction_kept() {
    return point_->read_until("stop", 1).empty() && point_->read_until("start", 1).empty();
  }

  std::unique_ptr<PythonPeer> point_;
};

TEST_F(FailingChargePoint, GoesAndComesBackInMidCharge) {
  acts("gone");
  EXPECT_TRUE(says("charge point CP7 is not connected")) << health();
  order_nothing();
  comes_back("values 11000 14800");
  EXPECT_TRUE(is_counted(14.8)) << service_->ask("GET /api/v1/status");
  // The order was taken back while it was away.
  EXPECT_EQ(point_->read_until("profile 0.0 TxP"), "profile 0.0 TxProfile");
  EXPECT_TRUE(is_transaction_kept());
  EXPECT_TRUE(says_no_more("CP7 is not connected")) << health();
  acts("end 15000");
  acts("status Finishing");
  EXPECT_TRUE(is_counted(15.0)) << service_->ask("GET /api/v1/status");
}

TEST_F(FailingChargePoint, StopsToListenWithoutAWord) {
  acts("deaf");
  EXPECT_TRUE(says("charge point CP7 is not connected")) << health();
  comes_back("values 11000 13000");
  EXPECT_TRUE(is_counted(13.0)) << service_->ask("GET /api/v1/status");
  EXPECT_TRUE(is_transaction_kept());
}

TEST_F(FailingChargePoint, IsSlow) {
  acts("late 3");
  order_nothing();
  EXPECT_EQ(point_->read_until("profile 0.0 TxP"), "profile 0.0 TxProfile");
  EXPECT_TRUE(is_transaction_kept());
}

TEST_F(FailingChargePoint, SaysAllTwice) {
  acts("twice");
  acts("values 11000 12700");
  EXPECT_TRUE(is_counted(12.7)) << service_->ask("GET /api/v1/status");
  order_nothing();
  EXPECT_EQ(point_->read_until("profile 0.0 TxP"), "profile 0.0 TxProfile");
  EXPECT_TRUE(is_transaction_kept());
}

TEST_F(FailingChargePoint, AnswersInAnotherOrder) {
  acts("swapped");
  acts("values 11000 12800");
  EXPECT_TRUE(is_counted(12.8)) << service_->ask("GET /api/v1/status");
  order_nothing();
  EXPECT_EQ(point_->read_until("profile 0.0 TxP"), "profile 0.0 TxProfile");
  EXPECT_TRUE(is_transaction_kept());
  acts("fine");
}

TEST_F(FailingChargePoint, SendsHalfAFrame) {
  acts("half");
  EXPECT_TRUE(says("charge point CP7 is not connected")) << health();
  comes_back("values 11000 13500");
  EXPECT_TRUE(is_counted(13.5)) << service_->ask("GET /api/v1/status");
  EXPECT_TRUE(is_transaction_kept());
  EXPECT_TRUE(says_no_more("CP7 is not connected")) << health();
}

}  // namespace
}  // namespace ohmstead::cli
