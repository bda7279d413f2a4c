#include "holidays.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace ohmstead::forecast {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;

struct MonthDay {
  unsigned month, day;
};

struct Country {
  std::string_view zone;
  std::initializer_list<MonthDay> fixed;
  std::initializer_list<int> from_easter;  // days after Easter Sunday
};

constexpr MonthDay k_may_day{5, 1};
constexpr MonthDay k_epiphany{1, 6};
constexpr MonthDay k_assumption{8, 15};
constexpr MonthDay k_all_saints{11, 1};
constexpr MonthDay k_boxing_day{12, 26};

const std::array k_countries{
    Country{"Europe/Amsterdam", {{4, 27}, k_boxing_day}, {1, 39, 50}},
    Country{"Europe/Berlin", {k_may_day, {10, 3}, k_boxing_day}, {-2, 1, 39, 50}},
    Country{
        "Europe/Brussels", {k_may_day, {7, 21}, k_assumption, k_all_saints, {11, 11}}, {1, 39, 50}},
    Country{"Europe/Copenhagen", {{6, 5}, {12, 24}, k_boxing_day}, {-3, -2, 1, 39, 50}},
    Country{"Europe/Dublin", {{3, 17}, k_boxing_day}, {1}},
    Country{
        "Europe/Helsinki", {k_epiphany, k_may_day, {12, 6}, {12, 24}, k_boxing_day}, {-2, 1, 39}},
    Country{"Europe/London", {k_boxing_day}, {-2, 1}},
    Country{"Europe/Madrid",
            {k_epiphany, k_may_day, k_assumption, {10, 12}, k_all_saints, {12, 6}, {12, 8}},
            {-2}},
    Country{"Europe/Oslo", {k_may_day, {5, 17}, k_boxing_day}, {-3, -2, 1, 39, 50}},
    Country{"Europe/Paris",
            {k_may_day, {5, 8}, {7, 14}, k_assumption, k_all_saints, {11, 11}},
            {1, 39, 50}},
    Country{
        "Europe/Prague",
        {k_may_day, {5, 8}, {7, 5}, {7, 6}, {9, 28}, {10, 28}, {11, 17}, {12, 24}, k_boxing_day},
        {-2, 1}},
    Country{
        "Europe/Rome",
        {k_epiphany, {4, 25}, k_may_day, {6, 2}, k_assumption, k_all_saints, {12, 8}, k_boxing_day},
        {1}},
    Country{
        "Europe/Stockholm", {k_epiphany, k_may_day, {6, 6}, {12, 24}, k_boxing_day}, {-2, 1, 39}},
    Country{"Europe/Vienna",
            {k_epiphany, k_may_day, k_assumption, {10, 26}, k_all_saints, {12, 8}, k_boxing_day},
            {1, 39, 50, 60}},
    Country{"Europe/Warsaw",
            {k_epiphany, k_may_day, {5, 3}, k_assumption, k_all_saints, {11, 11}, k_boxing_day},
            {1, 60}},
    Country{"Europe/Zurich", {{8, 1}, k_boxing_day}, {-2, 1, 39, 50}},
    Country{"Australia/", {{1, 26}, {4, 25}, k_boxing_day}, {-2, 1}},
};

// The `nth` Monday or Thursday of a month, 5: the last.
bool is_nth(base::Date date, unsigned of_month, std::chrono::weekday weekday, unsigned nth) {
  if (date.month() != month{of_month}) return false;
  const std::chrono::weekday that{sys_days{date}};
  if (that != weekday) return false;
  if (nth == 5)
    return (sys_days{date} + days{7}) > sys_days{date.year() / date.month() / std::chrono::last};
  return (static_cast<unsigned>(date.day()) - 1) / 7 + 1 == nth;
}

bool is_american_holiday(base::Date date) {
  using std::chrono::Monday;
  using std::chrono::Thursday;
  const bool is_independence = date.month() == month{7} && date.day() == day{4};
  return is_independence || is_nth(date, 5, Monday, 5) || is_nth(date, 9, Monday, 1) ||
         is_nth(date, 11, Thursday, 4);
}

}  // namespace

base::Date easter_sunday(year of_year) {
  const int y = static_cast<int>(of_year);
  const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
  const int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return of_year / month{static_cast<unsigned>(n / 31)} / day{static_cast<unsigned>(n % 31 + 1)};
}

bool is_holiday(base::Date date, const std::string& zone) {
  const auto is = [&](MonthDay that) {
    return date.month() == month{that.month} && date.day() == day{that.day};
  };
  if (is({1, 1}) || is({12, 25})) return true;
  if (zone.starts_with("America/") && is_american_holiday(date)) return true;
  const auto country = std::find_if(k_countries.begin(), k_countries.end(),
                                    [&](const auto& each) { return zone.starts_with(each.zone); });
  if (country == k_countries.end()) return false;
  if (std::any_of(country->fixed.begin(), country->fixed.end(), is)) return true;
  const auto after_easter = (sys_days{date} - sys_days{easter_sunday(date.year())}).count();
  return std::any_of(country->from_easter.begin(), country->from_easter.end(),
                     [&](int offset) { return offset == after_easter; });
}

}  // namespace ohmstead::forecast
