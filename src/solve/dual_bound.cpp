// The Lagrangian bound of check.hpp and its use as an infeasibility proof.
#include <algorithm>
#include <cmath>
#include <optional>

#include "compensated_sum.hpp"
#include "implied_bounds.hpp"
#include "ohmstead/solve/check.hpp"

namespace ohmstead::solve {
namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

constexpr double k_unit = std::numeric_limits<double>::epsilon();

// A value and how far it may be from the exact one.
struct Uncertain {
  double value = 0.0;
  double error = 0.0;
};

// Any y gives a bound, so duals that would need an infinite row bound may be replaced by 0.
std::vector<double> usable_duals(const Model& model, std::span<const double> duals, double sign) {
  std::vector<double> usable(duals.begin(), duals.end());
  for (std::size_t i = 0; i < usable.size(); ++i) {
    double& y = usable[i];
    y *= sign;
    const bool is_usable = std::isfinite(y) && !(y > 0.0 && model.row_lower()[i] == -k_infinity) &&
                           !(y < 0.0 && model.row_upper()[i] == k_infinity);
    if (!is_usable) y = 0.0;
  }
  return usable;
}

Uncertain reduced_cost(const Model& model, std::size_t column, double cost,
                       std::span<const double> duals) {
  double value = cost, magnitude = std::abs(cost);
  const std::int32_t first = model.starts()[column], last = model.starts()[column + 1];
  for (std::int32_t e = first; e < last; ++e) {
    const double part = model.coefficients()[at(e)] * duals[at(model.entry_rows()[at(e)])];
    value -= part;
    magnitude += std::abs(part);
  }
  return {value, magnitude * k_unit * static_cast<double>(last - first + 2)};
}

// The bound for one y. Columns that lean on a bound that neither they nor the rows give are
// repaired: y is changed where that costs least, which any y may be. Solvers leave such columns a
// little on the wrong side (within their tolerance), and a bound of -infinity for that would help
// nobody.
class LagrangianBound {
 public:
  LagrangianBound(const Model& model, std::vector<double> duals, bool has_costs)
      : model_{model}, duals_{std::move(duals)}, has_costs_{has_costs} {}

  [[nodiscard]] double compute() {
    for (int round = 0; round < k_repair_rounds; ++round) {
      add_up();
      // Each term carries one rounding of its product; the sum itself about one more.
      if (open_.empty()) return sum_.value() - error_ - 2.0 * k_unit * sum_.magnitude();
      if (!implied_) {
        implied_.emplace(model_);
        count_unbounded();
        continue;
      }
      for (const std::size_t column : open_) {
        if (!repair(column)) return -k_infinity;
      }
    }
    return -k_infinity;
  }

 private:
  static constexpr int k_repair_rounds = 6;

  [[nodiscard]] double cost(std::size_t column) const {
    return has_costs_ ? model_.costs()[column] : 0.0;
  }
  [[nodiscard]] double lower(std::size_t column) const {
    return implied_ ? implied_->lower()[column] : model_.column_lower()[column];
  }
  [[nodiscard]] double upper(std::size_t column) const {
    return implied_ ? implied_->upper()[column] : model_.column_upper()[column];
  }

  void add_up() {
    sum_ = {};
    error_ = 0.0;
    open_.clear();
    if (has_costs_) sum_.add(model_.objective_offset());
    for (std::size_t i = 0; i < duals_.size(); ++i) {
      const double y = duals_[i];
      if (y != 0.0) sum_.add(y * (y > 0.0 ? model_.row_lower()[i] : model_.row_upper()[i]));
    }
    for (std::size_t j = 0; j < model_.costs().size(); ++j) add_column(j);
  }

  void add_column(std::size_t j) {
    const Uncertain d = reduced_cost(model_, j, cost(j), duals_);
    if (std::abs(d.value) <= d.error) {
      const double reach = std::max(std::isfinite(lower(j)) ? std::abs(lower(j)) : 0.0,
                                    std::isfinite(upper(j)) ? std::abs(upper(j)) : 0.0);
      error_ += 2.0 * d.error * reach;
      return;
    }
    const double bound = d.value > 0.0 ? lower(j) : upper(j);
    if (std::isinf(bound)) {
      open_.push_back(j);
    } else {
      sum_.add(d.value * bound);
      error_ += d.error * std::abs(bound);
    }
  }

  // How many columns of each row have no bound on a side: changing its dual may open those.
  void count_unbounded() {
    unbounded_.assign(duals_.size(), 0);
    for (std::size_t j = 0; j < model_.costs().size(); ++j) {
      if (std::isfinite(lower(j)) && std::isfinite(upper(j))) continue;
      for (std::int32_t e = model_.starts()[j]; e < model_.starts()[j + 1]; ++e) {
        ++unbounded_[at(model_.entry_rows()[at(e)])];
      }
    }
  }

  // Brings the reduced cost of the column to 0 by the dual of one of its rows.
  [[nodiscard]] bool repair(std::size_t column) {
    const double d = reduced_cost(model_, column, cost(column), duals_).value;
    std::size_t best_row = 0;
    double best_dual = 0.0, best_coefficient = 0.0;
    for (std::int32_t e = model_.starts()[column]; e < model_.starts()[column + 1]; ++e) {
      const double a = model_.coefficients()[at(e)];
      const std::size_t row = at(model_.entry_rows()[at(e)]);
      const double y = duals_[row] + d / a;
      const bool is_usable =
          y == 0.0 || std::isfinite(y > 0.0 ? model_.row_lower()[row] : model_.row_upper()[row]);
      const bool is_better =
          best_coefficient == 0.0 || unbounded_[row] < unbounded_[best_row] ||
          (unbounded_[row] == unbounded_[best_row] && std::abs(a) > std::abs(best_coefficient));
      if (!is_usable || !is_better) continue;
      best_row = row;
      best_dual = y;
      best_coefficient = a;
    }
    if (best_coefficient == 0.0) return false;
    duals_[best_row] = best_dual;
    return true;
  }

  const Model& model_;
  std::vector<double> duals_;
  bool has_costs_;
  CompensatedSum sum_;
  double error_ = 0.0;
  std::vector<std::size_t> open_;
  std::vector<int> unbounded_;
  std::optional<ImpliedBounds> implied_;
};

void expect_duals(const Model& model, std::span<const double> duals) {
  base::expect(model.is_finalised(), "a bound needs a finalised model");
  base::expect(duals.size() == model.row_lower().size(), "one dual per row is needed");
}

}  // namespace

std::vector<double> reduced_costs(const Model& model, std::span<const double> row_duals) {
  expect_duals(model, row_duals);
  std::vector<double> result(model.costs().size());
  for (std::size_t j = 0; j < result.size(); ++j) {
    result[j] = reduced_cost(model, j, model.costs()[j], row_duals).value;
  }
  return result;
}

double dual_bound(const Model& model, std::span<const double> row_duals) {
  expect_duals(model, row_duals);
  return LagrangianBound{model, usable_duals(model, row_duals, 1.0), true}.compute();
}

// With all costs 0 every feasible point has objective 0, so a bound above 0 leaves no feasible
// point.
bool proves_infeasible(const Model& model, std::span<const double> row_weights) {
  expect_duals(model, row_weights);
  return LagrangianBound{model, usable_duals(model, row_weights, 1.0), false}.compute() > 0.0 ||
         LagrangianBound{model, usable_duals(model, row_weights, -1.0), false}.compute() > 0.0;
}

}  // namespace ohmstead::solve
