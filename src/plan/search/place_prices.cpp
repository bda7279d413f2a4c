#include "place_prices.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

// Steps become shorter by this per round, so that prices settle.
constexpr double k_slower = 0.1;

}  // namespace

PlacePrices::PlacePrices(const SharedLimits& limits, std::span<const std::size_t> devices,
                         std::span<const double> most_drawn_kw, double step)
    : places_{limits.places(devices)},
      most_drawn_kw_(most_drawn_kw.begin(), most_drawn_kw.end()),
      step_{step} {
  for (const SharedLimits::Places& each : places_) prices_.emplace_back(each.count.size(), 0.0);
}

void PlacePrices::learn(std::span<const Track> tracks, int round) {
  const double step = step_ / (1.0 + k_slower * static_cast<double>(round));
  for (std::size_t l = 0; l < places_.size(); ++l) {
    const SharedLimits::Places& places = places_[l];
    for (std::size_t t = 0; t < places.count.size(); ++t) {
      double wanted = 0.0;
      for (const std::size_t device : places.devices)
        wanted += tracks[device].power_kw[t] / most_drawn_kw_[device];
      const double missing = wanted - static_cast<double>(places.count[t]);
      prices_[l][t] = std::clamp(prices_[l][t] + step * missing, 0.0, places.most_worth[t]);
    }
  }
}

void PlacePrices::add_to(std::size_t device, double share, std::span<double> prices) const {
  for (std::size_t l = 0; l < places_.size(); ++l) {
    const auto& devices = places_[l].devices;
    if (std::find(devices.begin(), devices.end(), device) == devices.end()) continue;
    for (std::size_t t = 0; t < prices.size(); ++t)
      prices[t] += share * prices_[l][t] / most_drawn_kw_[device];
  }
}

double PlacePrices::worth(const base::SlotGrid& slots) const {
  double sum = 0.0;
  for (std::size_t l = 0; l < places_.size(); ++l) {
    for (std::size_t t = 0; t < prices_[l].size(); ++t)
      sum += prices_[l][t] * static_cast<double>(places_[l].count[t]) * slots.hours(t).value();
  }
  return sum;
}

}  // namespace ohmstead::plan
