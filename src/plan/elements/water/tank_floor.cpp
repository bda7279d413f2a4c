#include "tank_floor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "elements/above_kinks.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_never = std::numeric_limits<double>::infinity();
// Of all slots and states together: some 50 ms; and of those that are kept: some 30 MB.
constexpr double k_most_values = 2e7;
constexpr double k_most_kept = 4e6;
// A tank that gets hotter than anything real is not looked at.
constexpr double k_hottest_k = 1e6;
// Points beyond what can be reached, for the cells that hold its edge.
constexpr std::size_t k_beyond = 2;

}  // namespace

// As in tank_schedule.cpp: z = (T - T_free) / scale, which being off keeps. The grid holds all that
// can be reached.
TankFloor::TankFloor(const WaterDevice& heater, const TankNeed& tank, double grid_k)
    : heater_{&heater},
      tank_{&tank},
      count_{heater.cop.size()},
      levels_{heater.rules.level_count()},
      free_c_{tank.start_c()},
      scale_{1.0} {
  double hot_c = tank.start_c();
  std::vector<double> most_z{0.0};
  double sum_z = 0.0;
  for (std::size_t t = 0; t < count_; ++t) {
    free_c_.push_back(tank.after(t, free_c_[t], 0.0));
    const double scale = scale_[t] * tank.keep(t);
    scale_.push_back(scale < 0.5 ? 1.0 : scale);
    hot_c = tank.after(t, hot_c, heat(t, true));
    most_z.push_back(std::max(0.0, (hot_c - free_c_[t + 1]) / scale_[t + 1]));
    sum_z += most_z.back();
    kept_slots_ = std::max(
        {kept_slots_, heater.rules.on_until(t) - t + 1, heater.rules.off_until(t) - t + 1});
  }
  const double states = 2.0 * static_cast<double>(levels_);
  const double highest_z = *std::max_element(most_z.begin(), most_z.end());
  if (!(highest_z < k_hottest_k) || !std::isfinite(sum_z)) return;
  spacing_ = std::max({grid_k, states * sum_z / k_most_values,
                       states * static_cast<double>(kept_slots_) * highest_z / k_most_kept});
  for (const double z : most_z) {
    points_.push_back(static_cast<std::size_t>(std::ceil(z / spacing_)) + 1 + k_beyond);
    most_points_ = std::max(most_points_, points_.back());
  }
  values_.resize(kept_slots_ * 2 * levels_ * most_points_);
}

std::size_t TankFloor::move_end(std::size_t slot, bool was_on, bool on) const {
  if (was_on == on) return slot + 1;
  return on ? heater_->rules.on_until(slot) : heater_->rules.off_until(slot);
}

TankFloor::Leap TankFloor::make_leap(std::size_t slot, std::size_t end, bool on) const {
  Leap leap{end, 1.0, 0.0, std::vector<double>(points_[slot], 0.0)};
  std::vector<double> cost(points_[slot] +
                           2);  // from one point before the first to one after the last
  for (std::size_t t = slot; t < end; ++t) {
    const double factor = scale_[t] * tank_->keep(t) / scale_[t + 1];
    leap.factor *= factor;
    leap.shift = factor * leap.shift + tank_->rise_k(t) * heat(t, on) / scale_[t + 1] / spacing_;
    for (std::size_t i = 0; i < cost.size(); ++i) {
      const double z = spacing_ * (leap.factor * (static_cast<double>(i) - 1.0) + leap.shift);
      cost[i] = tank_->slot_cost(t, free_c_[t + 1] + scale_[t + 1] * z);
    }
    lower_convex(cost, leap.costs);
  }
  return leap;
}

void TankFloor::fill(std::size_t slot, bool is_on) {
  const std::size_t points = points_[slot];
  for (std::size_t left = 0; left < levels_; ++left)
    std::fill(values(slot, is_on, left).begin(), values(slot, is_on, left).end(), k_never);
  std::vector<double> lines(points);
  for (const bool on : {false, true}) {
    const Leap leap = make_leap(slot, move_end(slot, is_on, on), on);
    const SeenPoints seen = see_points(points, leap.factor, leap.shift, points_[leap.end]);
    const double money = on ? sums_[leap.end] - sums_[slot] : 0.0;
    for (std::size_t left = 0; left < levels_; ++left) {
      const auto move = heater_->rules.move(slot, is_on, left, on);
      if (!move) continue;
      const std::span<const double> later = values(leap.end, on, move->left);
      for (std::size_t i = 0; i < points; ++i) {
        const std::size_t k = seen.cell[i];
        lines[i] = later[k] + seen.part[i] * (later[k + 1] - later[k]);
      }
      lower_by_kinks(seen, later, lines);
      const std::span<double> best = values(slot, is_on, left);
      for (std::size_t i = 0; i < points; ++i)
        best[i] = std::min(best[i], leap.costs[i] + money + lines[i]);
    }
  }
}

std::optional<double> TankFloor::at(std::span<const double> on_costs) {
  if (values_.empty()) return std::nullopt;
  // What goes on from before the first slot is one way.
  const WaterRules::Mode mode = heater_->rules.start();
  double cost = tank_->start_worth();
  double now_c = tank_->start_c();
  for (std::size_t t = 0; t < mode.bound_until; ++t) {
    now_c = tank_->after(t, now_c, heat(t, mode.is_on));
    cost += tank_->slot_cost(t, now_c) + (mode.is_on ? on_costs[t] : 0.0);
  }
  sums_.assign(1, 0.0);
  for (const double each : on_costs) sums_.push_back(sums_.back() + each);
  std::fill(values_.begin(), values_.end(), 0.0);  // nothing comes after the last slot
  for (std::size_t t = count_; t-- > mode.bound_until;) {
    fill(t, false);
    fill(t, true);
  }
  const std::span<const double> row = values(mode.bound_until, mode.is_on, mode.left);
  const double place =
      std::max(0.0, (now_c - free_c_[mode.bound_until]) / scale_[mode.bound_until] / spacing_);
  const double cell = std::min(std::floor(place), static_cast<double>(row.size() - 2));
  const auto k = static_cast<std::size_t>(cell);
  return cost + row[k] + (place - cell) * (row[k + 1] - row[k]);
}

}  // namespace ohmstead::plan
