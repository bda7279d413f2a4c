#include "sturdy_linear_solver.hpp"

namespace ohmstead::solve {

void load(SturdyLinearSolver& linear, const Model& model) {
  linear.messageHandler()->setLogLevel(0);
  linear.getModelPtr()->setLogLevel(0);
  linear.loadProblem(model.column_count(), model.row_count(), model.starts().data(),
                     model.entry_rows().data(), model.coefficients().data(),
                     model.column_lower().data(), model.column_upper().data(), model.costs().data(),
                     model.row_lower().data(), model.row_upper().data());
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    if (model.integer_flags()[static_cast<std::size_t>(j)] != 0) linear.setInteger(j);
  }
}

}  // namespace ohmstead::solve
