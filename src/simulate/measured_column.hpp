// Columns of a CSV file as intervals, and their way onto the planner's slots.
//
// A row lasts until the next one; where rows are missing it lasts as long as its neighbours.
// Missing values are NaN here and nowhere outside this room. Units by the ending of the column's
// name. Thread rule: pure functions.
//
//   const Rows rows = make_rows(table.times);
//   std::vector<double> kw = to_power_kw(rows, table.values[0], "load_w");
//   const OnSlots on_slots = resample(rows, kw, slots);
#pragma once

#include <string_view>
#include <vector>

#include "ohmstead/base/time.hpp"

namespace ohmstead::simulate {

struct Rows {
  std::vector<base::Time> starts;
  std::vector<base::Time> ends;  // never after the next start
};

[[nodiscard]] Rows make_rows(const std::vector<base::Time>& times);

// _w, _kw: mean power. _wh, _kwh: energy per interval. Precondition: the name ends with one of
// them.
[[nodiscard]] std::vector<double> to_power_kw(const Rows& rows, const std::vector<double>& values,
                                              std::string_view column);
// _per_mwh, _per_kwh. Precondition: the name ends with one of them.
[[nodiscard]] std::vector<double> to_price_per_kwh(const std::vector<double>& values,
                                                   std::string_view column);

struct OnSlots {
  std::vector<double> values;
  std::vector<base::Time>
      known_at;  // when the last row in the slot had ended; at least the slot's end
};

// Mean of what is known in each slot, weighted by time; NaN where less than half of it is known.
[[nodiscard]] OnSlots resample(const Rows& rows, const std::vector<double>& values,
                               const base::SlotGrid& slots);

}  // namespace ohmstead::simulate
