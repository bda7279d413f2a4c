// The engine by a turned clock on devices of numbers: overrides, stages, triggers, what it
// remembers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "ohmstead/engine/engine.hpp"
#include "ohmstead/engine/past.hpp"
#include "order_without_plan.hpp"
#include "testing/engine_test.hpp"
#include "trigger.hpp"

namespace ohmstead::engine {
namespace {

using namespace testing::plain;

TEST_F(EngineTest, AnOverrideHoldsAtOnceAndItsEndIsWokenFor) {
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  pass(std::chrono::minutes{4});
  set(engine, home::ManualKind::charge, 8);
  engine.run_cycle("override");
  EXPECT_EQ(devices_.told.back().batteries[0].mode, home::Mode::charge);
  EXPECT_NEAR(devices_.told.back().batteries[0].charge.value(), 3.0, 1e-6);
  EXPECT_EQ(engine.snapshot()->next_at, at("2026-03-02T10:12:00Z"));
  ASSERT_EQ(engine.snapshot()->overrides.size(), 1U);
  pass(std::chrono::minutes{8});
  engine.run_cycle("clock");
  EXPECT_NE(devices_.told.back().batteries[0].charge.value(), 3.0);
  EXPECT_TRUE(engine.snapshot()->overrides.empty());
  EXPECT_EQ(engine.snapshot()->next_at, at("2026-03-02T10:15:00Z"));
}

// With the worth of a kWh a device would follow the home although it is to be kept.
TEST_F(EngineTest, ABatteryThatIsKeptByHandIsToldNothingElse) {
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  EXPECT_NE(devices_.told.back().batteries[0].stored_value, base::EnergyPrice{});
  set(engine, home::ManualKind::hold, 60);
  engine.run_cycle("override");
  const home::BatterySlot& told = devices_.told.back().batteries[0];
  EXPECT_NE(told.mode, home::Mode::self_use);
  EXPECT_EQ(told.stored_value, base::EnergyPrice{});
  EXPECT_EQ(told.stored_value_below, base::EnergyPrice{});
  EXPECT_TRUE(told.is_set_by_hand);
}

TEST_F(EngineTest, ExceptionsShapeTheCaseAndSurviveARestart) {
  site_.chargers.emplace_back();
  site_.chargers[0].id = "wallbox";
  site_.chargers[0].max = base::Power{7.0};
  site_.vehicles.emplace_back();
  home::SiteVehicle& car = site_.vehicles[0];
  car.id = "car";
  car.capacity = base::Energy{50.0};
  car.departures.push_back({home::DayKind::all, 18.0, 20.0, base::Energy{5.0}, 60.0, {}});
  home::Exceptions wanted;
  wanted.trips.push_back({"car", at("2026-03-02T18:00:00Z"), at("2026-03-02T16:30:00Z"), 80.0});
  wanted.reserves.push_back({"home", 40.0});
  const auto expect_case = [](const home::Case& home, const char* leave, double target_kwh,
                              double reserve_kwh) {
    EXPECT_EQ(home.vehicles.at(0).trips.at(0).leave, at(leave));
    EXPECT_EQ(home.vehicles[0].targets.at(0).by, at(leave));
    EXPECT_NEAR(home.vehicles[0].targets[0].soc.value(), target_kwh, 1e-9);
    EXPECT_NEAR(home.batteries.at(0).min_soc.value(), reserve_kwh, 1e-9);
  };
  {
    Engine engine{parts_, {}};
    engine.run_cycle("start");
    expect_case(engine.snapshot()->home, "2026-03-02T18:00:00Z", 30.0, 0.5);
    engine.set_exceptions(wanted);
    engine.run_cycle("exception");
    expect_case(engine.snapshot()->home, "2026-03-02T16:30:00Z", 40.0, 4.0);
  }
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  expect_case(engine.snapshot()->home, "2026-03-02T16:30:00Z", 40.0, 4.0);
  clock_.time = at("2026-03-02T20:15:00Z");
  EXPECT_TRUE(engine.exceptions().trips.empty());
  engine.set_exceptions({});
  engine.run_cycle("clock");
  expect_case(engine.snapshot()->home, "2026-03-03T18:00:00Z", 30.0, 0.5);
}

TEST_F(EngineTest, TellsDevicesAsFarAsItsStageAllows) {
  Engine engine{parts_, {.stage = Stage::advisory}};
  engine.run_cycle("start");
  EXPECT_TRUE(devices_.told.empty());
  EXPECT_FALSE(engine.snapshot()->decisions.empty());  // what it would have told
  engine.set_stage(Stage::partial);
  engine.run_cycle("stage");
  ASSERT_EQ(devices_.told.size(), 1U);
  EXPECT_TRUE(devices_.told[0].devices.empty());
  EXPECT_EQ(engine.snapshot()->stage, Stage::partial);
}

TEST_F(EngineTest, PlansAsOftenAsItIsTold) {
  site_.service.every_min = 5;
  Engine engine{parts_, {}};
  pass(std::chrono::minutes{2});
  engine.run_cycle("start");
  EXPECT_EQ(engine.snapshot()->next_at, at("2026-03-02T10:05:00Z"));
}

TEST_F(EngineTest, APlanIsFollowedSlotBySlotUntilTheNextIsDue) {
  site_.service.every_min = 60;
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  const base::Time planned_at = engine.snapshot()->planned_at;
  for (std::size_t slot = 1; slot < 4; ++slot) {
    EXPECT_EQ(engine.snapshot()->next_at, planned_at + slot * std::chrono::minutes{15});
    pass(std::chrono::minutes{15});
    engine.step();
    const Snapshot now = *engine.snapshot();
    EXPECT_EQ(now.planned_at, planned_at);
    EXPECT_EQ(devices_.told.back().start, now.plan.slots[slot].start);
    EXPECT_THAT(now.components, ::testing::Contains(::testing::Field(
                                    &Component::text, ::testing::HasSubstr("goes on, the next"))));
  }
  pass(std::chrono::minutes{15});
  engine.step();
  EXPECT_EQ(engine.snapshot()->planned_at, planned_at + std::chrono::hours{1});
  // Who asks, or wants something else, does not wait.
  pass(std::chrono::minutes{15});
  engine.run_cycle("asked");
  EXPECT_EQ(engine.snapshot()->planned_at, planned_at + std::chrono::minutes{75});
  set(engine, home::ManualKind::charge, 60);
  pass(std::chrono::minutes{15});
  engine.step();
  EXPECT_EQ(engine.snapshot()->planned_at, planned_at + std::chrono::minutes{90});
}

TEST_F(EngineTest, SilenceOfAllDevicesIsToldWithinAMinute) {
  Engine engine{parts_, {}};
  engine.step();
  devices_.is_dead = true;
  engine.step();
  EXPECT_EQ(engine.snapshot()->cycle, 1) << "one look may miss";
  pass(std::chrono::minutes{1});
  engine.step();
  EXPECT_EQ(engine.snapshot()->trigger, "no device answers");
  EXPECT_TRUE(engine.snapshot()->is_without_readings);
  EXPECT_THAT(engine.snapshot()->components,
              ::testing::Contains(::testing::Field(
                  &Component::text, "no device answers: orders reach them when they are back")));
  pass(std::chrono::minutes{1});
  engine.step();
  EXPECT_EQ(engine.snapshot()->cycle, 2) << "said once";
  devices_.is_dead = false;
  engine.step();
  EXPECT_EQ(engine.snapshot()->trigger, "the devices answer");
}

TEST_F(EngineTest, KnowsWhatTheMonthHasReachedOverARestart) {
  home::PowerFee fee;
  fee.price = base::PowerPrice{5.0};
  site_.tariff.power_fees.push_back(fee);
  {
    Engine engine{parts_, {}};
    engine.run_cycle("start");
    ASSERT_EQ(engine.snapshot()->home.grid.peaks.size(), 1U);
    EXPECT_EQ(engine.snapshot()->home.grid.peaks[0].all_so_far[0].value(), 0.0);
    for (int i = 0; i < 5; ++i) {
      pass(std::chrono::minutes{15});
      engine.run_cycle("clock");
    }
    EXPECT_NEAR(engine.snapshot()->home.grid.peaks[0].all_so_far[0].value(), 1.0, 1e-9);
    // The first hour has the fee, the quarter after it none: the month knows that peak.
    const home::DayMoney& day = engine.snapshot()->days.at(0);
    EXPECT_NEAR(day.cost.value(), 1.25 * 0.30 + 5.0, 1e-6);
    EXPECT_NEAR(day.no_battery_cost.value(), 1.25 * 0.30 + 5.0, 1e-6);
    EXPECT_NEAR(day.self_use_cost.value(), 0.0, 1e-6) << "its battery gave that power";
  }
  Engine again{parts_, {}};
  again.run_cycle("start");
  const home::PeakCharge& kept = again.snapshot()->home.grid.peaks.at(0);
  EXPECT_NEAR(kept.all_so_far[0].value(), 1.0, 1e-9);
  EXPECT_NEAR(kept.window_so_far->value(), 0.25, 1e-9) << "of the hour that runs";
  // Four hours later self-use has nothing left to give and reaches the same peak.
  for (int i = 0; i < 17; ++i) {
    pass(std::chrono::minutes{15});
    again.run_cycle("clock");
  }
  const home::DayMoney& day = again.snapshot()->days.at(0);
  EXPECT_NEAR(day.cost.value(), 5.5 * 0.30 + 5.0, 1e-6) << "not once more";
  EXPECT_NEAR(day.no_battery_cost.value(), 5.5 * 0.30 + 5.0, 1e-6);
  EXPECT_GT(day.self_use_cost.value(), 5.0);
}

TEST_F(EngineTest, BillsByTiersAndKnowsWhatWasBoughtOverARestart) {
  site_.tariff.import.tiers = {{base::Energy{1.0}, base::EnergyPrice{0.10}},
                               {std::nullopt, base::EnergyPrice{0.50}}};
  const auto tariff_health = [](const Engine& engine) {
    for (const Component& each : engine.snapshot()->components)
      if (each.name == "tariff") return each.text;
    return std::string{};
  };
  {
    Engine engine{parts_, {}};
    engine.run_cycle("start");
    for (int i = 0; i < 6; ++i) {
      pass(std::chrono::minutes{15});
      engine.run_cycle("clock");
    }
    const home::DayMoney& day = engine.snapshot()->days.at(0);
    EXPECT_NEAR(day.no_battery_cost.value(), 1.5 * 0.30 + 1.0 * 0.10 + 0.5 * 0.50, 1e-6);
    EXPECT_NEAR(engine.snapshot()->measured.back().import_price.value(), 0.80, 1e-9);
    EXPECT_NEAR(engine.snapshot()->home.prices.import[0].value(), 0.80, 1e-9);
  }
  Engine again{parts_, {}};
  again.run_cycle("start");
  EXPECT_THAT(tariff_health(again), ::testing::StartsWith("2 kWh bought since the month began"));
  pass(std::chrono::minutes{15});
  again.run_cycle("clock");
  EXPECT_NEAR(again.snapshot()->measured.back().import_price.value(), 0.80, 1e-9);
}

TEST_F(EngineTest, RemembersOverARestart) {
  home::Override kept;
  {
    Engine engine{parts_, {}};
    engine.run_cycle("start");
    for (int i = 0; i < 4; ++i) {
      pass(std::chrono::minutes{15});
      engine.run_cycle("clock");
    }
    kept = set(engine, home::ManualKind::hold, 60);
    EXPECT_EQ(engine.snapshot()->measured.size(), 4U);
  }
  Engine again{parts_, {}};
  again.run_cycle("start");
  const auto now = again.snapshot();
  ASSERT_EQ(now->overrides.size(), 1U);
  EXPECT_EQ(now->overrides[0].id, kept.id);
  EXPECT_EQ(now->plan.slots[0].reason.code, home::ReasonCode::manual);
  ASSERT_EQ(now->measured.size(), 4U);
  EXPECT_NEAR(now->measured[0].load.value(), 1.0, 1e-9);
  ASSERT_EQ(now->days.size(), 1U);
  // An hour of one bought kilowatt; without a battery it would have cost as much.
  EXPECT_NEAR(now->days[0].load.value(), 1.0, 1e-9);
  EXPECT_NEAR(now->days[0].cost.value(), 0.30, 1e-9);
  EXPECT_NEAR(now->days[0].no_battery_cost.value(), 0.30, 1e-9);
  EXPECT_FALSE(now->days[0].is_complete);
  EXPECT_GE(now->decisions.size(), 5U);
  // Nobody knows what happened while it was off.
  pass(std::chrono::minutes{15});
  again.run_cycle("clock");
  EXPECT_EQ(again.snapshot()->measured.size(), 5U);
}

TEST_F(EngineTest, DamagedMemoriesAreLeftOut) {
  notebook_.documents = {{"ledger", "{"}, {"overrides", "[]"}};
  notebook_.books["slots"][at("2026-03-02T09:00:00Z")] = "{\"start\": 3}";
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  EXPECT_TRUE(engine.snapshot()->measured.empty());
  EXPECT_TRUE(engine.snapshot()->overrides.empty());
  EXPECT_FALSE(engine.snapshot()->plan.slots.empty());
}

TEST_F(EngineTest, TurnsOfTheClockWithoutACycleAreCounted) {
  Engine engine{parts_, {}};
  engine.run_cycle("start");
  pass(std::chrono::minutes{15});
  engine.run_cycle("clock");
  pass(std::chrono::minutes{8});
  engine.run_cycle("a person asked for it");
  pass(std::chrono::minutes{22});  // late, but within its turn
  engine.run_cycle("clock");
  EXPECT_EQ(engine.snapshot()->missed, 1);
  pass(std::chrono::minutes{60});
  engine.run_cycle("clock");
  EXPECT_EQ(engine.snapshot()->missed, 4);
}

TEST_F(EngineTest, WhatTheSnapshotNoLongerHasIsRemembered) {
  Engine engine{parts_, {.most_measured = 2}};
  const base::Time start = clock_.now();
  for (int quarter = 0; quarter < 8; ++quarter) {
    engine.run_cycle("clock");
    pass(std::chrono::minutes{15});
  }
  ASSERT_EQ(engine.snapshot()->measured.size(), 2U);
  const auto slots = [&](base::Time from, base::Time to, std::size_t most = 100) {
    return remembered_slots(notebook_, from, to, most).value();
  };
  EXPECT_EQ(slots(base::Time{}, clock_.now()).size(), 7U);
  EXPECT_EQ(slots(base::Time{}, clock_.now(), 3).size(), 3U);
  // The one under way at its beginning counts, the one that begins at its end does not.
  const auto some = slots(start + std::chrono::minutes{20}, start + std::chrono::minutes{45});
  ASSERT_EQ(some.size(), 2U);
  EXPECT_EQ(some[0].start, start + std::chrono::minutes{15});
  EXPECT_NEAR(some[0].load.value(), 1.0, 1e-9);
}

TEST(OrderWithoutPlan, DoesWhatIsSetByHand) {
  home::Site site = make_site();
  home::SiteWaterHeater heater;
  heater.id = "tank";
  heater.power = base::Power{2.0};
  site.water_heaters = {heater, heater};
  site.water_heaters[1].id = "other";
  const base::Time now = at("2026-03-02T10:00:00Z");
  const auto wish = [&](const char* device, home::ManualKind kind) {
    home::Override each;
    each.device = device;
    each.kind = kind;
    each.from = now;
    each.until = now + std::chrono::minutes{30};
    return each;
  };
  home::Readings readings;
  readings.batteries.push_back({"home", base::Energy{4.0}, {}, {}, {}, {}});
  const auto order = [&](const std::vector<home::Override>& wishes, base::Time time) {
    return order_without_plan(site, wishes, readings, time);
  };
  std::vector<home::Override> wishes{wish("home", home::ManualKind::charge),
                                     wish("tank", home::ManualKind::on)};
  home::PlanSlot told = order(wishes, now);
  EXPECT_EQ(told.batteries[0].mode, home::Mode::charge);
  EXPECT_EQ(told.batteries[0].charge, base::Power{3.0});
  ASSERT_EQ(told.devices.size(), 1U);  // the other one decides itself
  EXPECT_EQ(told.devices[0].id, "tank");
  EXPECT_EQ(told.devices[0].power, base::Power{2.0});
  wishes[0].target_soc_pct = 40.0;  // it holds as much
  EXPECT_EQ(order(wishes, now).batteries[0].mode, home::Mode::hold);
  wishes[0] = wish("home", home::ManualKind::export_);
  wishes[1].kind = home::ManualKind::off;
  told = order(wishes, now);
  EXPECT_EQ(told.batteries[0].mode, home::Mode::export_);
  EXPECT_EQ(told.batteries[0].discharge, base::Power{3.0});
  EXPECT_EQ(told.devices[0].power, base::Power{});
  told = order(wishes, now + std::chrono::minutes{30});  // over
  EXPECT_EQ(told.batteries[0].mode, home::Mode::self_use);
  EXPECT_TRUE(told.devices.empty());
}

TEST(Trigger, SeesCarsAndSun) {
  Snapshot last;
  last.readings.at = at("2026-03-02T10:00:00Z");
  last.readings.devices.vehicles = {{.id = "car", .is_connected = false}};
  last.outlook.slots = base::SlotGrid::uniform(last.readings.at, std::chrono::minutes{15}, 4);
  for (int t = 0; t < 4; ++t) last.outlook.pv.push_back(base::Power{2.0});
  home::Readings now = last.readings;
  now.at = at("2026-03-02T10:10:00Z");
  const base::Seconds after{300};
  const auto with_pv = [&](double kw) {
    now.counters.pv = base::Energy{kw / 6.0};  // ten minutes
    return find_trigger(last, now, after);
  };
  EXPECT_EQ(with_pv(2.0), "");
  EXPECT_EQ(with_pv(1.65), "");
  EXPECT_EQ(with_pv(1.5), "the sun gives 1.5 kW instead of 2.0 kW");
  EXPECT_EQ(with_pv(2.5), "the sun gives 2.5 kW instead of 2.0 kW");
  // Turned down by the plan: only who buys lacks sun.
  home::PlanSlot down;
  down.start = last.readings.at;
  down.duration = std::chrono::minutes{15};
  down.pv_curtailed = base::Power{1.0};
  last.plan.slots = {down};
  EXPECT_EQ(with_pv(1.0), "");
  EXPECT_EQ(with_pv(2.5), "the sun gives 2.5 kW instead of 2.0 kW");
  now.counters.grid_import = base::Energy{0.1};
  EXPECT_EQ(with_pv(1.0), "the sun gives 1.0 kW instead of 2.0 kW");
  now.counters.grid_import = {};
  last.plan.slots.clear();
  now.at = at("2026-03-02T10:04:00Z");
  EXPECT_EQ(find_trigger(last, now, after), "");  // too early to tell
  now.devices.vehicles[0].is_connected = true;
  EXPECT_EQ(find_trigger(last, now, after), "car was plugged in");
}

}  // namespace
}  // namespace ohmstead::engine
