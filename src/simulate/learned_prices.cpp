#include "learned_prices.hpp"

#include <algorithm>
#include <cmath>

#include "ohmstead/simulate/learned_forecasts.hpp"

namespace ohmstead::simulate {
namespace {

using base::Seconds;
using base::Time;

constexpr Seconds k_hour = std::chrono::hours{1};
constexpr std::int64_t k_recent_hours = std::int64_t{28} * 24;
constexpr std::int64_t k_least_hours = std::int64_t{14} * 24;
constexpr std::size_t k_most_kept = 12;
constexpr Seconds k_published_ahead = std::chrono::days{2};

forecast::PricePast past_of(const History& history, const base::Zone& zone, Seconds published_at) {
  forecast::PricePast past;
  past.zone = zone;
  const Time first = base::floor_to(history.slots.start(0), k_hour);
  past.spot = {first, k_hour, {}, {}};
  const Time end = history.slots.end(history.slots.count() - 1) + k_published_ahead;
  for (Time hour = first; hour < end; hour += k_hour) {
    const bool is_known = history.spot.known_until(hour) >= hour + k_hour;
    past.spot.values.push_back(is_known ? history.spot.mean(hour, hour + k_hour).value()
                                        : std::nan(""));
  }
  past.spot.known_at = forecast::day_ahead_known_at(past.spot, zone, published_at);
  return past;
}

}  // namespace

LearnedPrices::LearnedPrices(const History& history, const base::Zone& zone, Seconds published_at)
    : past_{past_of(history, zone, published_at)} {}

bool LearnedPrices::can_foretell(Time now) const {
  std::int64_t known = 0;
  const std::int64_t end = (now - past_.spot.start) / k_hour;
  for (std::int64_t hour = std::max(std::int64_t{0}, end - k_recent_hours);
       hour < end && hour < static_cast<std::int64_t>(past_.spot.size()); ++hour)
    known += std::isfinite(past_.spot.values[static_cast<std::size_t>(hour)]) ? 1 : 0;
  return known >= k_least_hours;
}

const forecast::PriceModel& LearnedPrices::trained(Time now) const {
  const Time then = training_time(past_.spot.start, now);
  const auto found = models_.find(then);
  if (found != models_.end()) return found->second;
  while (models_.size() >= k_most_kept) models_.erase(models_.begin());
  return models_.emplace(then, forecast::PriceModel::train(past_, then)).first->second;
}

void LearnedPrices::fill(home::Outlook& outlook, Time now) const {
  const base::SlotGrid& slots = outlook.slots;
  const Time first = base::floor_to(now, k_hour);
  const Time end = slots.end(slots.count() - 1);
  const auto hours = static_cast<std::size_t>((end - first + k_hour - Seconds{1}) / k_hour);
  const std::lock_guard lock{busy_};
  const auto told = trained(now).predict(past_, now, base::SlotGrid::uniform(first, k_hour, hours));
  outlook.spot_band = {outlook.spot, outlook.spot};
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    if (slots.end(slot) <= *outlook.spot_until) continue;
    const auto hour = static_cast<std::size_t>((slots.start(slot) - first) / k_hour);
    outlook.spot.set(slot, base::EnergyPrice{told.p50_per_kwh[hour]});
    outlook.spot_band.p10.set(slot, base::EnergyPrice{told.p10_per_kwh[hour]});
    outlook.spot_band.p90.set(slot, base::EnergyPrice{told.p90_per_kwh[hour]});
  }
}

}  // namespace ohmstead::simulate
