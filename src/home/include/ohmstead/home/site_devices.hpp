// Cars, hot water, rooms and machines in a site file: what does not change from cycle to cycle.
//
// Each is the device of a case with what a household knows of its weeks instead of instants: when
// the car leaves, when water is drawn, when a room shall be warm. States stand for what is assumed
// while nothing is measured. Series hold at most one number, which counts always. Units: kW, kWh,
// litres, deg C, hours of the local clock. Thread rule: plain values.
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/home/appliance.hpp"
#include "ohmstead/home/local_window.hpp"
#include "ohmstead/home/vehicle.hpp"
#include "ohmstead/home/water_heater.hpp"
#include "ohmstead/home/zone.hpp"

namespace ohmstead::home {

// Away from `leave_h` to the next `back_h`, on each day of its kind.
struct Departure {
  DayKind days = DayKind::all;
  double leave_h = 0.0;
  double back_h = 0.0;
  base::Energy energy;                     // driven
  std::optional<double> target_soc_pct;    // wanted when it leaves
  std::optional<base::EnergyPrice> price;  // per missing kWh; absent: the violation price
};

// Of the base, `soc`, `min_soc`, `trips`, `trip`, `available` and `targets` follow.
struct SiteVehicle : Vehicle {
  double initial_soc_pct = 50.0;
  double min_soc_pct = 0.0;
  std::vector<Departure> departures;
};

// Hot water that is drawn evenly in a window.
struct WaterDraw : LocalWindow {
  std::optional<double> litres;        // at the tap: water of 40 deg C made from 10 deg C
  std::optional<base::Energy> energy;  // or heat
};

// Of the base, states of a moment (used_today, owed, starts_today, on_for, off_for) stay unset.
struct SiteWaterHeater : WaterHeater {
  std::vector<WaterDraw> draws;  // of a tank, on top of its `draw`
};

struct ComfortWindow : LocalWindow {
  std::optional<base::Celsius> low;
  std::optional<base::Celsius> high;
};

// `low` and `high` of the base count outside all windows.
struct SiteZone : ThermalZone {
  std::vector<ComfortWindow> comfort;  // the first that is open counts
};

struct SiteHeatSource : HeatSource {};

// One run in each window; `earliest` and `latest_end` of the base follow.
struct SiteAppliance : Appliance {
  LocalWindow window;
};

// Heat of a draw, kWh.
[[nodiscard]] base::Energy heat_of(const WaterDraw& draw);
// With `initial_soc_pct` and `min_soc_pct` as energies, without trips and targets.
[[nodiscard]] Vehicle base_of(const SiteVehicle& vehicle);

}  // namespace ohmstead::home
