// What happened between two readings, from their counters.
//
// Thread rule: pure function.
#pragma once

#include "ohmstead/engine/snapshot.hpp"

namespace ohmstead::engine {

// `planned` tells the modes that held; may be null. No prices, no costs. Precondition: `to` is
// later, and both tell of the same batteries.
[[nodiscard]] MeasuredSlot measure_slot(const home::Readings& from, const home::Readings& to,
                                        const home::PlanSlot* planned);

}  // namespace ohmstead::engine
