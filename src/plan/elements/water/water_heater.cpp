#include "water_heater.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "daily_need.hpp"
#include "elements/make_elements.hpp"
#include "tank_need.hpp"

namespace ohmstead::plan {
namespace {

constexpr int k_on = 1;
constexpr double k_tolerance_kw = 1e-6;

}  // namespace

WaterDevice::WaterDevice(const home::Case& home, const home::WaterHeater& heater)
    : id{heater.id},
      power_kw{heater.power.value()},
      is_modulating{heater.is_modulating},
      is_switched{home::is_switched(heater)},
      rules{home, heater} {
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    cop.push_back(heater.cop.is_empty() ? 1.0 : heater.cop.raw()[t]);
    hours.push_back(home.slots.hours(t).value());
  }
}

std::vector<double> WaterDevice::heat_kw(const Track& track) const {
  std::vector<double> heat(cop.size());
  for (std::size_t t = 0; t < heat.size(); ++t) heat[t] = cop[t] * track.power_kw[t];
  return heat;
}

WaterHeaterElement::WaterHeaterElement(const home::Case& home, const home::WaterHeater& heater)
    : heater_{home, heater}, device_{heater.id, {}, heater.power.value(), 0.0} {
  if (heater_.is_switched) device_.states = {"off", "on"};
  if (heater.tank) {
    auto tank = std::make_unique<TankNeed>(home, heater, heater_);
    tank_ = tank.get();
    need_ = std::move(tank);
  } else {
    auto daily = std::make_unique<DailyNeed>(home, heater, heater_);
    daily_ = daily.get();
    need_ = std::move(daily);
  }
}

WaterHeaterElement::~WaterHeaterElement() = default;

Track WaterHeaterElement::track_of(std::vector<int> states) const {
  Track track{states.size()};
  for (std::size_t t = 0; t < states.size(); ++t)
    track.power_kw[t] = states[t] == k_on ? heater_.power_kw : 0.0;
  track.state = std::move(states);
  return track;
}

WaterHeaterElement::Columns WaterHeaterElement::add_switches(LinearHome& linear,
                                                             Columns& starts) const {
  Columns on;
  const WaterRules& rules = heater_.rules;
  const bool has_starts = rules.has_min_on() || rules.has_min_off() || rules.has_limits();
  const auto on_name = linear.name(fmt::format("water.on[{}]", device_.id));
  const auto start_name = linear.name(fmt::format("water.start[{}]", device_.id));
  const WaterRules::Mode begin = rules.start();
  for (std::size_t t = 0; t < linear.count(); ++t) {
    const bool is_bound = t < begin.bound_until;
    on.push_back(linear.add_column(on_name, t,
                                   {.lower = is_bound && begin.is_on ? 1.0 : 0.0,
                                    .upper = is_bound && !begin.is_on ? 0.0 : 1.0,
                                    .is_integer = linear.is_whole(t)}));
    if (!has_starts) continue;
    starts.push_back(linear.add_column(start_name, t, {.upper = 1.0}));
    const double before = t == 0 && begin.is_on ? -1.0 : 0.0;
    const auto row = linear.add_row(start_name, t, {before, solve::k_infinity});
    linear.add(row, starts[t], 1.0);
    linear.add(row, on[t], -1.0);
    if (t > 0) linear.add(row, on[t - 1], 1.0);
  }
  if (has_starts) add_rules(linear, on, starts);
  return on;
}

// The tight form: at most one start among those that still bind, and only while it is on (off).
void WaterHeaterElement::add_rules(LinearHome& linear, const Columns& on,
                                   const Columns& starts) const {
  const WaterRules& rules = heater_.rules;
  const auto on_name = linear.name(fmt::format("water.min_on[{}]", device_.id));
  const auto off_name = linear.name(fmt::format("water.min_off[{}]", device_.id));
  std::size_t oldest = 0;
  for (std::size_t t = 0; t < on.size() && rules.has_min_on(); ++t) {
    while (rules.on_until(oldest) <= t) ++oldest;
    const auto row = linear.add_row(on_name, t, {0.0, solve::k_infinity});
    linear.add(row, on[t], 1.0);
    for (std::size_t s = oldest; s <= t; ++s) linear.add(row, starts[s], -1.0);
  }
  // A pause that begins in slot t, after a slot that is on, keeps it off until off_until(t).
  for (std::size_t t = 0; t < on.size() && rules.has_min_off(); ++t) {
    const double before = t == 0 && rules.start().is_on ? 1.0 : 0.0;
    const auto row = linear.add_row(off_name, t, {-solve::k_infinity, 1.0 - before});
    if (t > 0) linear.add(row, on[t - 1], 1.0);
    const std::size_t until = rules.off_until(t);
    for (std::size_t s = t; s < until; ++s) linear.add(row, starts[s], 1.0);
  }
  if (rules.has_limits()) add_day_limits(linear, on, starts);
}

void WaterHeaterElement::add_day_limits(LinearHome& linear, const Columns& on,
                                        const Columns& starts) const {
  const auto starts_name = linear.name(fmt::format("water.starts_of_day[{}]", device_.id));
  const auto blocks_name = linear.name(fmt::format("water.blocks_of_day[{}]", device_.id));
  for (const WaterRules::Day& day : heater_.rules.days()) {
    if (day.starts) {
      const auto row = linear.add_row(starts_name, day.first,
                                      {-solve::k_infinity, static_cast<double>(*day.starts)});
      for (std::size_t t = day.first; t < day.end; ++t) linear.add(row, starts[t], 1.0);
    }
    if (!day.blocks) continue;
    const auto row = linear.add_row(blocks_name, day.first,
                                    {-solve::k_infinity, static_cast<double>(*day.blocks)});
    // Being on in its first slot is a block of the day, whoever started it. A run from before the
    // first slot may go on even if it is one too many.
    const bool goes_on = day.first == 0 && heater_.rules.start().is_on;
    const bool counts_first = day.is_whole && !(goes_on && *day.blocks == 0);
    if (counts_first) linear.add(row, on[day.first], 1.0);
    for (std::size_t t = day.first + (counts_first ? 1 : 0); t < day.end; ++t)
      linear.add(row, starts[t], 1.0);
  }
}

LinearPart WaterHeaterElement::add_to(LinearHome& linear) const {
  Columns on, starts, power;
  if (heater_.is_switched) on = add_switches(linear, starts);
  const auto drawer = linear.drawer(device_.id);
  const auto name = linear.name(fmt::format("water.power[{}]", device_.id));
  std::vector<HeatColumn> heat;
  for (std::size_t t = 0; t < linear.count(); ++t) {
    const double most = heater_.cop[t] * heater_.power_kw;
    if (!heater_.is_modulating) {
      linear.draw(t, drawer, on[t], heater_.power_kw);
      heat.push_back({on[t], most, most});
      continue;
    }
    power.push_back(linear.add_column(name, t, {.upper = heater_.power_kw}));
    linear.draw(t, drawer, power[t], 1.0);
    heat.push_back({power[t], heater_.cop[t], most});
    if (!heater_.is_switched) continue;
    const auto row = linear.add_row(name, t, {-solve::k_infinity, 0.0});
    linear.add(row, power[t], 1.0);
    linear.add(row, on[t], -heater_.power_kw);
  }
  need_->add_to(linear, heat);
  LinearPart part;
  part.has_switches = heater_.is_switched;
  part.take = [this, power, on](std::span<const double> values, std::span<Track> tracks) {
    take(values, power, on, tracks[0]);
  };
  if (!heater_.is_switched) return part;
  part.give = [on](std::span<const Track> tracks, std::span<double> values) {
    for (std::size_t t = 0; t < on.size(); ++t)
      values[static_cast<std::size_t>(on[t].index)] = tracks[0].state[t] == k_on ? 1.0 : 0.0;
  };
  return part;
}

// Of a relaxed solution: the allowed schedule that is closest to it.
void WaterHeaterElement::take(std::span<const double> values, const Columns& power,
                              const Columns& on, Track& track) const {
  const auto at = [&](LinearHome::Column column) {
    return values[static_cast<std::size_t>(column.index)];
  };
  if (heater_.is_switched) {
    std::vector<double> costs(on.size());
    for (std::size_t t = 0; t < on.size(); ++t) costs[t] = 0.5 - at(on[t]);
    track.state = heater_.rules.cheapest(costs);
  }
  for (std::size_t t = 0; t < track.power_kw.size(); ++t) {
    const bool is_off = heater_.is_switched && track.state[t] != k_on;
    const double most = is_off ? 0.0 : heater_.power_kw;
    track.power_kw[t] = heater_.is_modulating ? std::clamp(at(power[t]), 0.0, most) : most;
  }
}

void WaterHeaterElement::complete(std::span<Track> tracks) const {
  tracks[0].heat_kw = heater_.heat_kw(tracks[0]);
  need_->complete(tracks[0].heat_kw, tracks[0]);
}

void WaterHeaterElement::bill(std::span<const Track> tracks, Account& account) const {
  need_->bill(heater_.heat_kw(tracks[0]), account);
}

void WaterHeaterElement::check(std::span<const Track> tracks, const Refuse& refuse) const {
  const Track& track = tracks[0];
  for (std::size_t t = 0; t < track.power_kw.size(); ++t) {
    const double kw = track.power_kw[t];
    const bool is_off = heater_.is_switched && track.state[t] != k_on;
    const double most = is_off ? 0.0 : heater_.power_kw;
    const double least = heater_.is_modulating ? 0.0 : most;
    if (kw >= least - k_tolerance_kw && kw <= most + k_tolerance_kw) continue;
    refuse(t, 0, "power_kw",
           least == most ? fmt::format("{} where it draws {}", kw, most)
                         : fmt::format("{} is not between {} and {}", kw, least, most));
  }
  if (!heater_.is_switched) return;
  heater_.rules.find_problems(track.state, [&](std::size_t slot, const std::string& message) {
    refuse(slot, 0, "state", message);
  });
}

// At once, as far as the rules allow: by thermostat, or until the day's heat is there.
void WaterHeaterElement::act_by_habit(std::span<Track> tracks) const {
  Track& track = tracks[0];
  const WaterRules& rules = heater_.rules;
  WaterRules::Mode mode = rules.start();
  bool was_heating = mode.is_on;
  std::vector<double> heat(track.power_kw.size(), 0.0);
  for (std::size_t t = 0; t < heat.size(); ++t) {
    const double wish_kw = need_->wish_kw(heat, t, was_heating);
    bool is_on = wish_kw > 0.0 && heater_.cop[t] > 0.0;
    if (heater_.is_switched) {
      if (!rules.may(mode, t, is_on)) is_on = !is_on;
      mode = rules.after(mode, t, is_on);
      track.state[t] = is_on ? k_on : 0;
    }
    was_heating = is_on;
    track.power_kw[t] = is_on ? heater_.power_kw : 0.0;
    if (heater_.is_modulating && is_on && heater_.cop[t] > 0.0)
      track.power_kw[t] = std::min(heater_.power_kw, wish_kw / heater_.cop[t]);
    heat[t] = heater_.cop[t] * track.power_kw[t];
  }
}

void add_water_heaters(const home::Case& home, Elements& elements) {
  for (const home::WaterHeater& heater : home.water_heaters)
    elements.push_back(std::make_shared<WaterHeaterElement>(home, heater));
}

}  // namespace ohmstead::plan
