// The linear model of random homes, solved from nothing in both ways: our interior point method and
// the library's simplex must find the same optimum, and neither may be below the other's bound.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "elements/home_elements.hpp"
#include "linear_model.hpp"
#include "ohmstead/solve/check.hpp"
#include "testing/random_case.hpp"
#include "testing/random_homes.hpp"
#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

void expect_same_optimum(const home::Case& home, int& by_interior) {
  const HomeElements elements{home};
  LinearModel linear;
  linear.build(home, elements, Exclusive::none(home));
  const solve::Solution known = solve::make_lp_solver().value()->solve(linear.model());
  const solve::Solution ours =
      solve::make_lp_solver(solve::SolverKind::interior).value()->solve(linear.model());
  ASSERT_EQ(ours.status, known.status) << ours.message << " / " << known.message;
  ASSERT_TRUE(ours.has_values());
  const double scale = std::max(1.0, std::abs(known.objective));
  EXPECT_NEAR(ours.objective, known.objective, 1e-8 * scale);
  EXPECT_LE(ours.bound, known.objective + 1e-9 * scale);
  EXPECT_LE(known.bound, ours.objective + 1e-9 * scale);
  EXPECT_TRUE(solve::check_solution(linear.model(), ours.values).is_feasible());
  if (ours.solver == "interior") ++by_interior;
}

TEST(ColdSolve, AgreesOnThousandsOfHomes) {
  int homes = 0, by_interior = 0;
  for_homes(2000, k_any_home, [&](const home::Case& home) {
    ++homes;
    expect_same_optimum(home, by_interior);
  });
  // Where the method broke down the library did it alone, which must stay rare.
  EXPECT_GE(by_interior, homes - homes / 100 - 1);
}

TEST(ColdSolve, AgreesOnLongHorizons) {
  int homes = 0, by_interior = 0;
  const RandomCaseKnobs long_home{.min_slots = 150, .max_slots = 200, .min_batteries = 2};
  for_homes(60, long_home, [&](const home::Case& home) {
    ++homes;
    expect_same_optimum(home, by_interior);
  });
  EXPECT_GE(by_interior, homes - homes / 100 - 1);
}

TEST(ColdSolve, AgreesOnHomesWithRooms) {
  int by_interior = 0;
  const int homes = scaled(300);
  for (int seed = 0; seed < homes; ++seed) {
    SCOPED_TRACE(seed);
    expect_same_optimum(make_random_rooms(static_cast<std::uint64_t>(seed)), by_interior);
  }
  EXPECT_GE(by_interior, homes - homes / 100 - 1);
}

}  // namespace
}  // namespace ohmstead::plan
