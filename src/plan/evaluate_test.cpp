#include "ohmstead/plan/evaluate.hpp"

#include <gtest/gtest.h>

#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using base::Energy;
using base::EnergyPrice;
using base::Money;
using base::Power;
using base::PowerPrice;
using base::Series;

// Two hours: dear then cheap, no PV then 3 kW.
home::Case two_hours() {
  home::Case home = make_small_home({0.30, 0.10}, {0.08, 0.06}, {1.0, 1.0}, {0.0, 3.0});
  home.batteries.push_back(make_small_battery());
  return home;
}

home::Bill bill_of_plan(const home::Case& home, const home::Plan& plan) {
  auto bill = evaluate(home, plan);
  EXPECT_TRUE(bill) << bill.error().message;
  return bill.value_or(home::Bill{});
}

home::Bill bill_of(const home::Case& home, const std::vector<std::vector<double>>& powers) {
  return bill_of_plan(home, make_plan_of(home, powers));
}

TEST(Evaluate, BillsTheGrid) {
  const home::Bill bill = bill_of(two_hours(), {{0.0, 0.0}});
  EXPECT_DOUBLE_EQ(bill.money.import_cost.value(), 1.0 * 0.30);
  EXPECT_DOUBLE_EQ(bill.money.export_revenue.value(), 2.0 * 0.06);
  EXPECT_DOUBLE_EQ(bill.money.net_cost.value(), 0.30 - 0.12);
  EXPECT_EQ(bill.currency, "EUR");
  EXPECT_TRUE(bill.violations.empty());
}

TEST(Evaluate, BillsSlotsByTheirLength) {
  home::Case home = two_hours();
  home.slots = base::SlotGrid::make(base::Time{}, {base::Seconds{60}, base::Seconds{1800}}).value();
  const home::Bill bill = bill_of(home, {{0.0, 0.0}});
  EXPECT_DOUBLE_EQ(bill.money.import_cost.value(), 0.30 / 60.0);
  EXPECT_DOUBLE_EQ(bill.money.export_revenue.value(), 0.06);
}

TEST(Evaluate, BillsWearByEnergyAndBySteps) {
  home::Case home = two_hours();
  home.batteries[0].wear = 0.02_per_kwh;
  EXPECT_DOUBLE_EQ(bill_of(home, {{-1.0, 2.0}}).money.wear.value(), 0.02);
  home.batteries[0].charge_wear = {{1_kw, 0.01_per_kwh}, {1_kw, 0.03_per_kwh}};
  home.batteries[0].discharge_wear = {{0.4_kw, 0.05_per_kwh}};
  // 1 kWh out: 0.02 + 0.05 (the last step goes on); 2.5 kWh in: 1 at 0.01, 1.5 at 0.03.
  EXPECT_NEAR(bill_of(home, {{-1.0, 2.5}}).money.wear.value(), 0.07 + 0.01 + 0.045, 1e-12);
}

TEST(Evaluate, BillsWhatTheBatteryGivesBeyondTheLoad) {
  home::Case home = two_hours();
  home.batteries[0].soc = 8_kwh;
  home.batteries[0].export_fee = 0.04_per_kwh;
  home.batteries[0].standby = 0.5_kw;
  // Load with standby is 1.5 kW; PV does not count, because the battery serves the home first.
  EXPECT_NEAR(bill_of(home, {{-2.0, -3.0}}).money.wear.value(), 0.04 * (0.5 + 1.5), 1e-12);
  home.batteries.push_back(home.batteries[0]);
  home.batteries[1].id = "second";
  home.batteries[1].standby = Power{};
  home.batteries[1].export_fee = 0.01_per_kwh;
  // 4 kW out against 1.5 kW: the cheaper second takes its 2 kW, the first the other 0.5 kW.
  EXPECT_NEAR(bill_of(home, {{-2.0, 0.0}, {-2.0, 0.0}}).money.wear.value(), 0.02 + 0.02, 1e-12);
}

TEST(Evaluate, BillsTheHighestWindowAboveThePeakSoFar) {
  home::Case home = make_small_home({0.1, 0.1, 0.1, 0.1}, {0, 0, 0, 0}, {1, 4, 2, 3}, {0, 0, 0, 0});
  home.grid.peak = home::PeakCharge{PowerPrice{5.0}, 1.5_kw, 1};
  EXPECT_DOUBLE_EQ(bill_of(home, {}).money.peak.value(), 5.0 * (4.0 - 1.5));
  home.grid.peak->window_slots = 2;
  EXPECT_DOUBLE_EQ(bill_of(home, {}).money.peak.value(), 5.0 * (3.0 - 1.5));
  home.grid.peak->window_slots = 4;
  EXPECT_DOUBLE_EQ(bill_of(home, {}).money.peak.value(), 5.0 * (2.5 - 1.5));
  home.grid.peak->so_far = 3_kw;
  EXPECT_EQ(bill_of(home, {}).money.peak.value(), 0.0);
}

TEST(Evaluate, MeansOfWindowsGoByTime) {
  home::Case home = make_small_home({0.1, 0.1}, {0, 0}, {6, 2}, {0, 0});
  home.slots =
      base::SlotGrid::make(base::Time{}, {base::Seconds{900}, base::Seconds{2700}}).value();
  home.grid.peak = home::PeakCharge{PowerPrice{1.0}, Power{}, 2};
  EXPECT_DOUBLE_EQ(bill_of(home, {}).money.peak.value(), 6.0 * 0.25 + 2.0 * 0.75);
}

TEST(Evaluate, BillsSoftBandsAtTheEndOfEachSlot) {
  home::Case home = two_hours();
  home.slots = base::SlotGrid::uniform(base::Time{}, base::Seconds{1800}, 2);
  home.batteries[0].low_band = home::SocBand{4.5_kwh, Money{0.2}};
  home.batteries[0].high_band = home::SocBand{6_kwh, Money{0.1}};
  // 1.6 kW out for half an hour: 5 - 1 = 4 kWh; then 5 kW in: 4 + 2.25 = 6.25 kWh.
  EXPECT_NEAR(bill_of(home, {{-1.6, 5.0}}).money.comfort.value(),
              0.5 * 0.5 * 0.2 + 0.25 * 0.5 * 0.1, 1e-12);
}

TEST(Evaluate, BillsStoredEnergy) {
  home::Case home = two_hours();
  home.batteries[0].end_value = 0.2_per_kwh;
  const home::Bill bill = bill_of(home, {{0.0, 2.0}});
  EXPECT_NEAR(bill.money.stored_value_change.value(), 0.2 * 1.8, 1e-12);
  EXPECT_NEAR(bill.money.net_cost.value(), 0.30 - 0.36, 1e-12);
  EXPECT_NEAR(end_value(home, home.batteries[0], 3_kwh).value(), 0.6, 1e-12);
}

TEST(Evaluate, BillsBrokenStatesPerKwhAndSlot) {
  home::Case home = two_hours();
  home.objective.violation_price = 7.0_per_kwh;
  home.batteries[0].min_soc = 6_kwh;
  home.batteries[0].max_soc = 7_kwh;
  // 5 -> 5 -> 9.5 kWh: one below by 1, then 2.5 above.
  const home::Bill bill = bill_of(home, {{0.0, 5.0}});
  ASSERT_EQ(bill.violations.size(), 2U);
  EXPECT_EQ(bill.violations[0].what, "battery.min_soc[home]");
  EXPECT_EQ(bill.violations[0].unit, "kWh");
  EXPECT_DOUBLE_EQ(bill.violations[0].amount, 1.0);
  EXPECT_DOUBLE_EQ(bill.violations[0].cost.value(), 7.0);
  EXPECT_EQ(bill.violations[1].what, "battery.max_soc[home]");
  EXPECT_EQ(bill.violations[1].start, home.slots.start(1));
  EXPECT_DOUBLE_EQ(bill.violations[1].amount, 2.5);
  EXPECT_DOUBLE_EQ(bill.money.missed.value(), 7.0 * 3.5);
}

TEST(Evaluate, BillsMissingReserves) {
  home::Case home = two_hours();
  home.batteries[0].reserve = Series<Energy>{std::vector<double>{0.0, 8.0}};
  EXPECT_DOUBLE_EQ(bill_of(home, {{0.0, 0.0}}).money.missed.value(), 10.0 * 3.0);
  home.batteries[0].reserve_price = 0.5_per_kwh;
  const home::Bill bill = bill_of(home, {{0.0, 0.0}});
  EXPECT_DOUBLE_EQ(bill.money.missed.value(), 0.5 * 3.0);
  EXPECT_EQ(bill.violations.at(0).what, "battery.reserve[home]");
}

TEST(Evaluate, BillsLimitsOfTheGrid) {
  home::Case home = make_small_home({0.3, 0.3}, {0.1, 0.1}, {4, 0}, {0, 5});
  home.slots = base::SlotGrid::uniform(base::Time{}, base::Seconds{1800}, 2);
  home.grid.import_limit = 3_kw;
  home.grid.export_limit = 2_kw;
  const home::Bill hard = bill_of(home, {});
  EXPECT_DOUBLE_EQ(hard.money.missed.value(), 10.0 * 0.5 * (1.0 + 3.0));
  ASSERT_EQ(hard.violations.size(), 2U);
  EXPECT_EQ(hard.violations[0].what, "grid.import_limit");
  EXPECT_EQ(hard.violations[0].unit, "kW");
  EXPECT_EQ(hard.violations[1].what, "grid.export_limit");
  home.grid.import_over_limit_price = 0.4_per_kwh;
  home.grid.export_over_limit_price = EnergyPrice{};
  EXPECT_DOUBLE_EQ(bill_of(home, {}).money.missed.value(), 0.4 * 0.5);
}

TEST(Evaluate, IgnoresRounding) {
  home::Case home = make_small_home({0.3}, {0.1}, {3.00000005}, {0});
  home.grid.import_limit = 3_kw;
  const home::Bill bill = bill_of(home, {});
  EXPECT_TRUE(bill.violations.empty());
  EXPECT_EQ(bill.money.missed, Money{});
}

TEST(Evaluate, CountsEnergy) {
  home::Case home = two_hours();
  home.batteries[0].standby = 0.25_kw;
  const home::EnergyCount energy = bill_of(home, {{-1.0, 2.0}}).energy;
  EXPECT_DOUBLE_EQ(energy.load.value(), 2.5);
  EXPECT_DOUBLE_EQ(energy.grid_import.value(), 0.25 + 0.25);
  EXPECT_DOUBLE_EQ(energy.pv_used.value(), 3.0);
  EXPECT_DOUBLE_EQ(energy.battery_charge.value(), 2.0);
  EXPECT_DOUBLE_EQ(energy.battery_discharge.value(), 1.0);
}

TEST(Evaluate, BillsBothWaysWhereTheCaseAllowsIt) {
  home::Case home = make_small_home({0.10}, {0.15}, {1.0}, {0.0});
  home.grid.is_exclusive = false;
  home::Plan plan = make_plan_of(home);
  plan.slots[0].grid_import += 4_kw;
  plan.slots[0].grid_export += 4_kw;
  EXPECT_DOUBLE_EQ(bill_of_plan(home, plan).money.net_cost.value(), 0.10 * 5.0 - 0.15 * 4.0);
}

// A hybrid inverter of 96 % with 4 kW of PV and a battery behind it: one kW goes into the battery.
home::Case hybrid_home() {
  home::Case home = make_small_home({0.30}, {0.10}, {1.0}, {0.0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].inverter = "hybrid";
  home::Inverter inverter;
  inverter.id = "hybrid";
  inverter.ac_limit = 5_kw;
  inverter.efficiency = base::Ratio{0.96};
  inverter.pv = Series<Power>{1, 4_kw};
  home.inverters.push_back(inverter);
  return home;
}

home::Plan hybrid_plan(const home::Case& home) {
  home::Plan plan = make_plan_of(home, {{1.0}});
  home::InverterSlot inverter;
  inverter.id = "hybrid";
  inverter.pv_used = 3.5_kw;
  inverter.pv_curtailed = 0.5_kw;
  inverter.dc_to_ac = Power{2.5 * 0.96};
  plan.slots[0].inverters.push_back(inverter);
  plan.slots[0].grid_import = Power{};
  plan.slots[0].grid_export = Power{2.4 - 1.0};
  return plan;
}

TEST(Evaluate, BillsBehindAnInverter) {
  const home::Case home = hybrid_home();
  const home::Bill bill = bill_of_plan(home, hybrid_plan(home));
  EXPECT_NEAR(bill.money.export_revenue.value(), 1.4 * 0.10, 1e-12);
  EXPECT_DOUBLE_EQ(bill.energy.pv_used.value(), 3.5);
  EXPECT_DOUBLE_EQ(bill.energy.pv_curtailed.value(), 0.5);
}

TEST(Evaluate, MeasuresExportFeesOnTheAcSide) {
  home::Case home = hybrid_home();
  home.batteries[0].export_fee = 1.0_per_kwh;
  home::Plan plan = make_plan_of(home, {{-2.0}});
  plan.slots[0].inverters.push_back({"hybrid", Power{2.0 * 0.96}, Power{}, Power{}, 4_kw});
  plan.slots[0].grid_import = Power{};
  plan.slots[0].grid_export = Power{0.92};
  EXPECT_NEAR(bill_of_plan(home, plan).money.wear.value(), 0.92, 1e-12);
}

}  // namespace
}  // namespace ohmstead::plan
