#include "shared_limits.hpp"

#include <algorithm>
#include <limits>

namespace ohmstead::plan {
namespace {

constexpr std::size_t k_none = static_cast<std::size_t>(-1);
constexpr double k_hair_kw = 1e-9;

bool has(const std::vector<std::size_t>& members, std::size_t device) {
  return std::find(members.begin(), members.end(), device) != members.end();
}

}  // namespace

SharedLimits::SharedLimits(const home::Case& home, const PlannedDevices& devices) {
  for (const Device& device : devices.all()) most_drawn_kw_.push_back(device.most_drawn_kw);
  for (std::size_t t = 0; t < home.slots.count(); ++t)
    hours_.push_back(home.slots.hours(t).value());
  const home::EnergyPrice otherwise = effective_violation_price(home);
  for (const home::PowerLimit& from : home.power_limits) {
    Limit limit;
    for (std::size_t i = 0; i < devices.device_count(); ++i) {
      const auto& ids = from.devices;
      if (std::find(ids.begin(), ids.end(), devices.device(i).id) != ids.end())
        limit.members.push_back(i);
    }
    for (std::size_t t = 0; t < home.slots.count(); ++t) {
      limit.limit_kw.push_back(from.limit[t].value());
      limit.price_per_kw.push_back(hours_[t] * from.price.value_or(otherwise).value());
    }
    if (!limit.members.empty()) limits_.push_back(std::move(limit));
  }
}

double SharedLimits::drawn(const Limit& limit, std::span<const Track> tracks, std::size_t slot,
                           std::size_t left_out) {
  double sum = 0.0;
  for (const std::size_t member : limit.members) {
    if (member != left_out) sum += std::max(0.0, tracks[member].power_kw[slot]);
  }
  return sum;
}

double SharedLimits::cost(std::span<const Track> tracks) const {
  double cost = 0.0;
  for (const Limit& limit : limits_) {
    for (std::size_t t = 0; t < limit.limit_kw.size(); ++t) {
      const double excess = drawn(limit, tracks, t, k_none) - limit.limit_kw[t];
      if (excess > k_hair_kw) cost += excess * limit.price_per_kw[t];
    }
  }
  return cost;
}

std::vector<char> SharedLimits::blocked(std::span<const Track> tracks, std::size_t device) const {
  std::vector<char> slots;
  for (const Limit& limit : limits_) {
    if (!has(limit.members, device)) continue;
    slots.resize(limit.limit_kw.size(), 0);
    for (std::size_t t = 0; t < slots.size(); ++t) {
      const double left = limit.limit_kw[t] - drawn(limit, tracks, t, device);
      if (left < most_drawn_kw_[device] - k_hair_kw) slots[t] = 1;
    }
  }
  return slots;
}

bool SharedLimits::is_shared(std::size_t one, std::size_t other) const {
  return std::any_of(limits_.begin(), limits_.end(), [&](const Limit& limit) {
    return has(limit.members, one) && has(limit.members, other);
  });
}

std::vector<SharedLimits::Places> SharedLimits::places(std::span<const std::size_t> devices) const {
  std::vector<Places> all;
  for (const Limit& limit : limits_) {
    Places places;
    std::vector<double> powers_kw;
    for (const std::size_t device : devices) {
      if (!has(limit.members, device) || most_drawn_kw_[device] <= k_hair_kw) continue;
      places.devices.push_back(device);
      powers_kw.push_back(most_drawn_kw_[device]);
    }
    std::sort(powers_kw.begin(), powers_kw.end());
    bool is_short = false;
    for (const double limit_kw : limit.limit_kw) {
      std::size_t count = 0;
      double sum_kw = 0.0;
      while (count < powers_kw.size() && sum_kw + powers_kw[count] <= limit_kw + k_hair_kw)
        sum_kw += powers_kw[count++];
      places.count.push_back(count);
      const std::size_t slot = places.most_worth.size();
      double worth = std::numeric_limits<double>::infinity();
      for (std::size_t more = 1; count + more <= powers_kw.size(); ++more) {
        sum_kw += powers_kw[count + more - 1];
        worth = std::min(worth, limit.price_per_kw[slot] / hours_[slot] * (sum_kw - limit_kw) /
                                    static_cast<double>(more));
      }
      places.most_worth.push_back(worth);
      is_short = is_short || count < powers_kw.size();
    }
    if (is_short) all.push_back(std::move(places));
  }
  return all;
}

}  // namespace ohmstead::plan
