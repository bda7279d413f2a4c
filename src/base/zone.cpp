#include "ohmstead/base/zone.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <array>

namespace ohmstead::base {

struct Zone::Rules {
  cctz::time_zone zone;
};

namespace {

cctz::civil_second civil(const cctz::time_zone& zone, Time time) {
  return cctz::convert(std::chrono::time_point_cast<cctz::seconds>(time), zone);
}

std::chrono::weekday weekday_of(Date date) {
  return std::chrono::weekday{std::chrono::sys_days{date}};
}

}  // namespace

Result<Zone> Zone::load(const std::string& name) {
  auto rules = std::make_shared<Rules>();
  if (name.empty() || !cctz::load_time_zone(name, &rules->zone)) {
    return fail(
        ErrorKind::invalid_input,
        fmt::format("'{}' is not a time zone of this system (for example Europe/Paris)", name));
  }
  Zone zone;
  zone.name_ = name;
  zone.rules_ = std::move(rules);
  return zone;
}

Zone Zone::utc() {
  Zone zone;
  zone.name_ = "UTC";
  zone.rules_ = std::make_shared<Rules>(Rules{cctz::utc_time_zone()});
  return zone;
}

WallClock Zone::wall_clock(Time time) const {
  const cctz::civil_second local = civil(rules_->zone, time);
  WallClock clock;
  clock.date = Date{std::chrono::year{static_cast<int>(local.year())},
                    std::chrono::month{static_cast<unsigned>(local.month())},
                    std::chrono::day{static_cast<unsigned>(local.day())}};
  clock.hour = local.hour();
  clock.minute = local.minute();
  clock.second = local.second();
  clock.weekday = weekday_of(clock.date);
  return clock;
}

Date Zone::date(Time time) const { return wall_clock(time).date; }

Time Zone::at(Date date, Seconds time_of_day) const {
  const cctz::civil_second local =
      cctz::civil_second(static_cast<int>(date.year()),
                         static_cast<int>(static_cast<unsigned>(date.month())),
                         static_cast<int>(static_cast<unsigned>(date.day()))) +
      time_of_day.count();
  const auto lookup = rules_->zone.lookup(local);
  // Skipped times map to the moment of the change, repeated ones to the first of the two.
  const auto instant =
      lookup.kind == cctz::time_zone::civil_lookup::SKIPPED ? lookup.trans : lookup.pre;
  return Time{Seconds{instant.time_since_epoch().count()}};
}

Time Zone::day_start(Date date) const { return at(date, Seconds{0}); }

Time Zone::next_day_start(Time time) const { return day_start(next_day(date(time))); }

std::string Zone::format_short(Time time) const {
  static constexpr std::array<const char*, 7> k_days{"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const WallClock clock = wall_clock(time);
  return fmt::format("{} {:02} {} {:02}:{:02}", k_days[clock.weekday.c_encoding()],
                     static_cast<unsigned>(clock.date.day()),
                     k_months[static_cast<unsigned>(clock.date.month()) - 1], clock.hour,
                     clock.minute);
}

std::string Zone::format_local(Time time) const {
  const auto lookup = rules_->zone.lookup(std::chrono::time_point_cast<cctz::seconds>(time));
  const WallClock clock = wall_clock(time);
  const int offset_min = lookup.offset / 60;
  return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", format_date(clock.date), clock.hour,
                     clock.minute, clock.second, offset_min < 0 ? '-' : '+',
                     std::abs(offset_min) / 60, std::abs(offset_min) % 60);
}

Result<Date> parse_date(std::string_view text) {
  const auto midnight = parse_time(std::string{text} + "T00:00:00Z");
  if (text.size() != 10 || !midnight) {
    return fail(ErrorKind::invalid_input, fmt::format("'{}' is not a date like 2024-06-24", text));
  }
  return Date{std::chrono::floor<std::chrono::days>(*midnight)};
}

std::string format_date(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Date next_day(Date date) { return Date{std::chrono::sys_days{date} + std::chrono::days{1}}; }

}  // namespace ohmstead::base
