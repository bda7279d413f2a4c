#include <algorithm>
#include <numeric>

#include "passes.hpp"

namespace ohmstead::plan::multipass {
namespace {

// The price below which slots, cheapest first, have room for what the others need: small batteries
// and high powers need few slots, a large battery behind a thin wire many.
double price_with_room(const State& state) {
  std::vector<std::size_t> order(state.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return state.import[a] < state.import[b]; });
  double needed_kwh = 0.0;
  for (const std::size_t t : order) needed_kwh += state.taken_kwh(t);
  double room_kwh = 0.0;
  for (const std::size_t t : order) {
    const double kw = std::min(state.storage.charge_kw, state.room_kw[t] - state.net_kw(t));
    room_kwh += std::max(0.0, kw) * state.hours[t] * state.storage.charge_efficiency;
    needed_kwh -= state.taken_kwh(t);
    if (room_kwh >= std::min(needed_kwh, state.storage.usable_kwh())) return state.import[t];
  }
  return state.import[order.back()];
}

}  // namespace

void find_cheap_slots(State& state) {
  const double share = state.settings.cheap_percentile / 100.0;
  const double low = std::max(quantile(state.import, state.hours, share), price_with_room(state));
  const double cheap = low + state.cheap_tolerance() + state.price_smoothing();
  const double highest = *std::max_element(state.import.begin(), state.import.end());
  double pv_kwh = 0.0, load_kwh = 0.0;
  for (std::size_t t = 0; t < state.count(); ++t) {
    pv_kwh += state.pv_kw[t] * state.hours[t];
    load_kwh += state.load_kw[t] * state.hours[t];
    // Cheap is what is worth storing for the dearest slot; at a flat price nothing is.
    const bool can_pay = state.cost_of_bought(state.import[t]) + state.use_margin() < highest;
    state.is_cheap[t] = state.import[t] <= cheap && (can_pay || state.import[t] < 0.0) ? 1 : 0;
  }
  state.is_strategic = pv_kwh < load_kwh;
}

}  // namespace ohmstead::plan::multipass
