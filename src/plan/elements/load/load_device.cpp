#include "load_device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ohmstead::plan {
namespace {

constexpr double k_s_per_h = 3600.0;
// Longer than any horizon, and exact in a double.
constexpr double k_most_s = 1e12;

}  // namespace

LoadDevice::LoadDevice(const home::Case& home, const home::Appliance& appliance)
    : id{appliance.id}, power_kw{appliance.power->value()} {
  if (appliance.min_power) least_share = appliance.min_power->value() / power_kw;
  is_modulating = least_share < 1.0;
  price_per_h = appliance.missed_price.value_or(effective_violation_price(home)).value() * power_kw;
  start_cost = appliance.start_cost.value();
  if (appliance.max_starts) most_starts = static_cast<std::size_t>(*appliance.max_starts);
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    hours.push_back(home.slots.hours(t).value());
    seconds.push_back(home.slots.duration(t).count());
  }
  set_window(home, appliance);
  set_runs(home, appliance);
  set_need(appliance);
  is_switched = !is_modulating || least_share > 0.0 || has_starts;
}

void LoadDevice::set_window(const home::Case& home, const home::Appliance& appliance) {
  const base::SlotGrid& slots = home.slots;
  while (first < slots.count() && appliance.earliest && slots.start(first) < *appliance.earliest)
    ++first;
  end = slots.count();
  while (end > first && appliance.latest_end && slots.end(end - 1) > *appliance.latest_end) --end;
}

void LoadDevice::set_runs(const home::Case& home, const home::Appliance& appliance) {
  const base::SlotGrid& slots = home.slots;
  on_until_.assign(slots.count(), 0);
  bool has_long_runs = false;
  for (std::size_t t = first; t < end; ++t) {
    std::size_t until = t + 1;
    while (until < slots.count() && slots.start(until) < slots.start(t) + appliance.min_on) ++until;
    has_long_runs = has_long_runs || until > t + 1;
    if (until <= end) on_until_[t] = until;
  }
  has_starts = start_cost > 0.0 || most_starts.has_value() || has_long_runs;
  begins_on = appliance.on_for.has_value() && first == 0 && end > 0;
  if (!begins_on) return;
  const base::Time until = slots.start(0) - *appliance.on_for + appliance.min_on;
  while (bound_until < end && slots.start(bound_until) < until) ++bound_until;
}

void LoadDevice::set_need(const home::Appliance& appliance) {
  double need_s = appliance.run_time ? static_cast<double>(appliance.run_time->count())
                                     : appliance.energy->value() / power_kw * k_s_per_h;
  need_s = std::min(need_s, k_most_s);
  if (!is_modulating) need_s = std::round(need_s);
  const auto begin = seconds.begin() + static_cast<std::ptrdiff_t>(first);
  const auto over = seconds.begin() + static_cast<std::ptrdiff_t>(end);
  const auto reach_s = static_cast<double>(std::accumulate(begin, over, std::int64_t{0}));
  const double wanted_s = std::min(need_s, reach_s);
  wanted_h = wanted_s / k_s_per_h;
  out_of_reach_h = (need_s - wanted_s) / k_s_per_h;
  double most_s = wanted_s;
  double shortest_run_s = 0.0;  // the longest of them: any of them may be the one that runs
  if (wanted_s > 0.0) {
    for (std::size_t t = first; t < end; ++t) {
      double run_s = 0.0;
      for (std::size_t k = t; k < on_until_[t]; ++k) run_s += static_cast<double>(seconds[k]);
      shortest_run_s = std::max(shortest_run_s, run_s * least_share);
    }
    if (!is_modulating && begin != over)
      most_s += static_cast<double>(*std::max_element(begin, over) - 1);
  }
  double bound_s = 0.0;
  for (std::size_t t = 0; t < bound_until; ++t)
    bound_s += static_cast<double>(seconds[t]) * least_share;
  most_h = std::max({most_s, shortest_run_s, bound_s}) / k_s_per_h;
}

std::optional<std::size_t> LoadDevice::on_until(std::size_t slot) const {
  if (on_until_[slot] == 0) return std::nullopt;
  return on_until_[slot];
}

double LoadDevice::used_h(const Track& track) const {
  double sum = 0.0;
  for (std::size_t t = first; t < end; ++t) sum += track.power_kw[t] / power_kw * hours[t];
  return sum;
}

double LoadDevice::missed_h(double used_h) const {
  return out_of_reach_h + std::max(0.0, wanted_h - used_h);
}

std::size_t LoadDevice::starts(const Track& track) const {
  std::size_t count = 0;
  bool was_on = begins_on;
  for (const int state : track.state) {
    if (state == 1 && !was_on) ++count;
    was_on = state == 1;
  }
  return count;
}

double LoadDevice::cost(const Track& track) const {
  return price_per_h * missed_h(used_h(track)) + start_cost * static_cast<double>(starts(track));
}

Track LoadDevice::track_of(std::vector<int> states) const {
  Track track{states.size()};
  for (std::size_t t = 0; t < states.size(); ++t)
    track.power_kw[t] = states[t] == 1 ? power_kw : 0.0;
  track.state = std::move(states);
  return track;
}

void LoadDevice::find_problems(std::span<const int> states, const Report& report) const {
  bool was_on = begins_on;
  std::size_t bound = bound_until, count = 0;
  for (std::size_t t = 0; t < states.size(); ++t) {
    const bool on = states[t] == 1;
    if (on && !is_in_window(t)) report(t, "this slot is outside its window");
    if (on && !was_on && is_in_window(t)) {
      if (!on_until(t)) report(t, "a run from here would end too early");
      bound = on_until(t).value_or(t);
      if (most_starts && ++count > *most_starts) report(t, "it may not be started that often");
    }
    if (!on && was_on && t < bound) report(t, "it has not run for long enough");
    was_on = on;
  }
}

bool LoadDevice::is_allowed(std::span<const int> states) const {
  bool is_fine = true;
  find_problems(states, [&](std::size_t, const std::string&) { is_fine = false; });
  if (!is_fine || is_modulating) return is_fine;
  double used = 0.0;
  for (std::size_t t = 0; t < states.size(); ++t) used += states[t] == 1 ? hours[t] : 0.0;
  constexpr double k_rounding_h = 1e-7;
  return used <= most_h + k_rounding_h;
}

}  // namespace ohmstead::plan
