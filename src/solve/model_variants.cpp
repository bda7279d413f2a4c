#include "model_variants.hpp"

#include <fmt/format.h>

#include "implied_bounds.hpp"
#include "ohmstead/solve/check.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ohmstead::solve {
namespace {

Solution solve_as_linear(const Model& model, const Limits& limits, const Basis* basis) {
  auto solver = make_lp_solver(SolverKind::clp_dual);
  base::expect(solver.has_value(), "every build has Clp");
  Start start;
  if (basis != nullptr) start.basis = *basis;
  return (*solver)->solve(model, limits, &start);
}

bool is_open(Bounds bounds) { return std::isinf(bounds.lower) || std::isinf(bounds.upper); }

// The bounds of all columns; those of integer columns completed from the rows where necessary.
std::vector<Bounds> integer_bounds(const Model& model) {
  std::vector<Bounds> bounds(model.costs().size());
  bool has_open_integer = false;
  for (std::size_t j = 0; j < bounds.size(); ++j) {
    bounds[j] = {model.column_lower()[j], model.column_upper()[j]};
    has_open_integer = has_open_integer || (model.integer_flags()[j] != 0 && is_open(bounds[j]));
  }
  if (!has_open_integer) return bounds;
  const ImpliedBounds implied{model};
  for (std::size_t j = 0; j < bounds.size(); ++j) {
    if (model.integer_flags()[j] != 0) bounds[j] = {implied.lower()[j], implied.upper()[j]};
  }
  return bounds;
}

}  // namespace

Bounds whole_bounds(Bounds bounds) {
  return {std::ceil(bounds.lower - k_feasibility_tolerance),
          std::floor(bounds.upper + k_feasibility_tolerance)};
}

std::optional<Model> with_whole_bounds(const Model& model) {
  const std::vector<Bounds> bounds = integer_bounds(model);
  std::optional<Model> rounded;
  for (std::size_t j = 0; j < bounds.size(); ++j) {
    if (model.integer_flags()[j] == 0) continue;
    const Bounds whole = whole_bounds(bounds[j]);
    if (whole.lower == model.column_lower()[j] && whole.upper == model.column_upper()[j]) continue;
    if (!rounded) rounded = model;
    rounded->set_bounds(ColumnId{static_cast<std::int32_t>(j)}, whole);
  }
  return rounded;
}

std::optional<ColumnId> find_unbounded_integer(const Model& model) {
  const std::vector<Bounds> bounds = integer_bounds(model);
  for (std::size_t j = 0; j < bounds.size(); ++j) {
    if (model.integer_flags()[j] != 0 && is_open(bounds[j])) {
      return ColumnId{static_cast<std::int32_t>(j)};
    }
  }
  return std::nullopt;
}

std::string explain_unbounded(const Model& model, std::string_view solver) {
  const std::optional<ColumnId> unbounded = find_unbounded_integer(model);
  if (!unbounded) return {};
  return fmt::format("{} needs bounds on integer columns, but nothing bounds {}", solver,
                     model.label(*unbounded));
}

Model without_costs(const Model& model) {
  Model costless = model;
  for (std::int32_t j = 0; j < model.column_count(); ++j) costless.set_cost(ColumnId{j}, 0.0);
  return costless;
}

bool has_same_points(const Model& one, const Model& other) {
  constexpr auto same = [](auto a, auto b) { return std::ranges::equal(a, b); };
  return same(one.column_lower(), other.column_lower()) &&
         same(one.column_upper(), other.column_upper()) &&
         same(one.integer_flags(), other.integer_flags()) &&
         same(one.row_lower(), other.row_lower()) && same(one.row_upper(), other.row_upper()) &&
         same(one.starts(), other.starts()) && same(one.entry_rows(), other.entry_rows()) &&
         same(one.coefficients(), other.coefficients());
}

Solution solve_with_integers_fixed(const Model& model, std::span<const double> values,
                                   const Limits& limits, const Basis* basis) {
  base::expect(values.size() == model.costs().size(), "one value per column is needed");
  Model fixed = model;
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    const std::size_t k = static_cast<std::size_t>(j);
    if (model.integer_flags()[k] == 0) continue;
    const auto [least, most] = whole_bounds({model.column_lower()[k], model.column_upper()[k]});
    // Adding +0.0 turns -0.0 into 0.0, which reads better in a plan.
    const double value = std::max(least, std::min(most, std::round(values[k]))) + 0.0;
    fixed.set_integer(ColumnId{j}, false);
    fixed.set_bounds(ColumnId{j}, {value, value});
  }
  return solve_as_linear(fixed, limits, basis);
}

Solution solve_relaxation(const Model& model, const Limits& limits, const Basis* basis) {
  Model relaxed = model;
  for (std::int32_t j = 0; j < model.column_count(); ++j) relaxed.set_integer(ColumnId{j}, false);
  return solve_as_linear(relaxed, limits, basis);
}

}  // namespace ohmstead::solve
