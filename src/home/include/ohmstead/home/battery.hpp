// A battery, or a vehicle that is planned like one: its limits, its wear, and
// what is wanted of it.
//
// Power kW at the terminals, energy kWh as stored, prices per kWh. Everything
// that is only wanted (reserve, demand, targets) has a price: it gives way
// where it must and is then reported. Sign rule: charge and discharge are both
// non-negative. Thread rule: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/number_or.hpp"
#include "ohmstead/base/per_slot.hpp"
#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/home/efficiency.hpp"

namespace ohmstead::home {

using base::Energy;
using base::EnergyPrice;
using base::Money;
using base::PerSlot;
using base::Power;
using base::Ratio;
using base::Series;

// Part of the price of wear: the next `power` kW cost `price` per kWh. Prices
// must not fall.
struct WearStep {
  Power power;
  EnergyPrice price;
};

// What a kWh costs that is taken from the store while it holds less than `below`, down to the edge
// of the step before. Deeper costs more: edges rise, prices fall; above the last edge it is free.
struct DepthStep {
  Energy below;
  EnergyPrice price;  // per kWh as stored
  friend bool operator==(const DepthStep&, const DepthStep&) = default;
};

// One price for each kWh at the terminals, or steps by depth.
using Wear = base::NumberOr<EnergyPrice, DepthStep>;

// With this state of charge, given as either, it does no more; linear in between, flat outside. A
// slot keeps it at its start and at its end.
struct SocLimit {
  std::optional<Energy> soc;
  std::optional<Ratio> soc_share;  // of the capacity
  std::optional<Power> charge;     // absent in all points: no such limit
  std::optional<Power> discharge;
};

// The shares of the highest powers that it keeps at this temperature; linear in between, flat
// outside.
struct TemperatureShare {
  base::Celsius temperature;
  Ratio charge{1.0};
  Ratio discharge{1.0};
};

// Soft edge of the state of charge: each kWh beyond `soc` costs `price` per
// hour.
struct SocBand {
  Energy soc;
  Money price_per_hour;  // money per kWh and hour
};

// Part of the value of stored energy at the end of the horizon: the next
// `energy` kWh are worth `value` each. Values must not rise.
struct EndValueStep {
  Energy energy;
  EnergyPrice value;
};

// `soc` is wanted at the end of the last slot that ends at or before `by` (of
// the first slot when there is none). A time after the horizon does not count
// yet.
struct BatteryTarget {
  Energy soc;
  base::Time by;
  std::optional<EnergyPrice> price;  // per missing kWh; absent: the violation price
};

// Charge and discharge are measured at its terminals:
// soc' = soc + charge_efficiency * charge * h - discharge * h /
// discharge_efficiency, the efficiencies those of the powers.
struct Battery {
  std::string id;
  std::string inverter;  // id of the inverter whose DC bus it sits on; empty: on
                         // the AC bus
  Energy capacity;
  Energy soc;                     // measured at the start of the first slot
  Energy min_soc;                 // kept; below it only when measured there
  std::optional<Energy> max_soc;  // absent: capacity
  Series<Energy> reserve;         // wanted at the end of each slot; empty: none
  std::optional<EnergyPrice>
      reserve_price;               // per missing kWh and slot; absent: the violation price
  Power charge;                    // highest power
  std::optional<Power> discharge;  // highest power; absent: charge
  Efficiency charge_efficiency{Ratio{0.9746794344808963}};  // sqrt(0.95)
  std::optional<Efficiency> discharge_efficiency;           // absent: charge_efficiency
  Power standby;                                            // drawn all the time from the AC side
  Wear wear;                                                // of discharging
  std::vector<WearStep> charge_wear;                        // on top, by power; empty: none
  std::vector<WearStep> discharge_wear;                     // on top, by power; empty: none
  std::vector<SocLimit> power_by_soc;                       // empty: the highest powers always
  std::vector<TemperatureShare> temperature_derating;       // empty: the highest powers always
  Series<base::Celsius> temperature;                        // of the battery; empty: outdoors
  EnergyPrice export_fee;  // per kWh that leaves the battery beyond the home's load
  std::optional<SocBand> low_band;
  std::optional<SocBand> high_band;
  std::optional<EnergyPrice> end_value;       // per kWh stored at the end; absent:
                                              // see planning in docs/math.md
  std::vector<EndValueStep> end_value_steps;  // instead of end_value
  // false allows charging and discharging in the same slot, as some planners'
  // cases do.
  bool is_exclusive = true;
  // false: charges only in slots in which the home imports nothing, and not from a battery that
  // may only serve the home.
  bool can_charge_from_grid = true;
  // false: discharges only in slots in which the home exports nothing, and not into a battery that
  // may only take its surplus.
  bool can_discharge_to_grid = true;
  // Charges with at least this or not at all. A slot with a demand may take
  // less as the last bit: when it ends with less than one such slot's charge of
  // room below max_soc.
  Power min_charge;
  // Charging wanted in each slot, at most `charge`; not once max_soc is
  // reached. Empty: none.
  Series<Power> demand;
  PerSlot<EnergyPrice> demand_price;  // per kWh not charged; absent: the violation price
  std::vector<BatteryTarget> targets;
  PerSlot<EnergyPrice> tie_break;  // per kWh charged or discharged; see TieBreak
};

// Values that follow from others when they are not given.
[[nodiscard]] Energy effective_max_soc(const Battery& battery);
[[nodiscard]] Power effective_discharge(const Battery& battery);
[[nodiscard]] const Efficiency& discharge_curve(const Battery& battery);
[[nodiscard]] Ratio effective_discharge_efficiency(const Battery& battery);  // nominal
[[nodiscard]] Energy effective_soc(const Battery& battery, const SocLimit& limit);

}  // namespace ohmstead::home
