// A linear model as the interior point method wants it: min c'x where A x = b and l <= x <= u.
//
// Every row that is not an equation gets a slack column (coefficient -1, bounds those of the row).
// Columns without room between their bounds and columns without a row are left out, and so are rows
// without a bound. Rows and columns are scaled by powers of two until no coefficient of a row or
// column is far from 1, which changes no digit. Numbers here are scaled; the scale factors lead
// back.
//
// Thread rule: plain value.
//
//   if (const auto form = make_box_form(model)) form->cost;
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ohmstead/solve/model.hpp"

namespace ohmstead::solve {

struct BoxForm {
  // The matrix by columns, as in Model.
  std::vector<std::int32_t> starts, rows;
  std::vector<double> coefficients;
  std::vector<double> cost, lower, upper;  // bounds may be infinite
  std::vector<double> rhs;
  std::vector<double> row_scale;        // scaled row = row * row_scale
  std::vector<double> column_scale;     // value in the model = value * column_scale
  std::vector<std::int32_t> row_of;     // in the model
  std::vector<std::int32_t> column_of;  // in the model; -1 of a slack
  std::vector<std::int32_t> slack_of;   // per row: its slack, or -1 of an equation

  [[nodiscard]] std::size_t row_count() const { return rhs.size(); }
  [[nodiscard]] std::size_t column_count() const { return cost.size(); }
};

// Nothing where a column without rows has no best bound, or a row without columns cannot hold: the
// model has no optimum then, and it is for others to say why. Precondition: the model is finalised
// and passed check_model().
[[nodiscard]] std::optional<BoxForm> make_box_form(const Model& model);

// Whether the interior point method takes this column for a constant.
[[nodiscard]] bool is_fixed(const Model& model, std::size_t column);

}  // namespace ohmstead::solve
