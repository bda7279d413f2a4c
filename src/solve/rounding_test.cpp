#include "ohmstead/solve/rounding.hpp"

#include <gtest/gtest.h>

#include <random>

#include "ohmstead/solve/check.hpp"
#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

Solution round(const Model& model, const Limits& limits = {}) {
  return round_in_passes(model, *make_lp_solver().value(), limits);
}

// Slots that charge with nothing or 1.4 to 11 kW, until enough is charged.
Model charging(std::size_t slots, double wanted_kwh, std::uint64_t seed) {
  std::mt19937_64 random{seed};
  Model model;
  const RowId energy = model.add_row({.lower = wanted_kwh});
  for (std::size_t t = 0; t < slots; ++t) {
    const double price = 0.1 + 0.01 * static_cast<double>(random() % 20);
    const ColumnId kw = model.add_column({.upper = 11.0, .cost = price});
    const ColumnId on = model.add_column({.upper = 1.0, .is_integer = true});
    model.add(energy, kw, 1.0);
    model.add_row({.upper = 0.0}, {{kw, 1.0}, {on, -11.0}});
    model.add_row({.lower = 0.0}, {{kw, 1.0}, {on, -1.4}});
  }
  model.finalise();
  return model;
}

TEST(Rounding, IsAPointBetweenBoundAndNothing) {
  const auto exact = make_mip_solver().value();
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Model model = charging(12, 0.7 + 3.1 * static_cast<double>(seed), seed);
    const Solution point = round(model);
    ASSERT_TRUE(point.has_values()) << seed;
    EXPECT_TRUE(check_solution(model, point.values).is_feasible()) << seed;
    const Solution best = exact->solve(model);
    EXPECT_LE(point.bound, best.objective + 1e-6) << seed;
    EXPECT_GE(point.objective, best.objective - 1e-6) << seed;
    EXPECT_LE(point.objective, best.objective + 0.5) << seed;
  }
}

// Where another solve ended, and what does not belong to the model at all.
TEST(Rounding, BeginsAtABasis) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Model model = charging(12, 20.0, seed), other = charging(12, 23.0, seed);
    const auto solver = make_lp_solver().value();
    const double bound = round(model).bound;
    for (const Basis& basis : {round(other).basis, slack_basis(charging(3, 1.0, seed))}) {
      const Solution point = round_in_passes(model, *solver, {}, basis);
      ASSERT_TRUE(point.has_values()) << seed;
      EXPECT_TRUE(check_solution(model, point.values).is_feasible()) << seed;
      EXPECT_NEAR(point.bound, bound, 1e-6) << seed;
    }
  }
}

TEST(Rounding, KnowsTheCasesWhoseRelaxationHasNoPoint) {
  for (const SolverCase& each : mixed_integer_cases()) {
    const Solution point = round(each.model);
    if (each.status != SolveStatus::optimal) {
      EXPECT_FALSE(point.has_values()) << each.name;
      continue;
    }
    if (!point.has_values()) continue;
    EXPECT_TRUE(check_solution(each.model, point.values).is_feasible()) << each.name;
    EXPECT_GE(point.objective, each.objective - 1e-6) << each.name;
    EXPECT_LE(point.bound, each.objective + 1e-6) << each.name;
  }
}

TEST(Rounding, TurnsBackWhereTheNearerNumberLeavesNoPoint) {
  CaseBuilder build;
  // Half a unit is wanted of two that may only be taken whole, and both must be the same.
  const ColumnId a = build.whole(0.0, 1.0, 1.0);
  const ColumnId b = build.whole(0.0, 1.0, 1.0);
  build.row(0.4, k_infinity, {{a, 1.0}});
  build.row(0.0, 0.0, {{a, 1.0}, {b, -1.0}});
  build.model.finalise();
  const Solution point = round(build.model);
  ASSERT_TRUE(point.has_values());
  EXPECT_NEAR(point.objective, 2.0, 1e-9);
  EXPECT_NEAR(point.bound, 0.8, 1e-6);
  EXPECT_EQ(point.status, SolveStatus::good);
}

// 3 of 10 taken in part is cheaper than by hand, but all 10 are dearer; taking all bends no row.
TEST(Rounding, ComparesTheFartherSideWithTheNearer) {
  CaseBuilder build;
  const ColumnId machine = build.whole(0.0, 1.0, 5.0);
  const ColumnId by_hand = build.column(0.0, 10.0, 0.6);
  build.row(3.0, k_infinity, {{machine, 10.0}, {by_hand, 1.0}});
  build.model.finalise();
  const Solution point = round(build.model);
  ASSERT_TRUE(point.has_values());
  EXPECT_NEAR(point.objective, 1.8, 1e-9);
  EXPECT_NEAR(point.bound, 1.5, 1e-6);
}

TEST(Rounding, TakesNoTimeThatItDoesNotHave) {
  EXPECT_FALSE(round(charging(12, 20.0, 1), {.wall_s = 0.0}).has_values());
}

}  // namespace
}  // namespace ohmstead::solve
