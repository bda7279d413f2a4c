// Who draws on which of the three phases. Units: kW. Thread rule: plain values; the case must
// outlive them.
#pragma once

#include <array>
#include <string>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

// Precondition: the case has grid.phases.
class PhaseShares {
 public:
  explicit PhaseShares(const home::Case& home);

  // Phases count from 0. Devices that are not listed share equally.
  [[nodiscard]] double of(const std::string& id, std::size_t phase) const;
  [[nodiscard]] double of_pv(std::size_t phase) const { return pv_[phase]; }
  // Load and standby.
  [[nodiscard]] double fixed_kw(std::size_t slot, std::size_t phase) const;
  // What the plan's flows make of each phase, import positive.
  [[nodiscard]] std::array<double, 3> net_kw(const home::PlanSlot& slot, std::size_t index) const;

 private:
  const home::Case* home_;
  std::array<double, 3> load_, pv_;
  double standby_kw_ = 0.0;
};

}  // namespace ohmstead::plan
