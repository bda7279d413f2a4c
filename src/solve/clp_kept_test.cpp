// The Clp that stays loaded: whatever changed since its last answer, it answers as a new one would.
#include <gtest/gtest.h>

#include <random>

#include "ohmstead/solve/check.hpp"
#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

class KeptClp : public testing::Test {
 protected:
  void expect_as_new(const Model& model) {
    const Solution kept = kept_->solve(model);
    const Solution fresh = make_lp_solver().value()->solve(model);
    ASSERT_EQ(kept.status, fresh.status);
    if (!fresh.has_values()) return;
    EXPECT_NEAR(kept.objective, fresh.objective, 1e-7 * std::max(1.0, std::abs(fresh.objective)));
    EXPECT_LE(kept.bound, fresh.objective + 1e-6);
    EXPECT_TRUE(check_solution(model, kept.values).is_feasible());
  }

  std::unique_ptr<Solver> kept_ = make_lp_solver(SolverKind::clp_kept).value();
};

TEST_F(KeptClp, FollowsBoundsAndCosts) {
  Model model = battery_model(0, 48, 3.0);
  std::mt19937_64 random{1};
  const auto number = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() % 1000) / 999.0;
  };
  for (int change = 0; change < 120; ++change) {
    const auto column =
        static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(model.column_count()));
    const auto row =
        static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(model.row_count()));
    const auto at = static_cast<std::size_t>(row);
    switch (random() % 3) {
      case 0:
        model.set_cost(ColumnId{column}, number(-0.1, 0.4));
        break;
      case 1:
        model.set_bounds(ColumnId{column}, {0.0, number(0.0, 6.0)});
        break;
      default:
        // Only what was an equation: its sum moves a little.
        if (model.row_lower()[at] != model.row_upper()[at]) break;
        const double sum = model.row_lower()[at] + number(-0.2, 0.2);
        model.set_bounds(RowId{row}, {sum, sum});
    }
    SCOPED_TRACE(change);
    expect_as_new(model);
  }
}

TEST_F(KeptClp, GoesOnAfterWhatHasNoPoint) {
  Model model = battery_model(0, 12, 3.0);
  const Bounds all{model.column_lower()[0], model.column_upper()[0]};
  expect_as_new(model);
  for (std::int32_t j = 0; j < model.column_count(); ++j) model.set_bounds(ColumnId{j}, {0.0, 0.0});
  expect_as_new(model);
  Model again = battery_model(0, 12, 3.0);
  again.set_bounds(ColumnId{0}, all);
  expect_as_new(again);
}

TEST_F(KeptClp, TakesAnotherMatrix) {
  expect_as_new(battery_model(0, 12, 3.0));
  expect_as_new(battery_model(0, 24, 3.0));
  for (const SolverCase& each : linear_cases()) {
    SCOPED_TRACE(each.name);
    expect_as_new(each.model);
  }
  expect_as_new(battery_model(2, 12, 1.0));
}

}  // namespace
}  // namespace ohmstead::solve
