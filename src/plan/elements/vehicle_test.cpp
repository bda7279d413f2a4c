#include "vehicle.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;
using base::Series;

home::Charger make_charger(const std::string& id, double min_kw, double max_kw) {
  home::Charger charger;
  charger.id = id;
  charger.min = Power{min_kw};
  charger.max = Power{max_kw};
  return charger;
}

// 20 kWh, empty, no losses, worth nothing at the end.
home::Vehicle make_car(const std::string& id) {
  home::Vehicle car;
  car.id = id;
  car.capacity = Energy{20.0};
  car.charge_efficiency = Ratio{1.0};
  car.end_value = EnergyPrice{0.0};
  return car;
}

// Four hours, cheapest in the second; no load.
home::Case home_with_car() {
  home::Case home = make_small_home({0.40, 0.10, 0.20, 0.30}, {0.05, 0.05, 0.05, 0.05},
                                    {0.0, 0.0, 0.0, 0.0}, {0.0, 0.0, 0.0, 0.0});
  home.chargers.push_back(make_charger("box", 0.0, 4.0));
  home.vehicles.push_back(make_car("car"));
  return home;
}

void add_target(home::Case& home, double soc_kwh, int hours, std::size_t car = 0) {
  home.vehicles[car].targets.push_back(
      {Energy{soc_kwh}, home.slots.start(0) + base::Seconds{3600 * hours}, std::nullopt, false});
}

std::vector<double> powers(const home::Plan& plan, std::size_t device = 0) {
  std::vector<double> all;
  for (const home::PlanSlot& slot : plan.slots)
    all.push_back(std::round(slot.devices[device].power.value() * 1e7) / 1e7 + 0.0);
  return all;
}

// A plan that its bound proves and the evaluator bills as the engine did.
home::Plan proven_plan(const home::Case& home) {
  home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 10.0});
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  EXPECT_LE(plan.gap.value_or(base::Money{1.0}).value(), 1e-5);
  EXPECT_GE(plan.objective.value(), plan.bound.value_or(base::Money{}).value() - 1e-5);
  EXPECT_TRUE(evaluate(home, plan).has_value());
  for (const std::string& note : plan.notes) ADD_FAILURE() << note;
  return plan;
}

TEST(Vehicle, ChargesWhereItCostsLeast) {
  home::Case home = home_with_car();
  add_target(home, 6.0, 4);
  const home::Plan plan = proven_plan(home);
  EXPECT_EQ(powers(plan), (std::vector{0.0, 4.0, 2.0, 0.0}));
  EXPECT_NEAR(plan.money.net_cost.value(), 4 * 0.10 + 2 * 0.20, 1e-9);
  EXPECT_EQ(plan.slots[1].devices[0].state, "box");
  EXPECT_EQ(plan.slots[3].devices[0].state, "idle");
  EXPECT_NEAR(plan.slots[3].devices[0].soc->value(), 6.0, 1e-9);
  EXPECT_TRUE(plan.violations.empty());
}

TEST(Vehicle, LowestPowerIsKept) {
  home::Case home = home_with_car();
  home.chargers[0].min = Power{3.0};
  add_target(home, 6.0, 4);
  // 3 + 3 kW costs 0.90; 4 kW and then 3 kW 1.00.
  const home::Plan plan = proven_plan(home);
  EXPECT_EQ(powers(plan), (std::vector{0.0, 3.0, 3.0, 0.0}));
}

TEST(Vehicle, LevelsAreKept) {
  home::Case home = home_with_car();
  home.chargers[0].max.reset();
  home.chargers[0].steps = Series<Power>{{4.0, 2.5}};
  add_target(home, 6.0, 4);
  const home::Plan plan = proven_plan(home);
  EXPECT_EQ(powers(plan), (std::vector{0.0, 4.0, 2.5, 0.0}));
}

TEST(Vehicle, CurrentsOfOneAndThreePhases) {
  home::Case home = home_with_car();
  home.chargers[0].max = Power{7.0};
  home.chargers[0].currents = home::ChargerCurrents{230.0, {1, 3}, 6.0, 16.0, 2.0};
  home.vehicles[0].charge = Power{6.0};
  add_target(home, 8.0, 4);
  // One phase: 1.38 to 3.68 by 0.46; three: 4.14, 5.52. Cheapest 8 kWh of 0.10 and 0.20.
  const home::Plan plan = proven_plan(home);
  EXPECT_NEAR(powers(plan)[1], 5.52, 1e-6);
  EXPECT_NEAR(powers(plan)[2], 2.76, 1e-6);
}

TEST(Vehicle, TwoCarsTakeTurnsAtOneCharger) {
  home::Case home = home_with_car();
  home.vehicles.push_back(make_car("second"));
  add_target(home, 4.0, 4, 0);
  add_target(home, 4.0, 4, 1);
  const home::Plan plan = proven_plan(home);
  EXPECT_NEAR(plan.money.net_cost.value(), 4 * 0.10 + 4 * 0.20, 1e-7);
  for (const home::PlanSlot& slot : plan.slots)
    EXPECT_TRUE(slot.devices[0].state == "idle" || slot.devices[1].state == "idle");
}

TEST(Vehicle, EqualChargersForAsManyCarsNeedNoDecision) {
  home::Case home = home_with_car();
  home.vehicles.push_back(make_car("second"));
  home.chargers.push_back(make_charger("other", 0.0, 4.0));
  add_target(home, 4.0, 4, 0);
  add_target(home, 4.0, 4, 1);
  const home::Plan plan = proven_plan(home);
  EXPECT_NEAR(plan.money.net_cost.value(), 8 * 0.10, 1e-9);
  EXPECT_NE(plan.slots[1].devices[0].state, plan.slots[1].devices[1].state);
}

TEST(Vehicle, OneCarUsesOneChargerAtATime) {
  home::Case home = home_with_car();
  home.chargers.push_back(make_charger("slow", 0.0, 1.0));
  add_target(home, 5.0, 4);
  const home::Plan plan = proven_plan(home);
  EXPECT_EQ(powers(plan), (std::vector{0.0, 4.0, 1.0, 0.0}));
}

TEST(Vehicle, AwayItChargesElsewhereExactlyWhatLacks) {
  home::Case home = home_with_car();
  home::Vehicle& car = home.vehicles[0];
  car.soc = Energy{1.0};
  car.public_price = EnergyPrice{0.9};
  // Away from 0:30 to 3:00: half of the first hour is left at 4 kW.
  car.trips.push_back(
      {home.slots.start(0) + base::Seconds{1800}, home.slots.start(3), Energy{5.0}});
  const home::Plan plan = proven_plan(home);
  EXPECT_EQ(powers(plan), (std::vector{2.0, 0.0, 0.0, 0.0}));
  EXPECT_EQ(plan.slots[1].devices[0].state, "away");
  double elsewhere = 0.0;
  for (const home::PlanSlot& slot : plan.slots) elsewhere += slot.devices[0].elsewhere->value();
  EXPECT_NEAR(elsewhere, 2.0, 1e-9);
  EXPECT_NEAR(plan.money.comfort.value(), 1.8, 1e-9);
  EXPECT_NEAR(plan.money.net_cost.value(), 2 * 0.40 + 1.8, 1e-9);
  EXPECT_TRUE(plan.violations.empty());
}

TEST(Vehicle, ElsewhereWithoutAPriceIsAViolation) {
  home::Case home = home_with_car();
  home.vehicles[0].available = Series<Ratio>{{0.0, 0.0, 0.0, 0.0}};
  home.vehicles[0].trip = Series<Energy>{{0.0, 2.0, 0.0, 0.0}};
  const home::Plan plan = proven_plan(home);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "vehicle.elsewhere[car]");
  EXPECT_NEAR(plan.violations[0].amount, 2.0, 1e-9);
  EXPECT_NEAR(plan.money.missed.value(), 20.0, 1e-9);
}

TEST(Vehicle, ElsewhereServesAWishBeforeALaterTripToo) {
  home::Case home = home_with_car();
  home::Vehicle& car = home.vehicles[0];
  car.available = Series<Ratio>{{0.0, 0.0, 0.0, 0.0}};
  car.trip = Series<Energy>{{1.0, 0.0, 0.0, 3.0}};
  car.public_price = EnergyPrice{0.5};
  car.targets.push_back({Energy{3.0}, home.slots.start(3), EnergyPrice{0.1}, false});
  // 4 kWh are bought in any case; all of them on the first trip also meets the target.
  const home::Plan plan = proven_plan(home);
  EXPECT_NEAR(plan.slots[0].devices[0].elsewhere->value(), 4.0, 1e-9);
  EXPECT_TRUE(plan.violations.empty());
}

TEST(Vehicle, TargetAboveTheCapacityMissesThatMuch) {
  home::Case home = home_with_car();
  home.vehicles[0].soc = Energy{18.0};
  add_target(home, 25.0, 4);
  const home::Plan plan = proven_plan(home);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "vehicle.target[car]");
  EXPECT_NEAR(plan.violations[0].amount, 5.0, 1e-9);
  EXPECT_NEAR(plan.slots[3].devices[0].soc->value(), 20.0, 1e-9);
}

TEST(Vehicle, TargetsOutsideTheHorizon) {
  home::Case home = home_with_car();
  add_target(home, 5.0, -3);
  add_target(home, 5.0, 0);
  EXPECT_EQ(powers(proven_plan(home)), (std::vector{0.0, 0.0, 0.0, 0.0}));
  // An hour after the end 4 kWh can still be charged.
  add_target(home, 5.0, 5);
  EXPECT_EQ(powers(proven_plan(home)), (std::vector{0.0, 1.0, 0.0, 0.0}));
}

TEST(Vehicle, TripsInThePastAndBeyondTheHorizon) {
  home::Case home = home_with_car();
  home::Vehicle& car = home.vehicles[0];
  car.soc = Energy{4.0};
  const base::Time start = home.slots.start(0);
  const base::Seconds hour{3600};
  car.trips.push_back({start - hour * 9, start - hour * 8, Energy{3.0}});
  car.trips.push_back({start - hour, start + hour, Energy{2.0}});  // half of it is driven
  car.trips.push_back({start + hour * 3, start + hour * 5, Energy{6.0}});
  const home::Plan plan = proven_plan(home);
  EXPECT_EQ(plan.slots[0].devices[0].state, "away");
  EXPECT_EQ(plan.slots[1].devices[0].state, "idle");
  EXPECT_EQ(plan.slots[3].devices[0].state, "away");
  EXPECT_NEAR(plan.slots[3].devices[0].soc->value(), 0.0, 1e-9);
}

TEST(Vehicle, MeasuredAboveItsCapacityCountsAsFull) {
  home::Case home = home_with_car();
  home.vehicles[0].soc = Energy{21.0};
  const home::Plan plan = proven_plan(home);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "vehicle.max_soc[car]");
  EXPECT_NEAR(plan.violations[0].amount, 1.0, 1e-9);
  EXPECT_NEAR(plan.slots[0].devices[0].soc->value(), 20.0, 1e-9);
}

TEST(Vehicle, BelowItsLowestStateItChargesAtOnce) {
  home::Case home = home_with_car();
  home.vehicles[0].soc = Energy{1.0};
  home.vehicles[0].min_soc = Energy{6.0};
  const home::Plan plan = proven_plan(home);
  EXPECT_EQ(powers(plan), (std::vector{4.0, 1.0, 0.0, 0.0}));
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "vehicle.min_soc[car]");
}

TEST(Vehicle, ChargingSlowsDownWhenNearlyFull) {
  home::Case home = home_with_car();
  home.vehicles[0].soc = Energy{14.0};
  home.vehicles[0].power_by_soc = {{Energy{16.0}, Power{4.0}}, {Energy{20.0}, Power{1.0}}};
  add_target(home, 20.0, 2);
  // First hour to s1, p = s1 - 14 <= 4 - 0.75 (s1 - 16): s1 = 30 / 1.75. Second likewise.
  const home::Plan plan = proven_plan(home);
  const double first = 30.0 / 1.75;
  const double second = (first + 16.0) / 1.75;
  EXPECT_NEAR(plan.slots[0].devices[0].soc->value(), first, 1e-6);
  EXPECT_NEAR(plan.slots[1].devices[0].soc->value(), second, 1e-6);
  EXPECT_NEAR(plan.violations.at(0).amount, 20.0 - second, 1e-6);
}

TEST(Vehicle, GivesPowerBackWhereThatPaysAndKeepsWhatItHad) {
  home::Case home = home_with_car();
  for (double& load : home.load.raw()) load = 1.0;
  home.prices.import = Series<EnergyPrice>{{0.40, 0.10, 0.20, 0.60}};
  home.chargers[0].discharge = Power{3.0};
  home::Vehicle& car = home.vehicles[0];
  car.soc = Energy{10.0};
  car.discharge_efficiency = Ratio{0.8};
  car.wear = EnergyPrice{0.01};
  car.end_value.reset();
  // A kWh given in the other hours is bought back in hour 1 as 1.25 kWh for 0.125.
  const home::Plan plan = proven_plan(home);
  EXPECT_EQ(powers(plan), (std::vector{-1.0, 3.75, -1.0, -1.0}));
  EXPECT_NEAR(plan.slots[3].devices[0].soc->value(), 10.0, 1e-6);
  EXPECT_NEAR(plan.money.wear.value(), 0.03, 1e-7);
}

TEST(Vehicle, NeverBurnsEnergyByChargingAndGivingAtOnce) {
  home::Case home = home_with_car();
  home.prices.import = Series<EnergyPrice>{{-0.30, -0.30, -0.30, -0.30}};
  home.prices.export_ = Series<EnergyPrice>{{-0.50, -0.50, -0.50, -0.50}};
  home.chargers[0].discharge = Power{4.0};
  home.vehicles[0].soc = Energy{19.0};
  home.vehicles[0].discharge_efficiency = Ratio{0.5};
  // 1 kWh fits in; giving costs 0.5 and frees 2 kWh for a gain of 0.6 per kWh given.
  const home::Plan plan = proven_plan(home);
  double net = 0.0;
  for (const double power : powers(plan)) net += power;
  EXPECT_LT(plan.objective.value(), -0.3);
  EXPECT_LE(net, 1.0 + 3 * 4.0);
}

TEST(Vehicle, WithoutAPlannerItChargesAtOnceToTheTarget) {
  home::Case home = home_with_car();
  add_target(home, 6.0, 4);
  EXPECT_EQ(powers(Planner{}.make_plan(home, {.strategy = Strategy::self_use})),
            (std::vector{4.0, 2.0, 0.0, 0.0}));
  home.vehicles[0].targets.clear();
  EXPECT_EQ(powers(Planner{}.make_plan(home, {.strategy = Strategy::self_use})),
            (std::vector{4.0, 4.0, 4.0, 4.0}));
}

TEST(Vehicle, EvaluatorRefusesWhatIsNotPossible) {
  home::Case home = home_with_car();
  home.chargers[0].min = Power{2.0};
  home.vehicles.push_back(make_car("second"));
  home.vehicles[1].available = Series<Ratio>{{1.0, 1.0, 1.0, 0.0}};
  const home::Plan idle = Planner{}.make_plan(home);
  const auto refusal = [&](std::size_t slot, std::size_t car, double kw, const char* state) {
    home::Plan plan = idle;
    home::DeviceSlot& device = plan.slots[slot].devices[car];
    plan.slots[slot].grid_import += Power{kw} - device.power;
    device.power = Power{kw};
    device.state = state;
    for (home::PlanSlot& each : plan.slots) each.devices[car].soc.reset();
    const auto bill = evaluate(home, plan);
    return bill ? "accepted" : bill.error().message;
  };
  EXPECT_EQ(refusal(1, 0, 3.0, "box"), "accepted");
  EXPECT_EQ(refusal(1, 0, 1.5, "box"),
            "slots[1].devices[0].power_kw: 1.5 is not possible, the nearest is 2");
  EXPECT_EQ(refusal(1, 0, 5.0, "box"),
            "slots[1].devices[0].power_kw: 5 is not possible, the nearest is 4");
  EXPECT_EQ(refusal(1, 0, 3.0, "idle"), "slots[1].devices[0].power_kw: 3 without a charger");
  EXPECT_EQ(refusal(1, 0, 0.0, "away"), "slots[1].devices[0].state: the car is not away");
  EXPECT_EQ(refusal(3, 1, 3.0, "box"), "slots[3].devices[1].state: the car is away");
  EXPECT_EQ(refusal(1, 0, 0.0, "garage"),
            "slots[1].devices[0].state: 'garage' is not one of idle, away, box");
}

// ---- every decision of a small home tried ----

double cheapest_by_trying(const home::Case& home, const std::vector<double>& levels) {
  home::Plan plan = Planner{}.make_plan(home, {.strategy = Strategy::self_use});
  const std::size_t count = home.slots.count();
  std::vector<std::size_t> choice(2 * count, 0);
  double best = 1e9;
  for (;;) {
    for (std::size_t t = 0; t < count; ++t) {
      double drawn = 0.0;
      for (std::size_t c = 0; c < 2; ++c) {
        home::DeviceSlot& device = plan.slots[t].devices[c];
        device.power = Power{levels[choice[2 * t + c]]};
        device.state = device.power > Power{} ? "box" : "idle";
        device.soc.reset();
        drawn += device.power.value();
      }
      const double net = home.load.raw()[t] + drawn - home.pv.raw()[t];
      plan.slots[t].pv_used = home.pv[t];
      plan.slots[t].pv_curtailed = Power{};
      plan.slots[t].grid_import = Power{std::max(0.0, net)};
      plan.slots[t].grid_export = Power{std::max(0.0, -net)};
    }
    if (const auto bill = evaluate(home, plan)) {
      double start = 0.0;
      for (const home::Vehicle& car : home.vehicles)
        start += car.end_value->value() * car.soc.value();
      best = std::min(best, bill->money.net_cost.value() - start);
    }
    std::size_t i = 0;
    while (i < choice.size() && ++choice[i] == levels.size()) choice[i++] = 0;
    if (i == choice.size()) return best;
  }
}

TEST(Vehicle, IsAsCheapAsTheBestOfAllSchedules) {
  for (unsigned seed = 0; seed < static_cast<unsigned>(scaled(12)); ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    std::uniform_real_distribution<double> any{0.0, 1.0};
    std::vector<double> import, exported, load, pv;
    for (int t = 0; t < 4; ++t) {
      import.push_back(0.1 + 0.4 * any(random));
      exported.push_back(0.09 * any(random));
      load.push_back(any(random));
      pv.push_back(4.0 * any(random));
    }
    home::Case home = make_small_home(import, exported, load, pv);
    home.chargers.push_back(make_charger("box", 0.0, 4.0));
    home.chargers[0].steps = Series<Power>{{2.5, 4.0}};
    for (const char* id : {"one", "two"}) {
      home::Vehicle car = make_car(id);
      car.capacity = Energy{6.0 + 4.0 * any(random)};
      car.soc = Energy{2.0 * any(random)};
      car.end_value = EnergyPrice{0.2 * any(random)};
      car.targets.push_back(
          {Energy{4.0 * any(random)}, home.slots.start(3), EnergyPrice{0.5 * any(random)}, false});
      home.vehicles.push_back(car);
    }
    const home::Plan plan = proven_plan(home);
    EXPECT_NEAR(plan.objective.value(), cheapest_by_trying(home, {0.0, 2.5, 4.0}), 1e-6);
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace ohmstead::plan
