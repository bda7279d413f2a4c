#include "ohmstead/solve/solver.hpp"

#include <algorithm>
#include <cmath>

#include "branching.hpp"
#include "cbc.hpp"
#include "clp.hpp"
#include "highs.hpp"
#include "interior.hpp"

namespace ohmstead::solve {
namespace {

using SolverPointer = std::unique_ptr<Solver>;

tl::unexpected<base::Error> refuse_linear_kind() {
  return base::fail(base::ErrorKind::refused, "this solver takes linear models only");
}

base::Result<SolverPointer> make_highs_or_fail(SolverKind kind) {
#ifdef OHMSTEAD_HAS_HIGHS
  return make_highs(kind == SolverKind::highs_interior ? HighsMethod::interior
                                                       : HighsMethod::simplex);
#else
  static_cast<void>(kind);
  return base::fail(base::ErrorKind::unavailable, "this build has no HiGHS solver");
#endif
}

}  // namespace

std::string_view to_text(SolveStatus status) {
  switch (status) {
    case SolveStatus::optimal:
      return "optimal";
    case SolveStatus::good:
      return "good";
    case SolveStatus::infeasible:
      return "infeasible";
    case SolveStatus::unbounded:
      return "unbounded";
    case SolveStatus::time_limit_no_solution:
      return "time_limit_no_solution";
    case SolveStatus::cancelled:
      return "cancelled";
    case SolveStatus::failed:
      return "failed";
  }
  return "failed";
}

bool is_closed(double gap, double objective, double absolute_gap) {
  // Libraries stop right at the gap that was asked for; rounding must not turn that into "open".
  constexpr double k_rounding = 1.001;
  return gap <= k_rounding * std::max(absolute_gap, 1e-6 * std::max(1.0, std::abs(objective)));
}

std::vector<SolverDescription> available_solvers() {
  std::vector<SolverDescription> solvers = {
      {SolverKind::clp_dual, "clp_dual", clp_version(), false},
      {SolverKind::clp_primal, "clp_primal", clp_version(), false},
      {SolverKind::clp_barrier, "clp_barrier", clp_version(), false},
      {SolverKind::clp_kept, "clp_kept", clp_version(), false},
      {SolverKind::interior, "interior", "own, with Clp " + clp_version(), false},
      {SolverKind::cbc, "cbc", cbc_version(), true},
      {SolverKind::branching, "branching", "own, with Cbc " + cbc_version(), true},
  };
#ifdef OHMSTEAD_HAS_HIGHS
  solvers.push_back({SolverKind::highs, "highs", highs_version(), true});
  solvers.push_back({SolverKind::highs_interior, "highs_interior", highs_version(), false});
#endif
  return solvers;
}

base::Result<SolverPointer> make_lp_solver(SolverKind kind) {
  switch (kind) {
    case SolverKind::clp_dual:
      return make_clp(ClpMethod::dual);
    case SolverKind::clp_primal:
      return make_clp(ClpMethod::primal);
    case SolverKind::clp_barrier:
      return make_clp(ClpMethod::barrier);
    case SolverKind::clp_kept:
      return make_kept_clp();
    case SolverKind::interior:
      return make_interior();
    case SolverKind::cbc:
      return make_cbc();
    case SolverKind::branching:
      return make_branching();
    case SolverKind::highs:
    case SolverKind::highs_interior:
      return make_highs_or_fail(kind);
  }
  return refuse_linear_kind();
}

base::Result<SolverPointer> make_mip_solver(SolverKind kind) {
  if (kind == SolverKind::cbc) return make_cbc();
  if (kind == SolverKind::branching) return make_branching();
  if (kind == SolverKind::highs) return make_highs_or_fail(kind);
  return refuse_linear_kind();
}

}  // namespace ohmstead::solve
