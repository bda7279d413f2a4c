// The programme of a tank: values on a grid of z (water_schedule.hpp), backwards in time, then
// exact paths forwards: first the one that the values show, then all that may be cheaper.
#include <algorithm>
#include <cmath>
#include <limits>

#include "water_paths.hpp"
#include "water_schedule.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_never = std::numeric_limits<double>::infinity();
constexpr double k_grid_k = 0.1;
constexpr std::size_t k_least_points = 64;
constexpr std::size_t k_most_points = 800;
// Of all values together; many starts a day make many states.
constexpr std::size_t k_most_values = 4'000'000;
// Paths are followed while their estimate is at most this much, and this many times the error that
// the first path has shown, above the first path's cost.
constexpr double k_margin = 0.002;
constexpr double k_error_margin = 2.0;
constexpr std::size_t k_most_paths = 100;  // of one state
// Paths that meet closer than this many grid steps are one.
constexpr double k_meeting_steps = 0.02;

class TankProgramme final : public WaterProgramme {
 public:
  TankProgramme(const WaterDevice& heater, const TankNeed& tank);
  [[nodiscard]] std::vector<int> cheapest(std::span<const double> on_costs) override;

 private:
  // z after a move is factor * z + shift; costs[i] is what it costs beside power from point i.
  struct Leap {
    std::size_t end = 0;
    double factor = 1.0;
    double shift = 0.0;
    std::vector<double> costs;
  };
  [[nodiscard]] Leap make_leap(std::size_t slot, std::size_t end, bool on) const;
  [[nodiscard]] double heat(std::size_t slot, bool on) const {
    return on ? heater_->cop[slot] * heater_->power_kw : 0.0;
  }
  [[nodiscard]] std::span<double> values(std::size_t slot, bool is_on, std::size_t left) {
    const std::size_t row = (slot * 2 + (is_on ? 1 : 0)) * levels_ + left;
    return std::span{values_}.subspan(row * points_, points_);
  }
  void add_leap(const Leap& leap, double money, std::span<const double> later,
                std::span<double> best) const;
  void fill(std::size_t slot, bool is_on, std::size_t left);
  // `was_on` tells which of the two moves to `on` it is.
  [[nodiscard]] const Leap& leap(std::size_t slot, bool was_on, bool on) const {
    const auto& leaps = on ? (was_on ? stay_on_ : start_) : (was_on ? stop_ : stay_off_);
    return leaps.empty() ? (on ? stay_on_ : stay_off_)[slot] : leaps[slot];
  }
  [[nodiscard]] double money(std::size_t slot, std::size_t end, bool was_on, bool on) const {
    if (!on) return 0.0;
    return sums_[end] - sums_[slot] + (was_on ? 0.0 : k_start_hair);
  }
  // Exact cost of a move from a temperature, which it changes.
  double run(std::size_t slot, std::size_t end, bool on, double& temperature_c) const;
  [[nodiscard]] WaterPaths::Path follow_values();
  [[nodiscard]] WaterPaths::Path search(double known);
  [[nodiscard]] double value_at(std::size_t slot, bool is_on, std::size_t left,
                                double temperature_c);

  const WaterDevice* heater_;
  const TankNeed* tank_;
  std::size_t count_, levels_, points_ = k_least_points;
  double spacing_ = 1.0;                  // of z
  std::vector<double> free_c_, scale_;    // at the start of each slot and at the end of the last
  std::vector<Leap> stay_off_, stay_on_;  // one slot
  std::vector<Leap> stop_, start_;        // where a pause (run) has a least length
  std::vector<double> sums_;              // of the costs of being on
  std::vector<double> values_;
  double shown_value_ = 0.0;  // what the values say of the start
  WaterPaths paths_;
};

TankProgramme::TankProgramme(const WaterDevice& heater, const TankNeed& tank)
    : heater_{&heater},
      tank_{&tank},
      count_{heater.cop.size()},
      levels_{heater.rules.level_count()},
      free_c_{tank.start_c()},
      scale_{1.0},
      paths_{heater.rules} {
  // A share that has fallen to a half starts anew, so that z stays of the size of temperatures.
  double hot_c = tank.start_c();
  double most_z = 0.0;
  for (std::size_t t = 0; t < count_; ++t) {
    free_c_.push_back(tank.after(t, free_c_[t], 0.0));
    const double scale = scale_[t] * tank.keep(t);
    scale_.push_back(scale < 0.5 ? 1.0 : scale);
    // One slot above what is of use: nobody heats further than that.
    hot_c =
        tank.after(t, std::min(hot_c, std::max(tank.most_useful_c(), free_c_[t])), heat(t, true));
    most_z = std::max(most_z, (hot_c - free_c_[t + 1]) / scale_[t + 1]);
  }
  const auto wanted = static_cast<std::size_t>(std::min(most_z / k_grid_k, 1e6));
  const std::size_t most = k_most_values / ((count_ + 1) * 2 * levels_);
  points_ = std::clamp(wanted, k_least_points, std::clamp(most, k_least_points, k_most_points));
  spacing_ = std::max(most_z, 1e-9) / static_cast<double>(points_ - 2);
  for (std::size_t t = 0; t < count_; ++t) {
    stay_off_.push_back(make_leap(t, t + 1, false));
    stay_on_.push_back(make_leap(t, t + 1, true));
    if (heater.rules.has_min_off()) stop_.push_back(make_leap(t, heater.rules.off_until(t), false));
    if (heater.rules.has_min_on()) start_.push_back(make_leap(t, heater.rules.on_until(t), true));
  }
  values_.resize((count_ + 1) * 2 * levels_ * points_);
}

TankProgramme::Leap TankProgramme::make_leap(std::size_t slot, std::size_t end, bool on) const {
  Leap leap{end, 1.0, 0.0, std::vector<double>(points_, 0.0)};
  for (std::size_t t = slot; t < end; ++t) {
    const bool is_same = scale_[t + 1] == scale_[t] * tank_->keep(t);
    const double factor = is_same ? 1.0 : scale_[t] * tank_->keep(t) / scale_[t + 1];
    leap.factor *= factor;
    leap.shift = factor * leap.shift + tank_->rise_k(t) * heat(t, on) / scale_[t + 1];
    // Bounds cost much from one K to the next, which straight lines between points would smear
    // over the last point inside them: here they begin one point further out.
    const double slack_k = spacing_ * scale_[t + 1];
    for (std::size_t i = 0; i < points_; ++i) {
      const double z = leap.factor * static_cast<double>(i) * spacing_ + leap.shift;
      leap.costs[i] += tank_->slot_cost(t, free_c_[t + 1] + scale_[t + 1] * z, slack_k);
    }
  }
  return leap;
}

// best = min(best, costs + money + later(z after the leap)); beyond the grid values go on straight.
void TankProgramme::add_leap(const Leap& leap, double money, std::span<const double> later,
                             std::span<double> best) const {
  const double shift = leap.shift / spacing_;
  const auto last = static_cast<double>(points_ - 2);
  std::size_t i = 0;
  if (leap.factor == 1.0 && shift < last) {
    const auto whole = static_cast<std::size_t>(shift);
    const double part = shift - static_cast<double>(whole);
    for (; i + whole + 1 < points_; ++i) {
      const double value = (1.0 - part) * later[i + whole] + part * later[i + whole + 1];
      best[i] = std::min(best[i], leap.costs[i] + money + value);
    }
  }
  for (; i < points_; ++i) {
    const double at = leap.factor * static_cast<double>(i) + shift;
    const double below = std::min(std::floor(at), last);
    const auto k = static_cast<std::size_t>(below);
    const double value = later[k] + (at - below) * (later[k + 1] - later[k]);
    best[i] = std::min(best[i], leap.costs[i] + money + value);
  }
}

void TankProgramme::fill(std::size_t slot, bool is_on, std::size_t left) {
  const std::span<double> best = values(slot, is_on, left);
  std::fill(best.begin(), best.end(), k_never);
  for (const bool on : {false, true}) {
    const auto move = heater_->rules.move(slot, is_on, left, on);
    if (!move) continue;
    const Leap& leap = this->leap(slot, is_on, on);
    add_leap(leap, money(slot, leap.end, is_on, on), values(leap.end, on, move->left), best);
  }
}

double TankProgramme::run(std::size_t slot, std::size_t end, bool on, double& temperature_c) const {
  double cost = 0.0;
  for (std::size_t t = slot; t < end; ++t) {
    temperature_c = tank_->after(t, temperature_c, heat(t, on));
    cost += tank_->slot_cost(t, temperature_c);
  }
  return cost;
}

double TankProgramme::value_at(std::size_t slot, bool is_on, std::size_t left,
                               double temperature_c) {
  const std::span<const double> row = values(slot, is_on, left);
  const double at = std::max(0.0, (temperature_c - free_c_[slot]) / scale_[slot] / spacing_);
  const double below = std::min(std::floor(at), static_cast<double>(points_ - 2));
  const auto k = static_cast<std::size_t>(below);
  return row[k] + (at - below) * (row[k + 1] - row[k]);
}

std::vector<int> TankProgramme::cheapest(std::span<const double> on_costs) {
  sums_.assign(1, 0.0);
  for (const double cost : on_costs) sums_.push_back(sums_.back() + cost);
  std::fill(values_.end() - static_cast<std::ptrdiff_t>(2 * levels_ * points_), values_.end(), 0.0);
  for (std::size_t t = count_; t-- > 0;) {
    for (std::size_t left = 0; left < levels_; ++left) {
      fill(t, false, left);
      fill(t, true, left);
    }
  }
  const WaterPaths::Path shown = follow_values();
  const WaterPaths::Path best = search(shown.cost);
  return best.cost < shown.cost ? best.states : shown.states;
}

// The path that decides in each slot by the values, with exact temperatures.
WaterPaths::Path TankProgramme::follow_values() {
  const WaterRules& rules = heater_->rules;
  WaterPaths::Path path{std::vector<int>(count_, 0), 0.0};
  WaterRules::Mode mode = rules.start();
  double temperature_c = tank_->start_c();
  const auto go = [&](std::size_t slot, std::size_t end, bool on) {
    path.cost += run(slot, end, on, temperature_c) + money(slot, end, mode.is_on, on);
    for (std::size_t t = slot; t < end; ++t) {
      path.states[t] = on ? 1 : 0;
      mode = rules.after(mode, t, on);
    }
  };
  const std::size_t bound = mode.bound_until;
  go(0, bound, mode.is_on);
  shown_value_ = path.cost;
  if (bound < count_) shown_value_ += value_at(bound, mode.is_on, mode.left, temperature_c);
  for (std::size_t t = bound; t < count_;) {
    bool best_on = false;
    std::size_t best_end = t + 1;
    double lowest = k_never;
    for (const bool on : {false, true}) {
      const auto move = rules.move(t, mode.is_on, mode.left, on);
      if (!move) continue;
      double after_c = temperature_c;
      const double cost = run(t, move->end, on, after_c) + money(t, move->end, mode.is_on, on) +
                          value_at(move->end, on, move->left, after_c);
      if (cost >= lowest) continue;
      lowest = cost;
      best_on = on;
      best_end = move->end;
    }
    go(t, best_end, best_on);
    t = best_end;
  }
  return path;
}

// All paths that the values promise to be about as cheap as `known` or cheaper; of those that meet
// within one grid step, the most promising.
WaterPaths::Path TankProgramme::search(double known) {
  const double most = known + k_margin + k_error_margin * std::abs(known - shown_value_);
  const auto advance = [this](WaterLabel& label, std::size_t begin, std::size_t end, bool on) {
    label.cost += run(begin, end, on, label.heat);
  };
  const auto select = [&](std::vector<WaterLabel>& labels, std::size_t slot, bool is_on,
                          std::size_t left) {
    for (WaterLabel& label : labels)
      label.estimate = label.cost + value_at(slot, is_on, left, label.heat);
    std::erase_if(labels, [&](const WaterLabel& label) { return !(label.estimate <= most); });
    const double step_k = k_meeting_steps * spacing_ * scale_[slot];
    const auto place = [&](const WaterLabel& label) {
      return std::floor((label.heat - free_c_[slot]) / step_k);
    };
    std::sort(labels.begin(), labels.end(), [&](const WaterLabel& a, const WaterLabel& b) {
      const double at = place(a), other = place(b);
      return at != other ? at < other : a.estimate < b.estimate;
    });
    const auto same = [&](const WaterLabel& a, const WaterLabel& b) {
      return place(a) == place(b);
    };
    labels.erase(std::unique(labels.begin(), labels.end(), same), labels.end());
    if (labels.size() <= k_most_paths) return;
    std::nth_element(
        labels.begin(), labels.begin() + k_most_paths, labels.end(),
        [](const WaterLabel& a, const WaterLabel& b) { return a.estimate < b.estimate; });
    labels.resize(k_most_paths);
  };
  return paths_.find_cheapest(sums_, tank_->start_c(), advance, select);
}

}  // namespace

std::unique_ptr<WaterProgramme> make_tank_programme(const WaterDevice& heater,
                                                    const TankNeed& tank) {
  return std::make_unique<TankProgramme>(heater, tank);
}

}  // namespace ohmstead::plan
