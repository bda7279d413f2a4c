#include "ohmstead/home/local_window.hpp"

#include <cmath>

namespace ohmstead::home {
namespace {

using base::Date;
using base::Seconds;
using base::Time;

Seconds seconds_of(double hour_h) {
  return Seconds{static_cast<std::int64_t>(std::lround(hour_h * 3600.0))};
}

// 24:00 is the next day's start, whatever the clock does that day.
Time instant(const base::Zone& zone, Date date, double hour_h) {
  return hour_h >= 24.0 ? zone.day_start(base::next_day(date)) : zone.at(date, seconds_of(hour_h));
}

}  // namespace

bool is_of_kind(Date date, DayKind days) {
  const std::chrono::weekday day{std::chrono::sys_days{date}};
  const bool is_weekend = day == std::chrono::Saturday || day == std::chrono::Sunday;
  if (days == DayKind::all) return true;
  if (days == DayKind::workdays || days == DayKind::weekend)
    return is_weekend == (days == DayKind::weekend);
  const auto number = static_cast<unsigned>(days) - static_cast<unsigned>(DayKind::mon) + 1;
  return day.iso_encoding() == number;
}

std::vector<LocalSpan> local_spans(const LocalWindow& window, const base::Zone& zone, Time from,
                                   Time to) {
  std::vector<LocalSpan> spans;
  const std::chrono::days one{1};
  for (Date day{std::chrono::sys_days{zone.date(from)} - one}; zone.day_start(day) < to;
       day = base::next_day(day)) {
    if (!is_of_kind(day, window.days)) continue;
    const Date last = window.to_h > window.from_h ? day : base::next_day(day);
    const LocalSpan span{instant(zone, day, window.from_h), instant(zone, last, window.to_h), day};
    if (span.from < span.to && span.from < to && from < span.to) spans.push_back(span);
  }
  return spans;
}

}  // namespace ohmstead::home
