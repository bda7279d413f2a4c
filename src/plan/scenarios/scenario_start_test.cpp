#include "scenarios/scenario_start.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"
#include "testing/water_homes.hpp"

namespace ohmstead::plan {
namespace {

constexpr int k_scenarios = 9;

void add_scenarios(std::uint64_t seed, home::Case& home) {
  std::mt19937_64 random{seed};
  const auto draw = [&](double from, double to) {
    return std::uniform_real_distribution<double>{from, to}(random);
  };
  home::ScenarioSet& set = home.scenarios.emplace();
  for (int s = 0; s < k_scenarios; ++s) {
    home::Scenario& each = set.all.emplace_back();
    each.name = std::to_string(s);
    each.weight = draw(0.1, 1.0);
    each.pv_factor = base::Ratio{draw(0.3, 1.4)};
    each.load_factor = base::Ratio{draw(0.6, 1.4)};
    each.import_add = base::EnergyPrice{draw(0.0, 0.1)};
  }
  set.is_first_slot_shared = draw(0.0, 1.0) < 0.5;
  if (draw(0.0, 1.0) < 0.6)
    set.cvar = home::Cvar{base::Ratio{draw(0.3, 0.9)}, base::Ratio{draw(0.1, 0.9)}};
}

home::Case home_of(std::uint64_t seed) {
  home::Case home =
      seed % 3 == 0 ? make_random_rooms(seed, {})
      : seed % 3 == 1
          ? make_random_water_home(seed, {.is_modulating = true})
          : make_random_case(seed, {.min_slots = 6, .max_slots = 40, .min_batteries = 1});
  add_scenarios(seed, home);
  return home;
}

// From the start the same optimum is reached as from nothing, in far fewer steps.
TEST(ScenarioStart, LeadsToTheOptimumOfAllScenarios) {
  int started = 0;
  std::int64_t from_start = 0, from_nothing = 0;
  for (int seed = 0; seed < scaled(45); ++seed) {
    const home::Case home = home_of(static_cast<std::uint64_t>(seed));
    if (!home::check_case(home, "home")) continue;
    SCOPED_TRACE(home.name + " " + std::to_string(seed));
    const ScenarioModel joint{home, 10.0};
    ASSERT_TRUE(joint.is_complete());
    const auto point = find_start(home, joint, {.wall_s = 10.0});
    const solve::Solution cold = solve::make_lp_solver().value()->solve(joint.model());
    if (!point || !cold.has_values()) continue;
    ++started;
    const solve::Solution warm = solve::solve_from_point(joint.model(), *point, {});
    ASSERT_EQ(warm.status, solve::SolveStatus::optimal) << warm.message;
    const double tolerance = 1e-6 * std::max(1.0, std::abs(cold.objective));
    EXPECT_NEAR(warm.objective, cold.objective, tolerance);
    from_start += warm.iterations;
    from_nothing += cold.iterations;
  }
  EXPECT_GT(started, scaled(45) * 3 / 4);
  EXPECT_LT(2 * from_start, from_nothing);
}

// What each scenario costs at the start is what it costs best with that first stage: the joint
// problem held there has no better point.
TEST(ScenarioStart, APointIsTheBestOfEveryPart) {
  int drawing = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    home::Case home = home_of(seed);
    home.scenarios->is_first_slot_shared = false;
    ScenarioModel joint{home, 10.0};
    const auto start = find_start(home, joint, {.wall_s = 10.0});
    if (!start) continue;
    const std::vector<double> drawn = joint.first_drawn_kw(start->values);
    if (std::accumulate(drawn.begin(), drawn.end(), 0.0) > 0.1) ++drawing;
    if (!home::first_stage_devices(home).empty()) joint.fix_drawn(drawn);
    const solve::Solution held = solve::make_lp_solver().value()->solve(joint.model());
    ASSERT_TRUE(held.has_values()) << seed;
    const auto costs = joint.model().costs();
    const double cost = std::inner_product(costs.begin(), costs.end(), start->values.begin(),
                                           joint.model().objective_offset());
    EXPECT_NEAR(cost, held.objective, 1e-6 * std::max(1.0, std::abs(held.objective))) << seed;
  }
  EXPECT_GT(drawing, 4);
}

TEST(ScenarioStart, FewScenariosStandForAll) {
  const home::Case home = home_of(1);
  const home::Case few = with_few_scenarios(home, 3);
  ASSERT_EQ(few.scenarios->all.size(), 3U);
  double weight = 0.0;
  for (const home::Scenario& each : few.scenarios->all) {
    weight += each.weight;
    EXPECT_GT(each.weight, 0.1);
  }
  EXPECT_NEAR(weight, 1.0, 1e-12);
  EXPECT_EQ(with_few_scenarios(home, k_scenarios).scenarios->all.size(),
            static_cast<std::size_t>(k_scenarios));
}

TEST(ScenarioStart, NoneForAFewScenariosOrWithoutTime) {
  home::Case home = home_of(4);
  const ScenarioModel joint{home, 10.0};
  EXPECT_FALSE(find_start(home, joint, {.wall_s = 0.0}));
  home.scenarios->all.resize(3);
  const ScenarioModel small{home, 10.0};
  EXPECT_FALSE(find_start(home, small, {.wall_s = 10.0}));
}

}  // namespace
}  // namespace ohmstead::plan
