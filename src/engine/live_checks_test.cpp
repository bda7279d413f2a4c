// What is found while it happens: meters that contradict each other, stores that jump or stand,
// devices that do not what they say.
#include <gtest/gtest.h>

#include "meter_balance.hpp"
#include "set_points.hpp"
#include "standstill.hpp"
#include "stored_track.hpp"

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::Power;
using base::Seconds;
using home::Verb;

const base::Time k_start = *base::parse_time("2024-05-11T12:00:00Z");

// 3 kW of load, 1 kW of sun, nothing else: 2 kW are bought.
ports::Measured measured(int second, double import_kw = 2.0, double export_kw = 0.0) {
  ports::Measured all;
  all.now.at = k_start + Seconds{second};
  all.now.load = Power{3.0};
  all.now.pv = Power{1.0};
  all.now.grid_import = Power{import_kw};
  all.now.grid_export = Power{export_kw};
  all.has_grid = all.has_load = all.has_pv = true;
  return all;
}

TEST(MeterBalance, BelievesMetersThatFit) {
  MeterBalance balance{std::nullopt};
  for (int second = 0; second < 300; second += 5) {
    ports::Measured now = measured(second, 2.3);
    EXPECT_EQ(balance.check(now, Power{}), "");
    EXPECT_DOUBLE_EQ(now.now.grid_import.value(), 2.3);
  }
}

TEST(MeterBalance, FindsAMeterThatIsTheWrongWayRound) {
  MeterBalance balance{std::nullopt};
  ports::Measured now = measured(0, 0.0, 2.0);
  EXPECT_EQ(balance.check(now, Power{}), "");  // meters are read one after the other
  now = measured(35, 0.0, 2.0);
  EXPECT_NE(balance.check(now, Power{}).find("the wrong way round"), std::string::npos);
  EXPECT_DOUBLE_EQ(now.now.grid_import.value(), 2.0);
  EXPECT_DOUBLE_EQ(now.now.grid_export.value(), 0.0);
  now = measured(40);
  EXPECT_EQ(balance.check(now, Power{}), "");
}

TEST(MeterBalance, FindsAnotherUnitAtOnce) {
  MeterBalance balance{Power{9.0}};
  ports::Measured now = measured(0, 200.0);
  EXPECT_NE(balance.check(now, Power{}).find("tells 200 kW"), std::string::npos);
  EXPECT_DOUBLE_EQ(now.now.grid_import.value(), 2.0);
  // Without the other meters nothing is known of the grid.
  now = measured(5, 200.0);
  now.has_load = false;
  EXPECT_NE(balance.check(now, Power{}), "");
  EXPECT_FALSE(now.has_grid);
}

TEST(MeterBalance, CountsWhatDevicesDraw) {
  MeterBalance balance{std::nullopt};
  for (int second = 0; second < 60; second += 5) {
    ports::Measured now = measured(second, 7.0);
    EXPECT_EQ(balance.check(now, Power{5.0}), "");
  }
}

// 0.7 kW from the grid for ever, while a battery begins to charge.
TEST(MeterBalance, FindsAMeterThatStoppedWhereOthersTellOtherwise) {
  MeterBalance balance{std::nullopt};
  const auto look = [&](int second, double battery_kw, double grid_kw = 0.7) {
    ports::Measured now = measured(second, grid_kw);
    now.has_load = false;
    const std::string fault = balance.check(now, Power{battery_kw});
    EXPECT_EQ(fault.empty(), now.has_grid);
    return fault;
  };
  for (int second = 0; second < 300; second += 5) EXPECT_EQ(look(second, 0.0), "");
  EXPECT_EQ(look(300, 0.3), "");
  EXPECT_EQ(look(305, 2.0),
            "the grid meter tells 0.7 kW again and again while the other meters change by 2.0 kW: "
            "restart its gateway; the home is taken to draw what it did");
  EXPECT_NE(look(310, 0.0), "");  // it stopped all the same
  EXPECT_EQ(look(315, 0.0, 0.8), "");
  // A battery that takes what the sun gives keeps the grid where it is.
  for (int second = 320; second < 600; second += 5) EXPECT_EQ(look(second, 1.0, 0.02), "");
  EXPECT_EQ(look(600, 4.0, 0.02), "");
}

// Nobody knows what the sun gives: an inverter may keep the grid at what may be sold.
TEST(MeterBalance, AMeterAtTheLimitOfExportHasNotStopped) {
  MeterBalance balance{std::nullopt};
  for (int second = 0; second < 300; second += 5) {
    ports::Measured now = measured(second, 0.0, 5.0);
    now.has_load = now.has_pv = false;
    EXPECT_EQ(balance.check(now, Power{second / 100.0}), "");
  }
}

TEST(StoredTrack, FollowsWhatIsTold) {
  StoredTrack track{10.0, 5.0};
  double kwh = 5.0;
  for (int second = 0; second < 7200; second += 5) {
    EXPECT_DOUBLE_EQ(track.follow(kwh, 2.0, k_start + Seconds{second}), kwh);
    kwh += 2.0 * 0.9 * 5.0 / 3600.0;  // a tenth is lost
  }
}

TEST(StoredTrack, BelievesAJumpAfterAnHourAndTheWayBackAtOnce) {
  StoredTrack track{10.0, 5.0};
  EXPECT_DOUBLE_EQ(track.follow(5.0, 1.0, k_start), 5.0);
  int second = 5;
  for (; second < 3600; second += 5)
    EXPECT_NEAR(track.follow(0.0, 1.0, k_start + Seconds{second}), 5.0 + second / 3600.0, 1e-6);
  second += 15;
  EXPECT_DOUBLE_EQ(track.follow(0.0, 1.0, k_start + Seconds{second}), 0.0);
  EXPECT_DOUBLE_EQ(track.follow(6.2, 1.0, k_start + Seconds{second + 300}), 6.2);
}

TEST(StoredTrack, DoesNotBelieveAStateThatStandsWhilePowerFlows) {
  StoredTrack track{10.0, 5.0};
  double last = 0.0;
  for (int second = 0; second <= 1800; second += 5)
    last = track.follow(0.4, 4.0, k_start + Seconds{second});
  EXPECT_NEAR(last, 2.4, 0.02);
  // What cannot be at all is never believed.
  EXPECT_GT(track.follow(1e5, 4.0, k_start + Seconds{1805}), 2.0);
  EXPECT_LE(track.follow(1e5, 4.0, k_start + Seconds{9000}), 10.0);
}

TEST(StoredTrack, AClockThatGoesBackLocksNothing) {
  StoredTrack track{10.0, 5.0};
  (void)track.follow(5.0, 0.0, k_start);
  (void)track.follow(1.0, 0.0, k_start + Seconds{5});
  EXPECT_DOUBLE_EQ(track.follow(5.0, 0.0, k_start - Seconds{86400}), 5.0);
  (void)track.follow(1.0, 0.0, k_start - Seconds{86000});
  EXPECT_DOUBLE_EQ(track.follow(1.0, 0.0, k_start - Seconds{82000}), 1.0);
}

class StandstillTest : public testing::Test {
 protected:
  // Looks each 5 s for so long at somebody who tells something else each `every` s (0: never).
  // Seconds until that is a standstill; -1: it is none.
  int stands_after(int seconds, int every, double flow_kw) {
    if (every > 0) told_ += 0.001;
    for (int second = 5; second <= seconds; second += 5) {
      now_ += Seconds{5};
      if (every > 0 && second % every == 0) told_ += 0.001;
      if (watch_.look({told_, flow_kw, 0.0}, Power{flow_kw}, now_)) return second;
    }
    return -1;
  }

  Standstill watch_;
  base::Time now_ = k_start;
  double told_ = 5.0;
};

TEST_F(StandstillTest, IsSeenWithinAMinuteOfWhoSpeaksEachSecond) {
  EXPECT_EQ(stands_after(200, 5, 4.0), -1);
  EXPECT_EQ(stands_after(600, 0, 4.0), 45);
  // It goes on, and stands again: it is not taken for its way.
  EXPECT_EQ(stands_after(200, 5, -4.0), -1);
  EXPECT_EQ(stands_after(600, 0, -4.0), 45);
}

TEST_F(StandstillTest, WhoIsAskedEachMinuteIsGivenItsTime) {
  EXPECT_EQ(stands_after(3600, 60, 4.0), -1);
  EXPECT_NEAR(stands_after(3600, 0, 4.0), 185, 5);
  // Less flows: a coarse counter takes longer to say something else.
  EXPECT_EQ(stands_after(3600, 60, 4.0), -1);
  EXPECT_EQ(stands_after(3600, 600, 0.4), -1);
}

TEST_F(StandstillTest, NothingIsSaidOfAStrangerOrWhereNothingFlows) {
  EXPECT_EQ(stands_after(3600, 0, 4.0), -1);
  EXPECT_EQ(stands_after(200, 5, 4.0), -1);
  EXPECT_EQ(stands_after(3600, 0, 0.0), -1);
}

class SetPointsTest : public testing::Test {
 protected:
  static control::BatteryLimits limits() {
    control::BatteryLimits battery;
    battery.id = "home";
    battery.most = battery.capacity = Energy{10.0};
    return battery;
  }
  std::vector<std::string> look(int second, double charge_kw, double soc_kwh = 5.0) {
    home::Readings now;
    now.at = k_start + Seconds{second};
    now.load = Power{1.0};
    now.batteries.push_back({"home",
                             Energy{soc_kwh},
                             Power{std::max(0.0, charge_kw)},
                             Power{std::max(0.0, -charge_kw)},
                             {},
                             {}});
    return points_.look(now);
  }
  void tell(int second, Verb verb, double kw) {
    points_.note({"home", verb, Power{kw}}, k_start + Seconds{second});
  }

  SetPoints points_{{limits()}};
  int doubted_at_ = 0;
};

TEST_F(SetPointsTest, MeasuresErrorResponseAndSwitches) {
  (void)look(0, 0.0);
  tell(0, Verb::charge, 4.0);
  for (int second = 5; second <= 20; second += 5) (void)look(second, 0.0);
  for (int second = 25; second <= 40; second += 5) (void)look(second, 3.5);
  tell(40, Verb::hold, 0.0);
  (void)look(45, 0.0);
  tell(45, Verb::hold, 0.0);
  const auto all = points_.take();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].switches, 2);
  EXPECT_EQ(all[0].writes, 3);
  EXPECT_EQ(all[0].response, Seconds{25});
  EXPECT_EQ(all[0].watched, Seconds{45});
  // 20 s of 4 kW, 20 s of 0.5 kW.
  EXPECT_NEAR(all[0].error.value(), (20.0 * 4.0 + 20.0 * 0.5) / 3600.0, 1e-9);
  EXPECT_TRUE(points_.take().empty());
}

TEST_F(SetPointsTest, DoubtsABatteryThatNeverDid) {
  (void)look(0, 0.0);
  tell(0, Verb::charge, 4.0);
  std::vector<std::string> doubted;
  for (int second = 5; second <= 300; second += 5)
    for (auto& each : look(second, 0.1)) {
      doubted.push_back(each);
      doubted_at_ = second;
    }
  EXPECT_EQ(doubted, std::vector<std::string>{"home"});
  EXPECT_EQ(doubted_at_, 55);
  EXPECT_NE(points_.fault_of("home").find("told charge at 4 kW, and 0.1 kW"), std::string::npos)
      << points_.fault_of("home");
  (void)look(305, 4.0);
  EXPECT_EQ(points_.fault_of("home"), "");
}

TEST_F(SetPointsTest, ASlowDeviceIsGivenItsTime) {
  points_.settles("home", Seconds{120});
  (void)look(0, 0.0);
  tell(0, Verb::charge, 4.0);
  for (int second = 5; second < 160; second += 5) EXPECT_TRUE(look(second, 0.1).empty()) << second;
  EXPECT_FALSE(look(160, 0.1).empty());
}

TEST_F(SetPointsTest, ABatteryMayDoLessNearItsEnds) {
  (void)look(0, 0.0, 9.5);
  tell(0, Verb::charge, 4.0);
  for (int second = 5; second <= 300; second += 5) EXPECT_TRUE(look(second, 0.1, 9.5).empty());
}

TEST_F(SetPointsTest, ATankMayDoLessAndRunOnButNotForEver) {
  const auto doubted_at = [&](Verb verb, double told_kw, double kw) {
    points_ = SetPoints{{limits()}};
    points_.note({"tank", verb, Power{told_kw}}, k_start);
    for (int second = 0; second <= 900; second += 5) {
      home::Readings now;
      now.at = k_start + Seconds{second};
      home::WaterHeaterReading tank;
      tank.id = "tank";
      tank.power = Power{kw};
      now.devices.water_heaters = {tank};
      if (!points_.look(now).empty()) return second;
    }
    return -1;
  };
  EXPECT_EQ(doubted_at(Verb::on, 2.0, 0.0), -1);  // it is hot
  EXPECT_EQ(doubted_at(Verb::off, 0.0, 0.2), -1);
  EXPECT_EQ(doubted_at(Verb::off, 0.0, 0.8), 355);
  EXPECT_EQ(doubted_at(Verb::on, 0.5, 2.0), 355);
}

TEST_F(SetPointsTest, DischargingIsNeverBeyondTheHome) {
  (void)look(0, -1.0);
  tell(0, Verb::discharge, 4.0);
  for (int second = 5; second <= 300; second += 5) EXPECT_TRUE(look(second, -1.0).empty());
  const auto all = points_.take();
  EXPECT_NEAR(all[0].error.value(), 0.0, 1e-9);
}

}  // namespace
}  // namespace ohmstead::engine
