#include "parts/local_times.hpp"

#include <array>

#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;

// By how much clocks are set back anywhere.
constexpr std::array k_steps_back{Seconds{1800}, Seconds{3600}, Seconds{7200}};

bool shows(const base::Zone& zone, Time time, base::Date date, Seconds time_of_day) {
  const base::WallClock clock = zone.wall_clock(time);
  return clock.date == date &&
         Seconds{clock.hour * 3600 + clock.minute * 60 + clock.second} == time_of_day;
}

}  // namespace

LocalTimes::Read LocalTimes::next(const std::string& text) {
  if (const auto instant = read_instant(text)) {
    last_ = instant;
    return {Verdict::time, *instant};
  }
  const auto wall = read_instant(text + "Z");
  if (!wall) return {};
  const auto midnight = std::chrono::floor<std::chrono::days>(*wall);
  const base::Date date{midnight};
  const Seconds time_of_day = *wall - midnight;
  Time time = zone_.at(date, time_of_day);
  if (!shows(zone_, time, date, time_of_day)) return {Verdict::skipped, {}};
  if (last_ && time <= *last_) {
    for (const Seconds step : k_steps_back) {
      if (!shows(zone_, time + step, date, time_of_day)) continue;
      time += step;
      break;
    }
  }
  last_ = time;
  return {Verdict::time, time};
}

}  // namespace ohmstead::connect
