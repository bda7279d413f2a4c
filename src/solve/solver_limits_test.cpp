// Time limits, cancelling, starts, threads and repeatability, for every solver of the build.
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "ohmstead/solve/check.hpp"
#include "ohmstead/solve/solver.hpp"
#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

std::vector<SolverDescription> solvers(bool takes_integers) {
  std::vector<SolverDescription> result = available_solvers();
  if (takes_integers) std::erase_if(result, [](const auto& s) { return !s.takes_integers; });
  return result;
}

bool is_same(const Solution& a, const Solution& b) {
  return a.status == b.status && a.objective == b.objective && a.values == b.values &&
         a.row_duals == b.row_duals && a.basis == b.basis && a.iterations == b.iterations;
}

TEST(Limits, OfTimeEndASearchWithoutSolution) {
  const Model model = market_split_model(false);
  for (const SolverDescription& description : solvers(true)) {
    SCOPED_TRACE(description.name);
    const Solution s = make_solver(description)->solve(model, {.wall_s = 0.3});
    EXPECT_EQ(s.status, SolveStatus::time_limit_no_solution) << s.message;
    EXPECT_FALSE(s.has_values());
    EXPECT_LT(s.solve_ms, 5000.0);
  }
}

TEST(Limits, OfTimeLeaveTheBestPointWithItsGap) {
  const Model model = market_split_model(true);
  Start start;
  start.values.assign(model.costs().size(), 0.0);  // nothing chosen: all slack
  const SolutionCheck nothing_chosen = [&] {
    std::vector<double> values = start.values;
    for (std::size_t i = 0; i < 5; ++i) values[40 + 2 * i] = model.row_lower()[i];
    return check_solution(model, values);
  }();
  ASSERT_TRUE(nothing_chosen.is_feasible());
  for (const SolverDescription& description : solvers(true)) {
    SCOPED_TRACE(description.name);
    const Solution s = make_solver(description)->solve(model, {.wall_s = 0.3}, &start);
    EXPECT_EQ(s.status, SolveStatus::good) << s.message;
    EXPECT_LE(s.objective, nothing_chosen.objective);
    EXPECT_TRUE(check_solution(model, s.values).is_feasible());
    EXPECT_GE(s.bound, -1e-6);  // slack costs cannot be negative
    EXPECT_NEAR(s.gap, s.objective - s.bound, 1e-9);
    EXPECT_LT(s.solve_ms, 5000.0);
  }
}

TEST(Limits, OfIterationsEndALinearSolve) {
  const Model model = battery_model(0, 96, 4.0);
  const double optimum = (*make_lp_solver())->solve(model).objective;
  for (const SolverKind kind : {SolverKind::clp_dual, SolverKind::clp_primal}) {
    const Solution s = (*make_lp_solver(kind))->solve(model, {.iterations = 5});
    const bool has_ended =
        s.status == SolveStatus::time_limit_no_solution || s.status == SolveStatus::good;
    EXPECT_TRUE(has_ended) << to_text(s.status);
    EXPECT_LE(s.bound, optimum);
    EXPECT_LE(s.iterations, 10);
  }
}

TEST(Limits, AllowAGapInMoney) {
  for (const SolverDescription& description : solvers(true)) {
    SCOPED_TRACE(description.name);
    for (const SolverCase& known : mixed_integer_cases()) {
      if (known.status != SolveStatus::optimal) continue;
      const Solution s = make_solver(description)->solve(known.model, {.absolute_gap = 3.0});
      EXPECT_EQ(s.status, SolveStatus::optimal) << known.name;
      EXPECT_LE(s.gap, 3.0) << known.name;
      EXPECT_LE(s.objective, known.objective + 3.0 + 1e-9) << known.name;
      EXPECT_LE(s.bound, known.objective + 1e-6) << known.name;
    }
  }
}

TEST(Cancelling, EndsASearchFromAnotherThread) {
  const Model model = market_split_model(false);
  for (const SolverDescription& description : solvers(true)) {
    SCOPED_TRACE(description.name);
    std::stop_source source;
    std::promise<void> begun;
    auto solution = std::async(std::launch::async, [&] {
      begun.set_value();
      return make_solver(description)->solve(model, {.wall_s = 60, .stop = source.get_token()});
    });
    begun.get_future().wait();
    source.request_stop();
    EXPECT_EQ(solution.get().status, SolveStatus::cancelled);
  }
}

TEST(Cancelling, EndsTheWaitForAnotherSearch) {
  const Model model = market_split_model(false);
  std::stop_source first_source, second_source;
  const auto search = [&model](std::stop_token stop) {
    return (*make_mip_solver())->solve(model, {.wall_s = 60, .stop = std::move(stop)}).status;
  };
  auto first = std::async(std::launch::async, search, first_source.get_token());
  auto second = std::async(std::launch::async, search, second_source.get_token());
  second_source.request_stop();
  EXPECT_EQ(second.get(), SolveStatus::cancelled);
  first_source.request_stop();
  EXPECT_EQ(first.get(), SolveStatus::cancelled);
}

TEST(Starts, AreNeverWorsened) {
  for (const SolverDescription& description : solvers(true)) {
    for (const SolverCase& known : mixed_integer_cases()) {
      SCOPED_TRACE(description.name + ", " + known.name);
      if (known.status != SolveStatus::optimal) continue;
      const Start start{.values = make_solver(description)->solve(known.model).values};
      const Solution again = make_solver(description)->solve(known.model, {}, &start);
      EXPECT_EQ(again.status, SolveStatus::optimal) << again.message;
      EXPECT_NEAR(again.objective, known.objective, 1e-6);
    }
  }
}

// The continuous x has a whole price and stands in rows with ones alone, and yet it is 1.3 in the
// start and 0 in the optimum: what lies within one price of the start counts too.
TEST(Starts, AreLeftForWhatIsLessThanAPriceBetter) {
  Model model;
  const auto name = [&](const char* text) { return Tag{model.name(text), 0}; };
  const ColumnId x = model.add_column({name("x"), 0.0, 3.0, 1.0});
  const RowId sum = model.add_row({name("sum"), 3.0, 3.0}, {{x, 1.0}});
  const auto add = [&](const char* part, const char* switched, double most) {
    const ColumnId y = model.add_column({name(part), 0.0, 2.0});
    const ColumnId z = model.add_column(
        {.tag = name(switched), .lower = 0.0, .upper = 1.0, .cost = 1.0, .is_integer = true});
    model.add(sum, y, 1.0);
    model.add_row({name(part), -k_infinity, 0.0}, {{y, 1.0}, {z, -most}});
  };
  add("y1", "z1", 1.7);
  add("y2", "z2", 1.6);
  model.finalise();
  const Start start{.values = {1.3, 1.7, 1.0, 0.0, 0.0}};
  for (const SolverDescription& description : solvers(true)) {
    const Solution s = make_solver(description)->solve(model, {}, &start);
    EXPECT_EQ(s.status, SolveStatus::optimal) << s.message;
    EXPECT_NEAR(s.objective, 2.0, 1e-6) << description.name;
  }
}

// Beside a large sum that nothing can change, a small gain is small in relation only.
TEST(Starts, AreLeftForWhatIsBetterBesideALargeConstant) {
  Model model;
  const RowId room = model.add_row({.upper = 4.0});
  for (const double worth : {0.50, 0.29, 0.28}) {
    const ColumnId taken = model.add_column({.upper = 1.0, .cost = -worth, .is_integer = true});
    model.add(room, taken, worth == 0.50 ? 3.0 : 2.0);
  }
  model.add_to_objective(1e6);
  model.finalise();
  const Start start{.values = {1.0, 0.0, 0.0}};
  for (const SolverDescription& description : solvers(true)) {
    const Solution s = make_solver(description)->solve(model, {}, &start);
    EXPECT_EQ(s.status, SolveStatus::optimal) << s.message;
    EXPECT_NEAR(s.objective, 1e6 - 0.57, 1e-6) << description.name;
  }
}

TEST(Repeatability, SameModelSameAnswerToTheLastBit) {
  const Model linear = battery_model(0, 96, 4.0);
  for (const SolverDescription& description : available_solvers()) {
    SCOPED_TRACE(description.name);
    auto used = make_solver(description);
    const Solution first = used->solve(linear);
    static_cast<void>(used->solve(battery_model(5, 40, 2.0)));  // must leave no trace
    EXPECT_TRUE(is_same(first, used->solve(linear)));
    EXPECT_TRUE(is_same(first, make_solver(description)->solve(linear)));
    if (!description.takes_integers) continue;
    for (const SolverCase& known : mixed_integer_cases()) {
      const Solution whole = used->solve(known.model);
      EXPECT_TRUE(is_same(whole, used->solve(known.model))) << known.name;
      EXPECT_TRUE(is_same(whole, make_solver(description)->solve(known.model))) << known.name;
    }
  }
}

TEST(Threads, TwoSolversSideBySideAnswerAsAlone) {
  for (const SolverDescription& description : available_solvers()) {
    SCOPED_TRACE(description.name);
    std::vector<SolverCase> cases = linear_cases();
    if (description.takes_integers) {
      for (SolverCase& known : mixed_integer_cases()) cases.push_back(std::move(known));
    }
    const auto solve_all = [&] {
      auto solver = make_solver(description);
      std::vector<Solution> solutions;
      solutions.reserve(cases.size() + 1);
      for (const SolverCase& known : cases) solutions.push_back(solver->solve(known.model));
      solutions.push_back(solver->solve(battery_model(0, 96, 4.0)));
      return solutions;
    };
    const std::vector<Solution> alone = solve_all();
    auto one = std::async(std::launch::async, solve_all);
    auto other = std::async(std::launch::async, solve_all);
    for (const std::vector<Solution>& together : {one.get(), other.get()}) {
      ASSERT_EQ(together.size(), alone.size());
      for (std::size_t k = 0; k < alone.size(); ++k) EXPECT_TRUE(is_same(together[k], alone[k]));
    }
  }
}

}  // namespace
}  // namespace ohmstead::solve
