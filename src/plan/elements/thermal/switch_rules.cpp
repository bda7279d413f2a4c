#include "switch_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::plan {

SwitchRules::SwitchRules(const home::Case& home, const home::HeatSource& source)
    : most_starts_{source.max_starts_per_day},
      has_min_off_{source.min_off > base::Seconds{0}},
      min_on_{source.min_on},
      min_off_{source.min_off},
      switch_every_{source.switch_every} {
  cut_periods(home, source.switch_every);
  const auto begin = [&](std::size_t p) { return home.slots.start(first_slots_[p]); };
  const auto until = [&](std::size_t p, base::Seconds least) {
    std::size_t q = p + 1;
    while (q < period_count() && begin(q) < begin(p) + least) ++q;
    return q;
  };
  const base::Zone zone = base::Zone::load(home.timezone).value_or(base::Zone::utc());
  base::Time next_day = home.slots.start(0);
  std::size_t day = 0;
  for (std::size_t p = 0; p < period_count(); ++p) {
    on_until_.push_back(until(p, source.min_on));
    off_until_.push_back(until(p, source.min_off));
    if (begin(p) >= next_day) {
      next_day = zone.next_day_start(begin(p));
      if (p > 0) ++day;
    }
    days_.push_back(day);
  }
  set_start(home, source);
}

// A slot starts a period when a wall multiple lies between its start and that of the slot before.
void SwitchRules::cut_periods(const home::Case& home, base::Seconds switch_every) {
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    const bool is_cut = t == 0 || switch_every <= base::Seconds{1} ||
                        base::floor_to(home.slots.start(t), switch_every) > home.slots.start(t - 1);
    if (is_cut) first_slots_.push_back(t);
  }
  first_slots_.push_back(home.slots.count());
}

void SwitchRules::set_start(const home::Case& home, const home::HeatSource& source) {
  start_.starts = source.starts_today;
  start_.is_on = source.on_for.has_value();
  if (!source.on_for && !source.off_for) return;
  const base::Seconds left =
      start_.is_on ? source.min_on - *source.on_for : source.min_off - *source.off_for;
  const base::Time begin = home.slots.start(0);
  const auto is_bound = [&](std::size_t p) {
    const base::Time time = home.slots.start(first_slots_[p]);
    // A period that is half over keeps what was decided when it began.
    const bool is_half_over = p == 0 && source.switch_every > base::Seconds{0} &&
                              base::floor_to(begin, source.switch_every) != begin;
    return is_half_over || time < begin + left;
  };
  while (start_.bound_until < period_count() && is_bound(start_.bound_until)) ++start_.bound_until;
}

bool SwitchRules::may(const Mode& mode, std::size_t period, bool on) const {
  if (on == mode.is_on) return true;
  if (period < mode.bound_until) return false;
  return !on || !most_starts_ || starts_in_day(mode, period) < *most_starts_;
}

SwitchRules::Mode SwitchRules::after(const Mode& mode, std::size_t period, bool on) const {
  if (on == mode.is_on) return mode;
  const std::int64_t starts = starts_in_day(mode, period) + (on ? 1 : 0);
  return {on, on ? on_until_[period] : off_until_[period], days_[period], starts};
}

bool SwitchRules::is_allowed(std::span<const char> on) const {
  Mode mode = start_;
  for (std::size_t p = 0; p < period_count(); ++p) {
    if (!may(mode, p, on[p] != 0)) return false;
    mode = after(mode, p, on[p] != 0);
  }
  return true;
}

// Dynamic programme over (free to switch, on or off, starts of the day); a switch jumps to the end
// of the time that it binds.
std::vector<char> SwitchRules::cheapest(std::span<const double> on_costs) const {
  const std::size_t periods = period_count();
  const std::size_t most =
      most_starts_ ? std::min(static_cast<std::size_t>(*most_starts_), periods) : 0;
  const std::size_t counts = most + 1;
  std::vector<double> sums(periods + 1, 0.0);  // of on_costs before a period
  for (std::size_t p = 0; p < periods; ++p) sums[p + 1] = sums[p] + on_costs[p];
  std::vector<double> on((periods + 1) * counts, 0.0), off((periods + 1) * counts, 0.0);
  // Worth of `table` in period q, having counted `starts` in the day of period p.
  const auto later = [&](const std::vector<double>& table, std::size_t p, std::size_t q,
                         std::size_t starts) {
    if (q >= periods) return 0.0;
    return table[q * counts + (days_[p] == days_[q] ? std::min(starts, most) : 0)];
  };
  const auto start_cost = [&](std::size_t p, std::size_t k) {
    if (most_starts_ && k >= most) return std::numeric_limits<double>::infinity();
    return sums[on_until_[p]] - sums[p] + later(on, p, on_until_[p], most_starts_ ? k + 1 : 0);
  };
  const auto stop_cost = [&](std::size_t p, std::size_t k) {
    return later(off, p, off_until_[p], k);
  };
  for (std::size_t p = periods; p-- > 0;) {
    for (std::size_t k = 0; k < counts; ++k) {
      on[p * counts + k] = std::min(on_costs[p] + later(on, p, p + 1, k), stop_cost(p, k));
      off[p * counts + k] = std::min(later(off, p, p + 1, k), start_cost(p, k));
    }
  }
  std::vector<char> schedule(periods, 0);
  Mode mode = start_;
  for (std::size_t p = 0; p < periods; ++p) {
    const auto k =
        std::min(static_cast<std::size_t>(std::max<std::int64_t>(0, starts_in_day(mode, p))), most);
    bool is_on = mode.is_on;
    if (p >= mode.bound_until) {
      is_on = mode.is_on ? on_costs[p] + later(on, p, p + 1, k) < stop_cost(p, k)
                         : start_cost(p, k) < later(off, p, p + 1, k);
    }
    is_on = is_on && may(mode, p, true);
    schedule[p] = is_on ? 1 : 0;
    mode = after(mode, p, is_on);
  }
  return schedule;
}

std::string SwitchRules::why_not(const Mode& mode, std::size_t period, bool on) const {
  if (period >= mode.bound_until) return fmt::format("more than {} starts in a day", *most_starts_);
  const base::Seconds least = on ? min_off_ : min_on_;
  if (least == base::Seconds{0})
    return fmt::format("it is switched only at multiples of {} s", switch_every_.count());
  return fmt::format("a {} lasts at least {} s", on ? "pause" : "run", least.count());
}

void SwitchRules::find_problems(std::span<const int> states, const Report& report) const {
  Mode mode = start_;
  for (std::size_t p = 0; p < period_count(); ++p) {
    const bool on = states[first_slots_[p]] != 0;
    for (std::size_t t = first_slots_[p] + 1; t < end_slot(p); ++t) {
      if ((states[t] != 0) == on) continue;
      report(t, fmt::format("it is switched only at multiples of {} s", switch_every_.count()));
      break;
    }
    if (!may(mode, p, on)) report(first_slots_[p], why_not(mode, p, on));
    mode = after(mode, p, on);
  }
}

}  // namespace ohmstead::plan
