// What is done about holes in what a home measured, and how it is counted.
//
// Takes a column on the planner's slots (NaN: missing) and gives a series without holes inside
// [first, end), each value with its origin; the rules stand at load_history(). Thread rule: pure
// functions.
//
//   Repaired load = repair_load(resample(rows, kw, slots), raster, {first, end});
//   history.load = std::move(load.history);
#pragma once

#include <cstddef>
#include <vector>

#include "measured_column.hpp"
#include "ohmstead/forecast/local_raster.hpp"
#include "ohmstead/simulate/history.hpp"

namespace ohmstead::simulate {

struct SlotRange {
  std::size_t first = 0;
  std::size_t end = 0;
};

struct Repaired {
  PowerHistory history;
  std::size_t dark = 0;    // slots
  std::size_t filled = 0;  // slots
};

[[nodiscard]] Repaired repair_load(OnSlots column, const forecast::LocalRaster& raster,
                                   SlotRange range);
[[nodiscard]] Repaired repair_pv(OnSlots column, std::int64_t per_day, SlotRange range);
// Leaves every hole as it is.
[[nodiscard]] PowerHistory keep_holes(OnSlots column);

}  // namespace ohmstead::simulate
