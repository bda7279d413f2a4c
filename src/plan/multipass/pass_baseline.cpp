#include <algorithm>

#include "passes.hpp"

namespace ohmstead::plan::multipass {

// What is stored at the start costs nothing any more, and PV never did, so any price above wear and
// margin is reason enough to use it; cheap slots hold.
void deplete_baseline(State& state) {
  const Storage& storage = state.storage;
  const double lowest_price = storage.wear + state.use_margin();
  double stored = state.storage.start_kwh;
  for (std::size_t t = 0; t < state.count(); ++t) {
    state.baseline_kwh[t] = stored;
    const bool is_held = state.is_cheap[t] != 0 && state.settings.holds_in_cheap_windows;
    if (state.surplus_kw(t) > 0.0) {
      stored = std::max(stored, std::min(storage.max_kwh, stored + state.refill_kwh(t)));
    } else if (!is_held && state.import[t] > lowest_price) {
      stored = std::min(stored, std::max(storage.min_kwh, stored - state.taken_kwh(t)));
    }
  }
  state.baseline_kwh[state.count()] = stored;
}

}  // namespace ohmstead::plan::multipass
