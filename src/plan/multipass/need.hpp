// What lies ahead of a slot, in stored kWh. Units as in state.hpp. Thread rule: pure functions.
#pragma once

#include <limits>
#include <optional>

#include "state.hpp"

namespace ohmstead::plan::multipass {

// Stored energy that must be there at the end of `slot` so that the later slots with an import
// price above `import_price` can be covered, and those with an export price above `export_price`
// sell at full power: the running peak of what they take, less what PV and planned charging give in
// between. Looks 36 h ahead, or until the storage is full again.
[[nodiscard]] double need_after(const State& state, std::size_t slot, double import_price,
                                double export_price = std::numeric_limits<double>::infinity());

// When PV will fill the storage to the brim anyway: the highest export price of the PV that goes
// into it until then. None when it stays below the brim, with `stored_kwh` at the end of `slot`.
[[nodiscard]] std::optional<double> spilled_price(const State& state, std::size_t slot,
                                                  double stored_kwh);

}  // namespace ohmstead::plan::multipass
