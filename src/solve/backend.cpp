#include "backend.hpp"

#include <algorithm>
#include <cmath>

#include "judge.hpp"
#include "model_variants.hpp"
#include "ohmstead/solve/check.hpp"
#include "without_coefficients.hpp"

namespace ohmstead::solve {
namespace {

using std::chrono::duration;
using std::chrono::duration_cast;
using std::chrono::steady_clock;

constexpr double k_longest_wait_s = 1e7;

// What is left of a linear answer after it has been checked.
Solution judge_linear(const Task& task, Answer answer) {
  Solution solution;
  solution.iterations = answer.iterations;
  solution.message = std::move(answer.message);
  solution.solver = std::move(answer.solver);
  if (answer.claim == Claim::optimal || answer.claim == Claim::stopped) {
    take_values(solution, task.model, std::move(answer.values));
    // A solve that was stopped half-way is expected to have no feasible point yet.
    if (answer.claim == Claim::stopped) solution.message.clear();
    take_duals(solution, task.model, std::move(answer.row_duals));
    solution.basis = std::move(answer.basis);
    if (!fits(solution.basis, task.model)) solution.basis = {};
  }
  switch (answer.claim) {
    case Claim::optimal:
      if (!solution.has_values()) return solution;  // failed, and the message says why
      solution.status = is_closed(solution.gap, solution.objective, task.limits.absolute_gap)
                            ? SolveStatus::optimal
                            : SolveStatus::good;
      break;
    case Claim::infeasible:
      solution.status = SolveStatus::infeasible;
      take_proof(solution, task.model, std::move(answer.infeasibility_proof));
      break;
    case Claim::unbounded:
      solution.status = SolveStatus::unbounded;
      break;
    case Claim::stopped:
      solution.status = status_of_stopped(solution, task.stop);
      break;
    case Claim::failed:
      break;
  }
  return solution;
}

// Is there a reason to ask a second time, in the careful way?
bool is_doubtful(const Solution& solution, Claim claim) {
  switch (solution.status) {
    case SolveStatus::failed:
    case SolveStatus::unbounded:
      return true;
    case SolveStatus::infeasible:
      return solution.infeasibility_proof.empty();
    case SolveStatus::good:
      return claim == Claim::optimal;
    default:
      return false;
  }
}

// A model without feasible point may have a descending direction all the same: whether a library
// then says "infeasible" or "unbounded" is chance, and Clp (1.17.6) says "infeasible" of some
// models that have one. Without costs only the question of feasibility is left.
Solution answer_without_costs(const Task& task, const Attempt& attempt) {
  const Model costless = without_costs(task.model);
  Task question{costless, task.limits, task.stop};
  Solution answer = judge_linear(question, attempt(question));
  if (answer.status != SolveStatus::infeasible || !answer.infeasibility_proof.empty()) {
    return answer;
  }
  // Clp's dual simplex calls some feasible models with free columns infeasible even so.
  question.is_careful = true;
  Solution second = judge_linear(question, attempt(question));
  return second.status == SolveStatus::failed ? answer : second;
}

bool has_no_optimum(const Solution& solution) {
  return solution.status == SolveStatus::infeasible || solution.status == SolveStatus::unbounded;
}

bool is_better(const Solution& second, const Solution& first) {
  switch (second.status) {
    case SolveStatus::failed:
      return false;
    case SolveStatus::infeasible:
      return !first.has_values();
    case SolveStatus::unbounded:
      return std::isinf(first.bound);
    case SolveStatus::time_limit_no_solution:
    case SolveStatus::cancelled:
      return first.status == SolveStatus::failed;
    case SolveStatus::optimal:
    case SolveStatus::good:
      return !first.has_values() || second.gap < first.gap;
  }
  return false;
}

// For a linear model: whatever of the start fits.
void take_start(Task& task, const Start* start) {
  if (start == nullptr) return;
  if (fits(start->basis, task.model)) task.basis = &start->basis;
  if (start->values.size() != task.model.costs().size()) return;
  if (check_solution(task.model, start->values).is_feasible()) task.values = start->values;
}

}  // namespace

StopRule::StopRule(const Limits& limits) : stop_{limits.stop} {
  // Not longer than some months, so that the sum of times cannot overflow; NaN counts as 0.
  const double seconds = limits.wall_s > 0.0 ? std::min(limits.wall_s, k_longest_wait_s) : 0.0;
  end_ = steady_clock::now() + duration_cast<steady_clock::duration>(duration<double>(seconds));
}

StopRule StopRule::with_share(double share) const {
  StopRule shorter = *this;
  shorter.end_ -=
      duration_cast<steady_clock::duration>(duration<double>((1.0 - share) * remaining_s()));
  return shorter;
}

double StopRule::remaining_s() const {
  return std::max(0.0, duration<double>(end_ - steady_clock::now()).count());
}

Solution Backend::solve(const Model& model, const Limits& limits, const Start* start) {
  base::expect(model.is_finalised(), "a solver needs a finalised model");
  const base::Stopwatch stopwatch;
  Task task{model, limits, StopRule{limits}};
  Solution solution;
  if (auto checked = check_model(model); !checked) {
    solution = with_status(SolveStatus::failed, checked.error().message);
  } else if (const std::string reason = explain(model); !reason.empty()) {
    solution = with_status(SolveStatus::failed, reason);
  } else if (task.stop.is_cancelled()) {
    solution = with_status(SolveStatus::cancelled, "cancelled before the start");
  } else if (task.stop.is_late()) {
    solution = with_status(SolveStatus::time_limit_no_solution, "no time was given");
  } else if (model.coefficients().empty()) {
    solution = solve_without_coefficients(model);
  } else if (model.integer_count() > 0) {
    solution = solve_mixed_integer(task, start, [this](const Task& t) { return attempt(t); });
  } else {
    take_start(task, start);
    solution = solve_linear(task);
  }
  if (solution.solver.empty()) solution.solver = name_;
  solution.solve_ms = stopwatch.elapsed_ms();
  return solution;
}

Solution Backend::solve_linear(Task task) {
  const Attempt ask = [this](const Task& question) { return attempt(question); };
  Answer answer = ask(task);
  const Claim claim = answer.claim;
  Solution first = judge_linear(task, std::move(answer));
  if (!is_doubtful(first, claim) || task.stop.must_stop()) return first;
  bool is_feasible = false;
  if (has_no_optimum(first)) {
    Solution verdict = answer_without_costs(task, ask);
    if (verdict.status == SolveStatus::infeasible) return verdict;
    is_feasible = verdict.has_values();
    if (is_feasible && first.status == SolveStatus::unbounded) return first;
  }
  task.is_careful = true;
  task.basis = nullptr;
  Solution second = judge_linear(task, ask(task));
  const std::int64_t iterations = first.iterations + second.iterations;
  if (is_better(second, first)) std::swap(first, second);
  first.iterations = iterations;
  // A linear model with a feasible point and without optimum is unbounded.
  if (is_feasible && has_no_optimum(first)) return with_status(SolveStatus::unbounded);
  if (first.status == SolveStatus::failed)
    add_message(first, "a careful second attempt failed too");
  if (first.status == SolveStatus::good) add_message(first, "the gap could not be closed");
  return first;
}

}  // namespace ohmstead::solve
