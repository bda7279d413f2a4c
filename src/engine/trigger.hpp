// What makes the next cycle run before its time.
//
// Thread rule: pure function.
#pragma once

#include <string>

#include "ohmstead/engine/snapshot.hpp"

namespace ohmstead::engine {

// Empty: nothing. A car that was plugged in or out since `last`; PV whose mean since then is more
// than 20 % (and 0.2 kW) from what was expected, once at least `pv_after` has passed; less does not
// count while the plan turns it down and nothing is bought.
[[nodiscard]] std::string find_trigger(const Snapshot& last, const home::Readings& now,
                                       base::Seconds pv_after);

}  // namespace ohmstead::engine
