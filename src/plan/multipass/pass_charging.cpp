#include <algorithm>
#include <limits>
#include <numeric>

#include "passes.hpp"
#include "slot_room.hpp"

namespace ohmstead::plan::multipass {
namespace {

constexpr double k_tolerance_kwh = 1e-9;

// Slots [begin, end) of one block, and what its energy costs on average.
struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  double mean_price = std::numeric_limits<double>::infinity();
  bool is_even = false;  // its prices lie close together
};

bool is_better(const Segment& one, const Segment& other) {
  if (one.is_even != other.is_even) return one.is_even;
  if (one.mean_price != other.mean_price) return one.mean_price < other.mean_price;
  return one.end - one.begin < other.end - other.begin;
}

// The shortest segment from `begin` on that has room for `energy_kwh`; mean_price stays infinite
// when there is none.
Segment grow(const State& state, const Window& window, std::size_t begin, double energy_kwh) {
  Segment segment{.begin = begin};
  double room = 0.0, cost = 0.0;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  std::int64_t gap = 0;
  for (std::size_t t = begin; t < window.end; ++t) {
    const double slot_room = slot_room_kwh(state, t);
    gap = slot_room > 0.0 ? 0 : gap + 1;
    if (gap > state.settings.consolidation_max_gap_slots) break;
    if (gap > 0) continue;
    room += slot_room;
    cost += slot_room * state.import[t];
    low = std::min(low, state.import[t]);
    high = std::max(high, state.import[t]);
    if (room < energy_kwh - k_tolerance_kwh) continue;
    segment.end = t + 1;
    segment.mean_price = cost / room;
    segment.is_even = high - low <= state.consolidation_tolerance();
    break;
  }
  return segment;
}

// Buys up to `energy_kwh` in [begin, end), cheapest first; earlier when equally cheap. Returns what
// is left to buy.
double buy(State& state, std::size_t begin, std::size_t end, double energy_kwh) {
  std::vector<std::size_t> order(end - begin);
  std::iota(order.begin(), order.end(), begin);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return state.import[a] < state.import[b]; });
  for (const std::size_t t : order) {
    if (energy_kwh <= k_tolerance_kwh) return 0.0;
    if (state.is_banned_charge[t] != 0) continue;
    const double room = slot_room_kwh(state, t) - state.bought_kw[t] * state.hours[t];
    const double bought = std::clamp(energy_kwh, 0.0, std::max(0.0, room));
    state.bought_kw[t] += bought / state.hours[t];
    energy_kwh -= bought;
  }
  return energy_kwh;
}

void place_window(State& state, const Window& window) {
  const double energy_kwh = window.required_stored_kwh / state.storage.charge_efficiency;
  if (energy_kwh <= k_tolerance_kwh) return;
  Segment best;
  for (std::size_t t = window.begin; t < window.end; ++t) {
    if (slot_room_kwh(state, t) <= 0.0) continue;
    const Segment segment = grow(state, window, t, energy_kwh);
    if (segment.end > segment.begin && is_better(segment, best)) best = segment;
  }
  double left_kwh = energy_kwh;
  if (best.end > best.begin) left_kwh = buy(state, best.begin, best.end, left_kwh);
  buy(state, window.begin, window.end, left_kwh);
}

}  // namespace

void place_charging(State& state) {
  std::fill(state.bought_kw.begin(), state.bought_kw.end(), 0.0);
  for (const Window& window : state.windows) place_window(state, window);
  // Who is paid for taking energy takes all there is.
  for (std::size_t t = 0; t < state.count(); ++t) {
    if (state.import[t] < 0.0 && state.is_banned_charge[t] == 0)
      state.bought_kw[t] = slot_room_kwh(state, t) / state.hours[t];
  }
}

}  // namespace ohmstead::plan::multipass
