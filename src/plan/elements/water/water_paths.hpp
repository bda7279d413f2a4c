// All schedules of a water heater at once, forwards in time: each path that is still worth
// following is a label with exact heat and cost, and who drops labels decides how exact the answer
// is.
//
// Units: heat is what the need calls so (deg C of a tank, kWh that a day still asks for); money.
// Thread rule: one thread.
#pragma once

#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "water_rules.hpp"

namespace ohmstead::plan {

struct WaterLabel {
  double heat = 0.0;
  double cost = 0.0;
  double estimate = 0.0;   // for the one who drops labels
  std::size_t parent = 0;  // among all labels that were followed
  std::size_t begin = 0;   // of the move that led here
  bool is_on = false;      // in it
};

class WaterPaths {
 public:
  explicit WaterPaths(const WaterRules& rules)
      : rules_{&rules}, count_{rules.slot_count()}, levels_{rules.level_count()} {}

  // Adds to `label` what slots [begin, end) change when they are on or off, without power.
  using Advance =
      std::function<void(WaterLabel& label, std::size_t begin, std::size_t end, bool on)>;
  // Drops labels of a state: `slot` is to be decided, `left` as in WaterRules::Mode.
  using Select = std::function<void(std::vector<WaterLabel>& labels, std::size_t slot, bool is_on,
                                    std::size_t left)>;

  struct Path {
    std::vector<int> states;
    double cost = std::numeric_limits<double>::infinity();
  };
  // `sums[t]`: what it costs to have it on in all slots before t. The path's cost is infinite when
  // all labels were dropped.
  [[nodiscard]] Path find_cheapest(std::span<const double> sums, double start_heat,
                                   const Advance& advance, const Select& select);

 private:
  using Labels = std::vector<WaterLabel>;
  [[nodiscard]] Labels& labels(std::size_t slot, bool is_on, std::size_t left) {
    return states_[(slot * 2 + (is_on ? 1 : 0)) * levels_ + left];
  }
  void expand(std::size_t slot, bool is_on, std::size_t left, std::span<const double> sums,
              const Advance& advance);
  [[nodiscard]] Path trace(WaterLabel last) const;

  const WaterRules* rules_;
  std::size_t count_, levels_;
  std::vector<Labels> states_;
  Labels followed_;
};

}  // namespace ohmstead::plan
