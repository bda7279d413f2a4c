#include "ohmstead/solve/rounding.hpp"

#include <algorithm>
#include <cmath>

#include "model_variants.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/solve/check.hpp"
#include "settle.hpp"

namespace ohmstead::solve {
namespace {

// Columns that a pass decides, of those that are broken.
constexpr double k_share_of_pass = 0.5;

class Rounding {
 public:
  Rounding(const Model& model, Solver& linear, const Limits& limits, Basis basis)
      : model_{&model},
        part_{model},
        linear_{&linear},
        limits_{limits},
        is_decided_(model.costs().size(), 0),
        settling_{model},
        basis_{std::move(basis)} {
    for (std::int32_t j = 0; j < model.column_count(); ++j) part_.set_integer(ColumnId{j}, false);
  }

  Solution run() {
    if (!has_whole_numbers()) {
      Solution none;
      none.status = SolveStatus::infeasible;
      none.message = "no whole number between two bounds";
      return none;
    }
    Solution now = solve();
    const double bound = now.bound;
    const BoundSource source = now.bound_source;
    while (now.has_values()) {
      values_ = now.values;
      const std::vector<Broken> broken = settling_.settle(values_, is_decided_);
      if (broken.empty()) {
        now = decide_all();
        break;
      }
      now = decide_some(broken, now.objective);
    }
    if (!now.has_values()) return now;
    now.bound = std::min(bound, now.objective);
    now.bound_source = source;
    now.gap = now.objective - now.bound;
    now.status = is_closed(now.gap, now.objective, limits_.absolute_gap) ? SolveStatus::optimal
                                                                         : SolveStatus::good;
    return now;
  }

 private:
  static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

  Solution solve() {
    Limits rest = limits_;
    rest.wall_s = limits_.wall_s - watch_.elapsed_ms() / 1000.0;
    const Start start{.basis = basis_};
    Solution solution = linear_->solve(part_, rest, basis_.is_empty() ? nullptr : &start);
    if (!solution.basis.is_empty()) basis_ = solution.basis;
    return solution;
  }

  [[nodiscard]] Bounds whole(std::int32_t column) const {
    return whole_bounds({model_->column_lower()[at(column)], model_->column_upper()[at(column)]});
  }

  [[nodiscard]] bool has_whole_numbers() const {
    for (std::int32_t j = 0; j < model_->column_count(); ++j) {
      if (model_->integer_flags()[at(j)] != 0 && whole(j).lower > whole(j).upper) return false;
    }
    return true;
  }

  void fix(std::int32_t column, double value) {
    const Bounds bounds = whole(column);
    const double inside = std::max(bounds.lower, std::min(bounds.upper, value)) + 0.0;
    part_.set_bounds(ColumnId{column}, {inside, inside});
    is_decided_[at(column)] = 1;
  }

  void free(std::int32_t column) {
    part_.set_bounds(ColumnId{column},
                     {model_->column_lower()[at(column)], model_->column_upper()[at(column)]});
    is_decided_[at(column)] = 0;
  }

  // The surest half at once; where no point is left, the surest alone, to either side.
  Solution decide_some(const std::vector<Broken>& broken, double cost) {
    const auto count = std::max<std::size_t>(
        1, static_cast<std::size_t>(k_share_of_pass * static_cast<double>(broken.size())));
    if (count == 1) return decide_one(broken[0], cost);
    const Basis basis = basis_;
    for (std::size_t i = 0; i < count; ++i) fix(broken[i].column, broken[i].to);
    Solution found = solve();
    if (found.has_values()) return found;
    for (std::size_t i = 0; i < count; ++i) free(broken[i].column);
    basis_ = basis;
    return decide_one(broken[0], cost);
  }

  // What bends the rows less may be the farther side: it is compared with the nearer one where it
  // costs more than is known. Rows of different units say little of money.
  Solution decide_one(const Broken& broken, double cost) {
    const Basis basis = basis_;
    fix(broken.column, broken.to);
    Solution found = solve();
    const bool is_sure = std::abs(values_[at(broken.column)] - broken.to) <= 0.5 ||
                         found.objective <= cost + limits_.absolute_gap;
    if (found.has_values() && is_sure) return found;
    const Basis found_basis = basis_;
    basis_ = basis;
    fix(broken.column, broken.other);
    Solution other = solve();
    if (!found.has_values() || (other.has_values() && other.objective < found.objective))
      return other;
    basis_ = found_basis;
    fix(broken.column, broken.to);
    return found;
  }

  // All are whole now; the rest once more around them, so that values are exact.
  Solution decide_all() {
    for (std::int32_t j = 0; j < model_->column_count(); ++j) {
      if (model_->integer_flags()[at(j)] != 0) fix(j, std::round(values_[at(j)]));
    }
    return solve();
  }

  const Model* model_;
  Model part_;  // with what is decided fixed, and nothing whole
  Solver* linear_;
  Limits limits_;
  std::vector<char> is_decided_;
  std::vector<double> values_;
  Settling settling_;
  Basis basis_;
  base::Stopwatch watch_;
};

}  // namespace

Solution round_in_passes(const Model& model, Solver& linear, const Limits& limits, Basis basis) {
  return Rounding{model, linear, limits, std::move(basis)}.run();
}

}  // namespace ohmstead::solve
