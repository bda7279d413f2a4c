#include <algorithm>

#include "modes.hpp"
#include "passes.hpp"

namespace ohmstead::plan::multipass {
namespace {

struct Limits {
  double min_on_min = 0.0;
  double min_off_min = 0.0;
};

Limits limits_of(const State& state, Action action) {
  const home::MultipassHysteresis& settings = state.settings.hysteresis;
  switch (action) {
    case Action::charge:
      return {settings.min_on_charge, settings.min_off_charge};
    case Action::follow:
      return {settings.min_on_discharge, settings.min_off_discharge};
    case Action::sell:
      return {settings.min_on_export, 0.0};
    case Action::hold:
      break;
  }
  return {};
}

home::Mode mode_of(Action action) {
  switch (action) {
    case Action::charge:
      return home::Mode::charge;
    case Action::sell:
      return home::Mode::export_;
    case Action::hold:
      return home::Mode::hold;
    case Action::follow:
      break;
  }
  return home::Mode::self_use;
}

// Whether the first slot goes on with what the last plan does now.
bool is_going_on(const State& state) {
  const auto& last = state.home->last_plan;
  if (!last) return false;
  const auto slot = last->slots.find(state.home->slots.start(0));
  if (!slot) return false;
  return std::any_of(last->batteries.begin(), last->batteries.end(), [&](const auto& battery) {
    return *slot < battery.modes.size() &&
           find_mode(battery.modes[*slot]) == mode_of(state.actions[0]);
  });
}

double minutes(const State& state, std::size_t begin, std::size_t end) {
  double sum_h = 0.0;
  for (std::size_t t = begin; t < end; ++t) sum_h += state.hours[t];
  return 60.0 * sum_h;
}

// Storing surplus is no action that wears; only using the storage counts.
bool is_active(const State& state, std::size_t begin, std::size_t end) {
  for (std::size_t t = begin; t < end; ++t) {
    if (state.actions[t] == Action::hold) continue;
    if (state.actions[t] != Action::follow || state.deficit_kw(t) > 0.0) return true;
  }
  return false;
}

void ban(State& state, std::size_t begin, std::size_t end) {
  for (std::size_t t = begin; t < end; ++t) {
    switch (state.actions[t]) {
      case Action::charge:
        state.is_banned_charge[t] = 1;
        state.bought_kw[t] = 0.0;
        break;
      case Action::sell:
        state.is_banned_sale[t] = 1;
        state.given_kw[t] = 0.0;
        break;
      case Action::follow:
        state.is_banned_follow[t] = 1;
        break;
      case Action::hold:
        break;
    }
  }
}

}  // namespace

bool ban_short_runs(State& state) {
  constexpr double k_tolerance_min = 1e-9;
  bool has_banned = false;
  std::size_t begin = 0;
  while (begin < state.count()) {
    const Action action = state.actions[begin];
    const bool is_manual = state.manual[begin].has_value();
    std::size_t end = begin + 1;
    while (end < state.count() && state.actions[end] == action &&
           state.manual[end].has_value() == is_manual)
      ++end;
    const Limits limits = limits_of(state, action);
    // The same action just before: a pause of at most min_off does not count.
    std::size_t before = begin;
    while (before > 0 && state.actions[before - 1] != action) --before;
    const bool is_resumed = before > 0 && begin > 0 &&
                            minutes(state, before, begin) <= limits.min_off_min + k_tolerance_min;
    const bool goes_on = (begin == 0 && is_going_on(state)) || end == state.count();
    const bool is_short = minutes(state, begin, end) < limits.min_on_min - k_tolerance_min;
    if (is_short && !is_manual && !is_resumed && !goes_on && is_active(state, begin, end)) {
      ban(state, begin, end);
      has_banned = true;
    }
    begin = end;
  }
  return has_banned;
}

}  // namespace ohmstead::plan::multipass
