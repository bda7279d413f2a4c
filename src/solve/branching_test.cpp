#include "branching.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "cbc.hpp"
#include "ohmstead/solve/check.hpp"

namespace ohmstead::solve {
namespace {

// Things to take along of different worth, with two limits: decisions whose relaxation is no point.
Model luggage(std::size_t things, std::uint64_t seed) {
  std::mt19937_64 random{seed};
  Model model;
  const auto half = static_cast<double>(things) * 5.0;
  const RowId weight = model.add_row({.upper = half});
  const RowId room = model.add_row({.upper = half});
  for (std::size_t i = 0; i < things; ++i) {
    const auto number = [&] { return 1.0 + static_cast<double>(random() % 19); };
    const ColumnId taken = model.add_column({.upper = 2.0, .cost = -number(), .is_integer = true});
    model.add(weight, taken, number());
    model.add(room, taken, number());
  }
  model.finalise();
  return model;
}

Solution search(const Model& model, std::int64_t nodes, const Limits& limits = {}) {
  KeptCuts cuts;
  return branch_and_bound(Task{model, limits, StopRule{limits}}, nodes, cuts);
}

TEST(Branching, FindsWhatALibraryFinds) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Model model = luggage(12, seed);
    const Solution ours = search(model, 100000);
    ASSERT_EQ(ours.status, SolveStatus::optimal) << seed;
    EXPECT_TRUE(check_solution(model, ours.values).is_feasible()) << seed;
    EXPECT_TRUE(is_closed(ours.gap, ours.objective, 1e-6)) << seed;
    EXPECT_NEAR(ours.objective, make_cbc()->solve(model).objective, 1e-6) << seed;
  }
}

// The bound holds however early the search ends, and never becomes worse.
TEST(Branching, IsHonestWhereverItEnds) {
  int open = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Model model = luggage(14, seed);
    const double best = make_cbc()->solve(model).objective;
    double bound = -k_infinity;
    for (const std::int64_t nodes : {1, 10, 30, 100}) {
      const Solution ours = search(model, nodes);
      EXPECT_LE(ours.nodes, nodes + 8) << seed;  // those that were begun to be tried
      EXPECT_LE(ours.bound, best + 1e-6) << seed;
      EXPECT_GE(ours.bound, bound - 1e-6) << seed;
      EXPECT_GE(ours.objective, best - 1e-6) << seed;
      if (ours.status != SolveStatus::optimal) ++open;
      bound = ours.bound;
    }
  }
  EXPECT_GT(open, 20);
}

TEST(Branching, BeginsWithWhatIsKnown) {
  const Model model = luggage(14, 3);
  const Solution best = make_cbc()->solve(model);
  const Limits limits;
  Task task{model, limits, StopRule{limits}};
  task.values = best.values;
  KeptCuts cuts;
  EXPECT_NEAR(branch_and_bound(task, 1, cuts).objective, best.objective, 1e-9);
}

TEST(Branching, ProvesThatNothingFits) {
  Model model;
  const ColumnId a = model.add_column({.upper = 3.0, .is_integer = true});
  const ColumnId b = model.add_column({.upper = 3.0, .is_integer = true});
  model.add_row({.lower = 3.0, .upper = 3.0}, {{a, 2.0}, {b, 2.0}});
  model.finalise();
  EXPECT_EQ(search(model, 1000).status, SolveStatus::infeasible);
  EXPECT_EQ(search(model, 1).status, SolveStatus::time_limit_no_solution);
}

// Decisions that are fixed by what they would cost are those of the best point: things of very
// different worth, which the first relaxation nearly decides.
TEST(Branching, FixesOnlyWhatIsDecided) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    std::mt19937_64 random{seed};
    Model model;
    const RowId weight = model.add_row({.upper = 40.5}), room = model.add_row({.upper = 33.5});
    for (int i = 0; i < 14; ++i) {
      const auto number = [&](int most) {
        return 1.0 + static_cast<double>(random() % static_cast<std::uint64_t>(most));
      };
      const ColumnId taken =
          model.add_column({.upper = 1.0, .cost = -number(i < 7 ? 12 : 60), .is_integer = true});
      model.add(weight, taken, number(12));
      model.add(room, taken, number(12));
    }
    model.finalise();
    const Solution ours = search(model, 10000);
    ASSERT_EQ(ours.status, SolveStatus::optimal) << seed;
    EXPECT_NEAR(ours.objective, make_cbc()->solve(model).objective, 1e-6) << seed;
  }
}

// Nearly whole is not whole: a trickle needs its switch, however small its share in the relaxation.
TEST(Branching, ATrickleNeedsItsSwitch) {
  Model model;
  const ColumnId on = model.add_column({.upper = 1.0, .cost = 0.5, .is_integer = true});
  const ColumnId trickle = model.add_column({.lower = 5.5e-6, .upper = 11.0});
  model.add_row({.upper = 0.0}, {{trickle, 1.0}, {on, -11.0}});
  const ColumnId other_on = model.add_column({.upper = 1.0, .is_integer = true});
  const ColumnId other = model.add_column({.lower = 4.95, .upper = 11.0, .cost = 1.0});
  model.add_row({.upper = 0.0}, {{other, 1.0}, {other_on, -11.0}});
  model.add_row({.lower = 0.0}, {{other, 1.0}, {other_on, -3.0}});
  model.finalise();
  const Solution found = make_branching()->solve(model);
  ASSERT_EQ(found.status, SolveStatus::optimal) << found.message;
  EXPECT_TRUE(check_solution(model, found.values).is_feasible());
  EXPECT_NEAR(found.objective, 0.5 + 4.95, 1e-6);
}

TEST(Branching, ALibraryGoesOnWithWhatItLeavesOpen) {
  const Model model = luggage(60, 5);
  ASSERT_EQ(search(model, 3).status, SolveStatus::good);
  const Solution whole = make_branching(3)->solve(model);
  EXPECT_EQ(whole.status, SolveStatus::optimal);
  EXPECT_GE(whole.nodes, 3);
  EXPECT_NEAR(whole.objective, make_cbc()->solve(model).objective, 1e-6);
}

// Searches of several threads do not disturb each other: the same steps as one after the other.
TEST(Branching, TakesTheSameStepsBesideOthers) {
  constexpr std::uint64_t k_searches = 8;
  std::vector<Solution> alone, beside(k_searches);
  for (std::uint64_t seed = 0; seed < k_searches; ++seed)
    alone.push_back(search(luggage(30, seed), 1000));
  {
    std::vector<std::jthread> threads;
    for (std::uint64_t seed = 0; seed < k_searches; ++seed)
      threads.emplace_back([&beside, seed] { beside[seed] = search(luggage(30, seed), 1000); });
  }
  for (std::uint64_t seed = 0; seed < k_searches; ++seed) {
    EXPECT_EQ(beside[seed].values, alone[seed].values) << seed;
    EXPECT_EQ(beside[seed].nodes, alone[seed].nodes) << seed;
    EXPECT_EQ(beside[seed].iterations, alone[seed].iterations) << seed;
  }
}

TEST(Branching, StopsWhenItIsAsked) {
  std::stop_source stop;
  stop.request_stop();
  const Solution ours = search(luggage(60, 5), 100000, {.stop = stop.get_token()});
  EXPECT_NE(ours.status, SolveStatus::optimal);
  EXPECT_LE(ours.nodes, 1);
}

}  // namespace
}  // namespace ohmstead::solve
