// Variants of a model that answer a question about it: its integers fixed at given values (to make
// a plan exact and to price it), relaxed (to bound it) or given whole bounds, or its costs left out
// (is it feasible at all?).
//
// Thread rule: pure functions; each call uses a solver of its own.
//
//   Solution exact = solve_with_integers_fixed(model, values, {.wall_s = 0.2});
#pragma once

#include <optional>
#include <span>

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

// The same model with whole bounds on its integer columns, taken from the rows where a column has
// none of its own; absent when nothing would change. Some libraries mistake others: HiGHS 1.15.1
// calls models with an integer column >= 0.94 infeasible in its presolve. The result may have a
// lower bound above its upper one: then no whole number fits.
[[nodiscard]] std::optional<Model> with_whole_bounds(const Model& model);

// The first integer column without bounds of its own or from the rows; absent when there is none.
[[nodiscard]] std::optional<ColumnId> find_unbounded_integer(const Model& model);
// Why a solver that needs such bounds cannot take the model; empty when it can.
[[nodiscard]] std::string explain_unbounded(const Model& model, std::string_view solver);

// What whole numbers may use of these bounds; lower above upper when there are none.
[[nodiscard]] Bounds whole_bounds(Bounds bounds);

// The same model with all costs 0, to ask for any feasible point.
[[nodiscard]] Model without_costs(const Model& model);

// Whether both allow the same values, column by column: they differ in costs and names alone.
// Precondition: both are finalised.
[[nodiscard]] bool has_same_points(const Model& one, const Model& other);

// The best point whose integer columns have the given values, rounded and pushed into their bounds.
// Values of other columns are not looked at; `basis` may be null or of another model. Precondition:
// one value per column.
[[nodiscard]] Solution solve_with_integers_fixed(const Model& model, std::span<const double> values,
                                                 const Limits& limits,
                                                 const Basis* basis = nullptr);

// The linear relaxation: its bound holds for the mixed-integer model too.
// `basis` may be null or of another model.
[[nodiscard]] Solution solve_relaxation(const Model& model, const Limits& limits,
                                        const Basis* basis);

}  // namespace ohmstead::solve
