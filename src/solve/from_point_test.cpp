#include "ohmstead/solve/from_point.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ohmstead::solve {
namespace {

// Powers of some devices that share a connection, each wanting its energy at some time.
Model powers(std::uint64_t seed, bool is_integer = false) {
  constexpr int k_devices = 5, k_slots = 12;
  std::mt19937_64 random{seed};
  const auto number = [&](int least, int most) {
    return least +
           static_cast<double>(random() % (8 * static_cast<std::uint64_t>(most - least))) / 8.0;
  };
  Model model;
  std::vector<RowId> connection;
  for (int t = 0; t < k_slots; ++t) connection.push_back(model.add_row({.upper = 6.0}));
  for (int i = 0; i < k_devices; ++i) {
    const RowId energy = model.add_row({.lower = number(2, 9), .upper = 12.0});
    for (int t = 0; t < k_slots; ++t) {
      const ColumnId power =
          model.add_column({.upper = 3.0, .cost = number(-2, 20), .is_integer = is_integer});
      model.add(connection[static_cast<std::size_t>(t)], power, 1.0);
      model.add(energy, power, 1.0);
    }
  }
  model.finalise();
  return model;
}

TEST(FromPoint, StaysAtTheOptimum) {
  const Model model = powers(1);
  const Solution best = make_lp_solver().value()->solve(model);
  const Solution again = solve_from_point(model, {best.basis, best.values}, {});
  EXPECT_EQ(again.status, SolveStatus::optimal);
  EXPECT_NEAR(again.objective, best.objective, 1e-9);
  EXPECT_EQ(again.iterations, 0);
}

// From a point where all powers are `kw`, each column being as `status` says.
void expect_optimum_from(double kw, BasisStatus status) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Model model = powers(seed);
    Point point{slack_basis(model), std::vector<double>(model.costs().size(), kw)};
    std::fill(point.basis.columns.begin(), point.basis.columns.end(), status);
    const Solution found = solve_from_point(model, point, {});
    EXPECT_EQ(found.status, SolveStatus::optimal) << seed << found.message;
    EXPECT_NEAR(found.objective, make_lp_solver().value()->solve(model).objective, 1e-7) << seed;
  }
}

// A point between all bounds that is no vertex: all its columns rest at their values at first.
TEST(FromPoint, LeadsFromAPointThatIsNoVertexToTheOptimum) {
  expect_optimum_from(0.85, BasisStatus::nonbasic_free);
}

// Too many basic columns, and values that bend the rows, cost steps and nothing else.
TEST(FromPoint, AnyPointWillDo) { expect_optimum_from(3.0, BasisStatus::basic); }

TEST(FromPoint, TakesLinearModelsOnlyAndStopsInTime) {
  const Model whole = powers(1, true);
  const Point point{slack_basis(whole), std::vector<double>(whole.costs().size(), 0.0)};
  const Solution refused = solve_from_point(whole, point, {});
  EXPECT_EQ(refused.status, SolveStatus::failed);
  EXPECT_FALSE(refused.message.empty());
  EXPECT_EQ(solve_from_point(powers(1), point, {.wall_s = 0.0}).status,
            SolveStatus::time_limit_no_solution);
}

}  // namespace
}  // namespace ohmstead::solve
