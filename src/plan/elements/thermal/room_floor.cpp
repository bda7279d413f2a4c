#include "room_floor.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::plan {
namespace {

// Points beyond what can be reached, for the cells that hold its edge.
constexpr double k_beyond = 2.0;
// A room that heats or cools further than so many points is not looked at.
constexpr double k_most_points = 2000.0;
// Air and mass further apart than this are not told apart by their ways of cooling.
constexpr double k_most_ratio = 1e6;
// Runs (pauses) bound for more periods are taken as bound for so many, which costs less.
constexpr std::size_t k_most_levels = 8;

}  // namespace

RoomFloor::RoomFloor(const Heating& heating, std::size_t heater)
    : heating_{&heating},
      heater_{&heating.heaters()[heater]},
      zone_{heater_->shares.front().zone},
      mass_{heating.network().mass_node(zone_)} {
  const SwitchRules& rules = heater_->rules;
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    on_levels_ = std::max(on_levels_, std::min(k_most_levels, rules.on_until(p) - p));
    off_levels_ = std::max(off_levels_, std::min(k_most_levels, rules.off_until(p) - p));
  }
}

std::optional<RoomFloor> RoomFloor::make(const Heating& heating, std::size_t heater) {
  const Heater& source = heating.heaters()[heater];
  if (source.is_modulating || source.shares.size() != 1) return std::nullopt;
  RoomFloor room{heating, heater};
  if (!room.find_ways()) return std::nullopt;
  return room;
}

// The ways of cooling: C dT/dt = -K T is solved by (1, ratio) exp(-rate t) for two ratios.
bool RoomFloor::find_ways() {
  const HeatNetwork& network = heating_->network();
  double to_mass = 0.0, to_others = 0.0;
  for (const HeatNetwork::Link& link : network.links()) {
    if (link.a != zone_ && link.b != zone_) continue;
    const std::size_t other = link.a == zone_ ? link.b : link.a;
    (mass_ == other ? to_mass : to_others) += link.kw_per_k;
  }
  const double air = network.capacity_kwh_per_k(zone_);
  const double a = (network.loss_kw_per_k(zone_) + to_others + to_mass) / air;
  const double air_c = network.start_c()[zone_];
  if (!mass_) {
    rate_.fast = a;
    per_air_kwh_.fast = 1.0 / air;
    start_.fast = air_c;
    return true;
  }
  const double mass = network.capacity_kwh_per_k(*mass_);
  const double b = to_mass / air, c = to_mass / mass;
  const double d = (network.loss_kw_per_k(*mass_) + to_mass) / mass;
  const double root = std::sqrt((a - d) * (a - d) + 4.0 * b * c);
  // The smaller of two near numbers is found by division, not as their difference.
  fast_mass_ = a >= d ? -2.0 * c / (a - d + root) : 0.5 * (a - d - root) / b;
  slow_mass_ = -c / b / fast_mass_;
  if (!(fast_mass_ < -1.0 / k_most_ratio) || !(slow_mass_ < k_most_ratio)) return false;
  rate_.fast = 0.5 * (a + d + root);
  rate_.slow = (a * d - b * c) / rate_.fast;
  const double apart = slow_mass_ - fast_mass_;
  per_air_kwh_ = {slow_mass_ / (apart * air), -fast_mass_ / (apart * air)};
  per_mass_kwh_ = {-1.0 / (apart * mass), 1.0 / (apart * mass)};
  const double mass_c = network.start_c()[*mass_];
  start_ = {(slow_mass_ * air_c - mass_c) / apart, (mass_c - fast_mass_ * air_c) / apart};
  return true;
}

std::vector<double> RoomFloor::steps_kw() const {
  const SwitchRules& rules = heater_->rules;
  std::vector<double> steps;
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    double step_c = steps_.fast_c;  // at the start of the slot
    for (std::size_t t = rules.first_slot(p); t < rules.end_slot(p); ++t) {
      const double h = heating_->hours(t);
      steps.push_back(step_c / (h * per_air_kwh_.fast));
      step_c /= 1.0 + h * rate_.fast;
    }
  }
  return steps;
}

void RoomFloor::make_slots(std::span<const HeatTrade> trades) {
  slots_.clear();
  for (std::size_t t = 0; t < heating_->slot_count(); ++t) {
    const double h = heating_->hours(t);
    const auto forced_kw = heating_->network().forced_kw(t);
    Slot slot;
    slot.keep = {1.0 / (1.0 + h * rate_.fast), 1.0 / (1.0 + h * rate_.slow)};
    const auto end = [&](double air_kw, double mass_kw) {
      return Pair{slot.keep.fast * h * (per_air_kwh_.fast * air_kw + per_mass_kwh_.fast * mass_kw),
                  slot.keep.slow * h * (per_air_kwh_.slow * air_kw + per_mass_kwh_.slow * mass_kw)};
    };
    slot.off_c = end(forced_kw[zone_] + trades[t].expected_kw, mass_ ? forced_kw[*mass_] : 0.0);
    const double share = heater_->shares.front().ratio;
    slot.rise_c = end(share * heater_->heat_kw(t, heater_->power_kw), 0.0);
    slot.per_kw = end(1.0, 0.0);
    slots_.push_back(slot);
  }
}

// The grid of a period holds all that can be reached, also after trade in each of its slots.
void RoomFloor::make_grids(std::span<const HeatTrade> trades) {
  const SwitchRules& rules = heater_->rules;
  Pair cold = start_, hot = start_;
  grids_.clear();
  const auto go = [](const Slot& slot, double source, double traded_kw, Pair& state) {
    state.fast = slot.keep.fast * state.fast + slot.off_c.fast + source * slot.rise_c.fast +
                 slot.per_kw.fast * traded_kw;
    state.slow = slot.keep.slow * state.slow + slot.off_c.slow + source * slot.rise_c.slow +
                 slot.per_kw.slow * traded_kw;
  };
  const auto axis = [](double low, double high, double step) {
    const double wanted = std::ceil((high - low) / step) + 2.0 * k_beyond;
    const double points = wanted < k_most_points ? wanted : k_most_points;  // also of no number
    return Axis{low - k_beyond * step, step, 1 + static_cast<std::size_t>(points)};
  };
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    const Pair from = cold, to = hot;
    Pair keep{1.0, 1.0}, traded;
    for (std::size_t t = rules.first_slot(p); t < rules.end_slot(p); ++t) {
      const Slot& slot = slots_[t];
      go(slot, 0.0, trades[t].least_kw, cold);
      go(slot, 1.0, trades[t].most_kw, hot);
      keep = {keep.fast * slot.keep.fast, keep.slow * slot.keep.slow};
      const double kw = std::max(-trades[t].least_kw, trades[t].most_kw);
      traded.fast += slot.per_kw.fast * kw / keep.fast;
      traded.slow += slot.per_kw.slow * kw / keep.slow;
    }
    grids_.push_back({axis(from.fast - traded.fast, to.fast + traded.fast, steps_.fast_c),
                      axis(from.slow - traded.slow, to.slow + traded.slow, steps_.slow_c)});
  }
}

std::optional<double> RoomFloor::at(std::span<const double> on_costs,
                                    std::span<const HeatTrade> trades,
                                    const std::function<bool()>& is_over) {
  make_slots(trades);
  const auto is_wide = [](const Axis& axis) {
    return static_cast<double>(axis.count) >= k_most_points;
  };
  make_grids(trades);
  for (const Grid& grid : grids_) {
    if (is_wide(grid.fast) || is_wide(grid.slow)) return std::nullopt;
  }
  off_.assign(off_levels_, {});
  on_.assign(on_levels_, {});
  for (std::size_t p = heater_->rules.period_count(); p-- > 0;) {
    if (is_over()) return std::nullopt;
    sweep(p, on_costs[p], trades);
  }
  const SwitchRules::Mode& mode = heater_->rules.start();
  const auto& tables = mode.is_on ? on_ : off_;
  return start_value(tables[std::min(mode.bound_until, tables.size() - 1)]);
}

double RoomFloor::start_value(const Values& values) const {
  const Grid& grid = grids_.front();
  const auto place = [](const Axis& axis, double at) {
    const double u = (at - axis.low) / axis.step;
    return std::pair{static_cast<std::size_t>(u), u - std::floor(u)};
  };
  const auto [i, x] = place(grid.fast, start_.fast);
  const auto [j, y] = place(grid.slow, start_.slow);
  const auto line = [&](std::size_t row) {
    const double* at = &values[(i + row) * grid.slow.count + j];
    return at[0] + y * (at[1] - at[0]);
  };
  return line(0) + x * (line(1) - line(0));
}

// From the values at the end of a period to those at its start. Tables count for how many periods
// more the source must stay as it is.
void RoomFloor::sweep(std::size_t period, double on_cost, std::span<const HeatTrade> trades) {
  const SwitchRules& rules = heater_->rules;
  std::vector<Values> spent_off = spend(period, false, off_, trades);
  std::vector<Values> spent_on = spend(period, true, on_, trades);
  for (Values& values : spent_on) {
    for (double& value : values) value += on_cost;
  }
  const auto cheaper = [](const Values& one, const Values& other) {
    Values least = one;
    for (std::size_t i = 0; i < least.size(); ++i) least[i] = std::min(least[i], other[i]);
    return least;
  };
  const std::size_t run = std::min(rules.on_until(period) - period, on_levels_) - 1;
  const std::size_t pause = std::min(rules.off_until(period) - period, off_levels_) - 1;
  off_[0] = cheaper(spent_off[0], spent_on[run]);
  on_[0] = cheaper(spent_on[0], spent_off[pause]);
  for (std::size_t b = 1; b < off_levels_; ++b) off_[b] = std::move(spent_off[b - 1]);
  for (std::size_t b = 1; b < on_levels_; ++b) on_[b] = std::move(spent_on[b - 1]);
}

// By how long the source stays bound after the period.
std::vector<RoomFloor::Values> RoomFloor::spend(std::size_t period, bool on,
                                                const std::vector<Values>& next,
                                                std::span<const HeatTrade> trades) {
  go_through(period, on, trades);
  if (period + 1 == heater_->rules.period_count())
    return std::vector<Values>(next.size(), spend(period, nullptr, trades));
  std::vector<Values> spent;
  spent.reserve(next.size());
  for (const Values& each : next) spent.push_back(spend(period, &each, trades));
  return spent;
}

void RoomFloor::go_through(std::size_t period, bool on, std::span<const HeatTrade> trades) {
  const std::size_t first = heater_->rules.first_slot(period);
  const std::size_t end = heater_->rules.end_slot(period);
  at_end_.clear();
  costs_.resize(std::max(costs_.size(), end - first));
  Grid grid = grids_[period];
  for (std::size_t t = first; t < end; ++t) {
    const Slot& slot = slots_[t];
    const auto move = [on](double keep, double off_c, double rise_c, Axis& axis) {
      axis.low = keep * axis.low + off_c + (on ? rise_c : 0.0);
      axis.step *= keep;
    };
    move(slot.keep.fast, slot.off_c.fast, slot.rise_c.fast, grid.fast);
    move(slot.keep.slow, slot.off_c.slow, slot.rise_c.slow, grid.slow);
    at_end_.push_back(grid);
    find_costs(t, grid, trades[t], costs_[t - first]);
  }
}

RoomFloor::Values RoomFloor::spend(std::size_t period, const Values* next,
                                   std::span<const HeatTrade> trades) {
  const std::size_t first = heater_->rules.first_slot(period);
  Values values(grids_[period].size(), 0.0);
  if (next != nullptr) carry(at_end_.back(), grids_[period + 1], *next, values);
  for (std::size_t k = at_end_.size(); k-- > 0;) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += costs_[k][i];
    take_heat(first + k, at_end_[k], trades[first + k], values);
  }
  return values;
}

}  // namespace ohmstead::plan
