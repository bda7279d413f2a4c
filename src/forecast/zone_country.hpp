// Which country's public holidays a time zone lives by, so that a home without a word about its
// holidays still has them.
//
// The calendar is that of home/holidays.hpp; of a country that it does not know only New Year and
// Christmas count. Thread rule: pure functions.
//
//   bool is_free = is_holiday_of(date, "Europe/Paris");
#pragma once

#include <string_view>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::forecast {

// Such as FR; empty when not known.
[[nodiscard]] std::string_view country_of_zone(std::string_view zone);
[[nodiscard]] bool is_holiday_of(base::Date date, std::string_view zone);

}  // namespace ohmstead::forecast
