// What evcc's GET /api/state says of the home, its battery and its loadpoints, in the form of 0.2xx
// (all at the top, batteryPower) and of later versions (inside `result` or not, `battery` as an
// object). What is not told is absent. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::connect {

struct EvccLoadpoint {
  std::int64_t number = 0;  // from 1, as its addresses count
  std::string title;
  std::string mode;  // off, smart, now; off, pv, minpv, now before evcc knew `smart`
  bool is_smart_known = false;
  bool is_connected = false;
  double power_w = 0.0;
  std::optional<double> soc_pct;     // of the car; some never tell
  std::vector<std::string> vehicle;  // evcc's names of the car that it has, as people see it first
  std::optional<double> max_current_a;
  std::int64_t phases = 0;  // 0: it chooses
  std::string limit;        // where it ends by itself, "80 %" or "10 kWh"; empty: nowhere
  bool is_at_limit = false;
  std::string own_will;  // why it decides itself now, "a plan of its own"; empty: it does not
};

struct EvccState {
  std::optional<double> grid_w;  // positive: imported
  std::optional<double> pv_w;
  std::optional<double> home_w;     // without loadpoints and battery
  std::optional<double> battery_w;  // positive: discharged
  std::optional<double> battery_soc_pct;
  std::string battery_mode;      // what we asked for, else empty
  std::string battery_own_will;  // as above
  bool is_battery_controllable = false;
  std::vector<EvccLoadpoint> loadpoints;
};

// Errors: invalid_input with all that is wrong, one line each.
[[nodiscard]] base::Result<EvccState> read_evcc_state(const std::string& text);

}  // namespace ohmstead::connect
