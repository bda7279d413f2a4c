#include <algorithm>
#include <cmath>

#include "ohmstead/simulate/history.hpp"

namespace ohmstead::simulate {

using base::EnergyPrice;
using base::Time;

std::size_t PowerHistory::known_slots(Time now) const {
  return static_cast<std::size_t>(std::upper_bound(known_at.begin(), known_at.end(), now) -
                                  known_at.begin());
}

SpotPrices::SpotPrices(const std::vector<Time>& starts, const std::vector<Time>& ends,
                       const std::vector<double>& per_kwh) {
  base::expect(starts.size() == ends.size() && starts.size() == per_kwh.size(),
               "each price needs a start and an end");
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (std::isnan(per_kwh[i])) continue;
    starts_.push_back(starts[i]);
    ends_.push_back(ends[i]);
    per_kwh_.push_back(per_kwh[i]);
  }
  run_ends_ = ends_;
  for (std::size_t i = run_ends_.size(); i-- > 1;) {
    if (ends_[i - 1] == starts_[i]) run_ends_[i - 1] = run_ends_[i];
  }
}

std::size_t SpotPrices::row_at(Time time) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), time);
  if (next == starts_.begin()) return starts_.size();
  const auto row = static_cast<std::size_t>(next - starts_.begin()) - 1;
  return time < ends_[row] ? row : starts_.size();
}

std::optional<EnergyPrice> SpotPrices::find(Time time) const {
  const std::size_t row = row_at(time);
  if (row == starts_.size()) return std::nullopt;
  return EnergyPrice{per_kwh_[row]};
}

Time SpotPrices::known_until(Time time) const {
  const std::size_t row = row_at(time);
  return row == starts_.size() ? time : run_ends_[row];
}

EnergyPrice SpotPrices::mean(Time from, Time to) const {
  base::expect(from < to && to <= known_until(from), "prices must be known to be averaged");
  std::size_t row = row_at(from);
  if (ends_[row] >= to) return EnergyPrice{per_kwh_[row]};
  double sum = 0.0;
  for (Time at = from; at < to; at = ends_[row], ++row) {
    sum += static_cast<double>((std::min(ends_[row], to) - at).count()) * per_kwh_[row];
  }
  return EnergyPrice{sum / static_cast<double>((to - from).count())};
}

}  // namespace ohmstead::simulate
