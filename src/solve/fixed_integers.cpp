#include "fixed_integers.hpp"

#include "ohmstead/solve/check.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::solve {
namespace {

Solution solve_as_linear(const Model& model, const Limits& limits) {
  auto solver = make_lp_solver(SolverKind::clp_dual);
  base::expect(solver.has_value(), "every build has Clp");
  return (*solver)->solve(model, limits, nullptr);
}

}  // namespace

Solution solve_with_integers_fixed(const Model& model, std::span<const double> values,
                                   const Limits& limits) {
  base::expect(values.size() == model.costs().size(), "one value per column is needed");
  Model fixed = model;
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    const std::size_t k = static_cast<std::size_t>(j);
    if (model.integer_flags()[k] == 0) continue;
    const double least = std::ceil(model.column_lower()[k] - k_feasibility_tolerance);
    const double most = std::floor(model.column_upper()[k] + k_feasibility_tolerance);
    // Adding +0.0 turns -0.0 into 0.0, which reads better in a plan.
    const double value = std::max(least, std::min(most, std::round(values[k]))) + 0.0;
    fixed.set_integer(ColumnId{j}, false);
    fixed.set_bounds(ColumnId{j}, {value, value});
  }
  return solve_as_linear(fixed, limits);
}

Solution solve_relaxation(const Model& model, const Limits& limits) {
  Model relaxed = model;
  for (std::int32_t j = 0; j < model.column_count(); ++j) relaxed.set_integer(ColumnId{j}, false);
  return solve_as_linear(relaxed, limits);
}

}  // namespace ohmstead::solve
