// The engine on a simulated home with car and tank: what it plans is what happens.
#include <gtest/gtest.h>

#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/engine/engine.hpp"
#include "ohmstead/simulate/simulated_home.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using base::Celsius;
using base::Energy;
using base::Power;
using testing::at;

testing::SampleWeeks sample_with_devices() {
  testing::SampleWeeks sample;
  sample.site.planning.horizon_h = 16.0;
  home::SiteVehicle& car = sample.site.vehicles.emplace_back();
  car.id = "car";
  car.capacity = Energy{50.0};
  car.departures.push_back({home::DayKind::workdays, 8.0, 17.0, Energy{9.0}, 60.0, {}});
  home::Charger& box = sample.site.chargers.emplace_back();
  box.id = "wallbox";
  box.max = Power{7.4};
  home::SiteWaterHeater& tank = sample.site.water_heaters.emplace_back();
  tank.id = "tank";
  tank.power = Power{2.0};
  tank.is_modulating = true;
  tank.tank.emplace();
  tank.tank->volume_l = 200.0;
  tank.tank->loss_w_per_k = 1.5;
  tank.tank->temperature = Celsius{55.0};
  tank.tank->min = Celsius{45.0};
  tank.tank->max = Celsius{65.0};
  home::WaterDraw evening;
  evening.from_h = 19.0;
  evening.to_h = 21.0;
  evening.energy = Energy{3.0};
  tank.draws.push_back(evening);
  return sample;
}

TEST(EngineWithDevices, SeesWhatItPlanned) {
  const testing::SampleWeeks sample = sample_with_devices();
  const base::Zone zone = base::Zone::load(sample.site.timezone).value();
  base::TurnedClock clock;
  clock.time = at("2024-04-02T15:00:00Z");  // Tuesday, 17:00: the car comes back
  const KnownThen known = KnownThen::make(sample.site, sample.history).value();
  SimulatedHome home = SimulatedHome::make(sample.site, sample.history, clock.time, clock).value();
  KnownOutlook outlooks{known};
  engine::Engine engine{{clock, sample.site, zone, home, outlooks}, {}};
  std::optional<double> car_kwh, tank_c;
  double devices_kwh = 0.0;
  for (int quarter = 0; quarter < 66; ++quarter) {
    engine.run_cycle("clock");
    const engine::Snapshot& now = *engine.snapshot();
    ASSERT_EQ(now.plan.status, home::PlanStatus::optimal);
    const home::VehicleReading& car = now.readings.devices.vehicles.at(0);
    const double celsius = now.readings.devices.water_heaters.at(0).temperature->value();
    // Stored as the plan of before said; a tank lives by the minute, a plan by the quarter.
    if (car_kwh && car.soc) {
      EXPECT_NEAR(car.soc->value(), *car_kwh, 1e-6) << quarter;
    }
    if (tank_c) {
      EXPECT_NEAR(celsius, *tank_c, 0.02) << quarter;
    }
    if (car.soc) {
      EXPECT_EQ(now.home.vehicles[0].soc, *car.soc);
    }
    EXPECT_GT(celsius, 44.9);
    // 8:00 local: it leaves with what was wanted.
    if (clock.time == at("2024-04-03T06:00:00Z")) {
      EXPECT_GT(*car_kwh, 29.999);
    }
    EXPECT_EQ(car.is_connected, clock.time < at("2024-04-03T06:00:00Z"));
    const home::PlanSlot& slot = now.plan.slots.front();
    const auto* planned_car = home::find_reading(slot.devices, std::string{"car"});
    car_kwh = planned_car->soc->value();
    tank_c = home::find_reading(slot.devices, std::string{"tank"})->temperature->value();
    clock.time += 15min;
  }
  for (const engine::MeasuredSlot& slot : engine.snapshot()->measured)
    devices_kwh += (slot.drawn * base::hours(slot.duration)).value();
  clock.time -= 15min;
  EXPECT_NEAR(devices_kwh, home.read()->counters.devices.value(), 1e-9);
  EXPECT_GT(devices_kwh, 5.0);
}

}  // namespace
}  // namespace ohmstead::simulate
