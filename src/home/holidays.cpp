#include "ohmstead/home/holidays.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace ohmstead::home {
namespace {

using base::Date;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;

enum class Kind : unsigned char {
  on,            // a = month, b = day
  easter,        // a = days after Easter Sunday
  nth,           // a = month, b = which (5: the last), c = weekday
  saturday_from  // a = month, b = day: the first Saturday on or after it
};

struct Rule {
  Kind kind = Kind::on;
  int a = 0;
  int b = 0;
  unsigned c = 1;  // 0 Sunday, 1 Monday, 4 Thursday
};

constexpr Rule on(int day, int month) { return {Kind::on, month, day}; }
constexpr Rule easter(int days_after) { return {Kind::easter, days_after}; }
constexpr Rule nth(int which, int month, unsigned day = 1) {
  return {Kind::nth, month, which, day};
}
constexpr Rule saturday_from(int day, int month) { return {Kind::saturday_from, month, day}; }

// What a holiday at a weekend does.
enum class Moved : unsigned char { no, to_next_workday, to_nearest_workday };

constexpr std::array k_at{on(1, 1),   on(6, 1),   easter(1), on(1, 5),   easter(39),
                          easter(50), easter(60), on(15, 8), on(26, 10), on(1, 11),
                          on(8, 12),  on(25, 12), on(26, 12)};
constexpr std::array k_be{on(1, 1),  easter(1), on(1, 5),  easter(39), easter(50),
                          on(21, 7), on(15, 8), on(1, 11), on(11, 11), on(25, 12)};
constexpr std::array k_cz{on(1, 1),   easter(-2), easter(1), on(1, 5),   on(8, 5),
                          on(5, 7),   on(6, 7),   on(28, 9), on(28, 10), on(17, 11),
                          on(24, 12), on(25, 12), on(26, 12)};
constexpr std::array k_de{on(1, 1),   easter(-2), easter(1),  on(1, 5),  easter(39),
                          easter(50), on(3, 10),  on(25, 12), on(26, 12)};
constexpr std::array k_dk{on(1, 1),   easter(-3), easter(-2), easter(1),
                          easter(39), easter(50), on(25, 12), on(26, 12)};
constexpr std::array k_ee{on(1, 1),  on(24, 2), easter(-2), easter(0),  on(1, 5),   easter(49),
                          on(23, 6), on(24, 6), on(20, 8),  on(24, 12), on(25, 12), on(26, 12)};
constexpr std::array k_es{on(1, 1),   on(6, 1),  easter(-2), on(1, 5),  on(15, 8),
                          on(12, 10), on(1, 11), on(6, 12),  on(8, 12), on(25, 12)};
constexpr std::array k_fi{on(1, 1),
                          on(6, 1),
                          easter(-2),
                          easter(0),
                          easter(1),
                          on(1, 5),
                          easter(39),
                          easter(49),
                          saturday_from(20, 6),
                          saturday_from(31, 10),
                          on(6, 12),
                          on(25, 12),
                          on(26, 12)};
constexpr std::array k_fr{on(1, 1),  easter(1), on(1, 5),  on(8, 5),   easter(39), easter(50),
                          on(14, 7), on(15, 8), on(1, 11), on(11, 11), on(25, 12)};
constexpr std::array k_gb{on(1, 1),  easter(-2), easter(1),  nth(1, 5),
                          nth(5, 5), nth(5, 8),  on(25, 12), on(26, 12)};
constexpr std::array k_ie{on(1, 1),  on(17, 3), easter(1),  nth(1, 2),  nth(1, 5),
                          nth(1, 6), nth(1, 8), nth(5, 10), on(25, 12), on(26, 12)};
constexpr std::array k_it{on(1, 1), on(6, 1),  easter(0), easter(1), on(25, 4),  on(1, 5),
                          on(2, 6), on(15, 8), on(1, 11), on(8, 12), on(25, 12), on(26, 12)};
constexpr std::array k_lt{on(1, 1),  on(16, 2),  on(11, 3),  easter(0), easter(1),
                          on(1, 5),  on(24, 6),  on(6, 7),   on(15, 8), on(1, 11),
                          on(2, 11), on(24, 12), on(25, 12), on(26, 12)};
constexpr std::array k_lv{on(1, 1),   easter(-2), easter(0), easter(1),  on(1, 5),
                          on(4, 5),   on(23, 6),  on(24, 6), on(18, 11), on(24, 12),
                          on(25, 12), on(26, 12), on(31, 12)};
constexpr std::array k_nl{on(1, 1),   easter(0),  easter(1),  on(27, 4), easter(39),
                          easter(49), easter(50), on(25, 12), on(26, 12)};
constexpr std::array k_no{on(1, 1),  easter(-3), easter(-2), easter(0),  easter(1),  on(1, 5),
                          on(17, 5), easter(39), easter(49), easter(50), on(25, 12), on(26, 12)};
constexpr std::array k_pl{on(1, 1),   on(6, 1),   easter(0),  easter(1), on(1, 5),
                          on(3, 5),   easter(49), easter(60), on(15, 8), on(1, 11),
                          on(11, 11), on(24, 12), on(25, 12), on(26, 12)};
constexpr std::array k_pt{on(1, 1),   easter(-2), easter(0), on(25, 4), on(1, 5),
                          easter(60), on(10, 6),  on(15, 8), on(5, 10), on(1, 11),
                          on(1, 12),  on(8, 12),  on(25, 12)};
constexpr std::array k_se{on(1, 1),
                          on(6, 1),
                          easter(-2),
                          easter(0),
                          easter(1),
                          on(1, 5),
                          easter(39),
                          easter(49),
                          on(6, 6),
                          saturday_from(20, 6),
                          saturday_from(31, 10),
                          on(25, 12),
                          on(26, 12)};
constexpr std::array k_us{on(1, 1),  nth(3, 1),  nth(3, 2),  nth(5, 5),     on(19, 6), on(4, 7),
                          nth(1, 9), nth(2, 10), on(11, 11), nth(4, 11, 4), on(25, 12)};

struct Country {
  std::string_view name;
  std::span<const Rule> rules;
  Moved moved = Moved::no;
};

const std::array<Country, 21>& countries() {
  static const std::array<Country, 21> k_countries{
      {{"AT", k_at}, {"BE", k_be},
       {"CZ", k_cz}, {"DE", k_de},
       {"DK", k_dk}, {"EE", k_ee},
       {"ES", k_es}, {"FI", k_fi},
       {"FR", k_fr}, {"GB", k_gb, Moved::to_next_workday},
       {"IE", k_ie}, {"IT", k_it},
       {"LT", k_lt}, {"LV", k_lv},
       {"NL", k_nl}, {"NO", k_no},
       {"PL", k_pl}, {"PT", k_pt},
       {"SE", k_se}, {"US", k_us, Moved::to_nearest_workday},
       {"", {}}}};
  return k_countries;
}

sys_days day_of(const Rule& rule, std::chrono::year year) {
  const std::chrono::month month{static_cast<unsigned>(rule.a)};
  switch (rule.kind) {
    case Kind::easter:
      return sys_days{easter_sunday(year)} + days{rule.a};
    case Kind::nth: {
      const weekday day{rule.c};
      if (rule.b == 5) return sys_days{year / month / day[std::chrono::last]};
      return sys_days{year / month / day[static_cast<unsigned>(rule.b)]};
    }
    case Kind::saturday_from: {
      const sys_days first{year / month / std::chrono::day{static_cast<unsigned>(rule.b)}};
      return first + (std::chrono::Saturday - weekday{first});
    }
    case Kind::on:
      break;
  }
  return sys_days{year / month / std::chrono::day{static_cast<unsigned>(rule.b)}};
}

bool is_weekend(sys_days day) {
  const weekday name{day};
  return name == std::chrono::Saturday || name == std::chrono::Sunday;
}

bool is_by_rule(const Country& country, sys_days day) {
  const Date date{day};
  // A day early next year may be kept at the end of this one, and the other way round.
  for (const int other : {-1, 0, 1}) {
    const std::chrono::year year = date.year() + std::chrono::years{other};
    std::vector<sys_days> kept;
    for (const Rule& rule : country.rules) {
      sys_days own = day_of(rule, year);
      if (country.moved == Moved::to_nearest_workday && is_weekend(own))
        own += weekday{own} == std::chrono::Saturday ? days{-1} : days{1};
      if (country.moved == Moved::to_next_workday) {
        while (is_weekend(own) || std::find(kept.begin(), kept.end(), own) != kept.end())
          own += days{1};
      }
      // The king's birthday is kept a day earlier when it is a Sunday.
      if (country.name == "NL" && rule.kind == Kind::on && rule.a == 4 &&
          weekday{own} == std::chrono::Sunday)
        own -= days{1};
      kept.push_back(own);
    }
    if (std::find(kept.begin(), kept.end(), day) != kept.end()) return true;
  }
  return false;
}

}  // namespace

// The rule of Meeus, Jones and Butcher (Meeus, Astronomical Algorithms, 1991, chapter 8).
Date easter_sunday(std::chrono::year year) {
  const int y = static_cast<int>(year);
  const int a = y % 19, b = y / 100, c = y % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25;
  const int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int number = h + l - 7 * m + 114;
  return year / std::chrono::month{static_cast<unsigned>(number / 31)} /
         std::chrono::day{static_cast<unsigned>(number % 31 + 1)};
}

bool is_holiday(Date date, const Holidays& holidays) {
  const std::string text = base::format_date(date);
  if (std::find(holidays.dates.begin(), holidays.dates.end(), text) != holidays.dates.end())
    return true;
  if (holidays.country.empty()) return false;
  const auto found = std::find_if(countries().begin(), countries().end(), [&](const Country& each) {
    return each.name == holidays.country;
  });
  return found != countries().end() && is_by_rule(*found, sys_days{date});
}

std::vector<std::string_view> holiday_countries() {
  std::vector<std::string_view> names;
  for (const Country& country : countries()) {
    if (!country.name.empty()) names.push_back(country.name);
  }
  return names;
}

}  // namespace ohmstead::home
