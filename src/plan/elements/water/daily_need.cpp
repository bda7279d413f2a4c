#include "daily_need.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "elements/account.hpp"
#include "ohmstead/base/zone.hpp"

namespace ohmstead::plan {
namespace {

// The first slot from `slot` on that starts at `time` or later.
std::size_t first_from(const base::SlotGrid& slots, std::size_t slot, base::Time time) {
  while (slot < slots.count() && slots.start(slot) < time) ++slot;
  return slot;
}

}  // namespace

DailyNeed::DailyNeed(const home::Case& home, const home::WaterHeater& heater,
                     const WaterDevice& device)
    : id_{heater.id},
      hours_{device.hours},
      price_per_kwh_{heater.missed_price.value_or(effective_violation_price(home)).value()} {
  cut_days(home, heater);
  make_steps();
}

void DailyNeed::cut_days(const home::Case& home, const home::WaterHeater& heater) {
  const base::SlotGrid& slots = home.slots;
  const base::Zone zone = base::Zone::load(home.timezone).value_or(base::Zone::utc());
  const base::Time over = slots.end(slots.count() - 1);
  const base::Seconds deferral{static_cast<std::int64_t>(heater.deferral.value() * 3600.0)};
  base::Time begin = zone.day_start(zone.date(slots.start(0)));
  const std::size_t owed_until = first_from(slots, 0, begin + deferral);
  if (heater.owed > home::Energy{} && owed_until > 0)
    days_.push_back({heater.owed.value(), 0, 0, owed_until});
  for (std::size_t t = 0; t < slots.count();) {
    Day day{t == 0 ? -heater.used_today.value() : 0.0, t, t, t};
    // Several days, where one slot is longer than a day.
    do {
      const base::Time end = zone.next_day_start(begin);
      const double part = base::hours(std::min(end, over) - begin) / base::hours(end - begin);
      day.kwh += heater.daily->value() * part;
      begin = end;
      day.end = first_from(slots, day.end, end);
    } while (begin < over && (day.end == t || slots.start(day.end) >= zone.next_day_start(begin)));
    day.kwh = std::max(0.0, day.kwh);
    day.until = first_from(slots, day.end, begin + deferral);
    t = day.end;
    days_.push_back(day);
  }
  for (std::size_t d = 0; d + 1 < days_.size(); ++d)
    days_[d].until = std::min(days_[d].until, days_[d + 1].end);
}

void DailyNeed::make_steps() {
  steps_.resize(hours_.size());
  for (std::size_t d = 0; d < days_.size(); ++d) {
    const Day& day = days_[d];
    steps_[day.first].asked_kwh += day.kwh;
    Step& last = steps_[day.until - 1];
    last.is_deadline = true;
    last.latest_kwh =
        d + 1 < days_.size() && days_[d + 1].first < day.until ? days_[d + 1].kwh : 0.0;
  }
  steps_.back().latest_kwh = 0.0;
}

template <class Miss>
void DailyNeed::follow(std::span<const double> heat_kw, Miss miss) const {
  double open_kwh = 0.0;
  for (std::size_t t = 0; t < steps_.size(); ++t) {
    const Step& step = steps_[t];
    open_kwh = std::max(0.0, open_kwh + step.asked_kwh - heat_kw[t] * hours_[t]);
    if (!step.is_deadline || open_kwh <= step.latest_kwh) continue;
    miss(t, open_kwh - step.latest_kwh);
    open_kwh = step.latest_kwh;
  }
}

double DailyNeed::cost(std::span<const double> heat_kw) const {
  double missed_kwh = 0.0;
  follow(heat_kw, [&](std::size_t, double kwh) { missed_kwh += kwh; });
  return price_per_kwh_ * missed_kwh;
}

void DailyNeed::bill(std::span<const double> heat_kw, Account& account) const {
  const std::string what = fmt::format("water.daily[{}]", id_);
  follow(heat_kw, [&](std::size_t t, double kwh) {
    account.add_missed(t, what, kwh, "kWh", price_per_kwh_ * kwh);
  });
}

double DailyNeed::wish_kw(std::span<const double> heat_kw, std::size_t slot, bool) const {
  constexpr double k_rounding_kwh = 1e-9;
  double open_kwh = 0.0;
  for (std::size_t t = 0; t < slot; ++t) {
    open_kwh = std::max(0.0, open_kwh + steps_[t].asked_kwh - heat_kw[t] * hours_[t]);
    if (steps_[t].is_deadline) open_kwh = std::min(open_kwh, steps_[t].latest_kwh);
  }
  open_kwh += steps_[slot].asked_kwh;
  return open_kwh > k_rounding_kwh ? open_kwh / hours_[slot] : 0.0;
}

// missed_d + heat of its own slots + what the next day's first slots give it - what its own first
// slots give the day before >= kwh_d.
void DailyNeed::add_to(LinearHome& linear, std::span<const HeatColumn> heat) const {
  const auto name = linear.name(fmt::format("water.daily[{}]", id_));
  const auto owed = linear.name(fmt::format("water.owed[{}]", id_));
  const auto later = linear.name(fmt::format("water.deferred[{}]", id_));
  std::vector<LinearHome::Row> rows;
  for (const Day& day : days_) {
    const auto tag = day.end == 0 ? owed : name;
    rows.push_back(linear.add_row(tag, day.first, {day.kwh, solve::k_infinity}));
    const auto missed =
        linear.add_column(tag, day.first, {.upper = day.kwh, .cost = price_per_kwh_});
    linear.add(rows.back(), missed, 1.0);
    for (std::size_t t = day.first; t < day.end; ++t)
      linear.add(rows.back(), heat[t].column, heat[t].kw * hours_[t]);
  }
  for (std::size_t d = 0; d + 1 < days_.size(); ++d) {
    for (std::size_t t = days_[d + 1].first; t < days_[d].until; ++t) {
      const double most = heat[t].most_kw * hours_[t];
      if (most <= 0.0) continue;
      const auto given = linear.add_column(later, t, {.upper = most});
      const auto row = linear.add_row(later, t, {-solve::k_infinity, 0.0});
      linear.add(row, given, 1.0);
      linear.add(row, heat[t].column, -heat[t].kw * hours_[t]);
      linear.add(rows[d], given, 1.0);
      linear.add(rows[d + 1], given, -1.0);
    }
  }
}

}  // namespace ohmstead::plan
