#include "measured_period.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/make_case.hpp"

namespace ohmstead::simulate {
namespace {

using base::Energy;
using base::ErrorKind;
using base::fail;
using base::Result;
using base::Time;

struct Range {
  Time from;
  Time to;
};

// The part of [from, to) that was measured.
Result<Range> measured_part(const History& history, Time from, Time to) {
  const auto period =
      fmt::format("the period from {} to {}", base::format_time(from), base::format_time(to));
  if (from >= to) return fail(ErrorKind::invalid_input, period + " is empty");
  for (const Time time : {from, to}) {
    if (base::floor_to(time, history.slots.duration(0)) != time) {
      return fail(ErrorKind::invalid_input,
                  fmt::format("{} is not a border of planning slots", base::format_time(time)));
    }
  }
  const Range part{std::max(from, history.measured_from), std::min(to, history.measured_until)};
  if (part.from >= part.to) {
    return fail(ErrorKind::invalid_input,
                fmt::format("{} lies outside of what was measured, from {} to {}", period,
                            base::format_time(history.measured_from),
                            base::format_time(history.measured_until)));
  }
  return part;
}

template <class Q>
base::Series<Q> part(const base::Series<Q>& series, std::size_t first, std::size_t end) {
  if (series.is_empty()) return {};
  const auto values = series.raw().subspan(first, end - first);
  return base::Series<Q>{std::vector<double>{values.begin(), values.end()}};
}

std::vector<MonthRange> split_months(const std::vector<Time>& times, const base::Zone& zone) {
  std::vector<MonthRange> months;
  Time month_end{};
  for (std::size_t slot = 0; slot < times.size(); ++slot) {
    if (months.empty() || times[slot] >= month_end) {
      const base::Date date = zone.date(times[slot]);
      const auto next = date.year() / date.month() + std::chrono::months{1};
      month_end = zone.day_start(base::Date{next / std::chrono::day{1}});
      months.push_back({fmt::format("{:04}-{:02}", static_cast<int>(date.year()),
                                    static_cast<unsigned>(date.month())),
                        slot, slot});
    }
    months.back().end = slot + 1;
  }
  return months;
}

// What a kWh is worth at the end of the period, by the rule for plans, on its last day.
void set_end_values(home::Case& home, std::int64_t slots_per_day) {
  std::vector<Energy> soc;
  soc.reserve(home.batteries.size());
  for (const home::Battery& battery : home.batteries) soc.push_back(battery.soc);
  const std::size_t count = home.slots.count();
  const auto last_day = std::min(count, static_cast<std::size_t>(slots_per_day));
  const home::Case end = slice(home, count - last_day, count, soc);
  for (home::Battery& battery : home.batteries) {
    battery.end_value = plan::end_value(end, battery, Energy{1.0}) / Energy{1.0};
  }
}

}  // namespace

Result<MeasuredPeriod> make_period(const home::Site& site, const History& history, Time from,
                                   Time to) {
  const auto range = measured_part(history, from, to);
  if (!range) return tl::unexpected{range.error()};
  const auto zone = base::Zone::load(site.timezone);
  if (!zone) return tl::unexpected{zone.error()};
  MeasuredPeriod period;
  if (range->from != from || range->to != to) {
    period.notes.push_back(fmt::format("the period was cut to what was measured, from {} to {}",
                                       base::format_time(range->from),
                                       base::format_time(range->to)));
  }
  home::Outlook measured;
  const std::size_t end = *history.slots.find(range->to - base::Seconds{1}) + 1;
  for (std::size_t slot = *history.slots.find(range->from); slot < end; ++slot) {
    const Time start = history.slots.start(slot);
    if (!history.spot.is_empty() && history.spot.known_until(start) < history.slots.end(slot)) {
      ++period.left_out;
      continue;
    }
    period.times.push_back(start);
    measured.load.push_back(history.load.power[slot]);
    measured.pv.push_back(history.pv.power[slot]);
    if (!history.outdoor.is_empty()) measured.outdoor.push_back(history.outdoor[slot]);
    if (!history.irradiance.is_empty()) measured.irradiance.push_back(history.irradiance[slot]);
    measured.spot.push_back(history.spot.is_empty()
                                ? base::EnergyPrice{}
                                : history.spot.mean(start, history.slots.end(slot)));
  }
  if (period.times.empty()) {
    return fail(ErrorKind::not_found, fmt::format("no price is known from {} to {}",
                                                  base::format_time(from), base::format_time(to)));
  }
  const auto step = history.slots.duration(0);
  measured.slots = base::SlotGrid::uniform(period.times.front(), step, period.times.size());
  std::vector<Energy> soc;
  soc.reserve(site.batteries.size());
  for (const home::SiteBattery& battery : site.batteries) {
    soc.push_back(battery.capacity * (battery.initial_soc_pct / 100.0));
  }
  const plan::TariffRule tariff{site.tariff, *zone};
  period.home = plan::make_case(home::with_plain_prices(without_planned_devices(site)), tariff,
                                measured, {soc}, nullptr);
  for (std::size_t slot = 0; slot < period.times.size(); ++slot) {
    period.home.prices.import.set(slot,
                                  tariff.import_price(period.times[slot], measured.spot[slot]));
  }
  period.home.objective.violation_price = home::effective_violation_price(period.home);
  set_end_values(period.home, std::chrono::days{1} / step);
  period.months = split_months(period.times, *zone);
  return period;
}

home::Case slice(const home::Case& home, std::size_t first, std::size_t end,
                 std::span<const Energy> soc) {
  home::Case result;
  result.schema = home.schema;
  result.name = home.name;
  result.currency = home.currency;
  result.timezone = home.timezone;
  result.slots =
      base::SlotGrid::uniform(home.slots.start(first), home.slots.duration(first), end - first);
  result.prices = {part(home.prices.import, first, end), part(home.prices.export_, first, end)};
  result.load = part(home.load, first, end);
  result.pv = part(home.pv, first, end);
  result.is_pv_curtailable = home.is_pv_curtailable;
  result.outdoor = part(home.outdoor, first, end);
  result.irradiance = part(home.irradiance, first, end);
  result.grid = home.grid;
  result.objective = home.objective;
  result.inverters = home.inverters;
  for (home::Inverter& inverter : result.inverters) inverter.pv = part(inverter.pv, first, end);
  result.batteries = home.batteries;
  for (std::size_t i = 0; i < result.batteries.size(); ++i) result.batteries[i].soc = soc[i];
  return result;
}

std::vector<MonthRange> months_until(const std::vector<MonthRange>& months, std::size_t end) {
  std::vector<MonthRange> result;
  for (const MonthRange& month : months) {
    if (month.first < end) result.push_back({month.name, month.first, std::min(month.end, end)});
  }
  return result;
}

}  // namespace ohmstead::simulate
