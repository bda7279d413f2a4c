// The interior point method against Clp's dual simplex: on homes of one battery, on random staged
// models of every size of numbers, and on models that have no optimum.
#include "interior.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "interior/interior_point.hpp"
#include "ohmstead/solve/check.hpp"
#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

struct StagedKnobs {
  int slots = 30;
  double least_exponent = -1.0, most_exponent = 1.0;  // of the sizes of numbers
  bool has_ties = false;                              // costs and limits from few numbers
  bool has_free = false;
};

// States from slot to slot, flows between them and a balance, a shared limit and a peak: what a
// home's model is made of, with other numbers. Always feasible and never unbounded.
class StagedModel {
 public:
  StagedModel(std::uint32_t seed, const StagedKnobs& knobs) : random_{seed}, knobs_{knobs} {}

  [[nodiscard]] Model make() {
    const int states = 1 + static_cast<int>(random_() % 4);
    const ColumnId peak = column("peak", 0, 0.0, k_infinity, size());
    std::vector<ColumnId> before(static_cast<std::size_t>(states));
    for (int t = 0; t < knobs_.slots; ++t) {
      const double load = size();
      const RowId balance = model_.add_row({{model_.name("balance"), t}, load, load});
      add(balance, column("import", t, 0.0, k_infinity, size() + 1e-6), 1.0);
      add(balance, column("export", t, 0.0, size(), -0.5 * size()), -1.0);
      if (random_() % 3 == 0)
        add(balance, column("free", t, knobs_.has_free ? -k_infinity : -size(), size(), size()),
            1.0);
      const RowId limit =
          model_.add_row({{model_.name("limit"), t}, -k_infinity, size()}, {{peak, -1.0}});
      for (int s = 0; s < states; ++s) {
        const RowId dynamics = model_.add_row({{model_.name("dynamics"), t * 8 + s}, 0.0, 0.0});
        const ColumnId state =
            column("state", t * 8 + s, 0.0, size(), random_() % 4 == 0 ? -size() : 0.0);
        const ColumnId in = column("in", t * 8 + s, 0.0, size(), cost());
        const ColumnId out = column("out", t * 8 + s, 0.0, size(), cost());
        add(dynamics, state, 1.0);
        add(dynamics, in, -0.9 * unit());
        add(dynamics, out, 1.1 * unit());
        if (t > 0) add(dynamics, before[static_cast<std::size_t>(s)], -0.99);
        add(balance, in, -1.0);
        add(balance, out, 0.95);
        add(limit, in, 1.0);
        before[static_cast<std::size_t>(s)] = state;
      }
    }
    model_.finalise();
    return std::move(model_);
  }

 private:
  ColumnId column(const char* name, int slot, double lower, double upper, double cost) {
    return model_.add_column({{model_.name(name), slot}, lower, upper, cost});
  }
  void add(RowId row, ColumnId column, double coefficient) { model_.add(row, column, coefficient); }
  double unit() { return 0.5 + static_cast<double>(random_() % 1024) / 2048.0; }
  double size() {
    if (knobs_.has_ties) return 1.0 + static_cast<double>(random_() % 3);
    std::uniform_real_distribution<double> exponent{knobs_.least_exponent, knobs_.most_exponent};
    return std::pow(10.0, exponent(random_));
  }
  double cost() { return random_() % 2 == 0 ? 0.0 : 0.1 * size(); }

  std::mt19937 random_;
  StagedKnobs knobs_;
  Model model_;
};

// Own solver and library agree: value, feasibility, and a bound that holds.
void expect_same(const Model& model, double tolerance) {
  const Solution ours = make_interior()->solve(model, {}, nullptr);
  const Solution known = make_lp_solver().value()->solve(model);
  ASSERT_EQ(ours.status, known.status) << ours.message << " / " << known.message;
  if (!known.has_values()) return;
  const double scale = std::max(1.0, std::abs(known.objective));
  EXPECT_NEAR(ours.objective, known.objective, tolerance * scale);
  EXPECT_TRUE(check_solution(model, ours.values).is_feasible());
  EXPECT_LE(ours.bound, known.objective + 1e-9 * scale);
  EXPECT_EQ(ours.bound_source, BoundSource::own_duals);
}

TEST(Interior, AgreesOnStagedModels) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const Model model = StagedModel{seed, {.slots = 1 + static_cast<int>(seed % 60)}}.make();
    expect_same(model, 1e-8);
    const auto form = make_box_form(model);
    ASSERT_TRUE(form);
    const auto never = [] { return false; };
    EXPECT_EQ(find_interior_point(*form, never).end, InteriorEnd::converged);
  }
}

TEST(Interior, AgreesWhereManyPlansCostTheSame) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    expect_same(StagedModel{seed, {.slots = 40, .has_ties = true}}.make(), 1e-8);
  }
}

TEST(Interior, AgreesWithFreeColumns) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    expect_same(StagedModel{seed, {.slots = 20, .has_free = true}}.make(), 1e-8);
  }
}

// Whatever numbers do to the method, the answer is one that was checked.
TEST(Interior, StaysHonestWithHostileNumbers) {
  int solved = 0;
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const StagedKnobs knobs{.slots = 12, .least_exponent = -9.0, .most_exponent = 9.0};
    const Model model = StagedModel{seed, knobs}.make();
    const Solution ours = make_interior()->solve(model, {}, nullptr);
    const Solution known = make_lp_solver().value()->solve(model);
    if (!ours.has_values()) continue;
    ++solved;
    EXPECT_TRUE(check_solution(model, ours.values).is_feasible());
    const double scale = std::max(1.0, std::abs(ours.objective));
    EXPECT_LE(ours.bound, ours.objective + 1e-9 * scale);
    if (known.has_values()) {
      EXPECT_LE(ours.bound, known.objective + 1e-9 * scale);
    }
    if (ours.status == SolveStatus::optimal) {
      EXPECT_LE(ours.gap, 2e-6 * scale);
    }
  }
  EXPECT_GE(solved, 90);
}

TEST(Interior, GivesAVertex) {
  const Model model = battery_model(0, 96, 4.0);
  const Solution ours = make_interior()->solve(model, {}, nullptr);
  EXPECT_EQ(ours.solver, "interior");
  ASSERT_TRUE(fits(ours.basis, model));
  for (std::size_t j = 0; j < ours.values.size(); ++j) {
    if (ours.basis.columns[j] != BasisStatus::at_lower) continue;
    EXPECT_EQ(ours.values[j], model.column_lower()[j]);
  }
}

TEST(Interior, LeavesAStartFromABasisToClp) {
  const Model model = battery_model(0, 48, 4.0);
  const Start start{.basis = make_interior()->solve(model, {}, nullptr).basis};
  const Solution again = make_interior()->solve(model, {}, &start);
  EXPECT_EQ(again.solver, "clp_dual");
  EXPECT_LE(again.iterations, 2);
}

TEST(Interior, SaysWhoSolvedWhatHasNoOptimum) {
  Model infeasible = battery_model(0, 24, 4.0);
  infeasible.set_bounds(ColumnId{4 + 6 * 1}, {9.8, 9.9});
  const Solution none = make_interior()->solve(infeasible, {}, nullptr);
  EXPECT_EQ(none.status, SolveStatus::infeasible);
  EXPECT_EQ(none.solver, "clp_dual");

  Model unbounded = battery_model(0, 24, 4.0);
  unbounded.set_bounds(ColumnId{0}, {0.0, k_infinity});
  unbounded.set_bounds(ColumnId{1}, {0.0, k_infinity});
  unbounded.set_cost(ColumnId{1}, -10.0);
  EXPECT_EQ(make_interior()->solve(unbounded, {}, nullptr).status, SolveStatus::unbounded);

  Model empty;
  empty.finalise();
  EXPECT_EQ(make_interior()->solve(empty, {}, nullptr).status, SolveStatus::optimal);
}

TEST(Interior, StopsWhenAsked) {
  const auto form = make_box_form(battery_model(0, 200, 4.0));
  ASSERT_TRUE(form);
  int asked = 0;
  const InteriorPoint point = find_interior_point(*form, [&asked] { return ++asked > 3; });
  EXPECT_EQ(point.end, InteriorEnd::stopped);
  EXPECT_EQ(point.iterations, 3);
}

}  // namespace
}  // namespace ohmstead::solve
