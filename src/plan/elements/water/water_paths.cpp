#include "water_paths.hpp"

#include <algorithm>

#include "water_schedule.hpp"

namespace ohmstead::plan {

void WaterPaths::expand(std::size_t slot, bool is_on, std::size_t left,
                        std::span<const double> sums, const Advance& advance) {
  for (const WaterLabel& label : labels(slot, is_on, left)) {
    followed_.push_back(label);
    for (const bool on : {false, true}) {
      const auto move = rules_->move(slot, is_on, left, on);
      if (!move) continue;
      WaterLabel next{label.heat, label.cost, 0.0, followed_.size() - 1, slot, on};
      if (on) next.cost += sums[move->end] - sums[slot] + (is_on ? 0.0 : k_start_hair);
      advance(next, slot, move->end, on);
      labels(move->end, on, move->left).push_back(next);
    }
  }
  labels(slot, is_on, left).clear();
}

WaterPaths::Path WaterPaths::find_cheapest(std::span<const double> sums, double start_heat,
                                           const Advance& advance, const Select& select) {
  states_.resize((count_ + 1) * 2 * levels_);
  // What binds from before the first slot is one move; its parent is label 0.
  followed_.assign(1, WaterLabel{});
  WaterRules::Mode mode = rules_->start();
  const bool is_on = mode.is_on;
  const std::size_t bound = mode.bound_until;
  for (std::size_t t = 0; t < bound; ++t) mode = rules_->after(mode, t, is_on);
  WaterLabel first{start_heat, is_on ? sums[bound] : 0.0, 0.0, 0, 0, is_on};
  advance(first, 0, bound, is_on);
  labels(bound, is_on, mode.left).push_back(first);
  for (std::size_t t = bound; t < count_; ++t) {
    for (std::size_t left = 0; left < levels_; ++left) {
      for (const bool on : {false, true}) {
        select(labels(t, on, left), t, on, left);
        expand(t, on, left, sums, advance);
      }
    }
  }
  WaterLabel best;
  best.cost = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < 2 * levels_; ++i) {
    Labels& last = labels(count_, i >= levels_, i % levels_);
    for (const WaterLabel& label : last) {
      if (label.cost < best.cost) best = label;
    }
    last.clear();
  }
  return trace(best);
}

WaterPaths::Path WaterPaths::trace(WaterLabel last) const {
  Path path{std::vector<int>(count_, 0), last.cost};
  std::size_t end = count_;
  while (end > 0 && path.cost < std::numeric_limits<double>::infinity()) {
    std::fill(path.states.begin() + static_cast<std::ptrdiff_t>(last.begin),
              path.states.begin() + static_cast<std::ptrdiff_t>(end), last.is_on ? 1 : 0);
    end = last.begin;
    last = followed_[last.parent];
  }
  return path;
}

}  // namespace ohmstead::plan
