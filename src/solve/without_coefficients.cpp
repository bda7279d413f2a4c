#include "without_coefficients.hpp"

#include <cmath>

#include "model_variants.hpp"
#include "ohmstead/solve/check.hpp"

namespace ohmstead::solve {
namespace {

Solution infeasible(std::string message) {
  Solution solution;
  solution.status = SolveStatus::infeasible;
  solution.message = std::move(message);
  return solution;
}

// The range that is left for a column when it has to be a whole number.
Bounds usable_bounds(const Model& model, std::size_t column) {
  const Bounds bounds{model.column_lower()[column], model.column_upper()[column]};
  if (model.integer_flags()[column] == 0) return bounds;
  return whole_bounds(bounds);
}

BasisStatus cheapest_end(double cost, Bounds bounds) {
  if (cost > 0.0) return BasisStatus::at_lower;
  if (cost < 0.0) return BasisStatus::at_upper;
  if (std::isinf(bounds.lower) && std::isinf(bounds.upper)) return BasisStatus::nonbasic_free;
  return std::abs(bounds.lower) <= std::abs(bounds.upper) ? BasisStatus::at_lower
                                                          : BasisStatus::at_upper;
}

}  // namespace

Solution solve_without_coefficients(const Model& model) {
  for (std::int32_t i = 0; i < model.row_count(); ++i) {
    const std::size_t k = static_cast<std::size_t>(i);
    if (model.row_lower()[k] <= 0.0 && model.row_upper()[k] >= 0.0) continue;
    Solution none = infeasible(model.label(RowId{i}) + " is empty and may not be 0");
    none.infeasibility_proof.assign(model.row_lower().size(), 0.0);
    none.infeasibility_proof[k] = model.row_lower()[k] > 0.0 ? 1.0 : -1.0;
    return none;
  }
  Solution solution;
  solution.basis = slack_basis(model);
  bool is_unbounded = false;
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    const std::size_t k = static_cast<std::size_t>(j);
    const Bounds bounds = usable_bounds(model, k);
    if (bounds.lower > bounds.upper) {
      return infeasible(model.label(ColumnId{j}) + " has no whole number between its bounds");
    }
    const BasisStatus status = cheapest_end(model.costs()[k], bounds);
    double value = 0.0;
    if (status == BasisStatus::at_lower) value = bounds.lower;
    if (status == BasisStatus::at_upper) value = bounds.upper;
    is_unbounded = is_unbounded || std::isinf(value);
    solution.values.push_back(value);
    solution.basis.columns[k] = status;
  }
  if (is_unbounded) {
    solution = {};
    solution.status = SolveStatus::unbounded;
    return solution;
  }
  solution.status = SolveStatus::optimal;
  solution.row_duals.assign(model.row_lower().size(), 0.0);
  solution.reduced_costs.assign(model.costs().begin(), model.costs().end());
  solution.objective = solution.bound = check_solution(model, solution.values).objective;
  solution.gap = 0.0;
  solution.bound_source = BoundSource::own_duals;
  return solution;
}

}  // namespace ohmstead::solve
