// The sweep of a room's programme backwards in time, and its path forwards.
#include <algorithm>
#include <cmath>

#include "room_program.hpp"

namespace ohmstead::plan {
namespace {

// Of what a window does not allow: large, and still a number between points.
constexpr float k_never = 1e20F;

double price_sum(std::span<const double> on_costs, std::size_t from, std::size_t until) {
  double sum = 0.0;
  for (std::size_t p = from; p < until; ++p) sum += on_costs[p];
  return sum;
}

}  // namespace

bool RoomProgram::is_blocked(std::span<const char> blocked, std::size_t period,
                             std::size_t until) const {
  return !blocked.empty() && std::any_of(blocked.begin() + static_cast<std::ptrdiff_t>(period),
                                         blocked.begin() + static_cast<std::ptrdiff_t>(until),
                                         [](char each) { return each != 0; });
}

std::size_t RoomProgram::starts_at(std::size_t from, std::size_t until, std::size_t starts) const {
  const SwitchRules& rules = heater_->rules;
  const bool is_same_day = until < rules.period_count() && rules.day(from) == rules.day(until);
  return is_same_day ? std::min(starts, counts_ - 1) : 0;
}

bool RoomProgram::fits(std::size_t period, const Stretch& stretch) const {
  for (std::size_t p = std::max(period, window_.end); p < stretch.until; ++p) {
    if ((window_.now[p] != 0) != stretch.is_on) return false;
  }
  return true;
}

// What comes before the window is known without values.
void RoomProgram::sweep(std::span<const double> on_costs, std::span<const char> blocked) {
  const std::size_t periods = heater_->rules.period_count();
  values_.resize((periods + 1) * counts_ * 2);
  for (std::size_t p = periods; p-- > window_.first;) {
    for (std::size_t k = 0; k < counts_; ++k) {
      if (p < window_.end) {
        sweep_period(p, k, on_costs, blocked);
        continue;
      }
      for (const bool on : {false, true}) {
        if (p == window_.end || (window_.now[p - 1] != 0) == on) sweep_held(p, on, k, on_costs);
      }
    }
  }
}

void RoomProgram::value_after(std::size_t period, Move move, std::size_t starts,
                              std::span<const double> on_costs, std::vector<float>& values) {
  Stretch& stretch = stretches_[period][move];
  if (stretch.costs.empty()) fill_costs(stretch, grids_[period]);
  const bool is_end = stretch.until >= heater_->rules.period_count();
  const float* next =
      is_end ? nullptr
             : table(stretch.until, stretch.is_on, starts_at(period, stretch.until, starts));
  value_of(stretch, grids_[period], next, electricity(on_costs, period, stretch), values);
}

void RoomProgram::sweep_period(std::size_t period, std::size_t starts,
                               std::span<const double> on_costs, std::span<const char> blocked) {
  const SwitchRules& rules = heater_->rules;
  const Grid& grid = grids_[period];
  const auto& moves = stretches_[period];
  value_after(period, k_stay_off, starts, on_costs, scratch_[k_stay_off]);
  value_after(period, k_stay_on, starts, on_costs, scratch_[k_stay_on]);
  const bool has_run = moves[k_start].until > 0;
  const bool has_pause = moves[k_stop].until > 0;
  const Move run = has_run ? k_start : k_stay_on;
  const bool is_told_apart = counts_ > 1 || rules.most_starts() == 0;
  const bool may_start = fits(period, moves[run]) &&
                         !is_blocked(blocked, period, moves[run].until) &&
                         !(is_told_apart && starts + 1 >= counts_);
  if (may_start && (has_run || counts_ > 1))
    value_after(period, run, starts + 1, on_costs, scratch_[k_start]);
  if (has_pause) value_after(period, k_stop, starts, on_costs, scratch_[k_stop]);
  const auto& started = scratch_[has_run || counts_ > 1 ? k_start : k_stay_on];
  const auto& stopped = scratch_[has_pause ? k_stop : k_stay_off];
  const bool may_stay_on = !is_blocked(blocked, period, period + 1);
  const bool may_stop = !has_pause || fits(period, moves[k_stop]);
  std::vector<float>& off = values_[(period * counts_ + starts) * 2];
  std::vector<float>& on = values_[(period * counts_ + starts) * 2 + 1];
  off.resize(grid.size());
  on.resize(grid.size());
  for (std::size_t i = 0; i < grid.size(); ++i) {
    off[i] = may_start ? std::min(scratch_[k_stay_off][i], started[i]) : scratch_[k_stay_off][i];
    on[i] = !may_stop     ? scratch_[k_stay_on][i]
            : may_stay_on ? std::min(scratch_[k_stay_on][i], stopped[i])
                          : stopped[i];
  }
}

// Behind the window the source does as it is held to, if it may.
void RoomProgram::sweep_held(std::size_t period, bool on, std::size_t starts,
                             std::span<const double> on_costs) {
  const bool then = window_.now[period] != 0;
  const Move stay = then ? k_stay_on : k_stay_off, change = then ? k_start : k_stop;
  const bool is_long = on != then && stretches_[period][change].until > 0;
  std::vector<float>& values = values_[(period * counts_ + starts) * 2 + (on ? 1 : 0)];
  const Move move = is_long ? change : stay;
  if (!fits(period, stretches_[period][move])) {
    values.assign(grids_[period].size(), k_never);
    return;
  }
  value_after(period, move, then && !on ? starts + 1 : starts, on_costs, values);
}

double RoomProgram::electricity(std::span<const double> on_costs, std::size_t period,
                                const Stretch& stretch) const {
  return stretch.is_on ? price_sum(on_costs, period, stretch.until) : 0.0;
}

// The stretch's cost and what comes after it, at each point of the grid it starts from.
void RoomProgram::value_of(const Stretch& stretch, const Grid& grid, const float* next, double more,
                           std::vector<float>& values) const {
  values.resize(grid.size());
  const auto extra = static_cast<float>(more);
  if (next == nullptr) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = stretch.costs[i] + extra;
    return;
  }
  const Grid& then = grids_[stretch.until];
  const auto last_air = static_cast<float>(then.air.count - 2);
  const auto last_mass = static_cast<float>(then.mass.count - 2);
  const std::size_t width = then.mass.count;
  const auto per_air = static_cast<float>(stretch.air.mass * grid.mass.step / then.air.step);
  const auto per_mass = static_cast<float>(stretch.mass.mass * grid.mass.step / then.mass.step);
  for (std::size_t i = 0; i < grid.air.count; ++i) {
    const State first{grid.air.at(i), grid.mass.low};
    const auto air = static_cast<float>((stretch.air.at(first) - then.air.low) / then.air.step);
    const auto mass = static_cast<float>((stretch.mass.at(first) - then.mass.low) / then.mass.step);
    const std::size_t row = i * grid.mass.count;
    for (std::size_t j = 0; j < grid.mass.count; ++j) {
      const float u = air + per_air * static_cast<float>(j);
      const float v = mass + per_mass * static_cast<float>(j);
      // min and max in this order also turn a number that is none into 0.
      const auto a = static_cast<std::size_t>(std::min(last_air, std::max(0.0F, u)));
      const auto b = static_cast<std::size_t>(std::min(last_mass, std::max(0.0F, v)));
      const float* at = next + a * width + b;
      const float x = u - static_cast<float>(a);
      const float y = v - static_cast<float>(b);
      const float low = at[0] + y * (at[1] - at[0]);
      const float high = at[width] + y * (at[width + 1] - at[width]);
      values[row + j] = stretch.costs[row + j] + extra + low + x * (high - low);
    }
  }
}

double RoomProgram::value_at(std::size_t period, bool on, std::size_t starts,
                             const State& state) const {
  if (period >= heater_->rules.period_count()) return 0.0;
  const Grid& grid = grids_[period];
  const auto place = [](const Axis& axis, double value) {
    const double u = (value - axis.low) / axis.step;
    const double cell = std::floor(std::min(static_cast<double>(axis.count - 2), std::max(0.0, u)));
    return std::pair{static_cast<std::size_t>(cell), u - cell};
  };
  const auto [a, x] = place(grid.air, state.air_c);
  const auto [b, y] = place(grid.mass, state.mass_c);
  const float* at = table(period, on, starts) + a * grid.mass.count + b;
  const float* up = at + grid.mass.count;
  const auto line = [y_now = y](const float* two) {
    return static_cast<double>(two[0]) +
           y_now * (static_cast<double>(two[1]) - static_cast<double>(two[0]));
  };
  return line(at) + x * (line(up) - line(at));
}

double RoomProgram::exact_cost(const Stretch& stretch, const State& state) const {
  double cost = stretch.slope_cost.at(state);
  for (std::size_t k = 0; k < stretch.slots.size(); ++k)
    cost += heating_->comfort(stretch.first_slot + k, zone_).cost(stretch.slots[k].at(state));
  return cost;
}

// Forwards with exact temperatures; only what comes after a move is taken from the tables.
std::vector<char> RoomProgram::follow(std::span<const double> on_costs,
                                      std::span<const char> blocked) const {
  const SwitchRules& rules = heater_->rules;
  std::vector<char> schedule(rules.period_count(), 0);
  SwitchRules::Mode mode = rules.start();
  State state = start_;
  for (std::size_t p = 0; p < rules.period_count();) {
    const auto& moves = stretches_[p];
    const auto starts = static_cast<std::size_t>(std::clamp<std::int64_t>(
        rules.starts_in_day(mode, p), 0, static_cast<std::int64_t>(counts_) - 1));
    const auto value = [&](const Stretch& stretch, std::size_t after) {
      const State then{stretch.air.at(state), stretch.mass.at(state)};
      return exact_cost(stretch, state) + electricity(on_costs, p, stretch) +
             value_at(stretch.until, stretch.is_on, starts_at(p, stretch.until, after), then);
    };
    const bool is_held = p < window_.first || p >= window_.end;
    const bool goes_on = is_held ? window_.now[p] != 0 : mode.is_on;
    const Stretch* chosen = &moves[goes_on ? k_stay_on : k_stay_off];
    const bool is_free = !is_held && rules.may(mode, p, !mode.is_on);
    const Move change = mode.is_on ? k_stop : k_start;
    const Stretch* other =
        moves[change].until > 0 ? &moves[change] : &moves[mode.is_on ? k_stay_off : k_stay_on];
    if (is_free && !fits(p, *other)) {
      // What follows leaves no room for it.
    } else if (is_free && mode.is_on) {
      if (is_blocked(blocked, p, p + 1) || value(*other, starts) <= value(*chosen, starts))
        chosen = other;
    } else if (is_free && !is_blocked(blocked, p, other->until)) {
      if (value(*other, starts + 1) < value(*chosen, starts)) chosen = other;
    }
    for (std::size_t q = p; q < chosen->until; ++q) {
      schedule[q] = chosen->is_on ? 1 : 0;
      mode = rules.after(mode, q, chosen->is_on);
    }
    state = {chosen->air.at(state), chosen->mass.at(state)};
    p = chosen->until;
  }
  return schedule;
}

}  // namespace ohmstead::plan
