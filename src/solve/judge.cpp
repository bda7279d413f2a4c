#include "judge.hpp"

#include <algorithm>
#include <cmath>

#include "ohmstead/solve/check.hpp"

namespace ohmstead::solve {

Solution with_status(SolveStatus status, std::string message) {
  Solution solution;
  solution.status = status;
  solution.message = std::move(message);
  return solution;
}

void add_message(Solution& solution, std::string_view message) {
  if (message.empty()) return;
  if (!solution.message.empty()) solution.message += "; ";
  solution.message += message;
}

void set_bound(Solution& solution, double bound, BoundSource source) {
  solution.bound = bound;
  solution.bound_source = std::isinf(bound) ? BoundSource::none : source;
  if (solution.has_values()) solution.gap = std::max(0.0, solution.objective - bound);
}

void take_values(Solution& solution, const Model& model, std::vector<double> values) {
  if (values.size() != model.costs().size()) return;
  const SolutionCheck check = check_solution(model, values);
  if (!check.is_feasible()) {
    add_message(solution, describe(model, check));
    return;
  }
  solution.objective = check.objective;
  solution.values = std::move(values);
}

void take_duals(Solution& solution, const Model& model, std::vector<double> duals) {
  if (duals.size() != model.row_lower().size()) return;
  set_bound(solution, dual_bound(model, duals), BoundSource::own_duals);
  solution.reduced_costs = reduced_costs(model, duals);
  solution.row_duals = std::move(duals);
}

void take_proof(Solution& solution, const Model& model, std::vector<double> proof) {
  if (proof.size() != model.row_lower().size() || !proves_infeasible(model, proof)) return;
  solution.infeasibility_proof = std::move(proof);
}

SolveStatus status_of_stopped(const Solution& solution, const StopRule& stop) {
  if (stop.is_cancelled()) return SolveStatus::cancelled;
  return solution.has_values() ? SolveStatus::good : SolveStatus::time_limit_no_solution;
}

}  // namespace ohmstead::solve
