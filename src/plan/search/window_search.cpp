#include "window_search.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "linear_home.hpp"
#include "ohmstead/base/clock.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_money_gap = 1e-6;
constexpr double k_smallest_gain = 1e-7;
// So many windows at once, each of so many slots or this part of the horizon.
constexpr std::size_t k_least_windows = 2, k_most_windows = 4;
constexpr std::size_t k_least_slots = 4;
constexpr double k_least_part = 1.0 / 24.0, k_most_part = 1.0 / 12.0;
// A decision that differs so much from its share in the relaxed model is in doubt.
constexpr double k_doubt = 0.1;
// Sets of windows in a row that led to nothing better.
constexpr int k_most_idle = 60;
constexpr double k_longest_s = 0.25;
// So few decisions are solved as a whole.
constexpr int k_few = 24;

class WindowSearch {
 public:
  WindowSearch(const home::Case& home, const solve::Model& model, std::vector<double> start)
      : model_{&model}, values_{std::move(start)} {
    for (std::size_t t = 0; t < home.slots.count(); ++t)
      tags_.push_back(slot_tag(home, solve::NameId{}, t).slot);
  }

  std::optional<solve::Solution> run(solve::Solver& solver, const EngineLimits& limits) {
    const base::Stopwatch watch;
    const bool is_small = model_->integer_count() <= k_few;
    if (!is_small && limits.wall_s > 0.0) relax(solver, limits);
    for (int idle = 0; idle < (is_small ? 1 : k_most_idle); ++idle) {
      const double left_s = limits.wall_s - watch.elapsed_ms() / 1000.0;
      if (left_s <= 0.0 || limits.stop.stop_requested()) break;
      solve::Model part = *model_;
      if (!is_small) fix_outside(part);
      const solve::Start begin{.values = values_};
      solve::Solution found = solver.solve(part,
                                           {.wall_s = std::min(k_longest_s, left_s),
                                            .absolute_gap = k_money_gap,
                                            .stop = limits.stop},
                                           &begin);
      if (!found.has_values()) continue;
      if (best_ && found.objective > best_->objective - k_smallest_gain) continue;
      best_ = std::move(found);
      take_integers();
      idle = 0;
    }
    return std::move(best_);
  }

 private:
  static std::size_t at(std::int32_t column) { return static_cast<std::size_t>(column); }

  [[nodiscard]] std::optional<std::size_t> slot_of(std::int32_t column) const {
    const std::int32_t tag = model_->column_tags()[at(column)].slot;
    const auto slot = std::lower_bound(tags_.begin(), tags_.end(), tag);
    if (slot == tags_.end() || *slot != tag) return std::nullopt;
    return static_cast<std::size_t>(slot - tags_.begin());
  }

  // Each slot as often as it has decisions in doubt; all of them when none is.
  [[nodiscard]] std::vector<std::size_t> doubtful_slots() const {
    std::vector<std::size_t> slots;
    for (std::int32_t j = 0; j < model_->column_count() && !relaxed_.empty(); ++j) {
      const bool is_decision = model_->integer_flags()[at(j)] != 0;
      if (!is_decision || std::abs(relaxed_[at(j)] - values_[at(j)]) < k_doubt) continue;
      if (const auto slot = slot_of(j)) slots.push_back(*slot);
    }
    for (std::size_t t = 0; slots.empty() && t < tags_.size(); ++t) slots.push_back(t);
    return slots;
  }

  std::size_t pick(std::size_t least, std::size_t most) {
    return least + random_() % (most - least + 1);
  }

  std::vector<char> pick_slots() {
    const std::size_t count = tags_.size();
    const auto part = [&](double share) {
      return std::max(k_least_slots, static_cast<std::size_t>(share * static_cast<double>(count)));
    };
    const std::vector<std::size_t> centres = doubtful_slots();
    const std::size_t length = pick(part(k_least_part), part(k_most_part));
    std::vector<char> is_free(count, 0);
    for (std::size_t i = pick(k_least_windows, k_most_windows); i > 0; --i) {
      const std::size_t centre = centres[pick(0, centres.size() - 1)];
      const std::size_t first = centre - std::min(centre, pick(0, length - 1));
      std::fill_n(is_free.begin() + static_cast<std::ptrdiff_t>(first),
                  std::min(length, count - first), char{1});
    }
    return is_free;
  }

  // Shares that each decision has when none must be whole.
  void relax(solve::Solver& solver, const EngineLimits& limits) {
    solve::Model relaxed = *model_;
    for (std::int32_t j = 0; j < relaxed.column_count(); ++j)
      relaxed.set_integer(solve::ColumnId{j}, false);
    relaxed_ =
        solver.solve(relaxed, {.wall_s = limits.wall_s, .stop = limits.stop}, nullptr).values;
  }

  // Decisions without a slot, which exist once, stay free.
  void fix_outside(solve::Model& part) {
    const std::vector<char> is_free = pick_slots();
    for (std::int32_t j = 0; j < part.column_count(); ++j) {
      if (part.integer_flags()[at(j)] == 0) continue;
      const auto slot = slot_of(j);
      if (!slot || is_free[*slot] != 0) continue;
      part.set_bounds(solve::ColumnId{j}, {values_[at(j)], values_[at(j)]});
      part.set_integer(solve::ColumnId{j}, false);
    }
  }

  void take_integers() {
    values_ = best_->values;
    for (std::int32_t j = 0; j < model_->column_count(); ++j) {
      if (model_->integer_flags()[at(j)] != 0) values_[at(j)] = std::round(values_[at(j)]);
    }
  }

  const solve::Model* model_;
  std::vector<double> values_;
  std::vector<double> relaxed_;
  std::vector<std::int32_t> tags_;  // of the slots, rising
  std::mt19937_64 random_{1};
  std::optional<solve::Solution> best_;
};

}  // namespace

std::optional<solve::Solution> search_windows(const home::Case& home, const solve::Model& model,
                                              std::vector<double> start, solve::Solver& solver,
                                              const EngineLimits& limits) {
  return WindowSearch{home, model, std::move(start)}.run(solver, limits);
}

}  // namespace ohmstead::plan
