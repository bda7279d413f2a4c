// What cars would have drawn had each always charged at once, as without planning: with full power
// from the moment it is plugged in, up to its highest coming target.
//
// Such a car holds more (or less) than the real one: the difference is carried along, so that over
// days both draw the same. A car without a target counts as it charged. Thread rule: one thread.
#pragma once

#include <vector>

#include "ohmstead/home/case.hpp"
#include "ohmstead/home/past.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::engine {

class UnplannedCars {
 public:
  void restore(std::vector<home::CarAhead> ahead) { ahead_ = std::move(ahead); }
  [[nodiscard]] const std::vector<home::CarAhead>& ahead() const { return ahead_; }
  // kWh at the home that the cars would have drawn more by now.
  [[nodiscard]] base::Energy drawn_more() const;

  // Between two readings: what all cars would have drawn beyond what they did. `home`: the case
  // that held then, for what the cars are and when they are wanted full.
  base::Energy add(const home::Case& home, const home::Readings& from, const home::Readings& to);

 private:
  base::Energy& ahead_of(const std::string& car);

  std::vector<home::CarAhead> ahead_;
};

// What a kWh is worth that cars need not draw any more: the mean over the plan's charging, by what
// a kWh is worth then; of the cheapest slot when it charges none.
[[nodiscard]] base::EnergyPrice value_for_cars(const home::Case& home, const home::Plan& plan);

}  // namespace ohmstead::engine
