#include "ohmstead/solve/model.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace ohmstead::solve {
namespace {

std::vector<double> dense_column(const Model& model, std::size_t column) {
  std::vector<double> result(static_cast<std::size_t>(model.row_count()), 0.0);
  for (auto e = model.starts()[column]; e < model.starts()[column + 1]; ++e) {
    const auto entry = static_cast<std::size_t>(e);
    result[static_cast<std::size_t>(model.entry_rows()[entry])] = model.coefficients()[entry];
  }
  return result;
}

TEST(Model, InternsNamesAndKeepsThemWhenCleared) {
  Model model;
  const NameId charge = model.name("battery.charge[home]");
  const NameId other = model.name("battery.discharge[home]");
  EXPECT_NE(charge, other);
  EXPECT_EQ(model.name("battery.charge[home]"), charge);
  model.clear();
  EXPECT_EQ(model.name("battery.discharge[home]"), other);
  EXPECT_EQ(model.text(charge), "battery.charge[home]");
}

TEST(Model, IsTheSameBuiltByRowsByColumnsOrInAnyOrder) {
  const auto add_rows = [](Model& m) {
    return std::array{m.add_row({.upper = 4}), m.add_row({.lower = 1})};
  };
  Model by_rows, by_columns, mixed;
  {
    const ColumnId x = by_rows.add_column({.cost = 1}), y = by_rows.add_column({.cost = 2});
    by_rows.add_row({.upper = 4}, {{x, 1}, {y, 2}});
    by_rows.add_row({.lower = 1}, {{y, 3}});
  }
  {
    const auto [first, second] = add_rows(by_columns);
    const std::array x_entries{Entry{first, 1}};
    const std::array y_entries{Entry{first, 2}, Entry{second, 3}};
    by_columns.add_column({.cost = 1}, x_entries);
    by_columns.add_column({.cost = 2}, y_entries);
  }
  {
    const auto [first, second] = add_rows(mixed);
    const ColumnId x = mixed.add_column({.cost = 1}), y = mixed.add_column({.cost = 2});
    mixed.add(second, y, 3);
    mixed.add(first, y, 2);
    mixed.add(first, x, 1);
  }
  for (Model* model : {&by_rows, &by_columns, &mixed}) {
    model->finalise();
    EXPECT_EQ(dense_column(*model, 0), (std::vector<double>{1, 0}));
    EXPECT_EQ(dense_column(*model, 1), (std::vector<double>{2, 3}));
    EXPECT_EQ(model->coefficients().size(), 3U);
  }
}

TEST(Model, AddsRepeatedCoefficientsAndDropsZeros) {
  Model model;
  const ColumnId x = model.add_column({}), y = model.add_column({}), z = model.add_column({});
  const RowId first = model.add_row({}), second = model.add_row({});
  model.add(first, x, 1.5);
  model.add(second, x, 4);
  model.add(first, x, 2);
  model.add(first, y, 0);
  model.add(second, z, 1);
  model.add(second, z, -1);
  model.finalise();
  EXPECT_EQ(dense_column(model, 0), (std::vector<double>{3.5, 4}));
  EXPECT_EQ(dense_column(model, 1), (std::vector<double>{0, 0}));
  EXPECT_EQ(dense_column(model, 2), (std::vector<double>{0, 0}));
  EXPECT_EQ(model.coefficients().size(), 2U);
}

TEST(Model, KeepsCoefficientsWithoutRowOrColumnApart) {
  Model model;
  const ColumnId x = model.add_column({});
  const RowId row = model.add_row({});
  model.add(row, x, 1);
  model.add(RowId{1}, x, 2);
  model.add(row, ColumnId{-1}, 3);
  model.finalise();
  EXPECT_EQ(model.coefficients().size(), 1U);
  ASSERT_EQ(model.stray_entries().size(), 2U);
  EXPECT_EQ(model.stray_entries()[0].coefficient, 2);
  EXPECT_EQ(model.stray_entries()[1].coefficient, 3);
}

TEST(Model, CountsIntegersThroughChanges) {
  Model model;
  const ColumnId x = model.add_column({.is_integer = true});
  const ColumnId y = model.add_column({});
  EXPECT_EQ(model.integer_count(), 1);
  model.set_integer(y, true);
  model.set_integer(y, true);
  EXPECT_EQ(model.integer_count(), 2);
  model.set_integer(x, false);
  EXPECT_EQ(model.integer_count(), 1);
}

TEST(Model, LabelsSayNameAndSlot) {
  Model model;
  const ColumnId x = model.add_column({.tag = {model.name("battery.charge[home]"), 12}});
  const RowId row = model.add_row({.tag = {model.name("grid.balance"), -3}});
  EXPECT_EQ(model.label(x), "column battery.charge[home]@12");
  EXPECT_EQ(model.label(row), "row grid.balance@-3");
  EXPECT_EQ(model.label(model.add_column({})), "column (no name)@0");
  EXPECT_EQ(model.label(ColumnId{99}), "column 99");
}

TEST(Model, TakesBoundsAndCostsButNothingElseOnceFinalised) {
  Model model;
  const ColumnId x = model.add_column({});
  const RowId row = model.add_row({});
  model.finalise();
  model.set_bounds(x, {1, 2});
  model.set_bounds(row, {3, 4});
  model.set_cost(x, 5);
  EXPECT_EQ(model.column_upper()[0], 2);
  EXPECT_EQ(model.row_lower()[0], 3);
  EXPECT_EQ(model.costs()[0], 5);
  EXPECT_THROW(model.add(row, x, 1), std::logic_error);
  EXPECT_THROW(model.add_column({}), std::logic_error);
  EXPECT_THROW(model.add_row({}), std::logic_error);
  EXPECT_THROW(model.finalise(), std::logic_error);
  EXPECT_THROW(model.set_cost(ColumnId{1}, 0), std::logic_error);
}

TEST(Model, CanBeBuiltAgainAfterClear) {
  Model model;
  model.add_row({}, {{model.add_column({.cost = 1, .is_integer = true}), 2}});
  model.add(RowId{7}, ColumnId{7}, 1);
  model.add_to_objective(3);
  model.finalise();
  model.clear();
  EXPECT_EQ(model.column_count() + model.row_count() + model.integer_count(), 0);
  EXPECT_EQ(model.objective_offset(), 0.0);
  model.add_row({}, {{model.add_column({}), 5}});
  model.finalise();
  EXPECT_EQ(dense_column(model, 0), std::vector<double>{5});
  EXPECT_TRUE(model.stray_entries().empty());
}

}  // namespace
}  // namespace ohmstead::solve
