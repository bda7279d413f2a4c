// Where cold starts of the linear model begin.
#include <gtest/gtest.h>

#include "elements/home_elements.hpp"
#include "linear_model.hpp"
#include "testing/random_homes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

struct Solves {
  solve::Solution from_idle, from_nothing;
};

Solves solve_both(const home::Case& home) {
  LinearModel linear;
  const HomeElements elements{home};
  linear.build(home, elements, Exclusive::none(home));
  const auto solver = solve::make_lp_solver().value();
  const solve::Start start{.basis = linear.idle_basis()};
  EXPECT_TRUE(solve::fits(start.basis, linear.model()));
  return {solver->solve(linear.model(), {}, &start), solver->solve(linear.model())};
}

TEST(LinearStart, AnyHomeCanBeginIdle) {
  for_homes(150, k_any_home, [](const home::Case& home) {
    const auto [idle, cold] = solve_both(home);
    ASSERT_EQ(idle.status, solve::SolveStatus::optimal);
    EXPECT_NEAR(idle.objective, cold.objective, 1e-6 * std::max(1.0, std::abs(cold.objective)));
  });
}

// Nothing to gain: the home is at its best as it begins.
TEST(LinearStart, AHomeThatIsBestIdleNeedsFewSteps) {
  const std::vector<double> price(96, 0.3), fed_in(96, 0.08), load(96, 0.5);
  std::vector<double> pv(96, 0.0);
  for (std::size_t t = 40; t < 60; ++t) pv[t] = 2.0;
  home::Case home = make_small_home(price, fed_in, load, pv);
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = base::Energy{0.0};
  home.batteries[0].charge = base::Power{0.0};
  const auto [idle, cold] = solve_both(home);
  EXPECT_LT(idle.iterations, 10);
  EXPECT_GT(cold.iterations, 90);
}

}  // namespace
}  // namespace ohmstead::plan
