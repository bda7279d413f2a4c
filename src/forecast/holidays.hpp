// Public holidays on which households live as on Sundays, by the place that a time zone names.
//
// Known are the holidays that whole countries share; of a zone without a table only New Year and
// Christmas count. Sources: the countries' laws; Easter by the rule of Meeus, Jones and Butcher.
// Thread rule: pure functions.
//
//   bool is_free = is_holiday({2024y, May, 1d}, "Europe/Paris");
#pragma once

#include <string>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::forecast {

[[nodiscard]] base::Date easter_sunday(std::chrono::year year);
[[nodiscard]] bool is_holiday(base::Date date, const std::string& zone);

}  // namespace ohmstead::forecast
