// Windows of local time that come back each week: fees, trips, hot water, comfort.
//
// A window opens at `from_h` on each day of its kind and closes at the next `to_h`, which may lie
// past midnight; it belongs to the day on which it opens. Hours are those of the local clock, so on
// days of clock changes a window is longer or shorter than on others. Thread rule: pure functions.
//
//   for (const LocalSpan& trip : local_spans({7.5, 17.0, DayKind::workdays}, zone, from, to)) ...
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::home {

enum class DayKind { all, workdays, weekend, mon, tue, wed, thu, fri, sat, sun };
constexpr auto names_of(DayKind) {
  return std::array<std::string_view, 10>{"all", "workdays", "weekend", "mon", "tue",
                                          "wed", "thu",      "fri",     "sat", "sun"};
}

[[nodiscard]] bool is_of_kind(base::Date date, DayKind days);

struct LocalWindow {
  double from_h = 0.0;
  double to_h = 24.0;
  DayKind days = DayKind::all;
};

// One opening of a window, [from, to).
struct LocalSpan {
  base::Time from;
  base::Time to;
  base::Date day;  // on which it opens
};

// The openings that overlap [from, to), in order; those that a clock change leaves empty are left
// out.
[[nodiscard]] std::vector<LocalSpan> local_spans(const LocalWindow& window, const base::Zone& zone,
                                                 base::Time from, base::Time to);

}  // namespace ohmstead::home
