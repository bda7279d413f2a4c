// The frame of a mixed-integer solve: a start made feasible, the library's search, then the
// integers fixed and the rest re-optimised, so that values are exact and there are duals to explain
// them.
#include <algorithm>
#include <cmath>
#include <optional>

#include "backend.hpp"
#include "judge.hpp"
#include "model_variants.hpp"
#include "ohmstead/solve/check.hpp"

namespace ohmstead::solve {
namespace {

// Of the time limit: what the search gets, because libraries look at the clock now and then only.
constexpr double k_search_share = 0.9;

// Relative to the objective: a relaxation that misses a point by more may still be searched,
// however large what cannot be changed is beside it.
constexpr double k_rounding = 1e-9;

// Whether nothing is left to search for.
bool is_settled(const Solution& solution, const Task& task) {
  return solution.has_values() &&
         solution.gap <=
             std::max(task.limits.absolute_gap, k_rounding * std::abs(solution.objective));
}

// For the linear solves around the search: what is left, and a little when nothing is.
Limits rest_of_limits(const Task& task) {
  Limits rest;
  rest.wall_s = std::max(task.stop.remaining_s(), 0.02 + 0.05 * task.limits.wall_s);
  rest.stop = task.limits.stop;
  return rest;
}

// The start with its continuous columns re-optimised; without values when it cannot be used.
Solution complete_start(const Task& task, const Start* start, const Basis& relaxed) {
  if (start == nullptr || start->values.size() != task.model.costs().size()) return {};
  for (std::size_t j = 0; j < start->values.size(); ++j) {
    if (task.model.integer_flags()[j] != 0 && !std::isfinite(start->values[j])) return {};
  }
  return solve_with_integers_fixed(task.model, start->values, rest_of_limits(task), &relaxed);
}

// The search's values made exact, or as they are when they pass the checks but cannot be fixed.
Solution make_exact(const Task& task, const Basis& relaxed, Answer& answer) {
  if (answer.values.size() != task.model.costs().size()) return {};
  const Basis* basis = answer.basis.is_empty() ? &relaxed : &answer.basis;
  Solution exact =
      solve_with_integers_fixed(task.model, answer.values, rest_of_limits(task), basis);
  if (exact.has_values()) return exact;
  Solution plain;
  take_values(plain, task.model, std::move(answer.values));
  return plain;
}

// Does any point satisfy the model, whatever it costs?
bool has_feasible_point(const Task& task, const Attempt& attempt) {
  const Model costless = without_costs(task.model);
  Solution found;
  take_values(found, costless, attempt(Task{costless, task.limits, task.stop}).values);
  return found.has_values();
}

// A checked point that is better than the bound shows the bound to be wrong.
bool is_contradicted(const Solution& solution, double bound) {
  return bound > solution.objective + 1e-6 * std::max(1.0, std::abs(solution.objective));
}

// The better one of the search's bound, when it holds water, and that of the relaxation.
void settle_bound(Solution& solution, const Answer& answer, double relaxation_bound) {
  double bound = relaxation_bound;
  BoundSource source = BoundSource::own_duals;
  if (answer.claim != Claim::failed && std::isfinite(answer.bound) && answer.bound > bound) {
    if (is_contradicted(solution, answer.bound)) {
      add_message(solution, "the search's bound was above a feasible point: not used");
    } else {
      bound = answer.bound;
      source = BoundSource::solver_search;
    }
  }
  set_bound(solution, std::min(bound, solution.objective), source);
}

SolveStatus judge_status(const Solution& solution, const Task& task, Claim claim) {
  if (solution.has_values()) {
    const bool is_proven = is_closed(solution.gap, solution.objective, task.limits.absolute_gap);
    if (is_proven) return SolveStatus::optimal;
    return task.stop.is_cancelled() ? SolveStatus::cancelled : SolveStatus::good;
  }
  return claim == Claim::stopped ? status_of_stopped(solution, task.stop) : SolveStatus::failed;
}

// Takes over the better one of a solution and what a search found. The message stays that of the
// last search.
void take_better(Solution& solution, const Task& task, const Basis& relaxed, Answer& answer) {
  Solution found = make_exact(task, relaxed, answer);
  std::string why_not = found.message;
  if (found.has_values() && found.objective <= solution.objective) solution = std::move(found);
  solution.message = solution.has_values() ? "" : std::move(why_not);
  add_message(solution, answer.message);
  solution.iterations = answer.iterations;
  solution.nodes = answer.nodes;
}

// What the relaxation alone decides. It is solved first, because that costs little and because Cbc
// ends the process (assertion in OsiClp, 2.10.8) on some models whose relaxation has no optimum.
std::optional<Solution> decide_by_relaxation(const Task& task, const Attempt& attempt,
                                             const Solution& relaxation) {
  switch (relaxation.status) {
    case SolveStatus::infeasible: {
      Solution verdict = with_status(SolveStatus::infeasible);
      verdict.infeasibility_proof = relaxation.infeasibility_proof;
      return verdict;
    }
    case SolveStatus::unbounded:
      // With any point at all the model is unbounded too (its numbers being rational).
      return with_status(has_feasible_point(task, attempt) ? SolveStatus::unbounded
                                                           : SolveStatus::infeasible);
    case SolveStatus::optimal:
      break;
    default:
      return std::nullopt;
  }
  const SolutionCheck check = check_solution(task.model, relaxation.values);
  if (!check.is_feasible()) return std::nullopt;
  Solution whole = solve_with_integers_fixed(task.model, relaxation.values, rest_of_limits(task),
                                             &relaxation.basis);
  set_bound(whole, std::min(relaxation.bound, whole.objective), BoundSource::own_duals);
  if (!is_settled(whole, task)) return std::nullopt;
  whole.status = SolveStatus::optimal;
  return whole;
}

Solution search_for_integers(const Task& task, Solution solution, const Solution& relaxation,
                             const Attempt& attempt) {
  Task search = task;
  if (fits(relaxation.basis, task.model)) search.basis = &relaxation.basis;
  search.values = solution.values;
  search.stop = task.stop.with_share(k_search_share);
  Answer answer;
  answer.claim = Claim::stopped;
  if (!search.stop.must_stop()) answer = attempt(search);
  take_better(solution, task, relaxation.basis, answer);
  // "Infeasible" comes without a proof and "optimal" may come with values that fail the checks:
  // both are asked for twice, like a failure.
  const bool is_doubtful =
      answer.claim == Claim::optimal ? !solution.has_values() : answer.claim != Claim::stopped;
  if (is_doubtful && !search.stop.must_stop()) {
    search.is_careful = true;
    search.values = solution.values;
    answer = attempt(search);
    take_better(solution, task, relaxation.basis, answer);
  }
  settle_bound(solution, answer, relaxation.bound);
  solution.status = answer.claim == Claim::infeasible && !solution.has_values()
                        ? SolveStatus::infeasible
                        : judge_status(solution, task, answer.claim);
  return solution;
}

Solution solve_with_whole_bounds(const Task& task, const Start* start, const Attempt& attempt) {
  const Basis* basis = start == nullptr ? nullptr : &start->basis;
  const Solution relaxation = solve_relaxation(task.model, rest_of_limits(task), basis);
  if (auto decided = decide_by_relaxation(task, attempt, relaxation)) return *std::move(decided);
  Solution known = complete_start(task, start, relaxation.basis);
  if (known.has_values()) {
    set_bound(known, relaxation.bound, BoundSource::own_duals);
    known.status = judge_status(known, task, Claim::stopped);
    if (is_settled(known, task) || known.status == SolveStatus::cancelled) return known;
  }
  return search_for_integers(task, std::move(known), relaxation, attempt);
}

}  // namespace

Solution solve_mixed_integer(const Task& task, const Start* start, const Attempt& attempt) {
  const std::optional<Model> rounded = with_whole_bounds(task.model);
  if (!rounded) return solve_with_whole_bounds(task, start, attempt);
  if (const auto sound = check_model(*rounded); !sound) {  // no whole number between two bounds
    return with_status(SolveStatus::infeasible, sound.error().message);
  }
  return solve_with_whole_bounds(Task{*rounded, task.limits, task.stop}, start, attempt);
}

}  // namespace ohmstead::solve
