#include "heat_simulation.hpp"

#include <algorithm>

namespace ohmstead::plan {

HeatSimulation::HeatSimulation(const Heating& heating)
    : heating_{&heating}, comfort_until_(heating.slot_count() + 1, 0.0) {}

// Remembers the powers and returns the first slot that differs from the last schedule.
std::size_t HeatSimulation::take(std::span<const Track> heaters) {
  std::size_t first = power_kw_.empty() ? 0 : heating_->slot_count();
  power_kw_.resize(heaters.size());
  for (std::size_t i = 0; i < heaters.size(); ++i) {
    const std::vector<double>& now = heaters[i].power_kw;
    std::vector<double>& known = power_kw_[i];
    known.resize(now.size());
    const auto differs = std::mismatch(now.begin(), now.end(), known.begin()).first;
    first = std::min(first, static_cast<std::size_t>(differs - now.begin()));
    std::copy(differs, now.end(), known.begin() + (differs - now.begin()));
  }
  return first;
}

double HeatSimulation::cost(std::span<const Track> heaters) {
  const std::size_t first = take(heaters);
  heating_->simulate(heaters, temperatures_c_, first);
  for (std::size_t t = first; t < heating_->slot_count(); ++t)
    comfort_until_[t + 1] = comfort_until_[t] + heating_->comfort_cost(temperatures_c_, t);
  return comfort_until_.back() - heating_->worth_gained(temperatures_c_);
}

}  // namespace ohmstead::plan
