#include "ohmstead/solve/check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace ohmstead::solve {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

// x in [0, 5] costs 2, y is 0 or 1 and costs -1; 1 <= x + 3 y <= 4.
struct SmallModel {
  Model model;
  ColumnId x = model.add_column({.tag = {model.name("x"), 1}, .upper = 5, .cost = 2});
  ColumnId y =
      model.add_column({.tag = {model.name("y"), 2}, .upper = 1, .cost = -1, .is_integer = true});
  RowId row =
      model.add_row({.tag = {model.name("sum"), 3}, .lower = 1, .upper = 4}, {{x, 1}, {y, 3}});
  SmallModel() { model.finalise(); }
};

std::string problems_of(const Model& model) {
  const auto result = check_model(model);
  return result ? "" : result.error().message;
}

TEST(CheckModel, AcceptsASoundModelWithInfiniteBounds) {
  SmallModel small;
  small.model.set_bounds(small.x, {-k_infinity, k_infinity});
  small.model.set_bounds(small.row, {-k_infinity, 4});
  EXPECT_EQ(problems_of(small.model), "");
}

TEST(CheckModel, NamesEveryProblemWithItsTag) {
  Model m;
  const NameId price = m.name("grid.import"), soc = m.name("battery.soc[home]");
  const ColumnId a = m.add_column({.tag = {price, 4}, .upper = k_nan, .cost = k_nan});
  const ColumnId b = m.add_column({.tag = {soc, 5}, .lower = 3, .upper = 2, .cost = k_infinity});
  m.add_column({.tag = {soc, 6}, .lower = k_infinity});
  m.add_row({.tag = {m.name("balance"), 4}, .lower = -1e16, .upper = -k_infinity},
            {{a, k_nan}, {b, -k_infinity}});
  m.add(RowId{9}, a, 1);
  m.add_to_objective(k_nan);
  m.finalise();
  EXPECT_EQ(problems_of(m),
            "constant part of the objective is NaN\n"
            "column grid.import@4: upper bound is NaN\n"
            "column grid.import@4: cost is NaN\n"
            "column battery.soc[home]@5: lower bound 3 is above upper bound 2\n"
            "column battery.soc[home]@5: cost is infinite\n"
            "column battery.soc[home]@6: lower bound is infinite\n"
            "row balance@4: lower bound is beyond 1e15\n"
            "row balance@4: upper bound is infinite\n"
            "row balance@4: lower bound -1e+16 is above upper bound -inf\n"
            "column grid.import@4: coefficient in row balance@4 is NaN\n"
            "column battery.soc[home]@5: coefficient in row balance@4 is infinite\n"
            "coefficient 1 for row 9 and column grid.import@4: one of them does not exist");
  EXPECT_EQ(check_model(m).error().kind, base::ErrorKind::invalid_input);
}

TEST(CheckModel, SeesNotANumberHiddenInARepeatedCoefficient) {
  Model m;
  const ColumnId x = m.add_column({.tag = {m.name("x"), 0}});
  const RowId row = m.add_row({.tag = {m.name("r"), 0}}, {{x, 1}});
  m.add(row, x, k_nan);
  m.finalise();
  EXPECT_EQ(problems_of(m), "column x@0: coefficient in row r@0 is NaN");
}

TEST(CheckSolution, RecomputesTheObjective) {
  const SmallModel small;
  const SolutionCheck check = check_solution(small.model, std::vector<double>{1, 1});
  EXPECT_EQ(check.objective, 1);
  EXPECT_EQ(check.worst(), 0);
  EXPECT_TRUE(check.is_feasible());
  EXPECT_EQ(describe(small.model, check), "");
}

TEST(CheckSolution, MeasuresEveryKindOfViolation) {
  const SmallModel small;
  const SolutionCheck check = check_solution(small.model, std::vector<double>{-0.25, 0.5});
  EXPECT_EQ(check.bound_violation, 0.25);
  EXPECT_EQ(check.worst_bound, small.x);
  EXPECT_EQ(check.integrality_violation, 0.5);
  EXPECT_EQ(check.worst_integer, small.y);
  EXPECT_EQ(check.row_violation, 0.0);
  EXPECT_EQ(describe(small.model, check),
            "column x@1 is 0.25 outside of its bounds; column y@2 is 0.5 away from an integer");
  const SolutionCheck too_much = check_solution(small.model, std::vector<double>{3, 1});
  EXPECT_EQ(too_much.row_violation, 2);
  EXPECT_EQ(describe(small.model, too_much), "row sum@3 is violated by 2");
}

TEST(CheckSolution, TakesNotANumberAsTheWorstOfAll) {
  const SmallModel small;
  for (const double bad : {k_nan, k_infinity}) {
    const SolutionCheck check = check_solution(small.model, std::vector<double>{bad, bad});
    EXPECT_EQ(check.bound_violation, k_infinity);
    EXPECT_EQ(check.row_violation, k_infinity);
    EXPECT_EQ(check.integrality_violation, k_infinity);
    EXPECT_FALSE(check.is_feasible());
  }
}

TEST(CheckSolution, NeedsOneValuePerColumn) {
  const SmallModel small;
  EXPECT_THROW(static_cast<void>(check_solution(small.model, std::vector<double>{1})),
               std::logic_error);
}

TEST(CheckSolution, SumsWithoutLosingSmallTerms) {
  Model m;
  for (const double cost : {1e15, 1.0, -1e15}) m.add_column({.upper = 1, .cost = cost});
  for (int k = 0; k < 1000; ++k) m.add_column({.upper = 1, .cost = 1e-3});
  m.finalise();
  const std::vector<double> ones(1003, 1.0);
  EXPECT_DOUBLE_EQ(check_solution(m, ones).objective, 2.0);
}

}  // namespace
}  // namespace ohmstead::solve
