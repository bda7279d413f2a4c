// Slots by the local clock: which slot showed the same time of day some days before?
//
// A local index counts slots of the wall clock since 1970-01-01T00:00 local: the same time of day k
// days earlier is always the index less k * per_day(). On a day of 23 hours the skipped indices
// have no slot; on a day of 25 hours the doubled ones mean the first of the two. Made once, then a
// look-up costs one array access. Thread rule: plain values, all calls const.
//
//   const LocalRaster raster{slots, zone};
//   std::optional<std::size_t> yesterday = raster.find(raster.index(slot) - raster.per_day());
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/zone.hpp"

namespace ohmstead::forecast {

class LocalRaster {
 public:
  // Precondition: uniform slots that divide a day.
  LocalRaster(const base::SlotGrid& slots, base::Zone zone);

  [[nodiscard]] std::int64_t per_day() const { return per_day_; }
  [[nodiscard]] std::int64_t index(std::size_t slot) const { return index_of_slot_[slot]; }
  // Of any instant, in the slots or not.
  [[nodiscard]] std::int64_t index_at(base::Time time) const;
  [[nodiscard]] std::optional<std::size_t> find(std::int64_t index) const {
    const std::int64_t place = index - first_index_;
    if (place < 0 || place >= static_cast<std::int64_t>(slot_of_index_.size())) return std::nullopt;
    const std::int32_t slot = slot_of_index_[static_cast<std::size_t>(place)];
    if (slot < 0) return std::nullopt;
    return static_cast<std::size_t>(slot);
  }
  [[nodiscard]] bool is_weekend(std::int64_t index) const;

 private:
  base::Zone zone_;
  base::Seconds step_;
  std::int64_t per_day_;
  std::int64_t first_index_ = 0;
  std::vector<std::int64_t> index_of_slot_;
  std::vector<std::int32_t> slot_of_index_;  // -1: the clock skipped it
};

}  // namespace ohmstead::forecast
