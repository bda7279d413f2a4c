// The one face of all solvers: a model goes in, a Solution with status, bound and gap comes out.
//
// A solver answer is never an error. Whatever happens (refused numbers, infeasible, out of time,
// wrong values from the library) is told by `status` and `message`. Every model is checked before a
// library sees it; every answer is checked against the model afterwards (check.hpp), tried once
// more in a safer way when it fails, and its objective is recomputed. A linear answer carries a
// bound that we computed ourselves; a mixed-integer answer has its integers exact and the rest
// re-optimised.
//
// Thread rule: one solver is used by one thread at a time; several solvers may run side by side.
//
//   auto solver = make_lp_solver();                  // Result<std::unique_ptr<Solver>>
//   Solution s = (*solver)->solve(model, {.wall_s = 0.5});
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/solve/basis.hpp"
#include "ohmstead/solve/model.hpp"

namespace ohmstead::solve {

struct Limits {
  // Wall-clock time from the call, seconds. Held to within about a tenth; a mixed-integer answer
  // may take one linear solve more, to make its values exact.
  double wall_s = 10.0;
  // A mixed-integer search stops when objective - bound is at most this (in money, not relative:
  // credits push objectives through zero).
  double absolute_gap = 1e-6;
  // Simplex iterations of a linear model, search nodes of a mixed-integer one.
  std::int64_t iterations = std::numeric_limits<std::int32_t>::max();
  // Ends the solve from another thread.
  std::stop_token stop = {};
};

// Where to start, as far as known; nothing here can spoil the answer.
struct Start {
  // For linear models and the relaxation of mixed-integer ones; empty = none.
  Basis basis = {};
  // For mixed-integer models, one value per column; empty = none. Only the integer columns count
  // (the others follow by a linear solve). The answer is never worse than a feasible start.
  std::vector<double> values = {};
};

enum class SolveStatus {
  optimal,                 // proven: gap within Limits::absolute_gap (or rounding, see is_closed())
  good,                    // values that satisfy the model, with a gap above 0
  infeasible,              // no point satisfies the model
  unbounded,               // the objective has no lower end
  time_limit_no_solution,  // time or iterations used up before a feasible point was found
  cancelled,               // by Limits::stop; values may be present
  failed,                  // the model was refused or no answer passed the checks; see message
};
[[nodiscard]] std::string_view to_text(SolveStatus status);

enum class BoundSource {
  none,           // bound is -infinity
  own_duals,      // computed by dual_bound() of check.hpp: proven whatever the solver did
  solver_search,  // the word of the mixed-integer search
};

struct Solution {
  SolveStatus status = SolveStatus::failed;
  double objective = k_infinity;  // recomputed from `values`
  double bound = -k_infinity;     // no feasible point is better than this
  double gap = k_infinity;        // objective - bound, at least 0
  BoundSource bound_source = BoundSource::none;
  // Empty, or one per column, feasible to k_feasibility_tolerance.
  std::vector<double> values;
  // Empty, or one per row: the change of the objective per unit of the row's bounds. For a
  // mixed-integer model those of the linear model with its integers fixed.
  std::vector<double> row_duals;
  std::vector<double> reduced_costs;
  Basis basis;  // empty when the solver gave none
  // Row weights that prove an infeasible linear model so (proves_infeasible() holds); may be empty.
  std::vector<double> infeasibility_proof;
  std::int64_t iterations = 0;
  std::int64_t nodes = 0;
  double solve_ms = 0.0;  // wall time of the whole call
  std::string solver;
  std::string message;  // for people; empty when there is nothing to add

  [[nodiscard]] bool has_values() const { return !values.empty(); }
};

// True when a gap counts as closed: at most `absolute_gap`, or what solver tolerances leave (1e-6
// of the objective, 1e-6 at least).
[[nodiscard]] bool is_closed(double gap, double objective, double absolute_gap);

class Solver {
 public:
  virtual ~Solver() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;

  // Never throws for what a model contains. Precondition: the model is finalised.
  [[nodiscard]] virtual Solution solve(const Model& model, const Limits& limits = {},
                                       const Start* start = nullptr) = 0;

  // Why this solver cannot take the model, in words; empty when it can.
  [[nodiscard]] virtual std::string explain(const Model& model) const = 0;
  [[nodiscard]] bool can_solve(const Model& model) const { return explain(model).empty(); }
};

enum class SolverKind {
  clp_dual,        // best for warm starts and small linear models
  clp_primal,      //
  clp_barrier,     // best for cold linear models of some thousand rows; only with feasible
                   // Start::values, else the dual simplex (see clp.hpp)
  clp_kept,        // dual simplex that stays where it ended: twice as fast where only bounds and
                   // costs change; of equally good points it may find another one than a new solver
  interior,        // our own interior point method: best for cold linear models of more than some
                   // thousand rows; Clp finishes (see interior.hpp)
  cbc,             // mixed-integer; one search at a time per process
  branching,       // our own branch and bound, best for some hundred decisions; Cbc goes on with
                   // what it does not close (see branching.hpp)
  highs,           // linear (simplex) and mixed-integer
  highs_interior,  // linear; best above some ten thousand rows
};

struct SolverDescription {
  SolverKind kind;
  std::string name;     // "clp_dual"
  std::string version;  // of the library
  bool takes_integers = false;
};

// The solvers of this build, in the order of SolverKind.
[[nodiscard]] std::vector<SolverDescription> available_solvers();

// Fails with unavailable when the build has no such solver, with refused when the kind does not
// fit.
[[nodiscard]] base::Result<std::unique_ptr<Solver>> make_lp_solver(
    SolverKind kind = SolverKind::clp_dual);
// A mixed-integer solver takes linear models too.
[[nodiscard]] base::Result<std::unique_ptr<Solver>> make_mip_solver(
    SolverKind kind = SolverKind::branching);

}  // namespace ohmstead::solve
