#include "plain_clp.hpp"

#include <ClpSimplex.hpp>

#include "figures.hpp"

namespace ohmstead::bench {

PlainAnswer solve_by_plain_clp(const solve::Model& model) {
  const CpuStopwatch watch;
  ClpSimplex clp;
  clp.setLogLevel(0);
  clp.loadProblem(model.column_count(), model.row_count(), model.starts().data(),
                  model.entry_rows().data(), model.coefficients().data(),
                  model.column_lower().data(), model.column_upper().data(), model.costs().data(),
                  model.row_lower().data(), model.row_upper().data());
  clp.dual();
  return {clp.objectiveValue() + model.objective_offset(), watch.elapsed_ms(), clp.status() == 0};
}

}  // namespace ohmstead::bench
