// What we verify ourselves, so that no solver has to be believed: the numbers that go in, the
// values that come out, and a bound that proves how far from the optimum they can be at most.
//
// Why: solvers abort on a NaN cost, silently accept a NaN coefficient, and report "optimal" within
// tolerances of a scaled problem that nobody sees.
//
// Thread rule: pure functions.
//
//   if (auto ok = check_model(model); !ok) return tl::unexpected(ok.error());
//   double gap = check_solution(model, values).objective - dual_bound(model, row_duals);
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/solve/model.hpp"

namespace ohmstead::solve {

// Values that bend the model by more than this are no solution (in the units of the model).
inline constexpr double k_feasibility_tolerance = 1e-6;
// Solvers read larger numbers as infinite, so they are refused.
inline constexpr double k_largest_number = 1e15;

// Fails with invalid_input and one line per problem, each with the tag of the culprit. A number
// must be finite (bounds may be infinite in their own direction), a lower bound must not exceed its
// upper bound, and every coefficient must belong to an existing row and column. Precondition: the
// model is finalised.
[[nodiscard]] base::Result<void> check_model(const Model& model);

// How far values are from the model. Violations are absolute, in the units of the column or row,
// and infinite when a value is not a number. The ids tell where; they are unset without violation.
struct SolutionCheck {
  double objective = k_infinity;  // recomputed from the values with compensated summation
  double bound_violation = 0.0;
  double row_violation = 0.0;
  double integrality_violation = 0.0;
  ColumnId worst_bound = {};
  RowId worst_row = {};
  ColumnId worst_integer = {};

  [[nodiscard]] double worst() const;
  [[nodiscard]] bool is_feasible() const { return worst() <= k_feasibility_tolerance; }
};

// Precondition: one value per column of a finalised model.
[[nodiscard]] SolutionCheck check_solution(const Model& model, std::span<const double> values);

// The violations above the tolerance in words; empty when there are none.
[[nodiscard]] std::string describe(const Model& model, const SolutionCheck& check);

// costs - matrix' * row_duals: what one more unit of each column would cost.
[[nodiscard]] std::vector<double> reduced_costs(const Model& model,
                                                std::span<const double> row_duals);

// A number that no feasible point of the model can beat, for *any* row duals y (Lagrangian bound):
//
//   sum over rows of    y * (row lower if y > 0, row upper if y < 0)
// + sum over columns of d * (column lower if d > 0, column upper if d < 0),  d = costs - matrix' *
// y
//
// It equals the optimum of the linear relaxation when y is optimal. What is done for the proof:
// - a dual that is not finite, or that leans on an infinite row bound, counts as 0 (still a valid
// y);
// - a reduced cost that leans on an infinite column bound uses a bound implied by the rows when
// there
//   is one; otherwise y is changed so that the reduced cost becomes 0; if that cannot be done
//   either, the answer is -infinity;
// - the rounding errors of double arithmetic are bounded from above and subtracted. Only exception:
// a
//   reduced cost within its own rounding error counts as 0 where its column has no bound at all.
// Integrality is ignored. Precondition: one dual per row of a model that passed check_model().
[[nodiscard]] double dual_bound(const Model& model, std::span<const double> row_duals);

// True when the row weights prove that the model has no feasible point (Farkas): their combination
// of rows exceeds what the column bounds allow, beyond rounding. Weights of either sign convention
// work.
[[nodiscard]] bool proves_infeasible(const Model& model, std::span<const double> row_weights);

}  // namespace ohmstead::solve
