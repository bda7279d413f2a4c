#include "ohmstead/solve/basis.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>

#include "ohmstead/solve/solver.hpp"
#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

using enum BasisStatus;
using Statuses = std::vector<BasisStatus>;

// One column in [0, 1] and one row per slot given.
Model model_of(const std::string& name, const std::vector<int>& slots) {
  Model m;
  for (const int slot : slots) {
    const ColumnId x = m.add_column({.tag = {m.name(name), slot}, .upper = 1});
    m.add_row({.tag = {m.name("row of " + name), slot}, .lower = 0, .upper = 1}, {{x, 1}});
  }
  m.finalise();
  return m;
}

TEST(Shift, MovesEachSlotAndRepeatsTheLast) {
  const Model from = model_of("charge", {0, 1, 2, 3}), to = model_of("charge", {0, 1, 2, 3});
  const Basis basis{{basic, at_upper, at_lower, at_upper}, {at_upper, basic, basic, basic}};
  const Basis shifted = shift(basis, from, to, 1);
  EXPECT_EQ(shifted.columns, (Statuses{at_upper, at_lower, at_upper, at_upper}));
  EXPECT_EQ(shifted.rows, (Statuses{basic, basic, basic, basic}));
}

TEST(Shift, ByNothingIsTheSameBasis) {
  const Model model = model_of("charge", {0, 1, 2});
  const Basis basis{{basic, at_upper, at_lower}, {at_upper, basic, basic}};
  EXPECT_EQ(shift(basis, model, model, 0), basis);
}

TEST(Shift, FindsSlotsCountedFromAFixedOrigin) {
  const Model from = model_of("charge", {100, 101, 102}), to = model_of("charge", {101, 102, 103});
  const Basis basis{{at_lower, at_upper, at_lower}, {basic, basic, basic}};
  EXPECT_EQ(shift(basis, from, to, 0).columns, (Statuses{at_upper, at_lower, at_lower}));
}

TEST(Shift, FindsTheCoarserSlotThatCoversAFinerOne) {
  const Model from = model_of("charge", {0, 1, 4, 8}), to = model_of("charge", {0, 1, 2, 3, 4, 5});
  const Basis basis{{at_lower, at_lower, at_upper, at_lower}, {basic, basic, basic, basic}};
  EXPECT_EQ(shift(basis, from, to, 2).columns,
            (Statuses{at_lower, at_lower, at_upper, at_upper, at_upper, at_upper}));
}

TEST(Shift, DoesNotCareAboutTheOrderOfSlots) {
  const Model from = model_of("charge", {2, 0, 1}), to = model_of("charge", {1, 0});
  const Basis basis{{at_upper, at_lower, at_upper}, {basic, basic, basic}};
  EXPECT_EQ(shift(basis, from, to, 0).columns, (Statuses{at_upper, at_lower}));
  EXPECT_EQ(shift(basis, from, to, 1).columns, (Statuses{at_upper, at_upper}));
}

TEST(Shift, MatchesNamesByTheirTextAndStartsUnknownOnesFresh) {
  Model from = model_of("charge", {0}), to;
  // The names of `to` have other ids: "new" comes first.
  const ColumnId fresh = to.add_column({.tag = {to.name("new"), 0}, .lower = -9, .upper = 1});
  const ColumnId known = to.add_column({.tag = {to.name("charge"), 0}, .upper = 1});
  const ColumnId unnamed = to.add_column({.upper = 1});
  to.add_row({.tag = {to.name("row of new"), 0}, .upper = 1},
             {{fresh, 1}, {known, 1}, {unnamed, 1}});
  to.finalise();
  const Basis shifted = shift({{at_upper}, {basic}}, from, to, 0);
  EXPECT_EQ(shifted.columns, (Statuses{at_upper, at_upper, at_lower}));  // 1 is nearer to 0 than -9
  EXPECT_EQ(shifted.rows, Statuses{basic});
}

TEST(Shift, RefusesABasisOfAnotherModel) {
  const Model from = model_of("charge", {0, 1});
  EXPECT_THROW(static_cast<void>(shift({{basic}, {basic}}, from, from, 0)), std::logic_error);
}

TEST(Repair, ReplacesStatusesWithoutTheirBound) {
  Model m;
  m.add_column({.lower = -k_infinity, .upper = 4});
  m.add_column({.lower = 0, .upper = k_infinity});
  m.add_column({.lower = -k_infinity, .upper = k_infinity});
  m.add_column({.lower = -1, .upper = 1});
  m.finalise();
  Basis basis{{at_lower, at_upper, at_lower, nonbasic_free}, {}};
  repair(basis, m);
  EXPECT_EQ(basis.columns, (Statuses{at_upper, at_lower, nonbasic_free, at_lower}));
}

TEST(Repair, ChangesTheLatestSlotsFirst) {
  const Model m = model_of("charge", {0, 1, 2});
  Basis too_few{{at_lower, at_lower, at_lower}, {basic, at_upper, at_upper}};
  repair(too_few, m);
  EXPECT_EQ(too_few.rows, (Statuses{basic, basic, basic}));
  Basis one_missing{{basic, at_lower, at_lower}, {at_upper, basic, at_upper}};
  repair(one_missing, m);
  EXPECT_EQ(one_missing.rows, (Statuses{at_upper, basic, basic}));
  Basis too_many{{basic, basic, basic}, {basic, at_upper, at_upper}};
  repair(too_many, m);
  EXPECT_EQ(too_many.columns, (Statuses{basic, basic, at_lower}));
}

TEST(Repair, MakesAnythingFit) {
  const Model model = battery_model(0, 12, 4.0);
  std::mt19937 random{3};
  std::uniform_int_distribution<int> status{0, 3};
  for (int round = 0; round < 200; ++round) {
    Basis basis = slack_basis(model);
    for (auto* statuses : {&basis.columns, &basis.rows}) {
      for (BasisStatus& s : *statuses) s = static_cast<BasisStatus>(status(random));
    }
    repair(basis, model);
    EXPECT_TRUE(fits(basis, model));
    const Start start{.basis = basis};
    EXPECT_EQ((*make_lp_solver())->solve(model, {}, &start).status, SolveStatus::optimal);
  }
}

TEST(SlackBasis, FitsAnyModel) {
  EXPECT_TRUE(fits(slack_basis(battery_model(0, 5, 4.0)), battery_model(0, 5, 4.0)));
  EXPECT_FALSE(fits(Basis{}, battery_model(0, 5, 4.0)));
}

// The planner's use: the horizon moves on by one slot, the measured state differs a little.
TEST(Shift, MakesTheNextCycleMuchShorter) {
  constexpr int k_slots = 96;
  auto solver = *make_lp_solver();
  Model last = battery_model(0, k_slots, 4.0);
  Solution solution = solver->solve(last);
  std::int64_t cold = 0, warm = 0;
  for (int cycle = 1; cycle <= 24; ++cycle) {
    const double measured_kwh = solution.values[4] + (cycle % 3 - 1) * 0.05;
    Model next = battery_model(cycle, k_slots, std::clamp(measured_kwh, 0.5, 10.0));
    const Start start{.basis = shift(solution.basis, last, next, 1)};
    const Solution from_scratch = solver->solve(next);
    solution = solver->solve(next, {}, &start);
    ASSERT_EQ(solution.status, SolveStatus::optimal);
    EXPECT_NEAR(solution.objective, from_scratch.objective, 1e-9);
    cold += from_scratch.iterations;
    warm += solution.iterations;
    last = std::move(next);
  }
  EXPECT_LT(4 * warm, cold);
}

}  // namespace
}  // namespace ohmstead::solve
