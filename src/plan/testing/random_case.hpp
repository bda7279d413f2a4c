// Random homes for tests: valid cases with everything that makes planning hard.
//
// The same seed and knobs give the same case. Each aspect of a home (time axis, prices, load, ...)
// draws from its own generator, so switching a knob off leaves the rest of the home as it was. A
// knob allows a feature; whether one case has it is drawn too. Test code only. Thread rule: pure
// function.
//
//   home::Case home = make_random_case(seed, {.max_batteries = 1, .allows_hybrid = false});
#pragma once

#include <cstdint>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

struct RandomCaseKnobs {
  std::size_t min_slots = 1;
  std::size_t max_slots = 200;
  bool allows_mixed_slots = true;  // a partial first slot, then 5, 15, 30 or 60 min; else 15 min
  bool allows_negative_prices = true;
  bool allows_export_above_import = true;
  bool allows_ties = true;  // prices rounded so that many are equal
  std::size_t min_batteries = 0;
  std::size_t max_batteries = 2;
  bool allows_hybrid = true;            // an inverter with PV of its own that batteries sit behind
  bool allows_battery_inverter = true;  // an inverter without PV of its own
  bool allows_standby = true;
  bool allows_wear = true;
  bool allows_wear_steps = true;
  bool allows_export_fee = true;
  bool allows_bands = true;
  bool allows_reserve = true;
  bool allows_end_value = true;    // one value or steps; else always the default
  bool allows_soc_outside = true;  // measured below min_soc or above max_soc
  bool allows_grid_limits = true;
  bool allows_soft_limits = true;  // a price for exceeding them
  bool allows_peak = true;
  bool allows_fixed_pv = true;      // PV that cannot be turned down
  bool allows_both_ways = false;    // import with export, charge with discharge in one slot
  bool allows_grid_series = false;  // limits and their prices by slot, a cap, weights beside money
  bool allows_peaks = false;        // one or two charges on means of several highest powers
  bool allows_shared_limits = false;    // of phases, and of batteries together
  bool allows_derating = false;         // highest powers by temperature
  bool allows_depth_wear = false;       // wear by steps of depth
  bool allows_power_by_soc = false;     // highest powers by state of charge
  bool allows_curves = false;           // losses by power
  bool allows_inverter_curves = false;  // the same of inverters
  bool allows_keep_last_plan = false;   // a last plan, and a price for leaving it
};

[[nodiscard]] home::Case make_random_case(std::uint64_t seed, const RandomCaseKnobs& knobs = {});

}  // namespace ohmstead::plan
