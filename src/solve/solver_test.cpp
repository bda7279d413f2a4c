// Every solver of the build against the family of known answers.
#include "ohmstead/solve/solver.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "ohmstead/solve/check.hpp"
#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

std::string print(const testing::TestParamInfo<SolverDescription>& info) { return info.param.name; }

class EverySolver : public testing::TestWithParam<SolverDescription> {
 protected:
  std::unique_ptr<Solver> solver_ = make_solver(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Family, EverySolver, testing::ValuesIn(available_solvers()), print);

void expect_answer(const SolverCase& known, const Solution& solution) {
  SCOPED_TRACE(known.name + ": " + solution.message);
  ASSERT_EQ(to_text(solution.status), to_text(known.status));
  if (known.status != SolveStatus::optimal) {
    EXPECT_FALSE(solution.has_values());
    return;
  }
  EXPECT_NEAR(solution.objective, known.objective, 1e-6);
  EXPECT_LE(solution.bound, known.objective + 1e-9);
  EXPECT_TRUE(is_closed(solution.gap, solution.objective, 0.0)) << "gap " << solution.gap;
  const SolutionCheck check = check_solution(known.model, solution.values);
  EXPECT_TRUE(check.is_feasible()) << describe(known.model, check);
  EXPECT_EQ(check.objective, solution.objective);
  EXPECT_EQ(check.integrality_violation, 0.0);
  ASSERT_EQ(solution.row_duals.size(), known.model.row_lower().size());
  EXPECT_EQ(solution.reduced_costs.size(), known.model.costs().size());
  if (known.model.integer_count() == 0) {
    EXPECT_NEAR(dual_bound(known.model, solution.row_duals), known.objective, 1e-5);
    EXPECT_EQ(solution.bound_source, BoundSource::own_duals);
  }
  EXPECT_TRUE(solution.basis.is_empty() || fits(solution.basis, known.model));
}

TEST_P(EverySolver, SolvesTheLinearFamily) {
  for (const SolverCase& known : linear_cases()) {
    expect_answer(known, solver_->solve(known.model));
  }
}

// Lets the interior-point method of Clp take part, which needs a point to be safe.
TEST_P(EverySolver, SolvesTheLinearFamilyFromAFeasiblePoint) {
  for (const SolverCase& known : linear_cases()) {
    if (known.status != SolveStatus::optimal) continue;
    Model costless = known.model;
    for (std::int32_t j = 0; j < costless.column_count(); ++j) costless.set_cost(ColumnId{j}, 0.0);
    const Start start{.values = (*make_lp_solver())->solve(costless).values};
    ASSERT_TRUE(check_solution(known.model, start.values).is_feasible()) << known.name;
    expect_answer(known, solver_->solve(known.model, {}, &start));
  }
}

TEST_P(EverySolver, SolvesTheMixedIntegerFamilyOrSaysWhyNot) {
  for (const SolverCase& known : mixed_integer_cases()) {
    if (GetParam().takes_integers) {
      EXPECT_TRUE(solver_->can_solve(known.model));
      expect_answer(known, solver_->solve(known.model));
      continue;
    }
    EXPECT_FALSE(solver_->can_solve(known.model));
    const Solution refused = solver_->solve(known.model);
    EXPECT_EQ(refused.status, SolveStatus::failed);
    EXPECT_EQ(refused.message, solver_->explain(known.model));
  }
}

TEST_P(EverySolver, AgreesOnABatteryOverTwoDays) {
  const Model model = battery_model(0, 48, 4.0);
  const Solution reference = (*make_lp_solver())->solve(model);
  const Solution solution = solver_->solve(model);
  EXPECT_EQ(solution.status, SolveStatus::optimal) << solution.message;
  EXPECT_NEAR(solution.objective, reference.objective, 1e-7);
  EXPECT_LE(solution.bound, reference.objective + 1e-9);
}

TEST_P(EverySolver, StartsFromABasisOfAnotherSolver) {
  const Model model = battery_model(0, 48, 4.0);
  const Solution reference = (*make_lp_solver())->solve(model);
  const Start start{.basis = reference.basis};
  const Solution again = solver_->solve(model, {}, &start);
  EXPECT_EQ(again.status, SolveStatus::optimal);
  EXPECT_NEAR(again.objective, reference.objective, 1e-9);
  EXPECT_LE(again.iterations, 2);
}

TEST_P(EverySolver, IgnoresAStartThatDoesNotFit) {
  const Model model = battery_model(0, 24, 4.0);
  const double objective = solver_->solve(model).objective;
  for (const Start& start : {Start{.basis = {{BasisStatus::basic}, {}}}, Start{.values = {1.0}},
                             Start{.basis = slack_basis(battery_model(0, 25, 4.0))}}) {
    const Solution solution = solver_->solve(model, {}, &start);
    EXPECT_EQ(solution.status, SolveStatus::optimal);
    EXPECT_NEAR(solution.objective, objective, 1e-9);
  }
}

TEST_P(EverySolver, RefusesNotANumber) {
  Model model = battery_model(0, 3, 4.0);
  model.set_cost(ColumnId{2}, std::numeric_limits<double>::quiet_NaN());
  const Solution solution = solver_->solve(model);
  EXPECT_EQ(solution.status, SolveStatus::failed);
  EXPECT_EQ(solution.message, "column battery.charge@0: cost is NaN");
  EXPECT_FALSE(solution.has_values());
}

TEST_P(EverySolver, ProvesThatALinearModelIsInfeasible) {
  Model model = battery_model(0, 24, 4.0);
  // Two hours at 3 kW and 95 % bring 4 kWh to 9.7 kWh at most.
  model.set_bounds(ColumnId{4 + 6 * 1}, {9.8, 9.9});
  const Solution solution = solver_->solve(model);
  EXPECT_EQ(solution.status, SolveStatus::infeasible);
  ASSERT_FALSE(solution.infeasibility_proof.empty());
  EXPECT_TRUE(proves_infeasible(model, solution.infeasibility_proof));
}

TEST_P(EverySolver, PrintsNothingAndLeavesCtrlCAlone) {
  const auto own_handler = [](int) {};
  const auto handler_before = std::signal(SIGINT, own_handler);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  for (const SolverCase& known : linear_cases()) static_cast<void>(solver_->solve(known.model));
  for (const SolverCase& known : mixed_integer_cases()) {
    static_cast<void>(solver_->solve(known.model));
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(std::signal(SIGINT, handler_before), static_cast<void (*)(int)>(own_handler));
}

TEST(Solvers, ThatTheBuildLacksAreNamed) {
  const auto solvers = available_solvers();
  const bool has_highs = std::any_of(solvers.begin(), solvers.end(), [](const auto& solver) {
    return solver.kind == SolverKind::highs;
  });
  const auto highs = make_mip_solver(SolverKind::highs);
  ASSERT_EQ(highs.has_value(), has_highs);
  if (has_highs) return;
  EXPECT_EQ(highs.error().kind, base::ErrorKind::unavailable);
  EXPECT_EQ(highs.error().message, "this build has no HiGHS solver");
}

TEST(Solvers, ForLinearModelsAreNotMadeForIntegers) {
  const auto solver = make_mip_solver(SolverKind::clp_dual);
  ASSERT_FALSE(solver.has_value());
  EXPECT_EQ(solver.error().kind, base::ErrorKind::refused);
}

TEST(Solvers, ExplainWhatTheyCannotSolve) {
  Model model;
  const NameId power = model.name("ev.power[car]"), on = model.name("ev.on[car]");
  const ColumnId p = model.add_column({.tag = {power, 3}, .upper = 11});
  const ColumnId z = model.add_column({.tag = {on, 3}, .upper = 1, .is_integer = true});
  model.add_row({.tag = {model.name("ev.minimum"), 3}, .upper = 0}, {{p, 1}, {z, -11}});
  model.finalise();
  EXPECT_EQ((*make_lp_solver())->explain(model),
            "Clp takes linear models only; this one has 1 integer columns, the first is column "
            "ev.on[car]@3");
}

TEST(Solvers, NeedAFinalisedModel) {
  Model model;
  model.add_column({.tag = {model.name("x"), 0}});
  EXPECT_THROW(static_cast<void>((*make_lp_solver())->solve(model)), std::logic_error);
}

}  // namespace
}  // namespace ohmstead::solve
