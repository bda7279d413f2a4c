#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "ohmstead/solve/check.hpp"
#include "ohmstead/solve/solver.hpp"
#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

// min x + 2 y with x + y >= 3, x - y <= 1, x and y in [0, 10]: optimum 4 in (2, 1). From
// 1 = u - v and 2 = u + v for the duals u >= 0 and -v <= 0: u = 1.5, v = 0.5; 1.5 * 3 - 0.5 * 1
// = 4.
Model corner_model() {
  Model m;
  const ColumnId x = m.add_column({.upper = 10, .cost = 1});
  const ColumnId y = m.add_column({.upper = 10, .cost = 2});
  m.add_row({.lower = 3}, {{x, 1}, {y, 1}});
  m.add_row({.upper = 1}, {{x, 1}, {y, -1}});
  m.finalise();
  return m;
}

double bound(const Model& model, const std::vector<double>& duals) {
  return dual_bound(model, duals);
}

TEST(DualBound, EqualsTheOptimumForOptimalDuals) {
  EXPECT_NEAR(bound(corner_model(), {1.5, -0.5}), 4, 1e-12);
}

TEST(DualBound, FollowsItsFormula) {
  const Model m = corner_model();
  EXPECT_NEAR(bound(m, {0, 0}), 0, 1e-12);            // d = (1, 2): both at 0
  EXPECT_NEAR(bound(m, {1, 0}), 3, 1e-12);            // d = (0, 1)
  EXPECT_NEAR(bound(m, {3, 0}), 9 - 20 - 10, 1e-12);  // d = (-2, -1): both at 10
  EXPECT_NEAR(bound(m, {0, -1}), -1, 1e-12);          // d = (2, 1): both at 0
}

TEST(DualBound, TreatsUnusableDualsAsZero) {
  const Model m = corner_model();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NEAR(bound(m, {-7, 0}), 0, 1e-12);  // leans on a row bound that does not exist
  EXPECT_NEAR(bound(m, {1, 7}), 3, 1e-12);   // the same for the other row
  EXPECT_NEAR(bound(m, {1, nan}), 3, 1e-12);
  EXPECT_NEAR(bound(m, {k_infinity, 0}), 0, 1e-12);
}

TEST(DualBound, CountsTheConstant) {
  Model m;
  m.add_row({.lower = 2}, {{m.add_column({.cost = 3}), 1}});
  m.add_to_objective(100);
  m.finalise();
  EXPECT_NEAR(bound(m, {3}), 106, 1e-11);
}

TEST(DualBound, RepairsDualsThatOpenAnUnboundedColumn) {
  // min x, x >= 2 as a row, x without upper bound: a dual of 1 + 1e-9 would prove minus infinity.
  Model m;
  m.add_row({.lower = 2}, {{m.add_column({.cost = 1}), 1}});
  m.finalise();
  EXPECT_NEAR(bound(m, {1 + 1e-9}), 2, 1e-12);
  EXPECT_NEAR(bound(m, {50}), 2, 1e-12);
}

TEST(DualBound, UsesBoundsThatFollowFromTheRows) {
  // Only the rows bound the second column: y = 2 x with x in [0, 1]. d = (0, -1) for y = 0.
  Model m;
  const ColumnId x = m.add_column({.upper = 1});
  const ColumnId y = m.add_column({.lower = -k_infinity, .cost = -1});
  m.add_row({.lower = 0, .upper = 0}, {{x, 2}, {y, -1}});
  m.finalise();
  EXPECT_NEAR(bound(m, {0}), -2, 1e-9);
}

TEST(DualBound, FollowsAChainOfFreeStates) {
  // s[t] = 0.5 s[t-1] + p[t], p in [0, 1], forwards and backwards in column order: the most that
  // the last of 20 states can be is 2 - 0.5^19.
  for (const bool is_reversed : {false, true}) {
    Model m;
    constexpr int k_states = 20;
    std::vector<ColumnId> states(k_states);
    for (int k = 0; k < k_states; ++k) {
      const int t = is_reversed ? k_states - 1 - k : k;
      states[static_cast<std::size_t>(t)] =
          m.add_column({.lower = -k_infinity, .cost = t == k_states - 1 ? -1.0 : 0.0});
    }
    for (std::size_t t = 0; t < k_states; ++t) {
      const RowId row = m.add_row({.lower = 0, .upper = 0}, {{states[t], 1}});
      m.add(row, m.add_column({.upper = 1}), -1);
      if (t > 0) m.add(row, states[t - 1], -0.5);
    }
    m.finalise();
    EXPECT_NEAR(bound(m, std::vector<double>(k_states, 0.0)), -2 + std::pow(0.5, 19), 1e-9);
  }
}

TEST(DualBound, IsMinusInfinityWhereNothingBoundsTheObjective) {
  Model m;
  m.add_row({.lower = 1}, {{m.add_column({.cost = -1}), 1}});
  m.finalise();
  EXPECT_EQ(bound(m, {0}), -k_infinity);
}

TEST(DualBound, StaysBelowTheOptimumForAnyDuals) {
  const Model model = battery_model(0, 36, 3.0);
  const Solution solution = (*make_lp_solver())->solve(model);
  ASSERT_EQ(solution.status, SolveStatus::optimal);
  EXPECT_NEAR(dual_bound(model, solution.row_duals), solution.objective, 1e-10);
  std::mt19937 random{1};
  std::normal_distribution<double> noise;
  for (const double size : {1e-12, 1e-6, 1e-2, 1.0, 100.0}) {
    for (int round = 0; round < 50; ++round) {
      std::vector<double> duals = solution.row_duals;
      for (double& dual : duals) dual += size * noise(random);
      const double proven = dual_bound(model, duals);
      EXPECT_LE(proven, solution.objective) << "noise " << size;
      EXPECT_GT(proven, -k_infinity) << "noise " << size;
    }
  }
}

TEST(ReducedCosts, AreCostsMinusWhatTheRowsPay) {
  const auto d = reduced_costs(corner_model(), std::vector<double>{1.5, -0.25});
  EXPECT_EQ(d, (std::vector<double>{1 - 1.5 + 0.25, 2 - 1.5 - 0.25}));
}

TEST(ProvesInfeasible, HoldsForFarkasWeightsOfEitherSign) {
  // x + y >= 3 with both at most 1.
  Model m;
  const ColumnId x = m.add_column({.upper = 1, .cost = 5}), y = m.add_column({.upper = 1});
  m.add_row({.lower = 3}, {{x, 1}, {y, 1}});
  m.finalise();
  EXPECT_TRUE(proves_infeasible(m, std::vector<double>{1}));
  EXPECT_TRUE(proves_infeasible(m, std::vector<double>{-0.01}));
  EXPECT_FALSE(proves_infeasible(m, std::vector<double>{0}));
}

TEST(ProvesInfeasible, NeverHoldsForAModelWithASolution) {
  const Model model = battery_model(0, 24, 3.0);
  std::mt19937 random{2};
  std::normal_distribution<double> noise;
  for (int round = 0; round < 200; ++round) {
    std::vector<double> weights(static_cast<std::size_t>(model.row_count()));
    for (double& weight : weights) weight = noise(random);
    EXPECT_FALSE(proves_infeasible(model, weights));
  }
}

}  // namespace
}  // namespace ohmstead::solve
