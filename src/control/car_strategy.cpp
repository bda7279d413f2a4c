#include "ohmstead/control/car_strategy.hpp"

#include <algorithm>
#include <numeric>

namespace ohmstead::control {
namespace {

std::vector<double> sun_shares(const ChargeWish& wish) {
  const home::Case& home = wish.home;
  std::vector<double> shares(home.slots.count(), 0.0);
  for (std::size_t t = 0; t < shares.size(); ++t) {
    base::Power surplus = home.pv[t] - home.load[t];
    for (const home::Inverter& inverter : home.inverters) {
      if (!inverter.pv.is_empty())
        surplus +=
            std::min(inverter.pv[t] * effective_efficiency(inverter).value(), inverter.ac_limit);
    }
    if (surplus.value() <= 0.0 || surplus < wish.least || wish.most.value() <= 0.0) continue;
    shares[t] = std::min(1.0, surplus / wish.most);
  }
  return shares;
}

std::vector<double> cheap_shares(const ChargeWish& wish) {
  const home::Case& home = wish.home;
  const std::size_t count = home.slots.count();
  std::vector<double> shares(count, 0.0);
  std::size_t last = count;
  while (wish.by && last > 0 && home.slots.end(last - 1) > *wish.by) --last;
  std::vector<std::size_t> order(last);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return home.prices.import[a] < home.prices.import[b];
  });
  if (wish.needed.value() <= 0.0) order.resize((last + 2) / 3);
  base::Energy sum;
  bool is_enough = false;
  for (const std::size_t t : order) {
    if (is_enough && wish.needed.value() > 0.0) {
      shares[t] = 1.0;  // one more, for what comes otherwise
      break;
    }
    shares[t] = 1.0;
    sum += wish.most * home.slots.hours(t);
    is_enough = sum >= wish.needed;
  }
  // Where it will not be home any more nobody minds.
  for (std::size_t t = last; t < count; ++t) shares[t] = 1.0;
  return shares;
}

}  // namespace

std::vector<double> allowed_shares(home::ChargeStrategy strategy, const ChargeWish& wish) {
  switch (strategy) {
    case home::ChargeStrategy::solar_only:
      return sun_shares(wish);
    case home::ChargeStrategy::cheap_hours:
      return cheap_shares(wish);
    case home::ChargeStrategy::smart:
    case home::ChargeStrategy::as_soon_as_possible:
      break;
  }
  return {};
}

base::Time soonest_end(const ChargeWish& wish) {
  const base::SlotGrid& slots = wish.home.slots;
  base::Energy sum;
  for (std::size_t t = 0; t < slots.count(); ++t) {
    sum += wish.most * slots.hours(t);
    if (sum >= wish.needed) return slots.end(t);
  }
  return slots.end(slots.count() - 1);
}

}  // namespace ohmstead::control
