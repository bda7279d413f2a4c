// What the devices are told of the month's highest power.
#include "month_peaks.hpp"

#include <gmock/gmock.h>

#include "testing/engine_test.hpp"

namespace ohmstead::engine {
namespace {

using namespace testing::plain;
using ::testing::Contains;
using ::testing::IsEmpty;

class MonthPeaksTest : public EngineTest {
 protected:
  MonthPeaksTest() {
    home::PowerFee& fee = site_.tariff.power_fees.emplace_back();
    fee.price = base::PowerPrice{5.0};
    fee.reached_anyway = base::Power{0.5};
  }
};

TEST_F(MonthPeaksTest, NothingIsSaidWithoutAFee) {
  site_.tariff.power_fees.clear();
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  EXPECT_FALSE(devices_.budget);
}

// 1 kW was drawn for half of the hour, where the plan has the sun.
TEST_F(MonthPeaksTest, WhatCameInTheHourIsCountedAndAHandIsSpared) {
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  ASSERT_TRUE(devices_.budget);
  EXPECT_EQ(devices_.budget->from, at("2026-03-02T10:00:00Z"));
  EXPECT_NEAR(devices_.budget->goal.value(), 0.5, 1e-9);
  EXPECT_NEAR(devices_.budget->energy.value(), 0.5, 1e-9);
  EXPECT_THAT(devices_.budget->spared, IsEmpty());
  for (int quarter = 0; quarter < 2; ++quarter) {
    pass(std::chrono::minutes{15});
    engine.run_cycle("clock");
  }
  EXPECT_EQ(devices_.budget->from, at("2026-03-02T10:30:00Z"));
  EXPECT_NEAR(devices_.budget->energy.value(), 0.0, 1e-9) << "0.5 kWh are what an hour may have";
  pass(std::chrono::minutes{4});
  set(engine, home::ManualKind::charge, 8);
  engine.run_cycle("override");
  EXPECT_EQ(devices_.budget->from, at("2026-03-02T10:30:00Z"))
      << "the slot's, whenever it is asked";
  EXPECT_THAT(devices_.budget->spared, Contains("home"));
}

TEST_F(MonthPeaksTest, NothingIsHeldBackWhereNoPlanHolds) {
  outlooks_.is_dead = true;
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  EXPECT_FALSE(devices_.budget);
}

home::MeasuredSlot quarter(const char* start, double import_kw) {
  home::MeasuredSlot slot;
  slot.start = at(start);
  slot.duration = std::chrono::minutes{15};
  slot.grid_import = base::Power{import_kw};
  return slot;
}

// The plan's first slot is counted whole: what of it was measured must not be counted twice.
TEST_F(MonthPeaksTest, APlanMadeInsideASlotBeginsWhereTheSlotDid) {
  MonthPeaks peaks{site_, zone_};
  peaks.add(quarter("2026-03-02T10:00:00Z", 4.0));
  EXPECT_NEAR(peaks.reached(at("2026-03-02T10:15:00Z")).at(0).in_window.value(), 1.0, 1e-9);
  home::MeasuredSlot part = quarter("2026-03-02T10:15:00Z", 6.0);
  part.duration = std::chrono::minutes{5};
  peaks.add(part);
  EXPECT_NEAR(peaks.reached(at("2026-03-02T10:20:00Z")).at(0).in_window.value(), 1.0, 1e-9);
  part.start += part.duration;
  part.duration = std::chrono::minutes{10};
  peaks.add(part);
  EXPECT_NEAR(peaks.reached(at("2026-03-02T10:30:00Z")).at(0).in_window.value(), 2.5, 1e-9);
}

}  // namespace
}  // namespace ohmstead::engine
