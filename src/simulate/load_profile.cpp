#include "load_profile.hpp"

#include <algorithm>

namespace ohmstead::simulate {
namespace {

constexpr double k_weight_per_day = 0.8;
constexpr double k_weight_of_other_kind = 0.4;

}  // namespace

LoadProfile::LoadProfile(const PowerHistory& load, const forecast::LocalRaster& raster)
    : load_{load}, raster_{raster} {
  double weight = 1.0;
  for (double& each : weight_of_age_) {
    each = weight;
    weight *= k_weight_per_day;
  }
  sum_kw_.push_back(0.0);
  count_.push_back(0);
  for (std::size_t slot = 0; slot < load.power.size(); ++slot) {
    const bool is_measured = load.is_measured(slot);
    sum_kw_.push_back(sum_kw_.back() + (is_measured ? load.power[slot].value() : 0.0));
    count_.push_back(count_.back() + (is_measured ? 1 : 0));
  }
}

std::optional<double> LoadProfile::expected_kw(std::int64_t index, std::size_t now_slot) const {
  const bool is_weekend = raster_.is_weekend(index);
  double sum = 0.0;
  double weights = 0.0;
  for (std::int64_t age = 1; age <= k_days + 1; ++age) {
    const std::int64_t then = index - age * raster_.per_day();
    const auto slot = raster_.find(then);
    if (!slot || *slot >= now_slot || !load_.is_measured(*slot)) continue;
    if (*slot + static_cast<std::size_t>(k_days * raster_.per_day()) < now_slot) continue;
    double weight = weight_of_age_[static_cast<std::size_t>(age)];
    if (raster_.is_weekend(then) != is_weekend) weight *= k_weight_of_other_kind;
    sum += weight * load_.power[*slot].value();
    weights += weight;
  }
  if (weights <= 0.0) return std::nullopt;
  return sum / weights;
}

std::optional<double> LoadProfile::usual_kw(std::size_t now_slot) const {
  const auto window = static_cast<std::size_t>(k_days * raster_.per_day());
  const std::size_t first = now_slot > window ? now_slot - window : 0;
  const std::uint32_t count = count_[now_slot] - count_[first];
  if (count == 0) return std::nullopt;
  return (sum_kw_[now_slot] - sum_kw_[first]) / static_cast<double>(count);
}

double LoadProfile::surprise_kw(std::size_t now_slot) const {
  const auto window = static_cast<std::size_t>(std::max<std::int64_t>(1, raster_.per_day() / 48));
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t back = 1; back <= std::min(window, now_slot); ++back) {
    const std::size_t slot = now_slot - back;
    if (!load_.is_measured(slot)) continue;
    const auto expected = expected_kw(raster_.index(slot), slot);
    if (!expected) continue;
    sum += load_.power[slot].value() - *expected;
    ++count;
  }
  return count == 0 ? 0.0 : sum / static_cast<double>(count);
}

}  // namespace ohmstead::simulate
