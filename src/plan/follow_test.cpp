#include "follow.hpp"

#include <gtest/gtest.h>

#include "ohmstead/plan/evaluate.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;
using base::Series;
using home::Mode;
using home::ReasonCode;

home::Plan follow_all(const home::Case& home, Mode mode, Power power = {}) {
  home::Plan plan = follow(home, [=](const SlotView&) { return BatteryOrder{mode, power}; });
  const auto bill = evaluate(home, plan);
  EXPECT_TRUE(bill) << bill.error().message;
  return plan;
}

home::Case with_battery(home::Case home) {
  home.batteries.push_back(make_small_battery());
  return home;
}

// One hour with the given load and PV on the AC bus.
home::Case one_hour(double load_kw, double pv_kw) {
  return with_battery(make_small_home({0.30}, {0.10}, {load_kw}, {pv_kw}));
}

// The same with all PV and the battery behind an inverter of 96 % and 5 kW.
home::Case hybrid_hour(double load_kw, double pv_kw) {
  home::Case home = one_hour(load_kw, 0.0);
  home::Inverter inverter;
  inverter.id = "hybrid";
  inverter.ac_limit = 5_kw;
  inverter.efficiency = Ratio{0.96};
  inverter.charge_efficiency = Ratio{0.9};
  inverter.pv = Series<Power>{1, Power{pv_kw}};
  home.inverters.push_back(inverter);
  home.batteries[0].inverter = "hybrid";
  return home;
}

TEST(Follow, SelfUseCoversTheLoadAndStoresSurplus) {
  const home::Case home = with_battery(make_small_home({0.3, 0.1}, {0.1, 0.1}, {1, 1}, {0, 3}));
  const home::Plan plan = follow_all(home, Mode::self_use);
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].discharge.value(), 1.0);
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].soc.value(), 5.0 - 1.0 / 0.8);
  EXPECT_EQ(plan.slots[0].reason.code, ReasonCode::cover_load);
  EXPECT_DOUBLE_EQ(plan.slots[1].batteries[0].charge.value(), 2.0);
  EXPECT_DOUBLE_EQ(plan.slots[1].batteries[0].soc.value(), 3.75 + 1.8);
  EXPECT_EQ(plan.slots[1].reason.code, ReasonCode::store_surplus);
  for (const home::PlanSlot& slot : plan.slots) {
    EXPECT_EQ(slot.grid_import, Power{});
    EXPECT_EQ(slot.grid_export, Power{});
    EXPECT_EQ(slot.batteries[0].mode, Mode::self_use);
  }
}

TEST(Follow, SelfUseStopsAtTheLimits) {
  home::Case home = one_hour(6.0, 0.0);
  home.batteries[0].discharge = 2_kw;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::self_use).slots[0].grid_import.value(), 4.0);
  home.batteries[0].discharge = 6_kw;
  home.batteries[0].min_soc = 3_kwh;  // 2 kWh are 1.6 kWh at the terminals
  const home::Plan low = follow_all(home, Mode::self_use);
  EXPECT_DOUBLE_EQ(low.slots[0].grid_import.value(), 4.4);
  EXPECT_DOUBLE_EQ(low.slots[0].batteries[0].soc.value(), 3.0);
  home = one_hour(0.0, 8.0);
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::self_use).slots[0].grid_export.value(), 3.0);
  home.batteries[0].max_soc = 5.9_kwh;
  const home::Plan high = follow_all(home, Mode::self_use);
  EXPECT_DOUBLE_EQ(high.slots[0].grid_export.value(), 7.0);
  EXPECT_DOUBLE_EQ(high.slots[0].batteries[0].soc.value(), 5.9);
}

TEST(Follow, StandbyIsLoad) {
  home::Case home = one_hour(1.0, 0.0);
  home.batteries[0].standby = 0.1_kw;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::hold).slots[0].grid_import.value(), 1.1);
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::hold).slots[0].load.value(), 1.1);
}

TEST(Follow, HoldDoesNothing) {
  const home::Plan night = follow_all(one_hour(1.0, 0.0), Mode::hold);
  EXPECT_EQ(night.slots[0].batteries[0].soc, 5_kwh);
  EXPECT_EQ(night.slots[0].reason.code, ReasonCode::keep_for_later);
  const home::Plan day = follow_all(one_hour(1.0, 3.0), Mode::hold);
  EXPECT_EQ(day.slots[0].grid_export, 2_kw);
  EXPECT_EQ(day.slots[0].reason.code, ReasonCode::export_surplus);
}

TEST(Follow, ChargesFromPvAndGrid) {
  const home::Plan plan = follow_all(one_hour(1.0, 2.0), Mode::charge, 3_kw);
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].charge.value(), 3.0);
  EXPECT_DOUBLE_EQ(plan.slots[0].grid_import.value(), 2.0);
  EXPECT_EQ(plan.slots[0].reason.code, ReasonCode::charge_cheap);
  EXPECT_EQ(plan.slots[0].batteries[0].mode, Mode::charge);
}

TEST(Follow, ChargingKeepsImportLimitAndPeak) {
  home::Case home = one_hour(1.0, 0.0);
  home.grid.import_limit = 4_kw;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::charge, 5_kw).slots[0].batteries[0].charge.value(), 3.0);
  home.grid.peak = home::PeakCharge{base::PowerPrice{1.0}, 2.5_kw, 1};
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::charge, 5_kw).slots[0].batteries[0].charge.value(), 1.5);
  home.grid.peak->so_far = 0.5_kw;  // the load alone is above it
  EXPECT_EQ(follow_all(home, Mode::charge, 5_kw).slots[0].batteries[0].charge, Power{});
}

TEST(Follow, ExportsBeyondTheLoadInsideTheLimit) {
  home::Case home = one_hour(1.0, 0.0);
  const home::Plan plan = follow_all(home, Mode::export_, 3_kw);
  EXPECT_DOUBLE_EQ(plan.slots[0].grid_export.value(), 2.0);
  EXPECT_EQ(plan.slots[0].reason.code, ReasonCode::export_stored);
  home.grid.export_limit = 0.5_kw;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::export_, 3_kw).slots[0].batteries[0].discharge.value(),
                   1.5);
}

TEST(Follow, ReservesAreNotTouched) {
  home::Case home = one_hour(3.0, 0.0);
  home.batteries[0].reserve = Series<Energy>{1, 4_kwh};
  home.batteries[0].reserve_price = 0.1_per_kwh;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::self_use).slots[0].batteries[0].soc.value(), 4.0);
  home.batteries[0].reserve = Series<Energy>{1, 6_kwh};  // a wish: nothing is bought for it
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::self_use).slots[0].batteries[0].soc.value(), 5.0);
  home.batteries[0].reserve_price.reset();  // a bound: 1 kWh more takes 1 / 0.9 kWh
  const home::Plan plan = follow_all(home, Mode::self_use);
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].soc.value(), 6.0);
  EXPECT_DOUBLE_EQ(plan.slots[0].grid_import.value(), 3.0 + 1.0 / 0.9);
}

TEST(Follow, RecoversFromBelow) {
  home::Case home = one_hour(1.0, 0.0);
  home.batteries[0].min_soc = 7_kwh;
  const home::Plan plan = follow_all(home, Mode::self_use);
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].soc.value(), 7.0);
  EXPECT_EQ(plan.slots[0].batteries[0].mode, Mode::charge);
  EXPECT_EQ(plan.slots[0].reason.code, ReasonCode::recover);
  home.grid.import_limit = 2_kw;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::discharge, 5_kw).slots[0].batteries[0].soc.value(), 5.9);
  EXPECT_TRUE(evaluate(home, follow_all(home, Mode::self_use)).has_value());
}

TEST(Follow, RecoveringTakesAllTheSurplus) {
  home::Case home = one_hour(0.0, 4.0);
  home.batteries[0].min_soc = 5.9_kwh;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::self_use).slots[0].batteries[0].charge.value(), 4.0);
}

TEST(Follow, RecoversFromAbove) {
  home::Case home = one_hour(0.4, 0.0);
  home.batteries[0].max_soc = 4_kwh;  // 1 kWh too much: 0.8 kWh at the terminals
  const home::Plan plan = follow_all(home, Mode::hold);
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].soc.value(), 4.0);
  EXPECT_DOUBLE_EQ(plan.slots[0].grid_export.value(), 0.4);
  EXPECT_EQ(plan.slots[0].batteries[0].mode, Mode::discharge);
  home.grid.export_limit = 0_kw;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::charge, 5_kw).slots[0].batteries[0].soc.value(), 4.5);
}

TEST(Follow, TurnsPvDownRatherThanPayForExport) {
  home::Case home = one_hour(1.0, 8.0);
  home.prices.export_ = Series<EnergyPrice>{1, EnergyPrice{-0.05}};
  const home::Plan plan = follow_all(home, Mode::self_use);
  EXPECT_EQ(plan.slots[0].grid_export, Power{});
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].charge.value(), 5.0);
  EXPECT_DOUBLE_EQ(plan.slots[0].pv_curtailed.value(), 2.0);
  EXPECT_EQ(follow_all(home, Mode::hold).slots[0].reason.code, ReasonCode::curtail);
  home.is_pv_curtailable = false;
  EXPECT_DOUBLE_EQ(follow_all(home, Mode::self_use).slots[0].grid_export.value(), 2.0);
}

TEST(Follow, TurnsPvDownToTheExportLimit) {
  home::Case home = one_hour(1.0, 8.0);
  home.grid.export_limit = 1.5_kw;
  const home::Plan plan = follow_all(home, Mode::hold);
  EXPECT_DOUBLE_EQ(plan.slots[0].grid_export.value(), 1.5);
  EXPECT_DOUBLE_EQ(plan.slots[0].pv_curtailed.value(), 5.5);
}

TEST(Follow, BatteriesTakeTurnsInTheirOrder) {
  home::Case home = one_hour(7.0, 0.0);
  home.batteries.push_back(make_small_battery());
  home.batteries[1].id = "second";
  home.batteries[0].discharge = 3_kw;
  const home::Plan night = follow_all(home, Mode::self_use);
  EXPECT_DOUBLE_EQ(night.slots[0].batteries[0].discharge.value(), 3.0);
  EXPECT_DOUBLE_EQ(night.slots[0].batteries[1].discharge.value(), 4.0);
  home.load = Series<Power>{1};
  home.pv = Series<Power>{1, 6_kw};
  const home::Plan day = follow_all(home, Mode::self_use);
  EXPECT_DOUBLE_EQ(day.slots[0].batteries[0].charge.value(), 5.0);
  EXPECT_DOUBLE_EQ(day.slots[0].batteries[1].charge.value(), 1.0);
}

TEST(Follow, OneBatteryNeverFeedsAnother) {
  home::Case home = one_hour(1.0, 0.0);
  home.batteries.push_back(make_small_battery());
  home.batteries[1].id = "second";
  const home::Plan plan = follow(home, [](const SlotView& view) {
    return view.battery == 0 ? BatteryOrder{Mode::charge, 4_kw} : BatteryOrder{};
  });
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].charge.value(), 4.0);
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[1].discharge.value(), 1.0);  // the load, no more
  EXPECT_DOUBLE_EQ(plan.slots[0].grid_import.value(), 4.0);
}

TEST(Follow, DcSurplusGoesStraightIntoTheBattery) {
  const home::Plan plan = follow_all(hybrid_hour(1.0, 4.0), Mode::self_use);
  const home::PlanSlot& slot = plan.slots[0];
  EXPECT_NEAR(slot.batteries[0].charge.value(), 4.0 - 1.0 / 0.96, 1e-12);
  EXPECT_NEAR(slot.inverters[0].dc_to_ac.value(), 1.0, 1e-12);
  EXPECT_EQ(slot.grid_import, Power{});
  EXPECT_EQ(slot.grid_export, Power{});
}

TEST(Follow, DischargesThroughTheInverter) {
  const home::Plan plan = follow_all(hybrid_hour(1.2, 0.0), Mode::self_use);
  EXPECT_NEAR(plan.slots[0].batteries[0].discharge.value(), 1.25, 1e-12);
  EXPECT_EQ(plan.slots[0].grid_import, Power{});
}

TEST(Follow, StoresWhatTheInverterCannotPass) {
  home::Case home = hybrid_hour(3.0, 4.0);
  home.inverters[0].ac_limit = 1.92_kw;  // 2 kW on the DC side
  const home::Plan plan = follow_all(home, Mode::self_use);
  EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 2.0, 1e-12);
  EXPECT_NEAR(plan.slots[0].grid_import.value(), 3.0 - 1.92, 1e-12);
  const home::Plan held = follow_all(home, Mode::hold);
  EXPECT_NEAR(held.slots[0].inverters[0].pv_curtailed.value(), 2.0, 1e-12);
}

TEST(Follow, ChargesThroughTheInverter) {
  home::Case home = hybrid_hour(1.0, 0.96);
  // 0.96 kW from PV; the other 1.8 kW take 2 kW from the home.
  const home::Plan plan = follow_all(home, Mode::charge, 2.76_kw);
  EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 2.76, 1e-12);
  EXPECT_NEAR(plan.slots[0].inverters[0].ac_to_dc.value(), 2.0, 1e-12);
  EXPECT_NEAR(plan.slots[0].grid_import.value(), 3.0, 1e-12);
  home.inverters[0].charge_limit = 1_kw;
  EXPECT_NEAR(follow_all(home, Mode::charge, 5_kw).slots[0].batteries[0].charge.value(), 0.96 + 0.9,
              1e-12);
  home.grid.import_limit = 1.5_kw;
  EXPECT_NEAR(follow_all(home, Mode::charge, 5_kw).slots[0].batteries[0].charge.value(),
              0.96 + 0.45, 1e-12);
}

TEST(Follow, StoresAcSurplusBehindAnInverter) {
  home::Case home = hybrid_hour(1.0, 0.0);
  home.pv = Series<Power>{1, 3_kw};
  EXPECT_NEAR(follow_all(home, Mode::self_use).slots[0].batteries[0].charge.value(), 1.8, 1e-12);
}

TEST(Follow, PvComesBeforeTheBatteryInTheInverter) {
  home::Case home = hybrid_hour(0.0, 4.0);
  // 5 kW AC are 5.2083 kW DC, of which PV takes 4.
  const home::Plan plan = follow_all(home, Mode::export_, 5_kw);
  EXPECT_NEAR(plan.slots[0].batteries[0].discharge.value(), 5.0 / 0.96 - 4.0, 1e-12);
  EXPECT_EQ(plan.slots[0].inverters[0].pv_curtailed, Power{});
}

TEST(Follow, TurnsDcPvDown) {
  home::Case home = hybrid_hour(0.96, 4.0);
  home.prices.export_ = Series<EnergyPrice>{1, EnergyPrice{-0.05}};
  const home::Plan plan = follow_all(home, Mode::hold);
  EXPECT_NEAR(plan.slots[0].inverters[0].pv_used.value(), 1.0, 1e-12);
  EXPECT_NEAR(plan.slots[0].inverters[0].pv_curtailed.value(), 3.0, 1e-12);
  EXPECT_EQ(plan.slots[0].grid_export, Power{});
}

TEST(Follow, ShowsThePolicyStateAndSurplus) {
  const home::Case home = with_battery(make_small_home({0.3, 0.1}, {0.1, 0.1}, {1, 1}, {0, 3}));
  std::vector<SlotView> views;
  (void)follow(home, [&](const SlotView& view) {
    views.push_back(view);
    return BatteryOrder{};
  });
  ASSERT_EQ(views.size(), 2U);
  EXPECT_EQ(views[0].surplus, Power{-1.0});
  EXPECT_EQ(views[1].surplus, 2_kw);
  EXPECT_EQ(views[1].slot, 1U);
  EXPECT_DOUBLE_EQ(views[1].soc.value(), 3.75);
}

}  // namespace
}  // namespace ohmstead::plan
