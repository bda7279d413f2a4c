#include "window_search.hpp"

#include <gtest/gtest.h>

#include "linear_model.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/load_homes.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

// Two loads and a battery in 24 slots: too many decisions for one window.
home::Case home_with_two_loads(std::uint64_t seed) {
  home::Case home = make_random_load_home(seed, {.slots = 24, .is_whole_home = true});
  home::Appliance other = home.appliances[0];
  other.id = "car_wash";
  other.power = base::Power{0.7};
  other.earliest.reset();
  other.latest_end.reset();
  other.run_time.reset();
  other.energy = base::Energy{1.0};
  home.appliances.push_back(other);
  return home;
}

// The least cost when no decision may change.
double cost_of(const solve::Model& model, const std::vector<double>& decisions,
               solve::Solver& solver) {
  solve::Model fixed = model;
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    const auto at = static_cast<std::size_t>(j);
    if (model.integer_flags()[at] != 0)
      fixed.set_bounds(solve::ColumnId{j}, {decisions[at], decisions[at]});
  }
  return solver.solve(fixed, {.wall_s = 10.0, .absolute_gap = 1e-6}, nullptr).objective;
}

TEST(WindowSearch, GoesNearlyAllOfTheWayToTheOptimum) {
  double way = 0.0, rest = 0.0;
  for (int seed = 0; seed < scaled(6); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = home_with_two_loads(static_cast<std::uint64_t>(seed));
    const HomeElements elements{home};
    LinearModel linear;
    linear.build(home, elements, Exclusive::none(home), true);
    const home::Plan habit = Planner{}.make_plan(home, {.strategy = Strategy::self_use});
    const std::vector<double> start = linear.start_of(habit, elements.planned.read(habit));
    const auto solver = solve::make_mip_solver().value();
    const auto found = search_windows(home, linear.model(), start, *solver, {});
    ASSERT_TRUE(found);
    const solve::Solution whole =
        solver->solve(linear.model(), {.wall_s = 20.0, .absolute_gap = 1e-6}, nullptr);
    const double before = cost_of(linear.model(), start, *solver);
    EXPECT_LE(found->objective, before + 1e-6);
    EXPECT_GE(found->objective, whole.bound - 1e-6);
    EXPECT_NEAR(cost_of(linear.model(), found->values, *solver), found->objective, 1e-6);
    way += before - whole.objective;
    rest += found->objective - whole.objective;
  }
  EXPECT_LE(rest, 0.1 * way + 1e-6);
}

TEST(WindowSearch, WithoutTimeFindsNothing) {
  const home::Case home = home_with_two_loads(1);
  const HomeElements elements{home};
  LinearModel linear;
  linear.build(home, elements, Exclusive::none(home), true);
  const std::vector<double> start(static_cast<std::size_t>(linear.model().column_count()), 0.0);
  const auto solver = solve::make_mip_solver().value();
  EXPECT_FALSE(search_windows(home, linear.model(), start, *solver, {.wall_s = 0.0}));
}

}  // namespace
}  // namespace ohmstead::plan
