#include "clp.hpp"

#include <ClpConfig.h>

#include <ClpSimplex.hpp>
#include <ClpSolve.hpp>
#include <algorithm>
#include <cmath>
#include <exception>

#include "backend.hpp"
#include "clp_basis.hpp"
#include "ohmstead/solve/check.hpp"
#include "stop_handler.hpp"

namespace ohmstead::solve {
namespace {

std::string name_of(ClpMethod method) {
  switch (method) {
    case ClpMethod::dual:
      return "clp_dual";
    case ClpMethod::primal:
      return "clp_primal";
    case ClpMethod::barrier:
      return "clp_barrier";
  }
  return "clp";
}

void load(ClpSimplex& clp, const Model& model) {
  clp.setLogLevel(0);
  clp.loadProblem(model.column_count(), model.row_count(), model.starts().data(),
                  model.entry_rows().data(), model.coefficients().data(),
                  model.column_lower().data(), model.column_upper().data(), model.costs().data(),
                  model.row_lower().data(), model.row_upper().data());
}

// Scaling costs a tenth of a warm solve and cannot help a matrix whose numbers are alike.
bool needs_scaling(const Model& model) {
  double least = k_infinity, most = 0.0;
  for (const double coefficient : model.coefficients()) {
    least = std::min(least, std::abs(coefficient));
    most = std::max(most, std::abs(coefficient));
  }
  return most > 1e3 * least;
}

// Clp's barrier method ends the process (assertions and abort(), 1.17.6) on some models that have
// no feasible point or no lowest objective. It is used only when both are known beforehand: the
// point was handed over and checked, and the costs alone bound the objective from below.
bool is_safe_for_barrier(const Task& task) {
  const std::vector<double> no_duals(task.model.row_lower().size(), 0.0);
  return !task.values.empty() && std::isfinite(dual_bound(task.model, no_duals));
}

// Less than this beside a bound, relative to its size, is rounding.
constexpr double k_rounding = 1e-10;

// Prices differ by less than the library's own tolerance: of a rare scenario, or of a preference
// beside a penalty.
constexpr double k_small_costs = 1e-9;

// Of ClpSimplex::setPerturbation(): costs are moved a little, always and by this size, against
// steps that gain nothing. With its own choice (50) two of ten homes took 30,000 steps more.
constexpr int k_perturb = 55;
// From so many rows on a model has many parts.
constexpr std::int32_t k_many_parts = 8000;

// Cold and so large that presolving it first pays: it halves the time of plans over many scenarios.
constexpr std::int32_t k_many_rows = 20000;

void run_presolved(ClpSimplex& clp) {
  ClpSolve options;
  options.setSolveType(ClpSolve::useDual);
  options.setPresolveType(ClpSolve::presolveOn);
  options.setSpecialOption(2, 1);  // leave Ctrl-C to the program
  clp.setDualTolerance(k_small_costs);
  clp.initialSolve(options);
}

void run_barrier(ClpSimplex& clp) {
  ClpSolve options;
  options.setSolveType(ClpSolve::useBarrier);
  options.setPresolveType(ClpSolve::presolveOn);
  options.setSpecialOption(2, 1);  // leave Ctrl-C to the program
  clp.initialSolve(options);
}

void run(ClpSimplex& clp, ClpMethod method, const Task& task) {
  // The second attempt does everything the other way round.
  if (needs_scaling(task.model) == task.is_careful) clp.scaling(0);
  if (method == ClpMethod::barrier && !task.is_careful && task.basis == nullptr &&
      is_safe_for_barrier(task)) {
    run_barrier(clp);
    return;
  }
  const bool is_cold = task.basis == nullptr;
  if (method == ClpMethod::dual && is_cold && task.model.row_count() > k_many_rows) {
    run_presolved(clp);
    return;
  }
  const bool prefers_primal = method == ClpMethod::primal;
  if (prefers_primal != task.is_careful) {
    clp.primal();
  } else {
    clp.dual();
  }
}

Claim claim_of(const ClpSimplex& clp) {
  switch (clp.status()) {
    case 0:
      return Claim::optimal;
    case 1:
      return Claim::infeasible;
    case 2:
      return Claim::unbounded;
    case 3:  // iterations or the library's own time limit
    case 5:  // stopped by the event handler
      return Claim::stopped;
    default:
      return Claim::failed;
  }
}

Answer read_answer(const ClpSimplex& clp) {
  Answer answer;
  answer.claim = claim_of(clp);
  answer.iterations = clp.numberIterations();
  const auto columns = static_cast<std::size_t>(clp.numberColumns());
  const auto rows = static_cast<std::size_t>(clp.numberRows());
  if (answer.claim == Claim::optimal || answer.claim == Claim::stopped) {
    const double* values = clp.getColSolution();
    const double* duals = clp.getRowPrice();
    answer.values.assign(values, values + columns);
    answer.row_duals.assign(duals, duals + rows);
    answer.basis = get_basis(clp);
  } else if (answer.claim == Claim::infeasible) {
    const std::unique_ptr<double[]> ray{clp.infeasibilityRay()};
    if (ray) answer.infeasibility_proof.assign(ray.get(), ray.get() + rows);
  } else if (answer.claim == Claim::failed) {
    answer.message = "Clp ended with status " + std::to_string(clp.status());
  }
  return answer;
}

Answer read_stopped(const ClpSimplex& clp, const Task& task) {
  Answer answer = read_answer(clp);
  // Stopped inside the presolved problem, it says that it failed.
  if (answer.claim == Claim::failed && task.stop.must_stop()) answer.claim = Claim::stopped;
  return answer;
}

// With the limits of the task.
void prepare(ClpSimplex& clp, StopHandler& handler, const Task& task) {
  load(clp, task.model);
  clp.passInEventHandler(&handler);
  clp.setMaximumIterations(static_cast<int>(
      std::clamp<std::int64_t>(task.limits.iterations, 0, std::numeric_limits<int>::max())));
}

Answer solve_in_clp(const Task& task, ClpMethod method) {
  ClpSimplex clp;
  StopHandler handler{task.stop};
  prepare(clp, handler, task);
  if (task.basis != nullptr) set_basis(clp, *task.basis, task.model);
  run(clp, method, task);
  return read_stopped(clp, task);
}

// What rests at a bound may be left a rounding error beside it.
void rest_on_bounds(const Model& model, Answer& answer) {
  for (std::size_t j = 0; j < answer.values.size(); ++j) {
    const BasisStatus status = answer.basis.columns[j];
    if (status != BasisStatus::at_lower && status != BasisStatus::at_upper) continue;
    const double bound =
        status == BasisStatus::at_lower ? model.column_lower()[j] : model.column_upper()[j];
    const double off = std::abs(answer.values[j] - bound);
    if (off <= k_rounding * std::max(1.0, std::abs(bound))) answer.values[j] = bound;
  }
}

// A pass over the values pushes what is basic in too many columns to a bound, one after the other;
// then a few steps of the primal simplex.
Answer solve_from(const Task& task, const Point& point) {
  ClpSimplex clp;
  StopHandler handler{task.stop};
  prepare(clp, handler, task);
  set_basis(clp, point.basis, task.model);
  std::copy(point.values.begin(), point.values.end(), clp.primalColumnSolution());
  for (int j = 0; j < clp.numberColumns(); ++j) {
    if (point.basis.columns[static_cast<std::size_t>(j)] == BasisStatus::nonbasic_free)
      clp.setColumnStatus(j, ClpSimplex::superBasic);
  }
  // Where many parts are alike, many steps gain nothing; and scaling takes longer than it helps.
  const bool is_large = task.model.row_count() > k_many_parts;
  if (is_large) clp.setPerturbation(k_perturb);
  if (is_large || !needs_scaling(task.model)) clp.scaling(0);
  clp.primal(1);
  Answer answer = read_stopped(clp, task);
  rest_on_bounds(task.model, answer);
  return answer;
}

// The library's exceptions end here.
Answer guarded(const std::function<Answer()>& solve) {
  try {
    return solve();
  } catch (const std::exception& error) {
    return failed_answer(std::string{"Clp: "} + error.what());
  } catch (...) {  // CoinError is not a std::exception
    return failed_answer("Clp gave up with an exception");
  }
}

std::string explain_integers(const Model& model) {
  if (model.integer_count() == 0) return {};
  const auto flags = model.integer_flags();
  const auto first = std::find(flags.begin(), flags.end(), std::uint8_t{1}) - flags.begin();
  return "Clp takes linear models only; this one has " + std::to_string(model.integer_count()) +
         " integer columns, the first is " +
         model.label(ColumnId{static_cast<std::int32_t>(first)});
}

class ClpBackend final : public Backend {
 public:
  explicit ClpBackend(ClpMethod method) : Backend{name_of(method)}, method_{method} {}

  [[nodiscard]] std::string explain(const Model& model) const override {
    return explain_integers(model);
  }

 private:
  [[nodiscard]] Answer attempt(const Task& task) override { return run_clp(task, method_); }

  ClpMethod method_;
};

// The last model stays loaded with its factors; one of the same matrix changes only bounds and
// costs.
class KeptClpBackend final : public Backend {
 public:
  KeptClpBackend() : Backend{"clp_kept"} {}

  [[nodiscard]] std::string explain(const Model& model) const override {
    return explain_integers(model);
  }

 private:
  // Of ClpSimplex::dual(): keep the factors for the next solve, use those that were kept.
  static constexpr int k_keep = 1, k_use_kept = 2;

  [[nodiscard]] Answer attempt(const Task& task) override {
    if (task.is_careful) return run_clp(task, ClpMethod::dual);
    Answer answer = guarded([&] { return solve_kept(task); });
    if (answer.claim != Claim::optimal) clp_.reset();
    return answer;
  }

  Answer solve_kept(const Task& task) {
    StopHandler handler{task.stop};
    const bool is_kept = clp_ && has_matrix_of(task.model);
    if (is_kept) {
      clp_->passInEventHandler(&handler);
      take_numbers(task.model);
    } else {
      clp_ = std::make_unique<ClpSimplex>();
      prepare(*clp_, handler, task);
      keep_matrix(task.model);
      if (!needs_scaling(task.model)) clp_->scaling(0);
      clp_->setDualTolerance(k_small_costs);
      if (task.basis != nullptr) set_basis(*clp_, *task.basis, task.model);
    }
    clp_->dual(0, is_kept ? k_keep | k_use_kept : k_keep);
    return read_stopped(*clp_, task);
  }

  [[nodiscard]] bool has_matrix_of(const Model& model) const {
    return clp_->numberRows() == model.row_count() && std::ranges::equal(starts_, model.starts()) &&
           std::ranges::equal(rows_, model.entry_rows()) &&
           std::ranges::equal(coefficients_, model.coefficients());
  }

  void keep_matrix(const Model& model) {
    starts_.assign(model.starts().begin(), model.starts().end());
    rows_.assign(model.entry_rows().begin(), model.entry_rows().end());
    coefficients_.assign(model.coefficients().begin(), model.coefficients().end());
  }

  // Set one by one, so that Clp knows what changed.
  void take_numbers(const Model& model) {
    for (int j = 0; j < clp_->numberColumns(); ++j) {
      const auto k = static_cast<std::size_t>(j);
      const double lower = model.column_lower()[k], upper = model.column_upper()[k];
      if (clp_->columnLower()[j] != to_clp_bound(lower) ||
          clp_->columnUpper()[j] != to_clp_bound(upper))
        clp_->setColumnBounds(j, to_clp_bound(lower), to_clp_bound(upper));
      if (clp_->objective()[j] != model.costs()[k])
        clp_->setObjectiveCoefficient(j, model.costs()[k]);
    }
    for (int i = 0; i < clp_->numberRows(); ++i) {
      const auto k = static_cast<std::size_t>(i);
      const double lower = model.row_lower()[k], upper = model.row_upper()[k];
      if (clp_->rowLower()[i] != to_clp_bound(lower) || clp_->rowUpper()[i] != to_clp_bound(upper))
        clp_->setRowBounds(i, to_clp_bound(lower), to_clp_bound(upper));
    }
  }

  // Clp's infinity is the largest number.
  static double to_clp_bound(double bound) {
    return std::clamp(bound, -COIN_DBL_MAX, COIN_DBL_MAX);
  }

  std::unique_ptr<ClpSimplex> clp_;
  std::vector<std::int32_t> starts_, rows_;
  std::vector<double> coefficients_;
};

}  // namespace

Answer run_clp(const Task& task, ClpMethod method) {
  return guarded([&] { return solve_in_clp(task, method); });
}

Answer run_clp_from_point(const Task& task, const Point& point) {
  return guarded([&] { return solve_from(task, point); });
}

std::unique_ptr<Solver> make_clp(ClpMethod method) { return std::make_unique<ClpBackend>(method); }

std::unique_ptr<Solver> make_kept_clp() { return std::make_unique<KeptClpBackend>(); }

std::string clp_version() { return CLP_VERSION; }

}  // namespace ohmstead::solve
