// An appliance: a machine that runs inside a window, when it suits the home.
//
// Either it runs once: `profile` is its power over time, not interrupted, from the start of a slot
// on. Or it may be interrupted: it draws `power` where it runs (any power from `min_power` to
// `power` when that is lower) until it has its energy, in slots that lie in the window as a whole.
// A load that is only on or off is planned to the second and never longer than its last slot needs.
// Units: kW, kWh, money, times UTC. Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

struct Appliance {
  std::string id;
  std::optional<base::Time> earliest;    // start; absent: the first slot
  std::optional<base::Time> latest_end;  // absent: the end of the horizon

  // Of one run.
  base::Series<base::Power> profile;  // mean power of each step; empty: may be interrupted
  base::Seconds profile_step{900};
  // Cost of not running at all; absent: the case's violation price for the run's energy.
  std::optional<base::Money> skip_cost;
  base::Money delay_cost_per_hour;  // of each hour between `earliest` and the start

  // Of a load that may be interrupted.
  std::optional<base::Power> power;
  std::optional<base::Power> min_power;           // where it runs; absent: `power`, it is on or off
  std::optional<base::Energy> energy;             // still needed
  std::optional<base::Seconds> run_time;          // or the same as time at `power`
  std::optional<base::EnergyPrice> missed_price;  // of energy left out; absent: the violation price
  base::Money start_cost;                         // of each start
  std::optional<std::int64_t> max_starts;         // from the first slot on
  base::Seconds min_on{0};              // a run lasts at least this, or to the end of the horizon
  std::optional<base::Seconds> on_for;  // it runs, and has for this long; going on is no start
};

[[nodiscard]] inline bool is_interruptible(const Appliance& appliance) {
  return appliance.power.has_value();
}

}  // namespace ohmstead::home
