#include "repair.hpp"

#include <cmath>
#include <optional>

namespace ohmstead::simulate {
namespace {

using base::Power;

constexpr std::int64_t k_days_around = 7;
constexpr double k_dark_kw = 0.020;

// A mean that knows whether it has seen anything.
class Mean {
 public:
  void add(double value) {
    if (std::isnan(value)) return;
    sum_ += value;
    ++count_;
  }
  [[nodiscard]] std::optional<double> value() const {
    if (count_ == 0) return std::nullopt;
    return sum_ / static_cast<double>(count_);
  }

 private:
  double sum_ = 0.0;
  std::size_t count_ = 0;
};

std::optional<double> mean_of_all(const std::vector<double>& kw) {
  Mean mean;
  for (const double value : kw) mean.add(value);
  return mean.value();
}

// The mean of the 7 days before, else of the 7 days after. `value_at(k)` is what was measured k
// days later at the same time, or NaN.
template <class ValueAt>
std::optional<double> mean_of_near_days(const ValueAt& value_at) {
  Mean before, after;
  for (std::int64_t day = 1; day <= k_days_around; ++day) {
    before.add(value_at(-day));
    after.add(value_at(day));
  }
  return before.value() ? before.value() : after.value();
}

void put(PowerHistory& history, std::size_t slot, double kw, Origin origin) {
  history.power.set(slot, Power{kw});
  history.origin[slot] = origin;
}

}  // namespace

PowerHistory keep_holes(OnSlots column) {
  const std::vector<double>& kw = column.values;
  PowerHistory history{base::Series<Power>{kw.size()},
                       std::vector<Origin>(kw.size(), Origin::missing), std::move(column.known_at)};
  for (std::size_t slot = 0; slot < kw.size(); ++slot) {
    if (!std::isnan(kw[slot])) put(history, slot, kw[slot], Origin::measured);
  }
  return history;
}

Repaired repair_load(OnSlots column, const forecast::LocalRaster& raster, SlotRange range) {
  const std::vector<double> kw = column.values;
  Repaired result{keep_holes(std::move(column))};
  const std::optional<double> usual = mean_of_all(kw);
  for (std::size_t slot = range.first; slot < range.end; ++slot) {
    if (!std::isnan(kw[slot])) continue;
    const auto near = mean_of_near_days([&](std::int64_t day) {
      const auto other = raster.find(raster.index(slot) + day * raster.per_day());
      return other ? kw[*other] : std::nan("");
    });
    put(result.history, slot, near ? *near : usual.value_or(0.0), Origin::filled);
    ++result.filled;
  }
  return result;
}

Repaired repair_pv(OnSlots column, std::int64_t per_day, SlotRange range) {
  const std::vector<double> kw = column.values;
  Repaired result{keep_holes(std::move(column))};
  for (std::size_t slot = range.first; slot < range.end; ++slot) {
    if (!std::isnan(kw[slot])) continue;
    // The sun keeps to UTC, not to the local clock.
    const auto value_at = [&](std::int64_t day) {
      const std::int64_t other = static_cast<std::int64_t>(slot) + day * per_day;
      const bool is_inside = other >= 0 && other < static_cast<std::int64_t>(kw.size());
      return is_inside ? kw[static_cast<std::size_t>(other)] : std::nan("");
    };
    Mean around;
    for (std::int64_t day = -k_days_around; day <= k_days_around; ++day) around.add(value_at(day));
    if (around.value().value_or(0.0) < k_dark_kw) {
      put(result.history, slot, 0.0, Origin::dark);
      ++result.dark;
    } else {
      put(result.history, slot, mean_of_near_days(value_at).value_or(0.0), Origin::filled);
      ++result.filled;
    }
  }
  return result;
}

}  // namespace ohmstead::simulate
