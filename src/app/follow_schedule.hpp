// A home that follows a schedule.json: what its battery would do, as a plan that can be billed.
//
// In each slot the battery gets the mean of what the schedule says for it: buys `charge_kw`, stores
// spare PV up to `battery_charge_kw`, covers the load up to `battery_discharge_kw`, or sells that
// much; the limits of the home's devices hold (simulate/execute.hpp). What the schedule says of
// state of charge, prices and load does not count: the case knows. Units kW, kWh. Thread rule: pure
// function.
#pragma once

#include "ohmstead/app/schedule_json.hpp"

namespace ohmstead::app {

// Fails with invalid_input when the schedule does not cover the case, or the case has other devices
// than one battery (inverters and grid aside).
[[nodiscard]] base::Result<home::Plan> follow_schedule(const home::Case& home,
                                                       const ScheduleJson& schedule);

}  // namespace ohmstead::app
