// Meters at fault: what they tell, and that the engine goes on and says so.
#include "meter_faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/engine/engine.hpp"
#include "ohmstead/simulate/simulated_home.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using base::Energy;
using base::Power;
using base::Time;
using engine::Health;
using home::FaultKind;
using testing::at;
using ::testing::HasSubstr;

home::Readings make_readings(Time now, double kwh) {
  home::Readings readings;
  readings.at = now;
  readings.load = Power{1.0};
  readings.counters.load = readings.counters.grid_import = Energy{kwh};
  readings.batteries.push_back({"battery", Energy{5.0}, Power{2.0}, {}, Energy{kwh}, {}});
  readings.devices.vehicles = {{.id = "car", .soc = Energy{20.0}, .charged = Energy{kwh}}};
  return readings;
}

class Faults : public ::testing::Test {
 protected:
  void add(const char* device, FaultKind kind) {
    simulation_.faults.push_back(
        {device, kind, at("2024-04-03T10:00:00Z"), at("2024-04-03T11:00:00Z")});
    faults_.emplace(simulation_);
  }
  home::Readings at_minute(int minute) {
    const Time now = at("2024-04-03T10:00:00Z") + minute * 1min;
    return faults_->falsify(make_readings(now, 100.0 + minute)).value();
  }
  home::Simulation simulation_;
  std::optional<MeterFaults> faults_;
};

TEST_F(Faults, BeginAndEnd) {
  add("battery", FaultKind::zero);
  EXPECT_EQ(at_minute(-1).batteries[0].soc, Energy{5.0});
  EXPECT_EQ(at_minute(0).batteries[0].soc, Energy{});
  EXPECT_EQ(at_minute(0).counters.load, Energy{100.0});
  EXPECT_EQ(at_minute(59).batteries[0].charged, Energy{});
  EXPECT_EQ(at_minute(60).batteries[0].soc, Energy{5.0});
}

TEST_F(Faults, FrozenMetersRepeatThemselves) {
  add("meter", FaultKind::frozen);
  (void)at_minute(2);
  const home::Readings later = at_minute(30);
  EXPECT_EQ(later.counters.load, Energy{102.0});
  EXPECT_EQ(later.batteries[0].charged, Energy{130.0});
  EXPECT_EQ(later.at, at("2024-04-03T10:30:00Z"));
  EXPECT_EQ(at_minute(60).counters.load, Energy{160.0});
}

TEST_F(Faults, MissingDevicesAreNotInTheirList) {
  add("car", FaultKind::missing);
  EXPECT_TRUE(at_minute(5).devices.vehicles.empty());
  EXPECT_EQ(at_minute(5).batteries.size(), 1U);
  add("meter", FaultKind::missing);
  EXPECT_FALSE(faults_->falsify(make_readings(at("2024-04-03T10:05:00Z"), 1.0)));
}

TEST_F(Faults, CountersBeginAnewForGood) {
  add("all", FaultKind::reset);
  (void)at_minute(0);
  EXPECT_EQ(at_minute(10).counters.load, Energy{10.0});
  EXPECT_EQ(at_minute(90).counters.grid_import, Energy{90.0});
  EXPECT_EQ(at_minute(90).devices.vehicles[0].charged, Energy{90.0});
  EXPECT_EQ(at_minute(90).batteries[0].soc, Energy{5.0});
}

TEST_F(Faults, NoiseIsOfPowersAlone) {
  simulation_.noise_pct = 10.0;
  add("battery", FaultKind::missing);
  double sum = 0.0;
  for (int minute = 100; minute < 300; ++minute) {
    const home::Readings readings = at_minute(minute);
    EXPECT_NEAR(readings.load.value(), 1.0, 0.1);
    EXPECT_EQ(readings.counters.load, Energy{100.0 + minute});
    sum += std::abs(readings.load.value() - 1.0);
  }
  EXPECT_NEAR(sum / 200.0, 0.05, 0.01);
}

// The engine on a home with battery, car and tank whose meters are at fault for two hours.
struct Trouble {
  testing::SampleWeeks sample;
  base::Zone zone = base::Zone::load(sample.site.timezone).value();
  base::TurnedClock clock;
  std::optional<KnownThen> known;
  std::optional<SimulatedHome> home;
  std::optional<KnownOutlook> outlooks;
  std::optional<engine::Engine> engine;
  std::string told;  // of the devices while the fault lasted

  Trouble(const char* device, FaultKind kind) {
    home::SiteVehicle& car = sample.site.vehicles.emplace_back();
    car.id = "car";
    car.capacity = Energy{50.0};
    car.departures.push_back({home::DayKind::workdays, 7.0, 16.0, Energy{9.0}, 80.0, {}});
    home::Charger& box = sample.site.chargers.emplace_back();
    box.id = "wallbox";
    box.max = Power{7.4};
    home::SiteWaterHeater& tank = sample.site.water_heaters.emplace_back();
    tank.id = "tank";
    tank.power = Power{2.0};
    tank.tank.emplace();
    tank.tank->volume_l = 200.0;
    tank.tank->temperature = base::Celsius{50.0};
    tank.tank->min = base::Celsius{45.0};
    tank.tank->max = base::Celsius{65.0};
    sample.site.simulation.faults.push_back(
        {device, kind, at("2024-04-03T19:00:00Z"), at("2024-04-03T21:00:00Z")});
    sample.site.planning.horizon_h = 3.0;
    clock.time = at("2024-04-03T18:30:00Z");
    known.emplace(KnownThen::make(sample.site, sample.history).value());
    home.emplace(SimulatedHome::make(sample.site, sample.history, clock.time, clock).value());
    outlooks.emplace(*known);
    engine.emplace(engine::Parts{clock, sample.site, zone, *home, *outlooks},
                   engine::EngineOptions{});
  }
  // Two cycles before the fault, two hours of it, and half an hour after it.
  void live() {
    for (int cycle = 0; cycle < 13; ++cycle) {
      engine->run_cycle("clock");
      const engine::Snapshot& now = *engine->snapshot();
      EXPECT_EQ(now.planned_at, now.made_at) << "cycle " << cycle;
      const engine::Component& devices = now.components.front();
      EXPECT_EQ(devices.name, "devices");
      const bool is_faulty = cycle >= 2 && cycle <= 10;  // and the first cycle after it
      if (!is_faulty) {
        EXPECT_EQ(devices.health, Health::ok) << cycle << devices.text;
      } else if (devices.health != Health::ok && told.find(devices.text) == std::string::npos) {
        told += devices.text + "\n";
      }
      check(now);
      clock.time += 15min;
    }
  }
  static void check(const engine::Snapshot& now) {
    ASSERT_EQ(now.readings.batteries.size(), 1U);
    EXPECT_GE(now.home.batteries[0].soc.value(), 0.0);
    EXPECT_LE(now.home.batteries[0].soc.value(), 10.0);
    EXPECT_GE(now.home.vehicles[0].soc.value(), 0.0);
    EXPECT_LE(now.home.vehicles[0].soc.value(), 50.0);
    EXPECT_GE(now.home.water_heaters[0].tank->temperature.value(), 20.0);
    EXPECT_LE(now.home.water_heaters[0].tank->temperature.value(), 80.0);
    for (const engine::MeasuredSlot& slot : now.measured) {
      EXPECT_LE(slot.grid_import.value(), 20.0);
      EXPECT_LE(std::abs(slot.cost.value()), 5.0);
    }
  }
};

TEST(EngineInTrouble, SurvivesEachFaultOfEachDeviceAndSaysSo) {
  struct Row {
    const char* device;
    FaultKind kind;
    const char* told;  // empty: nothing needs to be said
  };
  for (const Row& row :
       {Row{"battery", FaultKind::missing, "battery does not answer: check its connection"},
        {"battery", FaultKind::frozen, "battery has told the same for ten minutes or more"},
        {"battery", FaultKind::zero, "battery tells 0.0 kWh, which cannot be"},
        {"battery", FaultKind::spike, "battery tells"},
        {"battery", FaultKind::reset, ""},
        {"car", FaultKind::missing, "car does not answer"},
        {"car", FaultKind::frozen, ""},
        {"car", FaultKind::zero, "car tells 0.0 kWh, which cannot be"},
        {"car", FaultKind::spike, "car tells 100000 kW: check its charger"},
        {"car", FaultKind::reset, ""},
        {"tank", FaultKind::missing, "tank does not answer"},
        {"tank", FaultKind::frozen, ""},
        {"tank", FaultKind::zero, "tank tells 0 deg C, which cannot be"},
        {"tank", FaultKind::spike, "tank tells 999 deg C, which cannot be"},
        {"tank", FaultKind::reset, ""},
        {"meter", FaultKind::missing, "no readings: the meter does not answer"},
        {"meter", FaultKind::frozen, "the meter has told the same for ten minutes or more"},
        {"meter", FaultKind::zero, "the meter's counters jumped"},
        {"meter", FaultKind::spike, "the meter tells powers that no house has"},
        {"meter", FaultKind::reset, "the meter's counters jumped"},
        {"all", FaultKind::missing, "no readings: the meter does not answer"},
        {"all", FaultKind::zero, "cannot be"},
        {"all", FaultKind::spike, "no house has"},
        {"all", FaultKind::frozen, "told the same"},
        {"all", FaultKind::reset, "jumped"}}) {
    SCOPED_TRACE(std::string{row.device} + " " +
                 std::string{names_of(row.kind)[static_cast<std::size_t>(row.kind)]});
    Trouble trouble{row.device, row.kind};
    trouble.live();
    EXPECT_THAT(trouble.told, HasSubstr(row.told));
  }
}

// Nobody knows when within the fault it flowed, so that it has no price.
TEST(EngineInTrouble, DoesNotBookWhatAMeterAtFaultHid) {
  double truth = 0.0;
  const auto imported = [&](FaultKind kind) {
    Trouble trouble{"meter", kind};
    trouble.live();
    double kwh = 0.0;
    for (const engine::MeasuredSlot& slot : trouble.engine->snapshot()->measured) {
      kwh += (slot.grid_import * base::hours(slot.duration)).value();
      EXPECT_FALSE(slot.start >= at("2024-04-03T19:15:00Z") &&
                   slot.start < at("2024-04-03T21:00:00Z"));
    }
    trouble.clock.time -= 15min;  // of the last cycle
    truth = trouble.home->read().value().counters.grid_import.value();
    return kwh;
  };
  const double frozen = imported(FaultKind::frozen);
  EXPECT_NEAR(imported(FaultKind::missing), frozen, 1e-9);
  EXPECT_GT(frozen, 0.1);
  EXPECT_LT(frozen, truth);
}

}  // namespace
}  // namespace ohmstead::simulate
