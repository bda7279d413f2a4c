#include "ohmstead/forecast/local_raster.hpp"

#include <algorithm>

namespace ohmstead::forecast {
namespace {

constexpr base::Seconds k_day = std::chrono::days{1};

base::Seconds step_of(const base::SlotGrid& slots) {
  const auto step = slots.uniform_step();
  base::expect(step && k_day % *step == base::Seconds{0}, "slots must be equal and divide a day");
  return *step;
}

}  // namespace

LocalRaster::LocalRaster(const base::SlotGrid& slots, base::Zone zone)
    : zone_{std::move(zone)}, step_{step_of(slots)}, per_day_{k_day / step_} {
  index_of_slot_.reserve(slots.count());
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    index_of_slot_.push_back(index_at(slots.start(slot)));
  }
  const auto [low, high] = std::minmax_element(index_of_slot_.begin(), index_of_slot_.end());
  first_index_ = *low;
  slot_of_index_.assign(static_cast<std::size_t>(*high - *low) + 1, -1);
  for (std::size_t slot = slots.count(); slot-- > 0;) {  // backwards: the first of two stays
    slot_of_index_[static_cast<std::size_t>(index_of_slot_[slot] - first_index_)] =
        static_cast<std::int32_t>(slot);
  }
}

std::int64_t LocalRaster::index_at(base::Time time) const {
  const base::WallClock clock = zone_.wall_clock(time);
  const std::int64_t day = std::chrono::sys_days{clock.date}.time_since_epoch().count();
  const std::int64_t second = clock.hour * 3600 + clock.minute * 60 + clock.second;
  return day * per_day_ + second / step_.count();
}

bool LocalRaster::is_weekend(std::int64_t index) const {
  const std::int64_t day = index >= 0 ? index / per_day_ : (index + 1) / per_day_ - 1;
  const std::chrono::weekday weekday{std::chrono::sys_days{std::chrono::days{day}}};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

}  // namespace ohmstead::forecast
