#include "zone_country.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "ohmstead/home/holidays.hpp"

namespace ohmstead::forecast {
namespace {

struct Place {
  std::string_view zone;  // or how the names of several begin, with a slash at the end
  std::string_view country;
};

constexpr std::array k_places{
    Place{"America/Anchorage", "US"},     Place{"America/Boise", "US"},
    Place{"America/Chicago", "US"},       Place{"America/Denver", "US"},
    Place{"America/Detroit", "US"},       Place{"America/Indiana/", "US"},
    Place{"America/Juneau", "US"},        Place{"America/Kentucky/", "US"},
    Place{"America/Los_Angeles", "US"},   Place{"America/New_York", "US"},
    Place{"America/North_Dakota/", "US"}, Place{"America/Phoenix", "US"},
    Place{"Atlantic/Azores", "PT"},       Place{"Atlantic/Canary", "ES"},
    Place{"Atlantic/Madeira", "PT"},      Place{"Europe/Amsterdam", "NL"},
    Place{"Europe/Berlin", "DE"},         Place{"Europe/Brussels", "BE"},
    Place{"Europe/Copenhagen", "DK"},     Place{"Europe/Dublin", "IE"},
    Place{"Europe/Helsinki", "FI"},       Place{"Europe/Lisbon", "PT"},
    Place{"Europe/London", "GB"},         Place{"Europe/Madrid", "ES"},
    Place{"Europe/Oslo", "NO"},           Place{"Europe/Paris", "FR"},
    Place{"Europe/Prague", "CZ"},         Place{"Europe/Riga", "LV"},
    Place{"Europe/Rome", "IT"},           Place{"Europe/Stockholm", "SE"},
    Place{"Europe/Tallinn", "EE"},        Place{"Europe/Vienna", "AT"},
    Place{"Europe/Vilnius", "LT"},        Place{"Europe/Warsaw", "PL"},
    Place{"Pacific/Honolulu", "US"},      Place{"US/", "US"},
};

}  // namespace

std::string_view country_of_zone(std::string_view zone) {
  const auto* found = std::find_if(k_places.begin(), k_places.end(), [&](const Place& place) {
    return place.zone.ends_with('/') ? zone.starts_with(place.zone) : zone == place.zone;
  });
  return found == k_places.end() ? std::string_view{} : found->country;
}

bool is_holiday_of(base::Date date, std::string_view zone) {
  const std::string_view country = country_of_zone(zone);
  if (!country.empty()) return home::is_holiday(date, {std::string{country}, {}});
  const auto is_on = [&](unsigned month, unsigned day) {
    return date.month() == std::chrono::month{month} && date.day() == std::chrono::day{day};
  };
  return is_on(1, 1) || is_on(12, 25);
}

}  // namespace ohmstead::forecast
