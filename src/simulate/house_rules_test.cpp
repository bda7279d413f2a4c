// The home's own rules on the simulated home, through drivers: cars that share a charger, the sun
// alone, water against legionella, rooms while the planner is dead.
#include <gtest/gtest.h>

#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/engine/driven_home.hpp"
#include "ohmstead/engine/engine.hpp"
#include "ohmstead/simulate/simulated_driver.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using base::Celsius;
using base::Energy;
using base::Power;
using testing::at;

// May fall silent: no prices, so no plan.
struct MortalOutlook final : ports::OutlookSource {
  const ports::OutlookSource* inner = nullptr;
  bool is_dead = false;
  base::Result<home::Outlook> outlook(base::Time now) override {
    if (is_dead) return base::fail(base::ErrorKind::not_found, "no prices");
    return const_cast<ports::OutlookSource*>(inner)->outlook(now);
  }
};

// Heaters that are switched by a relay and have no thermostat.
class Relays final : public ports::DeviceDriver {
 public:
  explicit Relays(SimulatedDriver& inner) : inner_{&inner} {}
  [[nodiscard]] std::string name() const override { return inner_->name(); }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override {
    auto all = inner_->abilities();
    for (home::Abilities& each : all) {
      if (each.device == "heater") each.verbs = {home::Verb::off, home::Verb::on};
    }
    return all;
  }
  base::Result<void> read(ports::Measured& into) override { return inner_->read(into); }
  base::Result<void> write(const home::Command& command) override { return inner_->write(command); }

 private:
  SimulatedDriver* inner_;
};

home::SiteVehicle make_car(const char* id) {
  home::SiteVehicle car;
  car.id = id;
  car.capacity = Energy{40.0};
  car.initial_soc_pct = 30.0;
  car.charge_efficiency = base::Ratio{0.9};
  car.departures.push_back({home::DayKind::all, 7.0, 17.0, Energy{8.0}, 60.0, {}});
  return car;
}

class RuledHome : public ::testing::Test {
 protected:
  RuledHome() {
    sample_.site.planning.step_min = 60;
    sample_.site.planning.horizon_h = 24.0;
    sample_.site.service.plan_within_s = 0.1;
    sample_.site.outdoor = Celsius{-5.0};
  }
  void add_cars(std::initializer_list<const char*> ids) {
    home::Charger box;
    box.id = "box";
    box.min = Power{1.4};
    box.max = Power{7.4};
    sample_.site.chargers.push_back(box);
    for (const char* id : ids) sample_.site.vehicles.push_back(make_car(id));
  }
  void begin(const char* start) {
    clock_.time = at(start);
    known_.emplace(KnownThen::make(sample_.site, sample_.history).value());
    known_outlook_.emplace(*known_);
    outlooks_.inner = &*known_outlook_;
    house_.emplace(SimulatedHome::make(sample_.site, sample_.history, clock_.time, clock_).value());
    driver_.emplace(sample_.site, *house_);
    relays_.emplace(*driver_);
    driven_ = engine::DrivenHome::make(clock_, zone_, control::limits_of(sample_.site), {&*relays_})
                  .value();
    engine_.emplace(engine::Parts{clock_, sample_.site, zone_, *driven_, outlooks_},
                    engine::EngineOptions{});
  }
  // Calls `watch` with the true readings each minute.
  template <class Watch>
  void live(std::chrono::minutes time, const Watch& watch) {
    for (auto passed = 0min; passed < time; passed += 1min) {
      if (passed % 60min == 0min) {
        engine_->run_cycle("clock");
      } else {
        (void)driven_->read();
        driven_->keep_up();
      }
      clock_.time += 1min;
      watch(*house_->read());
    }
  }

  testing::SampleWeeks sample_;
  base::Zone zone_ = base::Zone::load(sample_.site.timezone).value();
  base::TurnedClock clock_;
  std::optional<KnownThen> known_;
  std::optional<KnownOutlook> known_outlook_;
  MortalOutlook outlooks_;
  std::optional<SimulatedHome> house_;
  std::optional<SimulatedDriver> driver_;
  std::optional<Relays> relays_;
  std::unique_ptr<engine::DrivenHome> driven_;
  std::optional<engine::Engine> engine_;
};

TEST_F(RuledHome, TwoCarsOnOneChargerBothHaveWhatTheyNeed) {
  add_cars({"a", "b"});
  sample_.site.vehicles[0].strategy = home::ChargeStrategy::as_soon_as_possible;
  begin("2024-04-02T15:00:00Z");  // home at 17:00
  double most_kw = 0.0;
  live(13h + 59min, [&](const home::Readings& now) {
    double kw = 0.0;
    for (const auto& car : now.devices.vehicles) kw += car.power.value();
    most_kw = std::max(most_kw, kw);
  });
  const auto now = house_->read();
  for (const auto& car : now->devices.vehicles)
    EXPECT_GE(car.soc->value(), 0.6 * 40.0 - 0.3) << car.id;
  EXPECT_LE(most_kw, 7.4 + 1e-6);
  for (const engine::CarNow& car : engine_->snapshot()->cars) EXPECT_EQ(car.alarm, "");
}

TEST_F(RuledHome, TheSunAloneChargesACarThatShallUseNothingElse) {
  add_cars({"car"});
  sample_.site.chargers[0].min = Power{0.4};
  home::SiteVehicle& car = sample_.site.vehicles[0];
  car.departures[0].leave_h = 20.0;
  car.departures[0].back_h = 21.0;
  car.departures[0].target_soc_pct.reset();
  car.strategy = home::ChargeStrategy::solar_only;
  car.end_value = base::EnergyPrice{0.5};
  begin("2024-04-03T04:00:00Z");
  double car_kwh = 0.0, not_sun_kwh = 0.0;
  live(12h, [&](const home::Readings& now) {
    const double kw = now.devices.vehicles[0].power.value();
    double others = now.grid_import.value();
    for (const auto& battery : now.batteries) others += battery.discharge.value();
    car_kwh += kw / 60.0;
    not_sun_kwh += std::min(kw, std::max(0.0, others)) / 60.0;
  });
  EXPECT_GT(car_kwh, 2.0);
  EXPECT_LT(not_sun_kwh, 0.15 * car_kwh);
}

TEST_F(RuledHome, WaterIsMadeHotOnceInItsTimeAndNotMore) {
  home::SiteWaterHeater heater;
  heater.id = "tank";
  heater.power = Power{2.0};
  heater.tank.emplace();
  heater.tank->capacity_kwh_per_k = 0.2;
  heater.tank->loss_w_per_k = 2.0;
  heater.tank->temperature = Celsius{48.0};
  heater.tank->min = Celsius{45.0};
  heater.tank->max = Celsius{65.0};
  heater.hygiene.emplace();
  heater.hygiene->every_days = 1.0;
  sample_.site.water_heaters.push_back(heater);
  begin("2024-04-02T22:00:00Z");
  int hot_min = 0, longest_min = 0, since_hot_min = 0, longest_without_min = 0;
  live(36h, [&](const home::Readings& now) {
    const bool is_hot = now.devices.water_heaters[0].temperature->value() >= 59.5;
    hot_min = is_hot ? hot_min + 1 : 0;
    longest_min = std::max(longest_min, hot_min);
    since_hot_min = hot_min >= 30 ? 0 : since_hot_min + 1;
    longest_without_min = std::max(longest_without_min, since_hot_min);
  });
  EXPECT_GE(longest_min, 30);
  EXPECT_LE(longest_without_min, 24 * 60 + 60);
}

TEST_F(RuledHome, RoomsStayWarmWhileThePlannerIsDeadAndNeverFreeze) {
  home::SiteZone room;
  room.id = "room";
  room.temperature = Celsius{20.0};
  room.capacity_kwh_per_k = 1.0;
  room.loss_kw_per_k = 0.1;
  room.low.push_back(Celsius{19.0});
  room.low_price_per_k_h = 1.0;
  sample_.site.zones.push_back(room);
  home::SiteHeatSource heater;
  heater.id = "heater";
  heater.zone = "room";
  heater.power = Power{4.0};
  sample_.site.heat_sources.push_back(heater);
  begin("2024-04-02T22:00:00Z");
  outlooks_.is_dead = true;
  double coldest_c = 99.0;
  int switched = 0;
  double last_kw = 0.0;
  const auto watch = [&](const home::Readings& now) {
    coldest_c = std::min(coldest_c, now.devices.zones[0].temperature->value());
    const double kw = now.devices.heat_sources[0].power.value();
    if ((kw > 0.1) != (last_kw > 0.1)) ++switched;
    last_kw = kw;
  };
  live(24h, watch);
  EXPECT_GE(coldest_c, 18.5);
  EXPECT_LE(switched, 120);
  // Somebody turns it off for days and leaves the window open a crack: no frost all the same.
  home::OverrideWish wish;
  wish.kind = home::ManualKind::off;
  wish.device = "heater";
  wish.until = clock_.time + std::chrono::days{5};
  (void)engine_->overrides().add(*home::make_override(sample_.site, wish, clock_.time));
  coldest_c = 99.0;
  live(48h, watch);
  EXPECT_LT(coldest_c, 8.0);  // it was obeyed
  EXPECT_GE(coldest_c, 4.5);
}

}  // namespace
}  // namespace ohmstead::simulate
