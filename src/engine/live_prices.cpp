#include "live_prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "told_values.hpp"

namespace ohmstead::engine {
namespace {

using base::Seconds;
using base::Time;

constexpr Seconds k_hour = std::chrono::hours{1};
constexpr Seconds k_kept = std::chrono::days{430};
constexpr Seconds k_seen = std::chrono::days{70};  // by a forecast; the rest is for learning
constexpr Seconds k_recent = std::chrono::days{28};
constexpr std::size_t k_least_hours = std::size_t{14} * 24;  // of the recent ones
constexpr std::size_t k_young_hours = std::size_t{100} * 24;

// Before anything is learned: the profile of the last weeks, with wide bands.
const forecast::PriceModel& unlearned() {
  static const forecast::PriceModel model =
      forecast::PriceModel::train({{Time{}, k_hour, {}, {}}, {}, base::Zone::utc()}, Time{});
  return model;
}

}  // namespace

double ComingPrices::mean(const std::vector<double>& prices, Time from, Time to) const {
  double sum = 0.0;
  for (Time at = from; at < to;) {
    const Time hour = base::floor_to(at, k_hour);
    const Time until = std::min(to, hour + k_hour);
    const auto place = (hour - start) / k_hour;
    if (place < 0 || place >= static_cast<std::int64_t>(prices.size())) return std::nan("");
    sum += prices[static_cast<std::size_t>(place)] * static_cast<double>((until - at).count());
    at = until;
  }
  return sum / static_cast<double>((to - from).count());
}

void LivePrices::remember(Time now) {
  if (memory_ == nullptr) return;
  foretold_.remember(now);
  // Published prices reach a day and a half ahead.
  for (Time day = now - k_kept; day < now + k_recent; day += k_recent) {
    const auto texts = memory_->entries(book_, day, day + k_recent);
    if (!texts) return;
    for (const std::string& text : *texts) {
      const std::size_t end = text.find(' ');
      const auto hour = base::parse_time(text.substr(0, end));
      if (!hour || end == std::string::npos) continue;
      double price = 0.0;
      const char* last = text.data() + text.size();
      const auto read = std::from_chars(text.data() + end + 1, last, price);
      if (read.ec == std::errc{} && read.ptr == last && std::isfinite(price))
        hours_[base::floor_to(*hour, k_hour)] = price;
    }
  }
}

void LivePrices::put_before(const home::PriceCurve& published) {
  for (const home::PriceSlot& slot : published.slots) {
    const Time hour = base::floor_to(slot.from, k_hour);
    if (hours_.contains(hour)) continue;
    const double price = price_told(published, hour, hour + k_hour);
    if (std::isfinite(price)) hours_.emplace(hour, price);
  }
}

void LivePrices::note(const home::PriceCurve& published, Time now) {
  if (published.slots.empty()) return;
  std::vector<ports::Memory::Entry> news;
  Time hour = base::floor_to(std::max(published.slots.front().from, now - k_kept), k_hour);
  for (; hour < published.slots.back().to; hour += k_hour) {
    const double price = price_told(published, hour, hour + k_hour);
    const auto known = hours_.find(hour);
    if (!std::isfinite(price) || (known != hours_.end() && known->second == price)) continue;
    hours_[hour] = price;
    news.push_back({hour, fmt::format("{} {}", base::format_time(hour), price)});
  }
  // A memory that fails is told by the engine, which writes more to it.
  if (memory_ != nullptr && !news.empty()) (void)memory_->append_all(book_, news);
  hours_.erase(hours_.begin(), hours_.lower_bound(now - k_kept));
}

bool LivePrices::can_foretell() const {
  if (hours_.empty()) return false;
  const auto recent = hours_.lower_bound(hours_.rbegin()->first - k_recent);
  return static_cast<std::size_t>(std::distance(recent, hours_.end())) >= k_least_hours;
}

forecast::PricePast LivePrices::past_from(Time first) const {
  forecast::PricePast past{{first, k_hour, {}, {}}, {}, *zone_, foretold_.all()};
  for (auto each = hours_.lower_bound(first); each != hours_.end(); ++each) {
    if (past.spot.values.empty()) past.spot.start = each->first;
    const auto place = static_cast<std::size_t>((each->first - past.spot.start) / k_hour);
    past.spot.values.resize(place, std::nan(""));
    past.spot.values.push_back(each->second);
  }
  past.spot.known_at.assign(past.spot.size(), Time{});
  return past;
}

forecast::PricePast LivePrices::past() const { return past_from(Time{}); }

ComingPrices LivePrices::foretell(Time now, Time until) const {
  ComingPrices coming{base::floor_to(now, k_hour), {}, {}, {}};
  if (hours_.empty() || until <= now) return coming;
  const auto count =
      static_cast<std::size_t>((until - coming.start + k_hour - Seconds{1}) / k_hour);
  const forecast::PricePast past = past_from(hours_.rbegin()->first - k_seen);
  const forecast::PriceModel& model = model_ ? *model_ : unlearned();
  auto told = model.predict(past, now, base::SlotGrid::uniform(coming.start, k_hour, count));
  coming.p10 = std::move(told.p10_per_kwh);
  coming.p50 = std::move(told.p50_per_kwh);
  coming.p90 = std::move(told.p90_per_kwh);
  return coming;
}

bool LivePrices::is_young() const { return hours_.size() < k_young_hours; }

std::string LivePrices::basis(const std::string& currency) const {
  std::string text = fmt::format("from {} days of published prices", known_days());
  if (const auto off = model_ ? model_->trial_error() : std::nullopt)
    text += fmt::format("; over the last weeks such forecasts were {:.3f} {}/kWh off in the mean",
                        *off, currency);
  return text;
}

}  // namespace ohmstead::engine
