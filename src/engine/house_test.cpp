// The home's own rules through the engine: cars by their strategies, hot water against legionella,
// heaters for free energy, open windows, days away, and what of it all survives a restart.
#include "house.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/engine/engine.hpp"
#include "testing/notebook.hpp"
#include "testing/ruled_home.hpp"

namespace ohmstead::engine {
namespace {

using base::Celsius;
using base::Energy;
using base::Power;
using home::ChargeStrategy;
using home::ManualKind;
using home::OverrideSource;
using ::testing::HasSubstr;

using testing::at;
using testing::Devices;
using testing::make_site;
using testing::make_tank;
using testing::Outlooks;

class HouseTest : public ::testing::Test {
 protected:
  HouseTest() {
    devices_.clock = &clock_;
    home::VehicleReading car;
    car.id = "car";
    car.charger = "box";
    car.soc = Energy{20.0};
    devices_.readings.devices.vehicles.push_back(car);
    devices_.readings.load = Power{0.5};
    devices_.readings.grid_import = Power{0.5};
  }
  void begin(Stage stage) {
    engine_.emplace(Parts{clock_, site_, zone_, devices_, outlooks_, nullptr, &memory_},
                    EngineOptions{.stage = stage});
  }
  Engine& engine() {
    if (!engine_) begin(EngineOptions{}.stage);
    return *engine_;
  }
  const Snapshot& cycle() {
    engine().run_cycle("test");
    return *engine().snapshot();
  }
  void restart() { engine_.reset(); }
  void pass(std::chrono::minutes time) { clock_.time += time; }
  static home::OverrideWish by_hand(const std::string& device, ManualKind kind) {
    home::OverrideWish wish;
    wish.device = device;
    wish.kind = kind;
    return wish;
  }
  std::int64_t ask(const home::OverrideWish& wish) {
    return engine().overrides().add(*home::make_override(site_, wish, clock_.time)).id;
  }
  void choose(ChargeStrategy strategy) { engine().set_wishes({{{"car", strategy}}, {}}); }
  // kW of the car, slot by slot, as planned.
  static std::vector<double> planned_kw(const Snapshot& now, const std::string& id) {
    std::vector<double> all;
    for (const home::PlanSlot& slot : now.plan.slots)
      all.push_back(home::find_reading(slot.devices, id)->power.value());
    return all;
  }
  static std::vector<std::string> rules(const Snapshot& now) {
    std::vector<std::string> all;
    for (const home::Override& each : now.overrides) {
      if (each.source == OverrideSource::rule && each.from <= now.made_at)
        all.push_back(each.device + " " +
                      std::string{names_of(each.kind)[static_cast<std::size_t>(each.kind)]});
    }
    return all;
  }

  base::TurnedClock clock_{at("2026-03-02T10:00:00Z")};
  home::Site site_ = make_site();
  base::Zone zone_ = base::Zone::utc();
  Devices devices_;
  Outlooks outlooks_;
  testing::Notebook memory_;
  std::optional<Engine> engine_;
};

TEST_F(HouseTest, ACarIsChargedByItsStrategy) {
  const auto in_sun = [](const Snapshot& now) {
    double kwh = 0.0, all = 0.0;
    const auto kw = planned_kw(now, "car");
    for (std::size_t t = 0; t < kw.size(); ++t) {
      const double surplus = now.home.pv[t].value() - now.home.load[t].value();
      EXPECT_LE(kw[t], std::max(0.0, surplus) + 1e-6) << t;
      all += kw[t];
      kwh += std::min(kw[t], std::max(0.0, surplus));
    }
    return kwh / all;
  };
  choose(ChargeStrategy::solar_only);
  EXPECT_NEAR(in_sun(cycle()), 1.0, 1e-6);
  EXPECT_THAT(devices_.sun_only, ::testing::ElementsAre("car"));
  choose(ChargeStrategy::as_soon_as_possible);
  const Snapshot& soon = cycle();
  EXPECT_THAT(rules(soon), ::testing::ElementsAre("car charge"));
  const auto kw = planned_kw(soon, "car");
  EXPECT_NEAR(kw[0], 7.0, 1e-6);
  EXPECT_NEAR(kw[2], 7.0, 1e-6);  // 10 kWh at 7 kW
  EXPECT_NEAR(devices_.told_kw("car"), 7.0, 1e-6);
  EXPECT_TRUE(devices_.sun_only.empty());
  // It has what it needs: the plan decides again.
  pass(std::chrono::hours{2});
  devices_.car().soc = Energy{30.0};
  EXPECT_TRUE(rules(cycle()).empty());
  pass(std::chrono::hours{2});
  devices_.car().soc = Energy{20.0};
  choose(ChargeStrategy::cheap_hours);
  const Snapshot& cheap = cycle();
  const auto at_night = planned_kw(cheap, "car");
  for (std::size_t t = 0; t < 17 * 2; ++t) {
    const bool is_cheap = cheap.home.prices.import[t].value() < 0.2;
    EXPECT_TRUE(is_cheap || at_night[t] < 1e-6) << t;
  }
}

// What somebody sets goes before the strategy, and is told so.
TEST_F(HouseTest, ByHandACarChargesWithoutTheSun) {
  choose(ChargeStrategy::solar_only);
  (void)cycle();
  EXPECT_EQ(devices_.told_kw("car"), 0.0);
  (void)ask(by_hand("car", ManualKind::charge));
  const Snapshot& now = cycle();
  EXPECT_NEAR(devices_.told_kw("car"), 7.0, 1e-6);
  EXPECT_TRUE(home::find_reading(devices_.told.back().devices, "car")->is_set_by_hand);
  EXPECT_GT(now.plan.slots[0].grid_import.value(), 6.0);
}

TEST_F(HouseTest, WishesSurviveARestartAndAreChecked) {
  choose(ChargeStrategy::cheap_hours);
  (void)cycle();
  restart();
  EXPECT_EQ(strategy_of(engine().wishes(), site_.vehicles[0]), ChargeStrategy::cheap_hours);
  const auto bad = home::read_house_wishes(
      R"({"cars":[{"car":"van","strategy":"smart"},{"car":"car","strategy":"fast"}],)"
      R"("away":{"from":"2026-03-02T00:00:00Z","until":"2026-03-01T00:00:00Z"}})",
      site_);
  ASSERT_FALSE(bad);
  for (const char* part : {"'van' is no car", "strategy", "away.until"})
    EXPECT_THAT(bad.error().message, HasSubstr(part));
}

TEST_F(HouseTest, ACarThatFallsAsleepIsCountedOnOverARestart) {
  devices_.car().power = Power{7.0};
  (void)cycle();
  devices_.car().soc.reset();
  for (int i = 0; i < 6; ++i) {
    pass(std::chrono::minutes{10});
    devices_.car().power = Power{7.0 + 0.01 * (i % 2)};
    (void)cycle();
    if (i == 2) restart();
  }
  const CarNow& car = engine().snapshot()->cars.front();
  EXPECT_TRUE(car.is_soc_estimated);
  EXPECT_EQ(*car.soc_at, at("2026-03-02T10:00:00Z"));
  // Ten minutes of the restart are not known.
  EXPECT_NEAR(car.soc->value(), 20.0 + 7.0 * 50.0 / 60.0, 0.1);
  EXPECT_NEAR(engine().snapshot()->home.vehicles[0].soc.value(), car.soc->value(), 1e-9);
}

TEST_F(HouseTest, WhatSomebodyReadOffACarIsPlannedWith) {
  devices_.car().soc.reset();
  (void)cycle();
  engine().tell_soc({"car", 40.0});
  pass(std::chrono::minutes{1});
  (void)cycle();
  const CarNow& car = engine().snapshot()->cars.front();
  ASSERT_TRUE(car.soc);
  EXPECT_NEAR(car.soc->value(), 20.0, 1e-9);
  EXPECT_TRUE(car.is_soc_estimated);
  EXPECT_NEAR(engine().snapshot()->home.vehicles[0].soc.value(), 20.0, 1e-9);
}

TEST_F(HouseTest, SomethingToTellMakesACycle) {
  EXPECT_EQ(cycle().cars.front().alarm, "");
  clock_.time = at("2026-03-03T06:00:00Z");  // an hour before it leaves: 10 kWh at 7 kW
  const Snapshot before = cycle();
  EXPECT_THAT(before.cars.front().alarm, HasSubstr("3.0 kWh are missing"));
  EXPECT_THAT(before.cars.front().alarm, HasSubstr("it would need 10.0 kW instead of 7.0 kW"));
}

TEST_F(HouseTest, TheNextCarIsCalledWhenTheFirstIsDone) {
  home::SiteVehicle second = site_.vehicles[0];
  second.id = "van";
  site_.vehicles.push_back(second);
  devices_.car().soc = Energy{30.0};
  home::VehicleReading van;
  van.id = "van";
  van.is_connected = false;
  van.soc = Energy{10.0};
  devices_.readings.devices.vehicles.push_back(van);
  EXPECT_EQ(cycle().cars[1].notice, "");
  pass(std::chrono::minutes{14});
  EXPECT_EQ(cycle().cars[1].notice, "");
  restart();  // it does not begin to wait anew
  EXPECT_EQ(cycle().cars[1].notice, "");
  pass(std::chrono::minutes{2});
  const Snapshot& later = cycle();
  EXPECT_THAT(later.cars[1].notice, HasSubstr("car has what it needs: plug in van instead"));
  EXPECT_GT(later.cars[1].urgency, 0.0);
  // It is plugged in: nothing is left to be told.
  devices_.car(1).is_connected = true;
  devices_.car(1).charger = "box";
  devices_.car(0).is_connected = false;
  EXPECT_EQ(cycle().cars[1].notice, "");
}

TEST_F(HouseTest, WaterIsMadeHotInTimeAndItIsRememberedOverARestart) {
  site_.vehicles.clear();
  devices_.readings.devices.vehicles.clear();
  site_.water_heaters.push_back(make_tank("tank"));
  site_.water_heaters[0].hygiene.emplace();
  home::WaterHeaterReading tank;
  tank.id = "tank";
  tank.temperature = Celsius{50.0};
  devices_.readings.devices.water_heaters.push_back(tank);
  EXPECT_TRUE(rules(cycle()).empty());
  clock_.time = at("2026-03-08T12:00:00Z");
  restart();
  const Snapshot& due_soon = cycle();
  ASSERT_FALSE(due_soon.overrides.empty());
  const home::Override run = due_soon.overrides.front();
  EXPECT_EQ(run.kind, ManualKind::on);
  EXPECT_THAT(run.why, HasSubstr("legionella"));
  // The sun of today and the night are both cheap; the run lies in one of them, before it is due.
  EXPECT_LE(run.until, at("2026-03-09T10:00:00Z"));
  clock_.time = run.from;
  restart();
  EXPECT_THAT(rules(cycle()), ::testing::ElementsAre("tank on"));
  EXPECT_NEAR(devices_.told_kw("tank"), 3.0, 1e-6);
  devices_.readings.devices.water_heaters[0].temperature = Celsius{60.5};
  for (int i = 0; i < 4; ++i) {
    pass(std::chrono::minutes{10});
    (void)cycle();
  }
  EXPECT_TRUE(rules(*engine().snapshot()).empty());
  // What people set goes before it.
  clock_.time = at("2026-03-20T12:00:00Z");
  devices_.readings.devices.water_heaters[0].temperature = Celsius{50.0};
  EXPECT_THAT(rules(cycle()), ::testing::ElementsAre("tank on"));
  (void)ask(by_hand("tank", ManualKind::off));
  EXPECT_TRUE(rules(cycle()).empty());
  EXPECT_NEAR(devices_.told_kw("tank"), 0.0, 1e-9);
}

TEST_F(HouseTest, WaterIsNotLetGoColdWhateverThePlanSays) {
  site_.water_heaters.push_back(make_tank("tank"));
  home::WaterHeaterReading tank;
  tank.id = "tank";
  tank.temperature = Celsius{50.0};
  devices_.readings.devices.water_heaters.push_back(tank);
  auto& measured_c = devices_.readings.devices.water_heaters[0].temperature;
  EXPECT_TRUE(rules(cycle()).empty());
  EXPECT_NEAR(devices_.told_kw("tank"), 0.0, 1e-9);
  // More is drawn than anybody knew, while no new plan can be made.
  outlooks_.is_silent = true;
  pass(std::chrono::minutes{5});
  measured_c = Celsius{39.8};
  EXPECT_TRUE(rules(cycle()).empty());
  measured_c = Celsius{39.5};
  EXPECT_THAT(rules(cycle()), ::testing::ElementsAre("tank on"));
  EXPECT_NEAR(devices_.told_kw("tank"), 3.0, 1e-6);
  measured_c = Celsius{40.4};
  EXPECT_THAT(rules(cycle()), ::testing::ElementsAre("tank on"));
  measured_c = Celsius{40.6};
  EXPECT_TRUE(rules(cycle()).empty());
  // A sensor that tells of ice is broken; people and days away go before it.
  measured_c = Celsius{0.0};
  EXPECT_TRUE(rules(cycle()).empty());
  measured_c = Celsius{35.0};
  engine().set_wishes({{}, home::Away{clock_.time, clock_.time + std::chrono::days{2}}});
  EXPECT_TRUE(rules(cycle()).empty());
  engine().set_wishes({});
  (void)ask(by_hand("tank", ManualKind::off));
  EXPECT_TRUE(rules(cycle()).empty());
  EXPECT_NEAR(devices_.told_kw("tank"), 0.0, 1e-9);
}

TEST_F(HouseTest, HeatersTakeWhatIsFreeAndStopWithoutSwitchingToAndFro) {
  site_.pv.emplace();
  site_.water_heaters.push_back(make_tank("tank"));
  home::SurplusHeating wish;
  wish.rules.emplace_back().pv_above = Power{5.0};
  site_.water_heaters[0].surplus = wish;
  site_.water_heaters[0].tank->min.reset();
  home::WaterHeaterReading tank;
  tank.id = "tank";
  tank.temperature = Celsius{50.0};
  devices_.readings.devices.water_heaters.push_back(tank);
  EXPECT_TRUE(rules(cycle()).empty());
  devices_.readings.pv = Power{6.0};
  EXPECT_THAT(rules(cycle()), ::testing::ElementsAre("tank on"));
  devices_.readings.devices.water_heaters[0].power = Power{3.0};
  devices_.readings.pv = Power{4.7};
  pass(std::chrono::minutes{10});
  EXPECT_THAT(rules(cycle()), ::testing::ElementsAre("tank on"));
  devices_.readings.pv = Power{2.0};
  pass(std::chrono::minutes{10});
  EXPECT_TRUE(rules(cycle()).empty());
}

TEST_F(HouseTest, NobodyHeatsAtAnOpenWindow) {
  home::SiteZone room;
  room.id = "room";
  room.temperature = Celsius{20.0};
  room.capacity_kwh_per_k = 0.5;
  room.loss_kw_per_k = 0.1;
  room.low.push_back(Celsius{20.0});
  room.low_price_per_k_h = 5.0;
  room.window.emplace();
  site_.zones.push_back(room);
  home::SiteHeatSource heater;
  heater.id = "heater";
  heater.zone = "room";
  heater.power = Power{2.0};
  site_.heat_sources.push_back(heater);
  devices_.readings.devices.zones = {{"room", Celsius{19.0}, {}}};
  home::HeatSourceReading reading;
  reading.id = "heater";
  devices_.readings.devices.heat_sources = {reading};
  EXPECT_TRUE(rules(cycle()).empty());
  EXPECT_GT(devices_.told_kw("heater"), 1.0);
  devices_.readings.devices.zones[0].temperature = Celsius{16.0};
  pass(std::chrono::minutes{3});
  EXPECT_THAT(rules(cycle()), ::testing::ElementsAre("heater off"));
  EXPECT_NEAR(devices_.told_kw("heater"), 0.0, 1e-9);
  pass(std::chrono::minutes{31});
  EXPECT_TRUE(rules(cycle()).empty());
  EXPECT_GT(devices_.told_kw("heater"), 1.0);
  // Days away: cooler is warm enough.
  engine().set_wishes({{}, home::Away{clock_.time, clock_.time + std::chrono::days{5}}});
  const Snapshot& away = cycle();
  EXPECT_NEAR(away.home.zones[0].low[40].value(), 15.0, 1e-9);
}

TEST_F(HouseTest, PeopleAreObeyedWhileNoPlanCanBeMade) {
  (void)cycle();
  outlooks_.is_silent = true;
  pass(std::chrono::minutes{15});
  (void)ask(by_hand("car", ManualKind::charge));
  (void)cycle();
  EXPECT_NEAR(devices_.told_kw("car"), 7.0, 1e-9);
  // The last plan has ended, too.
  clock_.time = at("2026-03-06T10:00:00Z");
  (void)ask(by_hand("car", ManualKind::off));
  (void)cycle();
  EXPECT_NEAR(devices_.told_kw("car"), 0.0, 1e-9);
}

TEST_F(HouseTest, WhatBeatsEndsWhenNobodyAsksAgain) {
  home::OverrideWish wish = by_hand("car", ManualKind::off);
  wish.heartbeat_s = 300.0;
  const auto count = [&] {
    return engine().overrides().list(clock_.time, clock_.time + std::chrono::hours{1}).size();
  };
  const std::int64_t id = ask(wish);
  EXPECT_EQ(cycle().next_at, clock_.time + std::chrono::minutes{5});
  for (int i = 0; i < 24; ++i) {  // two hours, and a restart
    pass(std::chrono::minutes{4});
    EXPECT_EQ(ask(wish), id);
    EXPECT_EQ(count(), 1U);
    if (i == 12) restart();
  }
  pass(std::chrono::minutes{5});
  EXPECT_EQ(count(), 0U);
  EXPECT_NE(ask(wish), id);
}

TEST_F(HouseTest, WhatOthersSetIsBroughtBack) {
  begin(Stage::full);
  devices_.set_by_others = "somebody's";
  (void)cycle();
  devices_.set_by_others.clear();
  restart();
  begin(Stage::full);
  EXPECT_EQ(devices_.set_by_others, "somebody's");
}

}  // namespace
}  // namespace ohmstead::engine
