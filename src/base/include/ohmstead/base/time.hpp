// Instants and slot grids, always UTC. Local time lives in zone.hpp.
//
// A SlotGrid is a row of half-open intervals [start, end) without holes, of any lengths. Slots are
// identified by their start; an index is only meaningful inside one grid. Immutable once made.
// Thread rule: plain values.
//
//   SlotGrid grid = SlotGrid::uniform(*parse_time("2024-06-24T00:00:00Z"), 15min, 96);
//   for (std::size_t t = 0; t < grid.count(); ++t) use(grid.start(t), grid.hours(t));
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::base {

using Seconds = std::chrono::seconds;
using Time = std::chrono::sys_time<Seconds>;

// RFC 3339 with Z or an offset; refuses impossible dates. Fractions of a second are cut off.
[[nodiscard]] Result<Time> parse_time(std::string_view text);
// "2024-06-24T10:15:00Z"
[[nodiscard]] std::string format_time(Time time);

class SlotGrid {
 public:
  SlotGrid() = default;

  // Every duration must be at least one second; fails with invalid_input otherwise.
  [[nodiscard]] static Result<SlotGrid> make(Time start, const std::vector<Seconds>& durations);
  // Precondition: step >= 1 s.
  [[nodiscard]] static SlotGrid uniform(Time start, Seconds step, std::size_t count);
  // Slots of `step` on the wall-clock raster of `step` from `start` to `end`; the first may be
  // shorter. Precondition: step >= 1 s and start <= end.
  [[nodiscard]] static SlotGrid aligned(Time start, Time end, Seconds step);

  [[nodiscard]] std::size_t count() const { return bounds_.empty() ? 0 : bounds_.size() - 1; }
  [[nodiscard]] bool is_empty() const { return count() == 0; }
  [[nodiscard]] Time start(std::size_t slot) const { return bounds_[slot]; }
  [[nodiscard]] Time end(std::size_t slot) const { return bounds_[slot + 1]; }
  [[nodiscard]] Seconds duration(std::size_t slot) const {
    return bounds_[slot + 1] - bounds_[slot];
  }
  [[nodiscard]] Hours hours(std::size_t slot) const { return base::hours(duration(slot)); }
  [[nodiscard]] Hours total_hours() const;
  // The slot that contains `time`, if any.
  [[nodiscard]] std::optional<std::size_t> find(Time time) const;
  // The common duration when all slots are equally long.
  [[nodiscard]] std::optional<Seconds> uniform_step() const;

  friend bool operator==(const SlotGrid&, const SlotGrid&) = default;

 private:
  std::vector<Time> bounds_;  // count + 1 instants, strictly increasing
};

// The latest multiple of `step` since the epoch that is not after `time`.
[[nodiscard]] Time floor_to(Time time, Seconds step);

}  // namespace ohmstead::base
