#include <algorithm>

#include "passes.hpp"
#include "slot_room.hpp"

namespace ohmstead::plan::multipass {
namespace {

constexpr double k_last_gap_h = 24.0;

// Runs of cheap slots; they may cross midnight. The last gap is at most a day.
std::vector<Window> find_windows(const State& state) {
  std::vector<Window> windows;
  for (std::size_t t = 0; t < state.count(); ++t) {
    if (state.is_cheap[t] == 0) continue;
    if (windows.empty() || windows.back().end != t) windows.push_back({.begin = t});
    windows.back().end = t + 1;
  }
  for (std::size_t i = 0; i + 1 < windows.size(); ++i) windows[i].gap_end = windows[i + 1].begin;
  if (windows.empty()) return windows;
  Window& last = windows.back();
  last.gap_end = last.end;
  for (double passed_h = 0.0; last.gap_end < state.count() && passed_h < k_last_gap_h;)
    passed_h += state.hours[last.gap_end++];
  return windows;
}

double mean_price(const State& state, const Window& window) {
  double sum = 0.0, hours = 0.0;
  for (std::size_t t = window.begin; t < window.end; ++t) {
    sum += state.import[t] * state.hours[t];
    hours += state.hours[t];
  }
  return sum / hours;
}

double lowest_price(const State& state, const Window& window) {
  const auto at = [&](std::size_t t) {
    return state.import.begin() + static_cast<std::ptrdiff_t>(t);
  };
  return *std::min_element(at(window.begin), at(window.end));
}

// The running peak of what the gap's slots take that are worth it, less what PV gives in between.
double gap_need_kwh(const State& state, const Window& window) {
  const double lowest = state.cost_of_bought(mean_price(state, window)) + state.use_margin();
  double need = 0.0;
  for (std::size_t t = window.gap_end; t-- > window.end;) {
    if (state.import[t] > lowest) need += state.taken_kwh(t);
    need = std::clamp(need - state.refill_kwh(t), 0.0, state.storage.usable_kwh());
  }
  return need;
}

// Stored at the end of the window when nothing is bought in it.
double kept_kwh(const State& state, const Window& window) {
  return std::max(0.0, state.baseline_kwh[window.end] - state.storage.min_kwh);
}

double target_kwh(const State& state) {
  return std::clamp(state.settings.strategic_target_soc_pct / 100.0 * state.storage.capacity_kwh -
                        state.storage.min_kwh,
                    0.0, state.storage.usable_kwh());
}

// Filling up needs a price at which it pays in an average hour.
bool is_strategic(const State& state, const Window& window) {
  const double price = lowest_price(state, window);
  return state.is_strategic && price < state.strategic_price() &&
         state.cost_of_bought(price) + state.use_margin() < state.price_level;
}

double most_stored_kwh(const State& state, const Window& window) {
  double sum = 0.0;
  for (std::size_t t = window.begin; t < window.end; ++t)
    sum += slot_room_kwh(state, t) * state.storage.charge_efficiency;
  return sum;
}

// Backwards: what a window cannot buy itself, and only that, the one before it has to.
void cascade(State& state) {
  for (std::size_t i = state.windows.size(); i-- > 1;) {
    Window& window = state.windows[i];
    const double most = most_stored_kwh(state, window);
    const double shortfall = std::max(0.0, window.required_stored_kwh - most);
    if (shortfall == 0.0) continue;
    window.required_stored_kwh = most;
    Window& before = state.windows[i - 1];
    const double room = state.storage.usable_kwh() - kept_kwh(state, before);
    before.required_stored_kwh =
        std::max(before.required_stored_kwh,
                 std::min(before.required_stored_kwh + shortfall, std::max(0.0, room)));
  }
}

// A strategic window that cannot reach its target leaves the rest to the next one, when that is not
// much dearer than strategic.
void carry_forward(State& state) {
  const double highest = state.strategic_price() * (1.0 + state.settings.carry_forward_pct / 100.0);
  for (std::size_t i = 0; i + 1 < state.windows.size(); ++i) {
    const Window& window = state.windows[i];
    Window& next = state.windows[i + 1];
    if (!window.is_strategic || lowest_price(state, next) > highest) continue;
    const double reached = kept_kwh(state, window) +
                           std::min(window.required_stored_kwh, most_stored_kwh(state, window));
    const double room = std::max(0.0, state.storage.usable_kwh() - kept_kwh(state, next));
    const double wanted = next.required_stored_kwh + std::max(0.0, target_kwh(state) - reached);
    next.required_stored_kwh = std::max(next.required_stored_kwh, std::min(wanted, room));
  }
}

}  // namespace

void assign_responsibilities(State& state) {
  state.s_index = find_s_index(state);
  state.windows = find_windows(state);
  for (Window& window : state.windows) {
    window.need_stored_kwh =
        std::min(gap_need_kwh(state, window) * state.s_index, state.storage.usable_kwh());
    window.is_strategic = is_strategic(state, window);
    const double wanted = window.is_strategic ? std::max(window.need_stored_kwh, target_kwh(state))
                                              : window.need_stored_kwh;
    window.required_stored_kwh = std::max(0.0, wanted - kept_kwh(state, window));
  }
  cascade(state);
  carry_forward(state);
}

}  // namespace ohmstead::plan::multipass
