// Public holidays by rule, for tariffs that count them as Sundays.
//
// The holidays of a whole country by its law of today (not those of its regions), and dates of
// one's own. In GB and the US a holiday at a weekend is kept on the workday that stands in for it.
// Thread rule: pure functions.
//
//   is_holiday(date, {"FR", {}})
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::home {

struct Holidays {
  std::string country;             // AT, BE, ... US; empty: only `dates`
  std::vector<std::string> dates;  // such as 2026-05-15
};

[[nodiscard]] bool is_holiday(base::Date date, const Holidays& holidays);
// Sunday of Easter by the Gregorian calendar.
[[nodiscard]] base::Date easter_sunday(std::chrono::year year);
// The countries that are known, in order.
[[nodiscard]] std::vector<std::string_view> holiday_countries();

}  // namespace ohmstead::home
