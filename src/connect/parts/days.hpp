// The local days that a span touches, for services that answer day by day. Thread rule: pure.
#pragma once

#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/connect/source.hpp"

namespace ohmstead::connect {

struct LocalDay {
  base::Date date;
  Span span;  // 23, 24 or 25 hours
};

[[nodiscard]] inline std::vector<LocalDay> local_days(const base::Zone& zone, Span span) {
  std::vector<LocalDay> days;
  for (base::Date date = zone.date(span.from); zone.day_start(date) < span.to;
       date = base::next_day(date)) {
    days.push_back({date, {zone.day_start(date), zone.day_start(base::next_day(date))}});
  }
  return days;
}

// Of a zone that every system has; UTC where it does not.
[[nodiscard]] inline base::Zone zone_of(const char* name) {
  auto zone = base::Zone::load(name);
  return zone ? *zone : base::Zone::utc();
}

}  // namespace ohmstead::connect
