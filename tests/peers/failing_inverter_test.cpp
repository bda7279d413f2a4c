// The running program and an inverter of another make, over Modbus, that fails in every way: after
// each failure it does within a minute what is wanted of it by then, Health said in plain words
// what was wrong, and it is not told to and fro.
#include <thread>

#include "failing_home.hpp"

namespace ohmstead::cli {
namespace {

class FailingInverter : public FailingHome {
 protected:
  void SetUp() override {
    FailingHome::SetUp();
    if (!IsSkipped()) serve();
  }
};

TEST_F(FailingInverter, ItsInverterGoesInMidCharge) {
  order("battery");
  ASSERT_TRUE(is_told("0 1"));
  happens("gone");
  EXPECT_TRUE(says("takes no connection")) << health();
  order_nothing();
  // It restarts and has forgotten what it was told: nothing is to be told.
  happens("back");
  EXPECT_TRUE(says("all answer")) << health();
  EXPECT_EQ(times_told(), 1);  // its power, with the mode above
  // Gone again before it was told.
  happens("gone");
  EXPECT_TRUE(says("takes no connection")) << health();
  order("battery");
  happens("back");
  EXPECT_TRUE(is_told("0 1"));
  EXPECT_LE(times_told(), 3);
}

TEST_F(FailingInverter, ItsInverterIsSlow) {
  happens("late 0.7");
  order("battery");
  EXPECT_TRUE(is_told("0 1"));
  EXPECT_TRUE(comes_true([&] {
    const Json told = service_->device("battery").value("command", Json::object());
    return told.contains("told") && told["told"]["verb"] == "charge";
  })) << service_->device("battery");
  happens("late 0");
  EXPECT_LE(times_told(), 3);
}

TEST_F(FailingInverter, ItsInverterTakesALineAndDoesNotAnswer) {
  happens("late 20");
  EXPECT_TRUE(says("no answer in time")) << health();
  order("battery");
  happens("late 0");
  EXPECT_TRUE(is_told("0 1"));
  EXPECT_TRUE(says("all answer")) << health();
  EXPECT_LE(times_told(), 3);
}

TEST_F(FailingInverter, ItsInverterRefuses) {
  happens("refuse 4");
  EXPECT_TRUE(says("the device says that it failed")) << health();
  order("battery");
  happens("refuse 6");
  EXPECT_TRUE(says("the device is busy")) << health();
  happens("refuse 0");
  EXPECT_TRUE(is_told("0 1"));
  EXPECT_TRUE(says("all answer")) << health();
  EXPECT_LE(times_told(), 5);
}

TEST_F(FailingInverter, ItsInverterSendsHalfAnswers) {
  happens("half");
  EXPECT_TRUE(says("no answer in time")) << health();
  order("battery");
  happens("whole");
  EXPECT_TRUE(is_told("0 1"));
  EXPECT_TRUE(says("all answer")) << health();
  EXPECT_LE(times_told(), 3);
}

TEST_F(FailingInverter, ItsInverterTellsItsWordsInTheWrongOrder) {
  order("battery");
  ASSERT_TRUE(is_told("0 1"));
  happens("swap");
  EXPECT_TRUE(says("no house")) << health();
  happens("right");
  EXPECT_TRUE(says_no_more("no house")) << health();
  EXPECT_LE(times_told(), 3);
}

TEST_F(FailingInverter, ItsGridMeterStops) {
  happens("freeze 10 11");
  order("battery");
  ASSERT_TRUE(is_told("0 1"));
  EXPECT_TRUE(says("the grid meter tells 0.4 kW again and again")) << health();
  happens("thaw");
  EXPECT_TRUE(says_no_more("again and again")) << health();
  EXPECT_TRUE(says("all answer")) << health();
}

TEST_F(FailingInverter, ItsRegistersStopChanging) {
  happens("waver");
  order("battery");
  ASSERT_TRUE(is_told("0 1"));
  // As often as it takes to know how it usually changes.
  for (int i = 0; i < 40; ++i) {
    (void)service_->ask_json("POST /api/v1/plan/run");
    std::this_thread::sleep_for(std::chrono::milliseconds{1100});
  }
  EXPECT_EQ(health().find("again and again"), std::string::npos) << health();
  happens("freeze 10 13");
  EXPECT_TRUE(says("battery tells the same numbers again and again")) << health();
  happens("thaw");
  EXPECT_TRUE(says_no_more("again and again")) << health();
  EXPECT_LE(times_told(), 3);
}

}  // namespace
}  // namespace ohmstead::cli
