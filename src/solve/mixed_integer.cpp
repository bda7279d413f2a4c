// The frame of a mixed-integer solve: a start made feasible, the library's search, then the
// integers fixed and the rest re-optimised, so that values are exact and there are duals to explain
// them.
#include <algorithm>
#include <cmath>

#include "backend.hpp"
#include "fixed_integers.hpp"
#include "judge.hpp"

namespace ohmstead::solve {
namespace {

// Of the time limit: what the search gets, because libraries look at the clock now and then only.
constexpr double k_search_share = 0.9;

// For the linear solves around the search: what is left, and a little when nothing is.
Limits rest_of_limits(const Task& task) {
  Limits rest;
  rest.wall_s = std::max(task.stop.remaining_s(), 0.02 + 0.05 * task.limits.wall_s);
  rest.stop = task.limits.stop;
  return rest;
}

// The start with its continuous columns re-optimised; without values when it cannot be used.
Solution complete_start(const Task& task, const Start* start) {
  if (start == nullptr || start->values.size() != task.model.costs().size()) return {};
  for (std::size_t j = 0; j < start->values.size(); ++j) {
    if (task.model.integer_flags()[j] != 0 && !std::isfinite(start->values[j])) return {};
  }
  return solve_with_integers_fixed(task.model, start->values, rest_of_limits(task));
}

// The search's values made exact, or as they are when they pass the checks but cannot be fixed.
Solution make_exact(const Task& task, Answer& answer) {
  if (answer.values.size() != task.model.costs().size()) return {};
  Solution exact = solve_with_integers_fixed(task.model, answer.values, rest_of_limits(task));
  if (exact.has_values()) return exact;
  Solution plain;
  take_values(plain, task.model, std::move(answer.values));
  return plain;
}

// Does any point satisfy the model, whatever it costs?
bool has_feasible_point(const Task& task, const Attempt& attempt) {
  Model costless = task.model;
  for (std::int32_t j = 0; j < costless.column_count(); ++j) costless.set_cost(ColumnId{j}, 0.0);
  Solution found;
  take_values(found, costless, attempt(Task{costless, task.limits, task.stop}).values);
  return found.has_values();
}

// Libraries mix up "infeasible" and "unbounded" in mixed-integer models. The relaxation tells: when
// it is unbounded and the model has any point at all, the model is unbounded too.
Solution without_optimum(const Task& task, const Attempt& attempt) {
  const Solution relaxation = solve_relaxation(task.model, rest_of_limits(task));
  Solution verdict = with_status(SolveStatus::infeasible);
  verdict.infeasibility_proof = relaxation.infeasibility_proof;
  if (relaxation.status == SolveStatus::unbounded && has_feasible_point(task, attempt)) {
    verdict.status = SolveStatus::unbounded;
  }
  return verdict;
}

// A checked point that is better than the bound shows the bound to be wrong.
bool is_contradicted(const Solution& solution, double bound) {
  return bound > solution.objective + 1e-6 * std::max(1.0, std::abs(solution.objective));
}

// The search's bound when it holds water, that of the relaxation otherwise.
void settle_bound(Solution& solution, const Task& task, const Answer& answer) {
  const bool is_known = answer.claim != Claim::failed && std::isfinite(answer.bound);
  if (is_known && !is_contradicted(solution, answer.bound)) {
    set_bound(solution, std::min(answer.bound, solution.objective), BoundSource::solver_search);
    return;
  }
  if (is_known) add_message(solution, "the search's bound was above a feasible point: not used");
  const double bound = solve_relaxation(task.model, rest_of_limits(task)).bound;
  set_bound(solution, std::min(bound, solution.objective), BoundSource::own_duals);
}

SolveStatus judge_status(const Solution& solution, const Task& task, Claim claim) {
  if (solution.has_values()) {
    const bool is_proven = is_closed(solution.gap, solution.objective, task.limits.absolute_gap);
    if (is_proven) return SolveStatus::optimal;
    return task.stop.is_cancelled() ? SolveStatus::cancelled : SolveStatus::good;
  }
  return claim == Claim::stopped ? status_of_stopped(solution, task.stop) : SolveStatus::failed;
}

}  // namespace

Solution solve_mixed_integer(const Task& task, const Start* start, const Attempt& attempt) {
  Solution solution = complete_start(task, start);
  Task search = task;
  search.values = solution.values;
  search.values_objective = solution.objective;
  search.stop = task.stop.with_share(k_search_share);
  Answer answer = attempt(search);
  if (answer.claim == Claim::failed && !search.stop.must_stop()) {
    search.is_careful = true;
    answer = attempt(search);
  }
  Solution found = make_exact(task, answer);
  if (found.has_values() && found.objective <= solution.objective) solution = std::move(found);
  solution.message = std::move(answer.message);
  solution.iterations = answer.iterations;
  solution.nodes = answer.nodes;
  if (!solution.has_values()) {
    add_message(solution, found.message);
    if (answer.claim == Claim::infeasible || answer.claim == Claim::unbounded) {
      return without_optimum(task, attempt);
    }
  } else if (answer.claim == Claim::unbounded) {
    return with_status(SolveStatus::unbounded);
  }
  settle_bound(solution, task, answer);
  solution.status = judge_status(solution, task, answer.claim);
  return solution;
}

}  // namespace ohmstead::solve
