// Cars, hot water, rooms and machines in a site file: what does not change from cycle to cycle.
//
// Each is the device of a case with what a household knows of its weeks instead of instants: when
// the car leaves, when water is drawn, when a room shall be warm. States stand for what is assumed
// while nothing is measured. Series hold at most one number, which counts always. Units: kW, kWh,
// litres, deg C, hours of the local clock. Thread rule: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
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

// How a car is charged. smart: as the plan finds cheapest. solar_only: what the sun gives beyond
// the home, and nothing else. cheap_hours: in the cheapest hours before it leaves.
// as_soon_as_possible: at once, up to what it needs.
enum class ChargeStrategy { smart, solar_only, cheap_hours, as_soon_as_possible };
constexpr auto names_of(ChargeStrategy) {
  return std::array<std::string_view, 4>{"smart", "solar_only", "cheap_hours",
                                         "as_soon_as_possible"};
}

// Of the base, `soc`, `min_soc`, `trips`, `trip`, `available` and `targets` follow.
struct SiteVehicle : Vehicle {
  double initial_soc_pct = 50.0;
  double min_soc_pct = 0.0;
  std::vector<Departure> departures;
  ChargeStrategy strategy = ChargeStrategy::smart;  // until people choose another one
  std::vector<std::string> known_as;                // to chargers: its card, its name in evcc
};

// Hot water that is drawn evenly in a window.
struct WaterDraw : LocalWindow {
  std::optional<double> litres;        // at the tap: water of 40 deg C made from 10 deg C
  std::optional<base::Energy> energy;  // or heat
};

// Against legionella: the tank is held this hot for so long, at least this often.
struct WaterHygiene {
  base::Celsius temperature{60.0};
  double hold_min = 30.0;
  double every_days = 7.0;
};

// All that is given must hold.
struct SurplusRule {
  std::optional<base::EnergyPrice> price_below;  // of a kWh bought now
  std::optional<double> soc_at_least_pct;        // of all batteries together
  std::optional<base::Power> pv_above;
};

// A heater that runs beside the plan while any of its rules holds.
struct SurplusHeating {
  std::int64_t priority = 1;  // where the sun does not do for all, lower numbers go first
  std::vector<SurplusRule> rules;
  std::optional<base::Celsius> not_above;  // of the tank, else of the outdoor air
};

// Of the base, states of a moment (used_today, owed, starts_today, on_for, off_for) stay unset.
struct SiteWaterHeater : WaterHeater {
  std::vector<WaterDraw> draws;  // of a tank, on top of its `draw`
  double draws_vary_pct = 30.0;  // so much more may be drawn; a reserve is kept for it
  std::optional<WaterHygiene> hygiene;
  std::optional<SurplusHeating> surplus;
};

struct ComfortWindow : LocalWindow {
  std::optional<base::Celsius> low;
  std::optional<base::Celsius> high;
};

// An open window: the air falls so far within so long; then nothing heats for a while.
struct OpenWindow {
  double drop_k = 1.5;
  double within_min = 15.0;
  double pause_min = 30.0;
};

// `low` and `high` of the base count outside all windows.
struct SiteZone : ThermalZone {
  std::vector<ComfortWindow> comfort;  // the first that is open counts
  base::Celsius frost{5.0};            // below, its heating is on, whatever else is wanted
  base::Celsius away{15.0};            // warm enough while nobody is at home for days
  std::optional<OpenWindow> window;    // absent: nobody looks for open windows
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
