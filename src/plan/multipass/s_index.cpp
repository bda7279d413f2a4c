#include <algorithm>
#include <cmath>
#include <map>

#include "ohmstead/base/zone.hpp"
#include "passes.hpp"

namespace ohmstead::plan::multipass {
namespace {

struct Day {
  double load_kwh = 0.0;
  double pv_kwh = 0.0;
};

// Whole local days that the slots cover, by their distance from the day of the first slot.
std::map<std::int64_t, Day> days_of_slots(const State& state, const base::Zone& zone) {
  const base::SlotGrid& slots = state.home->slots;
  std::map<std::int64_t, Day> days;
  base::Time start = zone.day_start(zone.date(slots.start(0)));
  const base::Time last = slots.end(state.count() - 1);
  std::size_t t = 0;
  for (std::int64_t number = 0; start < last; ++number) {
    const base::Time end = zone.next_day_start(start);
    Day day;
    for (; t < state.count() && slots.start(t) < end; ++t) {
      day.load_kwh += state.load_kw[t] * state.hours[t];
      day.pv_kwh += state.pv_kw[t] * state.hours[t];
    }
    if (slots.start(0) <= start && end <= last) days[number] = day;
    start = end;
  }
  return days;
}

// Days of the slots first, then what is said of whole days, with the same margins; days after the
// last known one are like it.
std::map<std::int64_t, Day> known_days(const State& state, const base::Zone& zone) {
  std::map<std::int64_t, Day> days = days_of_slots(state, zone);
  for (const home::DayOutlook& outlook : state.home->days) {
    if (!outlook.load || !outlook.pv) continue;
    days.try_emplace(outlook.day,
                     Day{outlook.load->value() * state.settings.load_margin_pct / 100.0,
                         outlook.pv->value() * state.settings.pv_confidence_pct / 100.0});
  }
  return days;
}

std::optional<double> mean_deficit(const State& state, const base::Zone& zone) {
  const std::map<std::int64_t, Day> days = known_days(state, zone);
  double sum = 0.0;
  int count = 0;
  for (const std::int64_t number : state.settings.s_index.days_ahead) {
    auto found = days.find(number);
    if (found == days.end() && !days.empty() && number > days.rbegin()->first)
      found = std::prev(days.end());
    if (found == days.end()) continue;
    const Day& day = found->second;
    if (day.load_kwh <= 0.0 && day.pv_kwh <= 0.0) continue;
    if (day.load_kwh > 0.0)
      sum += std::max(0.0, (day.load_kwh - day.pv_kwh) / std::max(day.load_kwh, 1e-6));
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

// 0 from mild upwards, 1 from cold downwards.
double coldness(State& state) {
  const home::SIndexSettings& settings = state.settings.s_index;
  double sum = 0.0;
  int count = 0;
  for (const home::DayOutlook& day : state.home->days) {
    const bool is_asked = std::find(settings.days_ahead.begin(), settings.days_ahead.end(),
                                    day.day) != settings.days_ahead.end();
    if (!is_asked || !day.mean_temperature) continue;
    sum += day.mean_temperature->value();
    ++count;
  }
  if (count == 0) {
    state.notes.emplace_back("no temperatures are known for the S-index: cold counts as none");
    return 0.0;
  }
  const double mild = settings.mild.value();
  return std::clamp((mild - sum / count) / (mild - settings.cold.value()), 0.0, 1.0);
}

}  // namespace

double find_s_index(State& state) {
  const home::SIndexSettings& settings = state.settings.s_index;
  const double fixed = std::min(settings.static_factor, settings.max_factor);
  if (settings.mode == home::SIndexMode::fixed) return fixed;
  const auto zone = base::Zone::load(state.home->timezone);
  const auto deficit = zone ? mean_deficit(state, *zone) : std::nullopt;
  if (!deficit) {
    state.notes.emplace_back("no whole day is known for the S-index: the static factor stands in");
    return fixed;
  }
  const double factor = settings.base_factor + settings.pv_deficit_weight * *deficit +
                        settings.temperature_weight * coldness(state);
  return std::clamp(factor, 0.0, settings.max_factor);
}

}  // namespace ohmstead::plan::multipass
