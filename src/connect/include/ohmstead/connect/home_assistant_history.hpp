// What Home Assistant recorded of a home before we came: its long-term statistics, hour by hour, by
// the readings of a connection.
//
// What is not recorded is NaN, never a guess: but a device that has no statistics before some hour
// was not there. Load is told, or follows from the balance as it does live: load = grid + sun -
// batteries - devices. Units: kW, deg C. Thread rule: any thread; it waits for answers.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::connect {

struct RecordedHome {
  base::Time start;  // a full hour; hourly from there
  std::vector<double> load_kw, pv_kw, outdoor_c;
  std::vector<std::string> notes;  // sentences: what is not recorded
};

// Errors: invalid_input (no connection of that kind, token), unavailable, timed_out, refused,
// not_found (nothing is recorded).
[[nodiscard]] base::Result<RecordedHome> read_recorded_home(
    const home::Site& site, const std::vector<home::Secret>& secrets, base::Time from,
    base::Time to, const std::stop_token& stop = {});

}  // namespace ohmstead::connect
