// What happens to answers that are wrong: the frame around every library, driven by a scripted one.
#include "backend.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <stdexcept>

#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

// Says what it was told to say, one answer per attempt.
class ScriptedBackend final : public Backend {
 public:
  explicit ScriptedBackend(std::deque<Answer> answers)
      : Backend{"scripted"}, answers_{std::move(answers)} {}
  [[nodiscard]] std::string explain(const Model& /*model*/) const override { return {}; }

  std::vector<bool> was_careful;

 private:
  [[nodiscard]] Answer attempt(const Task& task) override {
    was_careful.push_back(task.is_careful);
    if (answers_.empty()) throw std::logic_error{"more attempts than expected"};
    Answer answer = answers_.front();
    answers_.pop_front();
    return answer;
  }

  std::deque<Answer> answers_;
};

// min x + y with x + y >= 1, both in [0, 1]: optimum 1, proven by the dual 1.
Model sum_model(bool is_integer = false) {
  Model m;
  const NameId name = m.name("x");
  const ColumnId x = m.add_column({{name, 0}, 0, 1, 1, is_integer});
  const ColumnId y = m.add_column({{name, 1}, 0, 1, 1, is_integer});
  m.add_row({.tag = {m.name("sum"), 0}, .lower = 1}, {{x, 1}, {y, 1}});
  m.finalise();
  return m;
}

// min x + y with x + y >= 0.5, both 0 or 1: optimum 1, that of the relaxation 0.5.
Model half_model() {
  Model m;
  const ColumnId x = m.add_column({.upper = 1, .cost = 1, .is_integer = true});
  const ColumnId y = m.add_column({.upper = 1, .cost = 1, .is_integer = true});
  m.add_row({.lower = 0.5}, {{x, 1}, {y, 1}});
  m.finalise();
  return m;
}

Answer says(Claim claim, std::vector<double> values = {}, std::vector<double> duals = {}) {
  Answer answer;
  answer.claim = claim;
  answer.values = std::move(values);
  answer.row_duals = std::move(duals);
  answer.iterations = 10;
  return answer;
}

Answer mixed_integer(Claim claim, std::vector<double> values, double bound) {
  Answer answer = says(claim, std::move(values));
  answer.bound = bound;
  return answer;
}

TEST(Backend, PassesAGoodAnswerOn) {
  ScriptedBackend backend{{says(Claim::optimal, {0.5, 0.5}, {1})}};
  const Solution s = backend.solve(sum_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::optimal);
  EXPECT_EQ(s.objective, 1);
  EXPECT_NEAR(s.gap, 0, 1e-12);
  EXPECT_EQ(s.reduced_costs, (std::vector<double>{0, 0}));
  EXPECT_EQ(s.solver, "scripted");
  EXPECT_EQ(backend.was_careful, std::vector<bool>{false});
}

TEST(Backend, TriesOnceMoreWhenValuesBendTheModel) {
  ScriptedBackend backend{
      {says(Claim::optimal, {0.5, 0.25}, {1}), says(Claim::optimal, {1, 0}, {1})}};
  const Solution s = backend.solve(sum_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::optimal);
  EXPECT_EQ(s.values, (std::vector<double>{1, 0}));
  EXPECT_EQ(s.iterations, 20);
  EXPECT_EQ(backend.was_careful, (std::vector<bool>{false, true}));
}

TEST(Backend, FailsWithAMessageWhenValuesStayWrong) {
  ScriptedBackend backend{
      {says(Claim::optimal, {0.5, 0.25}, {1}), says(Claim::optimal, {0, 2}, {1})}};
  const Solution s = backend.solve(sum_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::failed);
  EXPECT_FALSE(s.has_values());
  EXPECT_EQ(s.objective, k_infinity);
  EXPECT_EQ(s.message, "row sum@0 is violated by 0.25; a careful second attempt failed too");
}

TEST(Backend, CallsAnAnswerGoodWhenItsGapStaysOpen) {
  ScriptedBackend backend{{says(Claim::optimal, {1, 1}, {1}), says(Claim::optimal, {1, 0.5}, {1})}};
  const Solution s = backend.solve(sum_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::good);
  EXPECT_NEAR(s.gap, 0.5, 1e-12);
  EXPECT_EQ(s.message, "the gap could not be closed");
}

TEST(Backend, DoesNotTakeVectorsOfAWrongSize) {
  ScriptedBackend backend{{says(Claim::optimal, {1}, {1}), says(Claim::optimal, {1, 0}, {1, 1})}};
  const Solution s = backend.solve(sum_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::good);
  EXPECT_TRUE(s.row_duals.empty());
  EXPECT_EQ(s.bound, -k_infinity);
  EXPECT_EQ(s.bound_source, BoundSource::none);
}

TEST(Backend, AsksAgainWhenInfeasibilityIsNotProven) {
  // The second answer is to the question without costs: there is a feasible point.
  ScriptedBackend backend{{says(Claim::infeasible), says(Claim::optimal, {1, 0}, {0}),
                           says(Claim::optimal, {1, 0}, {1})}};
  const Solution s = backend.solve(sum_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::optimal);
  EXPECT_EQ(backend.was_careful, (std::vector<bool>{false, false, true}));
}

TEST(Backend, CallsAModelUnboundedThatHasAPointButNoOptimum) {
  ScriptedBackend backend{
      {says(Claim::infeasible), says(Claim::optimal, {1, 0}, {0}), says(Claim::infeasible)}};
  EXPECT_EQ(backend.solve(sum_model(), {}, nullptr).status, SolveStatus::unbounded);
}

TEST(Backend, CallsAModelInfeasibleWhenItIsSoWithoutCostsToo) {
  ScriptedBackend backend{
      {says(Claim::unbounded), says(Claim::infeasible), says(Claim::infeasible)}};
  EXPECT_EQ(backend.solve(sum_model(), {}, nullptr).status, SolveStatus::infeasible);
}

TEST(Backend, KeepsAPointAgainstALaterClaimThatThereIsNone) {
  ScriptedBackend backend{{says(Claim::optimal, {1, 1}, {1}), says(Claim::infeasible)}};
  const Solution s = backend.solve(sum_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::good);
  EXPECT_TRUE(s.has_values());
}

TEST(Backend, GivesTheBoundOfAnUnfinishedSolve) {
  ScriptedBackend backend{{says(Claim::stopped, {0.1, 0.1}, {0.75})}};
  const Solution s = backend.solve(sum_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::time_limit_no_solution);
  EXPECT_NEAR(s.bound, 0.75, 1e-12);
  EXPECT_EQ(s.gap, k_infinity);
  EXPECT_EQ(s.message, "");
}

TEST(Backend, SearchesOnlyWhenTheRelaxationLeavesAQuestion) {
  ScriptedBackend backend{{}};
  const Solution s = backend.solve(sum_model(true), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::optimal);
  EXPECT_NEAR(s.objective, 1, 1e-9);
  EXPECT_EQ(s.bound_source, BoundSource::own_duals);
  EXPECT_TRUE(backend.was_careful.empty());
}

TEST(Backend, RoundsIntegersExactly) {
  ScriptedBackend backend{{mixed_integer(Claim::optimal, {1 - 4e-7, 3e-7}, 1)}};
  const Solution s = backend.solve(half_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::optimal);
  EXPECT_EQ(s.values, (std::vector<double>{1, 0}));
  EXPECT_EQ(s.bound, 1);
  EXPECT_EQ(s.bound_source, BoundSource::solver_search);
}

TEST(Backend, DoesNotUseABoundAboveAFeasiblePoint) {
  ScriptedBackend backend{{mixed_integer(Claim::optimal, {1, 0}, 1.5)}};
  const Solution s = backend.solve(half_model(), {}, nullptr);
  EXPECT_EQ(s.status, SolveStatus::good);
  EXPECT_NEAR(s.bound, 0.5, 1e-9);  // that of the relaxation
  EXPECT_EQ(s.bound_source, BoundSource::own_duals);
  EXPECT_EQ(s.message, "the search's bound was above a feasible point: not used");
}

TEST(Backend, NeverReturnsLessThanAFeasibleStart) {
  const Start start{.values = {0, 1}};
  ScriptedBackend worse{{mixed_integer(Claim::stopped, {1, 1}, 0.75)}};
  const Solution s = worse.solve(half_model(), {}, &start);
  EXPECT_EQ(s.status, SolveStatus::good);
  EXPECT_EQ(s.values, (std::vector<double>{0, 1}));
  EXPECT_NEAR(s.gap, 0.25, 1e-12);
  ScriptedBackend nothing{{says(Claim::stopped)}};
  EXPECT_EQ(nothing.solve(half_model(), {}, &start).values, (std::vector<double>{0, 1}));
  ScriptedBackend wrong{{says(Claim::infeasible), says(Claim::infeasible)}};
  EXPECT_EQ(wrong.solve(half_model(), {}, &start).values, (std::vector<double>{0, 1}));
}

TEST(Backend, StopsSearchingWhenTheStartIsGoodEnough) {
  const Start start{.values = {0, 1}};
  ScriptedBackend backend{{}};
  const Solution s = backend.solve(half_model(), {.absolute_gap = 0.6}, &start);
  EXPECT_EQ(s.status, SolveStatus::optimal);
  EXPECT_NEAR(s.gap, 0.5, 1e-9);
}

TEST(Backend, CompletesAStartOfIntegersOnly) {
  // The continuous column of the start is not a number; a linear solve finds it: y = 1.5 - x = 0.5.
  Model m;
  const ColumnId x = m.add_column({.upper = 5, .cost = 1, .is_integer = true});
  const ColumnId y = m.add_column({.upper = 5, .cost = 3});
  m.add_row({.lower = 1.5}, {{x, 1}, {y, 1}});
  m.finalise();
  const Start start{.values = {1, std::numeric_limits<double>::quiet_NaN()}};
  ScriptedBackend backend{{says(Claim::stopped)}};
  const Solution s = backend.solve(m, {}, &start);
  EXPECT_EQ(s.values, (std::vector<double>{1, 0.5}));
  EXPECT_EQ(s.objective, 1 + 3 * 0.5);
  EXPECT_FALSE(s.row_duals.empty());
}

TEST(Backend, BelievesInfeasibleIntegersOnlyTheSecondTime) {
  ScriptedBackend rash{{says(Claim::infeasible), mixed_integer(Claim::optimal, {0, 1}, 1)}};
  EXPECT_EQ(rash.solve(half_model(), {}, nullptr).status, SolveStatus::optimal);
  ScriptedBackend sure{{says(Claim::infeasible), says(Claim::infeasible)}};
  EXPECT_EQ(sure.solve(half_model(), {}, nullptr).status, SolveStatus::infeasible);
}

TEST(Backend, SaysCancelledAndLateBeforeAnyAttempt) {
  ScriptedBackend backend{{}};
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(backend.solve(sum_model(), {.stop = source.get_token()}, nullptr).status,
            SolveStatus::cancelled);
  for (const double wall_s : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(backend.solve(sum_model(), {.wall_s = wall_s}, nullptr).status,
              SolveStatus::time_limit_no_solution);
  }
}

TEST(StopRule, SharesTheRemainingTime) {
  const StopRule forever{Limits{.wall_s = k_infinity}};
  EXPECT_FALSE(forever.must_stop());
  EXPECT_GT(forever.remaining_s(), 1e6);
  const StopRule whole{Limits{.wall_s = 1000}};
  EXPECT_NEAR(whole.with_share(0.25).remaining_s(), 250, 1);
}

}  // namespace
}  // namespace ohmstead::solve
