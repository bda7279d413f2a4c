// What a home's meters and devices say at an instant.
//
// Powers are those of the moment, counters rise from some start of their own, as meters do: energy
// between two readings is their difference. A device that does not answer is not in its list; what
// it does not tell is absent. Units: kW, kWh, deg C; directions are in the names. Thread rule:
// plain values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

struct BatteryReading {
  std::string id;
  base::Energy soc;
  base::Power charge;
  base::Power discharge;
  base::Energy charged;  // counters, as below
  base::Energy discharged;
  std::optional<base::Celsius> temperature = {};  // of its cells
};

struct EnergyCounters {
  base::Energy load;
  base::Energy pv;  // produced, on the side of its inverter
  base::Energy grid_import;
  base::Energy grid_export;
  base::Energy devices = {};  // drawn by the planned devices, less what cars gave
};

struct VehicleReading {
  std::string id;
  bool is_connected = true;
  std::string charger = {};              // that it is plugged into; empty: not told
  std::optional<base::Energy> soc = {};  // absent: the car does not tell
  base::Power power = {};                // at the home; negative: given
  base::Energy charged = {};             // counters, at the home
  base::Energy discharged = {};
  std::optional<base::Time> soc_at = {};  // when the car told it; absent: now
  bool is_soc_estimated = false;          // told before, and counted on from then
  std::vector<std::string> called = {};   // a charger's names for the car that it has
  bool tells_plug = false;                // it says whether it is plugged in, wherever that is
  bool is_assumed = false;                // nobody told that it is this car that is plugged in
};

// What switching rules need to know of a device's past.
struct SwitchState {
  std::optional<base::Seconds> on_for = {};   // it is on, and has been for this long
  std::optional<base::Seconds> off_for = {};  // it is off, and has been for this long
  std::int64_t starts_today = 0;              // local day
};

struct WaterHeaterReading {
  std::string id;
  std::optional<base::Celsius> temperature = {};  // of the tank
  std::optional<base::Energy> heat_today = {};    // given since local midnight
  base::Power power = {};
  base::Energy drawn = {};  // counter of electricity
  SwitchState switched = {};
};

struct ZoneReading {
  std::string id;
  std::optional<base::Celsius> temperature = {};
  std::optional<base::Celsius> mass_temperature = {};  // of walls and floors; seldom measured
};

struct HeatSourceReading {
  std::string id;
  base::Power power = {};
  base::Energy drawn = {};  // counter
  SwitchState switched = {};
};

// done: its run of the present window is over.
enum class ApplianceState { waiting, running, done };
constexpr auto names_of(ApplianceState) {
  return std::array<std::string_view, 3>{"waiting", "running", "done"};
}

struct ApplianceReading {
  std::string id;
  ApplianceState state = ApplianceState::waiting;
  std::optional<base::Seconds> on_for = {};  // it runs, and has for this long
  base::Energy used = {};                    // in the present window
  base::Power power = {};
  base::Energy drawn = {};  // counter
};

// Planned devices beside batteries, in any order.
struct DeviceReadings {
  std::vector<VehicleReading> vehicles = {};
  std::vector<WaterHeaterReading> water_heaters = {};
  std::vector<ZoneReading> zones = {};
  std::vector<HeatSourceReading> heat_sources = {};
  std::vector<ApplianceReading> appliances = {};
};

struct Readings {
  base::Time at;
  base::Power load;  // without the planned devices below
  base::Power pv;
  base::Power grid_import;
  base::Power grid_export;
  EnergyCounters counters;
  std::vector<BatteryReading> batteries;  // in the site's order
  DeviceReadings devices = {};
  std::optional<double> frequency_hz = {};     // of the grid
  std::optional<double> highest_phase_a = {};  // of the house connection, in either direction
  std::optional<base::Celsius> outdoor = {};   // of the air
};

// What import has reached this month, as a fee on power counts it.
struct PeakSoFar {
  base::Series<base::Power> highest;  // windows or days but today, the highest first
  base::Power today;                  // where the fee takes one of each day
  base::Energy in_window;             // of the window that runs
};

// What was bought since the month or year of the tariff's tiers began.
struct BoughtSoFar {
  base::Energy bought;
  base::Seconds measured{0};         // of that time
  std::optional<base::Power> usual;  // mean of the last weeks; absent: not a day of them is known
};

// What a plan begins with: one state per battery of the site, what is known of other devices, of
// each of the tariff's fees on power (empty: nothing is known) and of its tiers.
struct DeviceStates {
  std::vector<base::Energy> batteries;
  DeviceReadings devices = {};
  std::vector<PeakSoFar> peaks = {};
  BoughtSoFar bought = {};
};

// The reading of a device; null when there is none.
template <class Reading>
[[nodiscard]] const Reading* find_reading(const std::vector<Reading>& readings,
                                          const std::string& id) {
  for (const Reading& reading : readings) {
    if (reading.id == id) return &reading;
  }
  return nullptr;
}

}  // namespace ohmstead::home
