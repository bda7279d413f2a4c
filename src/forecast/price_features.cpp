#include "price_features.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "zone_country.hpp"

namespace ohmstead::forecast {
namespace {

constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t k_day = 24;
constexpr std::int64_t k_ahead = 14 * k_day;
constexpr int k_profile_days = 21;
constexpr double k_day_keeps = 0.9;      // weight of a day over that of the next
constexpr double k_other_kind = 0.3;     // of a day of the other kind
constexpr double k_least_spread = 1e-3;  // money per kWh
constexpr double k_level_half_life_h = 48.0;

double at(const Measured& series, std::int64_t hour) {
  if (hour < 0 || hour >= static_cast<std::int64_t>(series.size())) return k_nothing;
  return series.values[static_cast<std::size_t>(hour)];
}

}  // namespace

PriceSight::PriceSight(const PricePast& past) : past_{past} {
  base::expect(past.spot.step == base::Seconds{3600}, "prices on hours");
  sums_.assign(past.spot.size() + 1, 0.0);
  counts_.assign(past.spot.size() + 1, 0);
  for (std::size_t hour = 0; hour < past.spot.size(); ++hour) {
    const double price = past.spot.values[hour];
    sums_[hour + 1] = sums_[hour] + (std::isnan(price) ? 0.0 : price);
    counts_[hour + 1] = counts_[hour] + (std::isnan(price) ? 0U : 1U);
  }
  calendar_.reserve(past.spot.size() + k_ahead);
  for (std::size_t hour = 0; hour < past.spot.size() + k_ahead; ++hour)
    calendar_.push_back(calendar(static_cast<std::int64_t>(hour)));
}

PriceSight::Calendar PriceSight::calendar(std::int64_t hour) const {
  if (hour >= 0 && hour < static_cast<std::int64_t>(calendar_.size()))
    return calendar_[static_cast<std::size_t>(hour)];
  const auto clock = past_.zone.wall_clock(past_.spot.start + past_.spot.step * hour);
  const auto year_start = std::chrono::sys_days{clock.date.year() / 1 / 1};
  const auto weekday = clock.weekday.iso_encoding() - 1;
  return {static_cast<float>(clock.hour), static_cast<float>(weekday),
          static_cast<float>((std::chrono::sys_days{clock.date} - year_start).count()),
          weekday >= 5 || is_holiday_of(clock.date, past_.zone.name())};
}

double PriceSight::price(std::int64_t hour, std::size_t known) const {
  return hour < static_cast<std::int64_t>(known) ? at(past_.spot, hour) : k_nothing;
}

double PriceSight::mean(std::int64_t from, std::int64_t to, std::size_t known) const {
  const auto last = static_cast<std::int64_t>(std::min(known, past_.spot.size()));
  const auto first = static_cast<std::size_t>(std::clamp<std::int64_t>(from, 0, last));
  const auto end = static_cast<std::size_t>(std::clamp<std::int64_t>(to, 0, last));
  if (first >= end || counts_[end] == counts_[first]) return k_nothing;
  return (sums_[end] - sums_[first]) / static_cast<double>(counts_[end] - counts_[first]);
}

bool PriceSight::is_free(std::int64_t hour) const { return calendar(hour).is_free; }

PriceScale PriceSight::scale(std::size_t known) const {
  const auto end = static_cast<std::int64_t>(known);
  PriceScale scale{mean(end - 7 * k_day, end, known), 0.0};
  std::size_t count = 0;
  for (std::int64_t hour = end - 28 * k_day; hour < end; ++hour) {
    const double distance = std::abs(price(hour, known) - scale.level);
    if (std::isnan(distance)) continue;
    scale.spread += distance;
    ++count;
  }
  if (count > 0) scale.spread /= static_cast<double>(count);
  scale.spread = std::max(scale.spread, k_least_spread);
  return scale;
}

double PriceSight::profile(std::int64_t hour, std::size_t known) const {
  const bool is_free_day = is_free(hour);
  const auto end = static_cast<std::int64_t>(known);
  const std::int64_t nearest = hour < end ? 0 : (hour - end) / k_day + 1;
  double sum = 0.0, weights = 0.0;
  for (int day = 0; day < k_profile_days; ++day) {
    const std::int64_t before = hour - (nearest + day) * k_day;
    const double value = price(before, known);
    if (std::isnan(value)) continue;
    const double weight =
        std::pow(k_day_keeps, day) * (is_free(before) == is_free_day ? 1.0 : k_other_kind);
    sum += weight * value;
    weights += weight;
  }
  if (weights <= 0.0) return k_nothing;
  const double shape = sum / weights;
  // The last day against the same weeks: its surprise fades.
  const double last = mean(end - k_day, end, known);
  const double usual = mean(end - 15 * k_day, end - k_day, known);
  if (std::isnan(last) || std::isnan(usual)) return shape;
  const double lead_h = static_cast<double>(std::max<std::int64_t>(0, hour - end));
  return shape + 0.5 * (last - usual) * std::exp2(-lead_h / k_level_half_life_h);
}

void PriceSight::add_row(std::int64_t hour, std::size_t known, const PriceScale& scale,
                         std::vector<float>& row) const {
  const auto end = static_cast<std::int64_t>(known);
  const Calendar when = calendar(hour);
  const auto relative = [&](double value) {
    return static_cast<float>((value - scale.level) / scale.spread);
  };
  const std::int64_t days = hour < end ? 1 : (hour - end) / k_day + 1;
  const auto mean_of = [&](std::int64_t from, std::int64_t to) {
    return relative(mean(from, to, known));
  };
  const std::int64_t day_start = hour - static_cast<std::int64_t>(when.hour);
  const std::array<float, k_price_features> own{
      static_cast<float>(hour - end),
      when.hour,
      when.weekday,
      when.yearday,
      when.is_free ? 1.0F : 0.0F,
      is_free(hour - k_day) ? 1.0F : 0.0F,
      relative(profile(hour, known)),
      relative(price(hour - days * k_day, known)),
      relative(price(hour - (days + 1) * k_day, known)),
      relative(price(hour - ((days + 6) / 7) * 7 * k_day, known)),
      relative(price(hour - ((days + 6) / 7 + 1) * 7 * k_day, known)),
      mean_of(end - 3, end),
      mean_of(end - k_day, end),
      mean_of(end - 2 * k_day, end - k_day),
      mean_of(end - 3 * k_day, end - 2 * k_day),
      mean_of(end - 28 * k_day, end),
      mean_of(day_start - 7 * k_day, day_start - 6 * k_day),
      static_cast<float>(scale.level),
      static_cast<float>(scale.spread)};
  row.insert(row.end(), own.begin(), own.end());
  for (const Measured& series : past_.weather) {
    double sum = 0.0;
    for (std::int64_t day = 1; day <= 7; ++day) sum += at(series, hour - day * k_day) / 7.0;
    row.push_back(static_cast<float>(at(series, hour)));
    row.push_back(static_cast<float>(at(series, hour) - sum));
  }
}

}  // namespace ohmstead::forecast
