// Rooms and what heats them: thermal zones with coupled RC dynamics, and heat sources.
//
// A zone is its air, and where given a mass (walls, floors) behind it. In a slot of h hours
//   C (T' - T) / h = heat - loss (T' - outdoor) - coupling (T' - T'_mass)
//                    - sum over neighbours of kw_per_k (T' - T'_neighbour) + gain,
// implicit in T', the temperature at the end of the slot; the mass likewise with its own loss. A
// heat source draws electric power and gives its COP times as much heat.
// Units: kW, kWh/K, kW/K, deg C, money per K and hour. Thread rule: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

struct ThermalMass {
  double capacity_kwh_per_k = 0.0;
  base::Celsius temperature;       // at the start of the first slot
  double coupling_kw_per_k = 0.0;  // to the air of its zone
  double loss_kw_per_k = 0.0;      // to the outdoor air
};

// Heat that flows to a neighbour, both ways; stated once, at either of the two.
struct ZoneCoupling {
  std::string zone;
  double kw_per_k = 0.0;
};

struct ThermalZone {
  std::string id;
  base::Celsius temperature;  // of the air at the start of the first slot, as measured
  double capacity_kwh_per_k = 0.0;
  double loss_kw_per_k = 0.0;  // air to outdoor air: windows, ventilation
  std::optional<ThermalMass> mass;
  std::vector<ZoneCoupling> couplings;
  base::Series<base::Power> gain;    // heat of sun, people and machines; empty: none
  double solar_aperture_m2 = 0.0;    // on top: this times the case's irradiance
  base::Series<base::Celsius> low;   // comfort at the end of each slot; empty: no lower edge
  base::Series<base::Celsius> high;  // empty: no upper edge
  double low_price_per_k_h = 0.0;    // of each K below `low`, per hour
  double high_price_per_k_h = 0.0;   // of each K above `high`, per hour
  std::optional<base::EnergyPrice> end_value;  // of heat left at the end; absent: from the prices
};

struct ZoneShare {
  std::string zone;
  base::Ratio share{1.0};
};

struct CopPoint {
  base::Celsius outdoor;
  double cop = 1.0;
};

// On/off at `power`, or modulating: 0 or between `min_power` and `power`.
struct HeatSource {
  std::string id;
  std::string zone;                      // that it heats; or `zones`
  std::vector<ZoneShare> zones;          // parts of its heat for several zones
  base::Power power;                     // electric
  base::Series<base::Ratio> cop;         // heat per electricity; empty: the curve, else 1
  std::vector<CopPoint> cop_by_outdoor;  // straight between points, level beyond them
  bool is_modulating = false;
  base::Power min_power;
  base::Seconds switch_every{
      0};                   // switched only at multiples of this since midnight UTC; 0: always
  base::Seconds min_on{0};  // a run lasts at least this, or to the end of the horizon
  base::Seconds min_off{0};
  std::optional<std::int64_t> max_starts_per_day;  // local days
  std::int64_t starts_today = 0;                   // before the first slot
  // How long it has been on or off before the first slot; neither: off, and free to start.
  std::optional<base::Seconds> on_for;
  std::optional<base::Seconds> off_for;
};

// Whether it has a state: one that modulates from 0 without rules on switching has none.
[[nodiscard]] bool is_switched(const HeatSource& source);
// `zones`, or the whole for `zone`.
[[nodiscard]] std::vector<ZoneShare> effective_shares(const HeatSource& source);
[[nodiscard]] double effective_cop(const HeatSource& source,
                                   const base::Series<base::Celsius>& outdoor, std::size_t slot);

}  // namespace ohmstead::home
