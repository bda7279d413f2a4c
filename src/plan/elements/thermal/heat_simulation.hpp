// The rooms under one schedule after the other, as a search tries them: what comes before the first
// change is known from the last one.
//
// Costs are those of Heating::cost(), to the last digit, whatever was asked before. Units: kW,
// deg C, money. Thread rule: one thread; the heating must outlive it.
//
//   HeatSimulation simulation{heating};
//   const double cost = simulation.cost(heaters);
#pragma once

#include "heating.hpp"

namespace ohmstead::plan {

class HeatSimulation {
 public:
  explicit HeatSimulation(const Heating& heating);

  // Of these powers, one track per heater.
  [[nodiscard]] double cost(std::span<const Track> heaters);
  // Of the last schedule, as of Heating::simulate().
  [[nodiscard]] std::span<const double> temperatures_c() const { return temperatures_c_; }

 private:
  [[nodiscard]] std::size_t take(std::span<const Track> heaters);

  const Heating* heating_;
  std::vector<std::vector<double>> power_kw_;  // [heater][slot] of the last schedule
  std::vector<double> temperatures_c_;
  std::vector<double> comfort_until_;  // cost of comfort before each slot, and of all
};

}  // namespace ohmstead::plan
