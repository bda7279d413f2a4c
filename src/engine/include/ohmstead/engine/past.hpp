// What was measured longer ago than a snapshot tells.
//
// Thread rule: any thread.
#pragma once

#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

// Slots that end after `from` and begin before `to`, oldest first, at most so many; what cannot be
// read is left out. Errors as Memory's.
[[nodiscard]] base::Result<std::vector<MeasuredSlot>> remembered_slots(ports::Memory& memory,
                                                                       base::Time from,
                                                                       base::Time to,
                                                                       std::size_t most);

}  // namespace ohmstead::engine
