// What was measured longer ago than a snapshot tells.
//
// Thread rule: any thread.
#pragma once

#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/forecast/measured.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

// Slots that end after `from` and begin before `to`, oldest first, at most so many; what cannot be
// read is left out. Errors as Memory's.
[[nodiscard]] base::Result<std::vector<MeasuredSlot>> remembered_slots(ports::Memory& memory,
                                                                       base::Time from,
                                                                       base::Time to,
                                                                       std::size_t most);

// The same on slots of `step`, cleaned; weather and sun as the services told them last.
struct KeptPast {
  forecast::Measured load, pv;     // kW
  forecast::Measured outdoor;      // deg C
  forecast::Measured irradiance;   // kW per m2 on the level
  std::vector<std::string> notes;  // of repairs
};
// Errors as Memory's, and not_found where nothing was measured.
[[nodiscard]] base::Result<KeptPast> kept_past(ports::Memory& memory, base::Seconds step,
                                               base::Time from, base::Time to);

}  // namespace ohmstead::engine
