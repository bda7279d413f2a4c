// Of changes of stored energy that are offered with their costs, the best one.
//
// Ties are broken as section 5 of docs/math.md says: act now rather than later, but rather rest
// than choose between charging and discharging. Units: kWh, money. Thread rule: plain values.
#pragma once

#include <algorithm>
#include <limits>

namespace ohmstead::plan {

class BestChange {
 public:
  void offer(double change, double cost) {
    if (cost < lowest_ - k_tie) {
      lowest_ = cost;
      most_ = least_ = change;
      return;
    }
    if (cost > lowest_ + k_tie) return;
    lowest_ = std::min(lowest_, cost);
    most_ = std::max(most_, change);
    least_ = std::min(least_, change);
  }

  [[nodiscard]] double change(double rest_cost) const {
    constexpr double k_nothing = 1e-10;
    const bool can_charge = most_ > k_nothing, can_discharge = least_ < -k_nothing;
    const bool can_rest = rest_cost <= lowest_ + k_tie;
    if (can_charge && can_discharge) return can_rest ? 0.0 : most_;
    if (can_charge) return most_;
    if (can_discharge) return least_;
    return 0.0;
  }
  [[nodiscard]] double lowest() const { return lowest_; }

 private:
  static constexpr double k_tie = 1e-11;
  double lowest_ = std::numeric_limits<double>::infinity();
  double most_ = 0.0;
  double least_ = 0.0;
};

}  // namespace ohmstead::plan
