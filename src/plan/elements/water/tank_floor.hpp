// What an on/off heater and its tank cost at least, whatever the schedule: the programme of
// tank_schedule.cpp with values that are never above the true ones.
//
// Units: deg C, money. Thread rule: one thread; heater and tank must outlive it.
#pragma once

#include <optional>

#include "tank_need.hpp"
#include "water_need.hpp"

namespace ohmstead::plan {

class TankFloor {
 public:
  // Values stand `grid_k` apart, or further where there would be too many.
  TankFloor(const WaterDevice& heater, const TankNeed& tank, double grid_k);

  // Cost of the tank and of power, at least, when being on in slot t costs on_costs[t]. Nothing for
  // a tank that gets hotter than any grid reaches.
  [[nodiscard]] std::optional<double> at(std::span<const double> on_costs);

 private:
  // z after a move is factor * z + shift in points; costs[i] at least what it costs from point i.
  struct Leap {
    std::size_t end = 0;
    double factor = 1.0, shift = 0.0;
    std::vector<double> costs;
  };
  [[nodiscard]] Leap make_leap(std::size_t slot, std::size_t end, bool on) const;
  // Slots share rows: only those that a move from the present one ends in are kept.
  [[nodiscard]] std::span<double> values(std::size_t slot, bool is_on, std::size_t left) {
    const std::size_t row = ((slot % kept_slots_) * 2 + (is_on ? 1 : 0)) * levels_ + left;
    return std::span{values_}.subspan(row * most_points_, points_[slot]);
  }
  [[nodiscard]] std::size_t move_end(std::size_t slot, bool was_on, bool on) const;
  void fill(std::size_t slot, bool is_on);
  [[nodiscard]] double heat(std::size_t slot, bool on) const {
    return on ? heater_->cop[slot] * heater_->power_kw : 0.0;
  }

  const WaterDevice* heater_;
  const TankNeed* tank_;
  std::size_t count_, levels_, kept_slots_ = 2, most_points_ = 2;
  double spacing_ = 1.0;                // of z
  std::vector<std::size_t> points_;     // at the start of each slot and at the end of the last
  std::vector<double> free_c_, scale_;  // at the start of each slot and at the end of the last
  std::vector<double> sums_;
  std::vector<double> values_;
};

}  // namespace ohmstead::plan
