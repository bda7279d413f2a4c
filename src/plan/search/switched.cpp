#include "switched.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::plan {
namespace {

// What holds a schedule outside a window, against the highest price.
constexpr double k_hold = 20.0;

}  // namespace

// Outside the window it is dear to be on where it was off and to be off where it was on.
Track SwitchedDevice::respond_within(SlotRange window, std::span<const double> prices,
                                     std::span<const char> blocked, std::span<const Track> tracks) {
  double hold = 1e-3;
  for (const double price : prices) hold = std::max(hold, k_hold * std::abs(price));
  const auto& was_kw = tracks[device()].power_kw;
  std::vector<double> held(prices.begin(), prices.end());
  for (std::size_t t = 0; t < held.size(); ++t) {
    if (!window.contains(t)) held[t] += was_kw[t] > 0.0 ? -hold : hold;
  }
  return respond(held, blocked, tracks);
}

}  // namespace ohmstead::plan
