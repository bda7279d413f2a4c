#include "ohmstead/simulate/execute.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "ohmstead/plan/evaluate.hpp"
#include "testing/sample_home.hpp"

namespace ohmstead::simulate {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;
using home::Mode;
using testing::noise;

// One slot of one hour; 10 kWh battery with 90 % each way and a corridor of 1 to 9 kWh.
home::Case make_home(double load_kw, double pv_kw, double import_price = 0.3,
                     double export_price = 0.1) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.slots = base::SlotGrid::uniform(base::Time{}, base::Seconds{3600}, 1);
  home.prices.import.push_back(EnergyPrice{import_price});
  home.prices.export_.push_back(EnergyPrice{export_price});
  home.load.push_back(Power{load_kw});
  home.pv.push_back(Power{pv_kw});
  home::Battery battery;
  battery.id = "battery";
  battery.capacity = Energy{10};
  battery.soc = Energy{5};
  battery.min_soc = Energy{1};
  battery.max_soc = Energy{9};
  battery.charge = Power{3};
  battery.discharge = Power{4};
  battery.charge_efficiency = Ratio{0.9};
  home.batteries.push_back(battery);
  return home;
}

// The same battery behind a hybrid inverter of 4 kW and 95 % each way that has the PV.
home::Case make_hybrid(double load_kw, double pv_kw, double import_price = 0.3,
                       double export_price = 0.1) {
  home::Case home = make_home(load_kw, 0.0, import_price, export_price);
  home::Inverter inverter;
  inverter.id = "hybrid";
  inverter.ac_limit = Power{4};
  inverter.charge_limit = Power{2};
  inverter.efficiency = Ratio{0.95};
  inverter.pv.push_back(Power{pv_kw});
  home.inverters.push_back(inverter);
  home.batteries[0].inverter = "hybrid";
  return home;
}

// The same with poor efficiency at low power: on the AC side 1 kW is 2 kW of the bus when it gives
// and 0.5 kW when it gets, 2 kW are 2.5 and 1.6 kW, from there on 0.8 counts.
home::Case make_curved_hybrid(double load_kw, double pv_kw) {
  home::Case home = make_hybrid(load_kw, pv_kw);
  home.inverters[0].efficiency =
      std::vector<home::EfficiencyPoint>{{Power{1}, Ratio{0.5}}, {Power{2}, Ratio{0.8}}};
  return home;
}

home::BatterySlot battery_order(const std::string& id, Mode mode, double charge_kw = 0.0,
                                double discharge_kw = 0.0) {
  home::BatterySlot slot;
  slot.id = id;
  slot.charge = Power{charge_kw};
  slot.discharge = Power{discharge_kw};
  slot.mode = mode;
  return slot;
}

home::PlanSlot order(Mode mode, double charge_kw = 0.0, double discharge_kw = 0.0,
                     double grid_import_kw = 0.0) {
  home::PlanSlot slot;
  slot.grid_import = Power{grid_import_kw};
  slot.batteries.push_back(battery_order("battery", mode, charge_kw, discharge_kw));
  return slot;
}

// Runs one slot and lets the evaluator check balance, limits and states.
home::PlanSlot run(const home::Case& home, const home::PlanSlot& command) {
  std::vector<Energy> soc;
  soc.reserve(home.batteries.size());
  for (const home::Battery& battery : home.batteries) soc.push_back(battery.soc);
  home::Plan plan;
  plan.slots.push_back(Execution{home}.run(0, command, soc));
  const auto bill = plan::evaluate(home, plan);
  EXPECT_TRUE(bill) << bill.error().message;
  return plan.slots[0];
}

struct Flows {
  double charge, discharge, import, export_, curtailed;
};
Flows flows(const home::PlanSlot& slot) {
  double curtailed = slot.pv_curtailed.value();
  for (const auto& inverter : slot.inverters) curtailed += inverter.pv_curtailed.value();
  return {slot.batteries[0].charge.value(), slot.batteries[0].discharge.value(),
          slot.grid_import.value(), slot.grid_export.value(), curtailed};
}
void expect_flows(const home::Case& home, const home::PlanSlot& command, Flows expected) {
  const Flows done = flows(run(home, command));
  EXPECT_NEAR(done.charge, expected.charge, 1e-9);
  EXPECT_NEAR(done.discharge, expected.discharge, 1e-9);
  EXPECT_NEAR(done.import, expected.import, 1e-9);
  EXPECT_NEAR(done.export_, expected.export_, 1e-9);
  EXPECT_NEAR(done.curtailed, expected.curtailed, 1e-9);
}

// What a planned battery cannot do, a real one cannot either: the evaluator refuses more.
TEST(Execution, LimitsAndLossesAreThoseOfTheBattery) {
  home::Case home = make_home(1, 0);
  home::Battery& battery = home.batteries[0];
  battery.power_by_soc = {{Energy{5}, {}, Power{3}, {}}, {Energy{10}, {}, Power{0.5}, {}}};
  battery.charge_efficiency =
      std::vector<home::EfficiencyPoint>{{Power{1}, Ratio{0.8}}, {Power{3}, Ratio{0.9}}};
  // p = 3 - 0.5 (0.8 + 0.95 (p - 1)).
  const double most_kw = 3.075 / 1.475;
  expect_flows(home, order(Mode::charge, 3, 0, 4), {most_kw, 0, 1 + most_kw, 0, 0});
  battery.temperature.push_back(base::Celsius{0});
  battery.temperature_derating = {{base::Celsius{0}, Ratio{0.5}, Ratio{0.2}}};
  expect_flows(home, order(Mode::charge, 3, 0, 4), {1.5, 0, 2.5, 0, 0});
  expect_flows(home, order(Mode::self_use), {0, 0.8, 0.2, 0, 0});
}

TEST(Execution, SelfUseFollowsTheMeasuredHome) {
  expect_flows(make_home(2, 0), order(Mode::self_use), {0, 2, 0, 0, 0});
  expect_flows(make_home(1, 3), order(Mode::self_use), {2, 0, 0, 0, 0});
  expect_flows(make_home(1, 5), order(Mode::self_use), {3, 0, 0, 1, 0});      // charge limit
  expect_flows(make_home(7, 0), order(Mode::self_use), {0, 3.6, 3.4, 0, 0});  // 4 kWh * 0.9 left
  expect_flows(make_home(2, 0), order(Mode::self_use, 3, 0),
               {0, 2, 0, 0, 0});  // planned power is moot
}

TEST(Execution, StopsAtTheEdgesOfTheStateOfCharge) {
  home::Case home = make_home(0, 5);
  home.batteries[0].soc = Energy{8.1};
  expect_flows(home, order(Mode::self_use), {1, 0, 0, 4, 0});
  EXPECT_NEAR(run(home, order(Mode::self_use)).batteries[0].soc.value(), 9.0, 1e-12);
  home = make_home(3, 0);
  home.batteries[0].soc = Energy{2};
  expect_flows(home, order(Mode::discharge, 0, 3), {0, 0.9, 2.1, 0, 0});
  // Measured outside of the corridor: not driven further out, but back if told.
  home.batteries[0].soc = Energy{0.5};
  expect_flows(home, order(Mode::self_use), {0, 0, 3, 0, 0});
  expect_flows(home, order(Mode::charge, 1, 0, 4), {1, 0, 4, 0, 0});
  home = make_home(0, 2);
  home.batteries[0].soc = Energy{9.5};
  expect_flows(home, order(Mode::self_use), {0, 0, 0, 2, 0});
}

TEST(Execution, ChargesWithThePlannedPower) {
  expect_flows(make_home(1, 0), order(Mode::charge, 2.5, 0, 3.5), {2.5, 0, 3.5, 0, 0});
  expect_flows(make_home(1, 5), order(Mode::charge, 2.5, 0, 3.5), {2.5, 0, 0, 1.5, 0});
}

TEST(Execution, ChargesNoMoreThanTheSurplusWhereThePlanBuysNothing) {
  expect_flows(make_home(1, 2.5), order(Mode::charge, 2, 0, 0), {1.5, 0, 0, 0, 0});
  expect_flows(make_home(1, 5), order(Mode::charge, 2, 0, 0), {2, 0, 0, 2, 0});
  expect_flows(make_home(1, 0), order(Mode::charge, 2, 0, 0), {0, 0, 1, 0, 0});
}

TEST(Execution, DischargesNoMoreThanTheHomeNeeds) {
  expect_flows(make_home(2, 0), order(Mode::discharge, 0, 1.5), {0, 1.5, 0.5, 0, 0});
  expect_flows(make_home(1, 0), order(Mode::discharge, 0, 1.5), {0, 1, 0, 0, 0});
  expect_flows(make_home(1, 2), order(Mode::discharge, 0, 1.5), {0, 0, 0, 1, 0});
}

TEST(Execution, ExportsWithThePlannedPower) {
  expect_flows(make_home(1, 0), order(Mode::export_, 0, 3), {0, 3, 0, 2, 0});
  expect_flows(make_home(1, 2), order(Mode::export_, 0, 3), {0, 3, 0, 4, 0});
}

TEST(Execution, HoldsStill) {
  expect_flows(make_home(2, 1), order(Mode::hold, 3, 3), {0, 0, 1, 0, 0});
  expect_flows(make_home(1, 2), order(Mode::hold), {0, 0, 0, 1, 0});
}

TEST(Execution, KeepsTheLimitsOfTheGrid) {
  home::Case home = make_home(2, 0);
  home.grid.import_limit = Power{4};
  expect_flows(home, order(Mode::charge, 3, 0, 5), {2, 0, 4, 0, 0});
  home.grid.import_limit = Power{1};
  expect_flows(home, order(Mode::charge, 3, 0, 5), {0, 0, 2, 0, 0});  // the load itself is more
  home = make_home(1, 2);
  home.grid.export_limit = Power{2};
  expect_flows(home, order(Mode::export_, 0, 3), {0, 1, 0, 2, 0});
  home = make_home(1, 6);
  home.grid.export_limit = Power{2};
  expect_flows(home, order(Mode::hold), {0, 0, 0, 2, 3});
}

TEST(Execution, TurnsPvDownWhenExportCosts) {
  expect_flows(make_home(1, 4, 0.1, -0.05), order(Mode::hold), {0, 0, 0, 0, 3});
  expect_flows(make_home(1, 6, 0.1, -0.05), order(Mode::self_use), {3, 0, 0, 0, 2});
  expect_flows(make_home(1, 4, 0.1, 0.0), order(Mode::hold), {0, 0, 0, 3, 0});
  home::Case fixed = make_home(1, 4, 0.1, -0.05);
  fixed.is_pv_curtailable = false;
  expect_flows(fixed, order(Mode::hold), {0, 0, 0, 3, 0});
  // What a battery is told to export is exported.
  expect_flows(make_home(1, 4, 0.1, -0.05), order(Mode::export_, 0, 2), {0, 2, 0, 1, 4});
}

TEST(Execution, TurnsPvOffWhenTakingEnergyIsPaid) {
  home::PlanSlot command = order(Mode::charge, 3, 0, 4);
  command.pv_curtailed = Power{2};
  expect_flows(make_home(1, 2, -0.1, -0.2), command, {3, 0, 4, 0, 2});
  command.pv_used = Power{0.5};
  expect_flows(make_home(1, 2, -0.1, -0.2), command, {3, 0, 2, 0, 0});
  command.pv_used = Power{0};
  expect_flows(make_home(1, 2, 0.1, -0.2), command,
               {3, 0, 2, 0, 0});  // the price turned out positive
}

TEST(Execution, RunsAHybridInverter) {
  // 2 kW at home are 2 / 0.95 on the DC side.
  expect_flows(make_hybrid(2, 0), order(Mode::self_use), {0, 2 / 0.95, 0, 0, 0});
  expect_flows(make_hybrid(1.9, 4), order(Mode::self_use), {2, 0, 0, 0, 0});
  expect_flows(make_hybrid(0, 8), order(Mode::self_use), {3, 0, 0, 4, 5 - 4 / 0.95});  // limits
  expect_flows(make_hybrid(9, 2), order(Mode::self_use), {0, 4 / 0.95 - 2, 5, 0, 0});  // 4 kW to AC
  expect_flows(make_hybrid(1, 0), order(Mode::charge, 3, 0, 4), {1.9, 0, 3, 0, 0});  // 2 kW from AC
  expect_flows(make_hybrid(1, 2), order(Mode::charge, 3, 0, 4), {3, 0, 1 + 1 / 0.95, 0, 0});
  expect_flows(make_hybrid(0, 1), order(Mode::export_, 0, 3), {0, 3, 0, 3.8, 0});
  expect_flows(make_hybrid(0, 3), order(Mode::export_, 0, 3), {0, 4 / 0.95 - 3, 0, 4, 0});
  expect_flows(make_hybrid(0.95, 3, 0.1, -0.1), order(Mode::hold), {0, 0, 0, 0, 2});
}

TEST(Execution, AHybridInverterLosesWhatItsCurveSays) {
  expect_flows(make_curved_hybrid(2, 0), order(Mode::self_use), {0, 2.5, 0, 0, 0});
  expect_flows(make_curved_hybrid(0.5, 0.5), order(Mode::self_use), {0, 0.5, 0, 0, 0});
  expect_flows(make_curved_hybrid(0, 8), order(Mode::self_use), {3, 0, 0, 4, 0});
  expect_flows(make_curved_hybrid(0, 9), order(Mode::self_use), {3, 0, 0, 4, 1});
  expect_flows(make_curved_hybrid(0, 0), order(Mode::charge, 3, 0, 4), {1.6, 0, 2, 0, 0});
  expect_flows(make_curved_hybrid(0, 0), order(Mode::charge, 0.25, 0, 4), {0.25, 0, 0.5, 0, 0});
  expect_flows(make_curved_hybrid(0, 0.5), order(Mode::export_, 0, 2), {0, 2, 0, 2, 0});
}

TEST(Execution, SendsNothingFromOneBatteryToAnother) {
  home::Case home = make_home(1, 0);
  home.batteries.push_back(home.batteries[0]);
  home.batteries[1].id = "second";
  home::PlanSlot command = order(Mode::charge, 3, 0, 4);
  command.batteries.push_back(battery_order("second", Mode::self_use));
  const home::PlanSlot done = run(home, command);
  EXPECT_NEAR(done.batteries[0].charge.value(), 3, 1e-9);
  EXPECT_NEAR(done.batteries[1].discharge.value(), 1, 1e-9);
  EXPECT_NEAR(done.grid_import.value(), 3, 1e-9);
}

TEST(Execution, CountsStandbyAsLoad) {
  home::Case home = make_home(1, 0);
  home.batteries[0].standby = Power{0.05};
  const home::PlanSlot done = run(home, order(Mode::self_use));
  EXPECT_DOUBLE_EQ(done.load.value(), 1.05);
  EXPECT_NEAR(done.batteries[0].discharge.value(), 1.05, 1e-9);
}

// A home with random devices, prices and limits, from repeatable dice.
home::Case random_home(std::size_t seed) {
  std::size_t throw_count = seed * 1000;
  const auto dice = [&](double low, double high) {
    return low + (high - low) * noise(++throw_count);
  };
  const auto coin = [&] { return noise(++throw_count) < 0.5; };
  home::Case home = coin() ? make_home(dice(0, 6), dice(0, 8), dice(-0.2, 0.5), dice(-0.2, 0.4))
                           : make_hybrid(dice(0, 6), dice(0, 8), dice(-0.2, 0.5), dice(-0.2, 0.4));
  if (!home.inverters.empty() && coin())
    home.inverters[0].efficiency = make_curved_hybrid(0, 0).inverters[0].efficiency;
  home.pv.set(0, Power{dice(0, 4)});
  home.batteries[0].soc = Energy{dice(0, 10)};
  if (coin()) {
    home.batteries.push_back(home.batteries[0]);
    home.batteries[1].id = "second";
    home.batteries[1].soc = Energy{dice(0, 10)};
    home.batteries[1].standby = Power{dice(0, 0.1)};
    if (coin()) home.batteries[1].inverter.clear();
  }
  if (coin()) home.grid.import_limit = Power{dice(1, 8)};
  if (coin()) home.grid.export_limit = Power{dice(0, 5)};
  home.is_pv_curtailable = dice(0, 1) < 0.8;
  return home;
}

TEST(Execution, BalancesAndKeepsEveryBoundWhateverItIsTold) {
  constexpr Mode k_modes[] = {Mode::self_use, Mode::charge, Mode::discharge, Mode::hold,
                              Mode::export_};
  for (std::size_t seed = 0; seed < 4000; ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = random_home(seed);
    home::PlanSlot command;
    for (std::size_t i = 0; i < home.batteries.size(); ++i) {
      const auto mode = k_modes[static_cast<std::size_t>(5.0 * noise(seed * 31 + i))];
      command.batteries.push_back(battery_order(
          home.batteries[i].id, mode, 6.0 * noise(seed * 37 + i), 6.0 * noise(seed * 41 + i)));
    }
    command.grid_import = Power{noise(seed * 43) < 0.5 ? 0.0 : 2.0};
    const home::PlanSlot done = run(home, command);
    if (HasFailure()) return;
    const double excess =
        home.grid.import_limit ? done.grid_import.value() - home.grid.import_limit[0].value() : 0.0;
    for (std::size_t i = 0; i < home.batteries.size(); ++i) {
      const home::Battery& device = home.batteries[i];
      const home::BatterySlot& battery = done.batteries[i];
      EXPECT_GE(battery.soc.value(), std::min(device.soc, device.min_soc).value() - 1e-9);
      EXPECT_LE(battery.soc.value(), std::max(device.soc, *device.max_soc).value() + 1e-9);
      if (excess > 1e-9 && device.inverter.empty()) {
        EXPECT_NEAR(battery.charge.value(), 0.0, 1e-9);
      }
    }
    const bool is_told_to_export =
        done.batteries[0].mode == Mode::export_ || done.batteries.back().mode == Mode::export_;
    if (home.is_pv_curtailable && home.prices.export_[0] < EnergyPrice{} && !is_told_to_export) {
      EXPECT_NEAR(done.grid_export.value(), 0.0, 1e-9);
    }
    if (HasFailure()) return;
  }
}

home::PlanSlot valued(Mode mode, double worth_per_kwh) {
  home::PlanSlot command = order(mode);
  command.batteries[0].stored_value = EnergyPrice{worth_per_kwh};
  command.batteries[0].stored_value_below = EnergyPrice{worth_per_kwh};
  return command;
}

// A surplus of 2 kW that sells for 0.10, stored with 90 %: 0.1111 per kWh is where storing begins
// to pay.
TEST(Execute, StoresSurplusThatIsWorthMoreThanItSellsFor) {
  const home::Case home = make_home(1.0, 3.0);
  for (const Mode mode : {Mode::self_use, Mode::hold}) {
    expect_flows(home, valued(mode, 0.112), {2.0, 0.0, 0.0, 0.0, 0.0});
    expect_flows(home, valued(mode, 0.110), {0.0, 0.0, 0.0, 2.0, 0.0});
  }
}

// A need of 2 kW that costs 0.30 to buy; a kWh out of the battery takes 1 / 0.9 kWh and 0.02 of
// wear: below 0.252 per stored kWh using it pays.
TEST(Execute, UsesWhatIsWorthLessThanBuyingCosts) {
  home::Case home = make_home(3.0, 1.0);
  home.batteries[0].wear = EnergyPrice{0.02};
  for (const Mode mode : {Mode::self_use, Mode::hold}) {
    expect_flows(home, valued(mode, 0.251), {0.0, 2.0, 0.0, 0.0, 0.0});
    expect_flows(home, valued(mode, 0.253), {0.0, 0.0, 2.0, 0.0, 0.0});
  }
}

}  // namespace
}  // namespace ohmstead::simulate
