// A heater of hot water that is planned: by the energy of each day, or by the heat in its tank.
//
// It draws `power` where it is on (any power up to that when it modulates) and gives `cop` times as
// much heat. With `daily` each local day needs that much heat, all of it from midnight on; what is
// still missing at the next midnight may follow within `deferral`. A day that the horizon does not
// hold to its end needs the share that is over when the horizon ends. With `tank`, in a slot of h
// hours,
//   C (T' - T) / h = cop * power - loss (T' - ambient) - draw,
// implicit in T', the temperature at the end of the slot. One of the two must be given.
// Units: kW, kWh of heat, kWh/K, W/K, deg C, money. Thread rule: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

struct WaterTank {
  std::optional<double> volume_l;            // of water; or its capacity
  std::optional<double> capacity_kwh_per_k;  // heat that warms it by one K
  double loss_w_per_k = 0.0;
  base::Series<base::Celsius> ambient;  // around the tank; empty: 20 deg C
  base::Celsius temperature;            // at the start of the first slot, as measured
  std::optional<base::Celsius> min;     // kept at the end of each slot where that is possible
  std::optional<base::Celsius> max;
  std::optional<base::Celsius> comfort;
  double comfort_price_per_k_h = 0.0;  // of each K below `comfort`, per hour
  base::Series<base::Power> draw;      // heat that leaves with the water; empty: none
  // Heat wanted above `min` at the end of each slot, as far as `max` allows: more may be drawn than
  // is expected. Each K that is missing costs a tenth of what one below `min` costs.
  base::Series<base::Energy> reserve;
  // Heat left at the end is worth this, counted from `end_from` up to `end_span_k` K above it;
  // absent: a hair less than the cheapest kWh of heat, from `comfort` or else `min` up to `max`.
  std::optional<base::EnergyPrice> end_value;
  std::optional<base::Celsius> end_from;
  std::optional<double> end_span_k;
  std::optional<base::Celsius> end_min;  // wanted at the end of the horizon, at the violation price
  double hysteresis_k = 5.0;  // without a planner: on below comfort (or min), off this far above it
};

// Where the days begin that starts and blocks are counted in.
enum class DaysFrom { local_midnight, first_slot };
constexpr auto names_of(DaysFrom) {
  return std::array<std::string_view, 2>{"local_midnight", "first_slot"};
}

struct WaterHeater {
  std::string id;
  base::Power power;                              // electric
  bool is_modulating = false;                     // any power from 0 to `power`
  base::Series<base::Ratio> cop;                  // heat per electricity; empty: 1
  std::optional<base::Energy> daily;              // heat of each local day; or `tank`
  base::Energy used_today;                        // of it, given before the first slot
  base::Energy owed;                              // of yesterday's, while its deferral lasts
  base::Hours deferral{0.0};                      // after local midnight
  std::optional<base::EnergyPrice> missed_price;  // absent: the violation price
  std::optional<WaterTank> tank;
  base::Seconds min_on{0};  // a run lasts at least this, or to the end of the horizon
  base::Seconds min_off{0};
  std::optional<std::int64_t> max_starts_per_day;
  std::optional<std::int64_t> max_blocks_per_day;  // a run over midnight is one of either day
  DaysFrom days_from = DaysFrom::local_midnight;
  std::int64_t starts_today = 0;  // before the first slot
  // How long it has been on or off before the first slot; neither: off, and free to start.
  std::optional<base::Seconds> on_for;
  std::optional<base::Seconds> off_for;
};

// Whether it has a state: one that modulates without rules on switching has none.
[[nodiscard]] bool is_switched(const WaterHeater& heater);
// kWh per K.
[[nodiscard]] double effective_capacity(const WaterTank& tank);

}  // namespace ohmstead::home
