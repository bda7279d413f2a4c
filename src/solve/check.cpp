#include "ohmstead/solve/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "compensated_sum.hpp"

namespace ohmstead::solve {
namespace {

using base::ErrorKind;

// What is wrong with a number that must be finite; nullptr when nothing is.
const char* fault_of(double number) {
  if (std::isnan(number)) return "is NaN";
  if (std::isinf(number)) return "is infinite";
  if (std::abs(number) > k_largest_number) return "is beyond 1e15";
  return nullptr;
}

class ProblemList {
 public:
  explicit ProblemList(const Model& model) : model_{model} {}

  template <class Id>
  void check_bounds(Id id, double lower, double upper) {
    // The comparison is false for NaN too, so the common case costs one look.
    if (lower <= upper && lower >= -k_largest_number && upper <= k_largest_number) return;
    check_bound(id, "lower bound", lower, -k_infinity);
    check_bound(id, "upper bound", upper, k_infinity);
    if (lower > upper) {
      add(fmt::format("{}: lower bound {} is above upper bound {}", model_.label(id), lower,
                      upper));
    }
  }

  void check_cost(ColumnId id, double cost) {
    if (std::abs(cost) <= k_largest_number) return;
    add(fmt::format("{}: cost {}", model_.label(id), fault_of(cost)));
  }

  void check_coefficient(RowId row, ColumnId column, double coefficient) {
    if (std::abs(coefficient) <= k_largest_number) return;
    add(fmt::format("{}: coefficient in {} {}", model_.label(column), model_.label(row),
                    fault_of(coefficient)));
  }

  void add(std::string line) { lines_.push_back(std::move(line)); }

  [[nodiscard]] base::Result<void> result() const {
    if (lines_.empty()) return {};
    return base::fail(ErrorKind::invalid_input, fmt::format("{}", fmt::join(lines_, "\n")));
  }

 private:
  template <class Id>
  void check_bound(Id id, const char* which, double bound, double allowed_infinity) {
    if (bound == allowed_infinity) return;
    if (const char* fault = fault_of(bound)) {
      add(fmt::format("{}: {} {}", model_.label(id), which, fault));
    }
  }

  const Model& model_;
  std::vector<std::string> lines_;
};

template <class Id>
void keep_worst(double violation, Id id, double& worst, Id& where) {
  if (violation <= worst) return;
  worst = violation;
  where = id;
}

double violation_of(double value, double lower, double upper) {
  if (!std::isfinite(value)) return k_infinity;
  return std::max({0.0, lower - value, value - upper});
}

}  // namespace

base::Result<void> check_model(const Model& model) {
  base::expect(model.is_finalised(), "check_model() needs a finalised model");
  ProblemList problems{model};
  if (const char* fault = fault_of(model.objective_offset())) {
    problems.add(fmt::format("constant part of the objective {}", fault));
  }
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    const std::size_t k = static_cast<std::size_t>(j);
    problems.check_bounds(ColumnId{j}, model.column_lower()[k], model.column_upper()[k]);
    problems.check_cost(ColumnId{j}, model.costs()[k]);
  }
  for (std::int32_t i = 0; i < model.row_count(); ++i) {
    const std::size_t k = static_cast<std::size_t>(i);
    problems.check_bounds(RowId{i}, model.row_lower()[k], model.row_upper()[k]);
  }
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    const std::size_t k = static_cast<std::size_t>(j);
    for (std::int32_t e = model.starts()[k]; e < model.starts()[k + 1]; ++e) {
      const std::size_t entry = static_cast<std::size_t>(e);
      problems.check_coefficient(RowId{model.entry_rows()[entry]}, ColumnId{j},
                                 model.coefficients()[entry]);
    }
  }
  for (const Model::StrayEntry& stray : model.stray_entries()) {
    problems.add(fmt::format("coefficient {} for {} and {}: one of them does not exist",
                             stray.coefficient, model.label(RowId{stray.row}),
                             model.label(ColumnId{stray.column})));
  }
  return problems.result();
}

double SolutionCheck::worst() const {
  return std::max({bound_violation, row_violation, integrality_violation});
}

SolutionCheck check_solution(const Model& model, std::span<const double> values) {
  base::expect(model.is_finalised(), "check_solution() needs a finalised model");
  base::expect(values.size() == model.costs().size(), "one value per column is needed");
  SolutionCheck check;
  CompensatedSum objective;
  objective.add(model.objective_offset());
  std::vector<double> activity(static_cast<std::size_t>(model.row_count()), 0.0);
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    const std::size_t k = static_cast<std::size_t>(j);
    const double value = values[k];
    keep_worst(violation_of(value, model.column_lower()[k], model.column_upper()[k]), ColumnId{j},
               check.bound_violation, check.worst_bound);
    if (model.integer_flags()[k] != 0) {
      const double fraction =
          std::isfinite(value) ? std::abs(value - std::round(value)) : k_infinity;
      keep_worst(fraction, ColumnId{j}, check.integrality_violation, check.worst_integer);
    }
    objective.add(model.costs()[k] * value);
    for (std::int32_t e = model.starts()[k]; e < model.starts()[k + 1]; ++e) {
      const std::size_t entry = static_cast<std::size_t>(e);
      activity[static_cast<std::size_t>(model.entry_rows()[entry])] +=
          model.coefficients()[entry] * value;
    }
  }
  for (std::int32_t i = 0; i < model.row_count(); ++i) {
    const std::size_t k = static_cast<std::size_t>(i);
    keep_worst(violation_of(activity[k], model.row_lower()[k], model.row_upper()[k]), RowId{i},
               check.row_violation, check.worst_row);
  }
  check.objective = objective.value();
  return check;
}

std::string describe(const Model& model, const SolutionCheck& check) {
  std::vector<std::string> parts;
  if (check.bound_violation > k_feasibility_tolerance) {
    parts.push_back(fmt::format("{} is {:.3g} outside of its bounds",
                                model.label(check.worst_bound), check.bound_violation));
  }
  if (check.row_violation > k_feasibility_tolerance) {
    parts.push_back(
        fmt::format("{} is violated by {:.3g}", model.label(check.worst_row), check.row_violation));
  }
  if (check.integrality_violation > k_feasibility_tolerance) {
    parts.push_back(fmt::format("{} is {:.3g} away from an integer",
                                model.label(check.worst_integer), check.integrality_violation));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace ohmstead::solve
