#include "fee_times.hpp"

namespace ohmstead::plan {
namespace {

bool is_in_season(const home::FeeTimes& times, base::Date date) {
  const auto month = static_cast<std::int64_t>(static_cast<unsigned>(date.month()));
  if (times.from_month <= times.to_month) {
    return month >= times.from_month && month <= times.to_month;
  }
  return month >= times.from_month || month <= times.to_month;
}

bool opens_on(const home::FeeTimes& times, base::Date date,
              const std::optional<home::Holidays>& holidays) {
  if (!is_in_season(times, date)) return false;
  using enum home::HolidayUse;
  const bool is_free = times.holidays != as_usual && holidays && is_holiday(date, *holidays);
  if (times.holidays == only) return is_free && is_of_kind(date, times.days);
  if (!is_free) return is_of_kind(date, times.days);
  constexpr base::Date k_any_sunday{std::chrono::year{2024} / 1 / 7};
  return times.holidays == as_sunday && is_of_kind(k_any_sunday, times.days);
}

base::Date day_before(base::Date date) {
  return base::Date{std::chrono::sys_days{date} - std::chrono::days{1}};
}

}  // namespace

// A window that runs over midnight belongs to the day on which it opens.
bool holds(const home::FeeTimes& times, const base::WallClock& clock,
           const std::optional<home::Holidays>& holidays) {
  const auto opens = [&](base::Date date) { return opens_on(times, date, holidays); };
  const double hour = clock.hour + clock.minute / 60.0 + clock.second / 3600.0;
  if (times.from_h < times.to_h) {
    return hour >= times.from_h && hour < times.to_h && opens(clock.date);
  }
  return (hour >= times.from_h && opens(clock.date)) ||
         (hour < times.to_h && opens(day_before(clock.date)));
}

std::chrono::year_month month_of(const base::Zone& zone, base::Time time) {
  const base::Date date = zone.date(time);
  return date.year() / date.month();
}

}  // namespace ohmstead::plan
