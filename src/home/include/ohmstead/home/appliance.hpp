// An appliance: a machine that runs once inside a window, when it suits the home.
//
// Its power over time is a profile that is not interrupted; it starts at the start of a slot.
// Units: kW, money, times UTC. Thread rule: plain values.
#pragma once

#include <optional>
#include <string>

#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

struct Appliance {
  std::string id;
  base::Series<base::Power> profile;  // mean power of each step of a run
  base::Seconds profile_step{900};
  std::optional<base::Time> earliest;    // start; absent: the first slot
  std::optional<base::Time> latest_end;  // absent: the end of the horizon
  // Cost of not running at all; absent: the case's violation price for the run's energy.
  std::optional<base::Money> skip_cost;
  base::Money delay_cost_per_hour;  // of each hour between `earliest` and the start
};

}  // namespace ohmstead::home
