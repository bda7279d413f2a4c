// How much a slot can buy for the storage. Units as in state.hpp. Thread rule: pure functions.
#pragma once

#include <algorithm>

#include "state.hpp"

namespace ohmstead::plan::multipass {

// The storage's power less the surplus that it stores anyway, and what the connection leaves beside
// the home's load.
[[nodiscard]] inline double slot_room_kwh(const State& state, std::size_t slot) {
  const double power_kw = state.storage.charge_kw - state.surplus_kw(slot);
  const double grid_kw = state.room_kw[slot] - state.deficit_kw(slot);
  return std::max(0.0, std::min(power_kw, grid_kw)) * state.hours[slot];
}

}  // namespace ohmstead::plan::multipass
