// Electric cars and the chargers that they share.
//
// A charger serves one car at a time, a car uses one charger at a time. Power is measured where the
// charger meets the home: drawn from it while charging, given to it while discharging (V2G).
//   soc' = soc + charger efficiency * car efficiency * charge * h
//          - discharge * h / (both discharge efficiencies) - driven + charged elsewhere.
// Units: kW, kWh, A, V, money per kWh, times UTC. Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/home/battery.hpp"

namespace ohmstead::home {

// Charging currents: from `min_a` to `max_a` in steps of `step_a`, on each of these numbers of
// phases. The power of a step is voltage x current x phases.
struct ChargerCurrents {
  double voltage_v = 230.0;  // of one phase
  std::vector<std::int64_t> phases{1};
  double min_a = 6.0;
  double max_a = 16.0;
  double step_a = 1.0;
};

// While it charges its power is one of the levels, if it has any (`steps` or `currents`), else
// between `min` and `max`.
struct Charger {
  std::string id;
  base::Power min;                 // 0: any power from 0 on
  std::optional<base::Power> max;  // absent: the highest level
  base::Series<base::Power> steps;
  std::optional<ChargerCurrents> currents;
  base::Power discharge;  // most that a car may give; 0: it cannot
  base::Ratio efficiency{1.0};
  std::optional<base::Ratio> discharge_efficiency;  // absent: efficiency
};

// Away from home, or at least not plugged in. The energy is drawn evenly over the trip.
struct Trip {
  base::Time leave;
  base::Time back;
  base::Energy energy;
};

struct SocTarget {
  base::Energy soc;
  base::Time by;
  std::optional<base::EnergyPrice> price;  // per missing kWh; absent: the case's violation price
  bool is_hard = false;                    // says that the violation price is meant
};

// The car takes no more than `power` when it holds `soc`; linear in between, flat below the first.
struct SocPower {
  base::Energy soc;
  base::Power power;
};

struct Vehicle {
  std::string id;
  base::Energy capacity;
  base::Energy soc;                   // at the start of the first slot, as measured
  base::Energy min_soc;               // each kWh below it costs the violation price per slot
  std::optional<base::Power> charge;  // its own limits; absent: those of the charger
  std::optional<base::Power> discharge;
  base::Ratio charge_efficiency{0.92};
  std::optional<base::Ratio> discharge_efficiency;  // absent: charge_efficiency
  std::vector<std::string> chargers;                // that it may use; empty: all
  base::Series<base::Ratio> available;  // share of each slot that it is plugged in; empty: always
  std::vector<Trip> trips;              // away and not plugged in
  base::Series<base::Energy> trip;      // drawn in each slot, on top of trips; empty: none
  // Of each kWh that it charges elsewhere while on a trip; absent: the violation price, which then
  // is a violation.
  std::optional<base::EnergyPrice> public_price;
  std::vector<SocTarget> targets;
  std::vector<SocPower> power_by_soc;          // power falls, ever faster; up to the capacity
  base::EnergyPrice wear;                      // per kWh given to the home
  std::optional<base::EnergyPrice> end_value;  // per kWh held at the end; absent: from the prices
  std::vector<EndValueStep> end_value_steps;   // instead of end_value
};

// Powers above 0 that the charger can be set to, lowest first; empty: any from `min` to `max`.
[[nodiscard]] std::vector<double> power_levels_kw(const Charger& charger);
// `max`, or the highest level.
[[nodiscard]] base::Power effective_max(const Charger& charger);
[[nodiscard]] base::Ratio effective_discharge_efficiency(const Charger& charger);
[[nodiscard]] base::Ratio effective_discharge_efficiency(const Vehicle& vehicle);
// Whether the vehicle may use this charger.
[[nodiscard]] bool can_use(const Vehicle& vehicle, const Charger& charger);

}  // namespace ohmstead::home
