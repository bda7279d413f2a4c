// Small problems with answers known from a formula, by hand or by enumeration: every solver has to
// get all of them right. Used by tests only.
//
//   for (const SolverCase& c : linear_cases()) check(solver, c);
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

// For GoogleTest's messages.
inline std::ostream& operator<<(std::ostream& out, SolveStatus status) {
  return out << to_text(status);
}
inline std::ostream& operator<<(std::ostream& out, const SolverDescription& solver) {
  return out << solver.name;
}

[[nodiscard]] std::unique_ptr<Solver> make_solver(const SolverDescription& description);

struct SolverCase {
  std::string name;
  Model model;  // finalised
  SolveStatus status = SolveStatus::optimal;
  double objective = 0.0;  // when optimal
};

// Builds a case in place: columns and rows are numbered, names say what they are.
class CaseBuilder {
 public:
  ColumnId column(double lower, double upper, double cost, bool is_integer = false) {
    const std::int32_t slot = model.column_count();
    return model.add_column({{model.name("x"), slot}, lower, upper, cost, is_integer});
  }
  ColumnId whole(double lower, double upper, double cost) {
    return column(lower, upper, cost, true);
  }
  RowId row(double lower, double upper, std::initializer_list<Term> terms) {
    const std::int32_t slot = model.row_count();
    return model.add_row({{model.name("r"), slot}, lower, upper}, terms);
  }

  Model model;
};

[[nodiscard]] SolverCase make_case(std::string name, const std::function<void(CaseBuilder&)>& build,
                                   double objective, SolveStatus status = SolveStatus::optimal);

[[nodiscard]] std::vector<SolverCase> linear_cases();
[[nodiscard]] std::vector<SolverCase> mixed_integer_cases();

// A battery in a house with hourly prices over `slots` slots that begin at `first`; 9 columns and 4
// rows per slot in the manner of the planner, with soft limits and a value of what is left.
[[nodiscard]] Model battery_model(int first, int slots, double start_kwh);

// A market split problem: no feasible point, yet no search shows it in reasonable time. With slack
// columns (cost 1) every choice is feasible, but the best one is as hard to find.
[[nodiscard]] Model market_split_model(bool has_slack);

}  // namespace ohmstead::solve
