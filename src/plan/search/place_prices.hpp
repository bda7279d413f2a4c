// Prices of places under shared limits, learnt from how many devices want them.
//
// Where only so many devices fit under a limit at once, a slot has that many places; each costs
// every device the same. A price per kW of the limit would be too weak: it lets two and a half
// heaters run where only two can. Places wanted by more devices than fit become dearer round by
// round, others cheaper. Units: money per hour of a place. Thread rule: one thread.
#pragma once

#include <span>
#include <vector>

#include "shared_limits.hpp"

namespace ohmstead::plan {

class PlacePrices {
 public:
  // `devices` are numbers of tracks; a price moves by about `step` in a round. Places that cannot
  // run short are left out.
  PlacePrices(const SharedLimits& limits, std::span<const std::size_t> devices,
              std::span<const double> most_drawn_kw, double step);

  // Devices that compete for places, one list per limit.
  [[nodiscard]] const std::vector<SharedLimits::Places>& places() const { return places_; }
  // Moves the prices by what `tracks`, which may draw a part of their power, want on the mean.
  void learn(std::span<const Track> tracks, int round);
  // Adds what its places cost `device` to prices of a kWh.
  void add_to(std::size_t device, double share, std::span<double> prices) const;
  // What all places together are worth.
  [[nodiscard]] double worth(const base::SlotGrid& slots) const;

 private:
  std::vector<SharedLimits::Places> places_;
  std::vector<std::vector<double>> prices_;  // [limit][slot]
  std::vector<double> most_drawn_kw_;
  double step_;
};

}  // namespace ohmstead::plan
