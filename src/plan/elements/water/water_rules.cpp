#include "water_rules.hpp"

#include <algorithm>
#include <limits>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_never = std::numeric_limits<double>::infinity();

// The first slot that starts at `time` or later.
std::size_t first_from(const base::SlotGrid& slots, base::Time time) {
  std::size_t slot = 0;
  while (slot < slots.count() && slots.start(slot) < time) ++slot;
  return slot;
}

std::vector<std::size_t> ends_after(const base::SlotGrid& slots, base::Seconds least) {
  std::vector<std::size_t> ends;
  std::size_t end = 0;
  for (std::size_t t = 0; t < slots.count(); ++t) {
    end = std::max(end, t + 1);
    while (end < slots.count() && slots.start(end) < slots.start(t) + least) ++end;
    ends.push_back(end);
  }
  return ends;
}

std::optional<std::size_t> rest(std::optional<std::int64_t> most, std::int64_t used) {
  if (!most) return std::nullopt;
  return static_cast<std::size_t>(std::max<std::int64_t>(0, *most - used));
}

}  // namespace

WaterRules::WaterRules(const home::Case& home, const home::WaterHeater& heater)
    : on_until_{ends_after(home.slots, heater.min_on)},
      off_until_{ends_after(home.slots, heater.min_off)} {
  const auto is_long = [](const std::vector<std::size_t>& ends) {
    for (std::size_t t = 0; t < ends.size(); ++t) {
      if (ends[t] > t + 1) return true;
    }
    return false;
  };
  has_min_on_ = is_long(on_until_);
  has_min_off_ = is_long(off_until_);
  is_limited_ = heater.max_starts_per_day || heater.max_blocks_per_day;
  cut_days(home, heater);
  set_start(home, heater);
}

void WaterRules::cut_days(const home::Case& home, const home::WaterHeater& heater) {
  const base::SlotGrid& slots = home.slots;
  const base::Zone zone = base::Zone::load(home.timezone).value_or(base::Zone::utc());
  const bool is_local = heater.days_from == home::DaysFrom::local_midnight;
  const auto day_end = [&](base::Time time, base::Time day_start) {
    return is_local ? zone.next_day_start(time) : day_start + std::chrono::hours{24};
  };
  const base::Time start = slots.start(0);
  const base::Time first_day = is_local ? zone.day_start(zone.date(start)) : start;
  base::Time end = day_end(start, first_day);
  days_.push_back({0, 0, first_day == start, rest(heater.max_starts_per_day, heater.starts_today),
                   rest(heater.max_blocks_per_day, heater.starts_today)});
  // A run from before this day is one of its blocks, also when it ends in it.
  if (!days_[0].is_whole && heater.on_for && days_[0].blocks &&
      start - *heater.on_for < first_day) {
    days_[0].blocks = *days_[0].blocks - std::min<std::size_t>(1, *days_[0].blocks);
  }
  for (std::size_t t = 0; t < slots.count(); ++t) {
    if (slots.start(t) >= end) {
      days_.push_back(
          {t, t, true, rest(heater.max_starts_per_day, 0), rest(heater.max_blocks_per_day, 0)});
      while (end <= slots.start(t)) end = day_end(end, end);
    }
    days_.back().end = t + 1;
    day_of_.push_back(days_.size() - 1);
  }
  if (!is_limited_) return;
  for (Day& day : days_) {
    // More than every second slot cannot be a start.
    const std::size_t most = (day.end - day.first) / 2 + 1;
    if (day.starts) day.starts = std::min(*day.starts, most);
    if (day.blocks) day.blocks = std::min(*day.blocks, most);
    level_count_ =
        std::max(level_count_, 1 + std::min(day.starts.value_or(most), day.blocks.value_or(most)));
  }
}

void WaterRules::set_start(const home::Case& home, const home::WaterHeater& heater) {
  start_.is_on = heater.on_for.has_value();
  const base::Time begin = home.slots.start(0);
  if (heater.on_for) {
    start_.bound_until = first_from(home.slots, begin - *heater.on_for + heater.min_on);
  } else if (heater.off_for) {
    start_.bound_until = first_from(home.slots, begin - *heater.off_for + heater.min_off);
  }
  if (is_limited_) {
    const Day& day = days_[0];
    const std::size_t most = level_count_ - 1;
    start_.left = std::min(day.starts.value_or(most), day.blocks.value_or(most));
  }
}

// Starts left after the decision of `slot`, before a start in it is taken off.
std::size_t WaterRules::left_at(const Mode& before, std::size_t slot, bool on) const {
  const Day& day = days_[day_of_[slot]];
  if (!is_limited_ || slot != day.first || !day.is_whole) return before.left;
  const std::size_t most = level_count_ - 1;
  std::size_t blocks = day.blocks.value_or(most);
  if (before.is_on && on && day.blocks) blocks -= std::min<std::size_t>(1, blocks);
  return std::min(day.starts.value_or(most), blocks);
}

bool WaterRules::may(const Mode& mode, std::size_t slot, bool on) const {
  if (on == mode.is_on) return true;
  if (slot < mode.bound_until) return false;
  return !on || !is_limited_ || left_at(mode, slot, on) > 0;
}

WaterRules::Mode WaterRules::after(const Mode& mode, std::size_t slot, bool on) const {
  Mode next{on, mode.bound_until, left_at(mode, slot, on)};
  if (on == mode.is_on) return next;
  next.bound_until = on ? on_until_[slot] : off_until_[slot];
  if (on && next.left > 0) --next.left;
  return next;
}

std::optional<WaterRules::Move> WaterRules::move(std::size_t slot, bool is_on, std::size_t left,
                                                 bool on) const {
  Mode mode{is_on, slot, left};
  if (!may(mode, slot, on)) return std::nullopt;
  const std::size_t end = on == is_on ? slot + 1 : (on ? on_until_[slot] : off_until_[slot]);
  for (std::size_t t = slot; t < end; ++t) mode = after(mode, t, on);
  return Move{end, mode.left};
}

bool WaterRules::is_allowed(std::span<const int> states) const {
  Mode mode = start_;
  for (std::size_t t = 0; t < states.size(); ++t) {
    if (!may(mode, t, states[t] == 1)) return false;
    mode = after(mode, t, states[t] == 1);
  }
  return true;
}

std::vector<int> WaterRules::cheapest(std::span<const double> on_costs) const {
  const std::size_t count = slot_count();
  const std::size_t levels = level_count_;
  std::vector<double> sums(count + 1, 0.0);
  for (std::size_t t = 0; t < count; ++t) sums[t + 1] = sums[t] + on_costs[t];
  std::vector<double> values((count + 1) * 2 * levels, 0.0);
  const auto value = [&](std::size_t t, bool is_on, std::size_t left) -> double& {
    return values[(t * 2 + (is_on ? 1 : 0)) * levels + left];
  };
  const auto cost = [&](std::size_t t, bool is_on, std::size_t left, bool on) {
    const auto move = this->move(t, is_on, left, on);
    if (!move) return k_never;
    return (on ? sums[move->end] - sums[t] : 0.0) + value(move->end, on, move->left);
  };
  for (std::size_t t = count; t-- > 0;) {
    for (std::size_t i = 0; i < 2 * levels; ++i) {
      const bool is_on = i >= levels;
      value(t, is_on, i % levels) =
          std::min(cost(t, is_on, i % levels, false), cost(t, is_on, i % levels, true));
    }
  }
  std::vector<int> states(count, 0);
  Mode mode = start_;
  std::size_t t = 0;
  while (t < count) {
    std::size_t end = t + 1;
    bool on = mode.is_on;
    if (t >= mode.bound_until) {
      on = cost(t, mode.is_on, mode.left, true) < cost(t, mode.is_on, mode.left, false);
      end = move(t, mode.is_on, mode.left, on)->end;
    }
    for (; t < end; ++t) {
      states[t] = on ? 1 : 0;
      mode = after(mode, t, on);
    }
  }
  return states;
}

void WaterRules::find_problems(std::span<const int> states, const Report& report) const {
  Mode mode = start_;
  for (std::size_t t = 0; t < states.size(); ++t) {
    const bool on = states[t] == 1;
    if (!may(mode, t, on)) {
      if (t < mode.bound_until) {
        report(t,
               on ? "it has not been off for long enough" : "it has not been on for long enough");
      } else {
        report(t, "it may not be started that often in a day");
      }
    }
    mode = after(mode, t, on);
  }
}

}  // namespace ohmstead::plan
