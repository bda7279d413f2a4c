// Local time of a place: days of 23, 24 or 25 hours, wall clocks, week days.
//
// A Zone is a cheap handle on the system's time zone tables; copying is free and all calls may be
// made from any thread. Times that a clock change skips map to the moment of the change; times that
// happen twice map to the first.
//
//   Zone paris = *Zone::load("Europe/Paris");
//   Time one_pm = paris.at(paris.date(now), std::chrono::hours{13});
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::base {

using Date = std::chrono::year_month_day;

struct WallClock {
  Date date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::chrono::weekday weekday;
};

class Zone {
 public:
  // Fails with invalid_input when the system has no zone of that name.
  [[nodiscard]] static Result<Zone> load(const std::string& name);
  [[nodiscard]] static Zone utc();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] WallClock wall_clock(Time time) const;
  [[nodiscard]] Date date(Time time) const;
  // The instant at which the local clock shows `time_of_day` on `date`.
  [[nodiscard]] Time at(Date date, Seconds time_of_day) const;
  [[nodiscard]] Time day_start(Date date) const;
  // Start of the day after the local day that contains `time`.
  [[nodiscard]] Time next_day_start(Time time) const;
  // "Mon 24 Jun 10:15"
  [[nodiscard]] std::string format_short(Time time) const;
  // "2024-06-24T12:15:00+02:00"
  [[nodiscard]] std::string format_local(Time time) const;

 private:
  struct Rules;
  std::string name_;
  std::shared_ptr<const Rules> rules_;
};

// "2024-06-24"; refuses impossible dates.
[[nodiscard]] Result<Date> parse_date(std::string_view text);
[[nodiscard]] std::string format_date(Date date);
[[nodiscard]] Date next_day(Date date);

}  // namespace ohmstead::base
