// The linear part of the family of known answers.
#include "solver_cases.hpp"

namespace ohmstead::solve {
namespace {

constexpr double k_inf = k_infinity;

// Two products, three limits: the corner (3, 1) earns 3 * 3 + 2 * 1.
void two_products(CaseBuilder& b) {
  const ColumnId x = b.column(0, k_inf, -3), y = b.column(0, k_inf, -2);
  b.row(-k_inf, 4, {{x, 1}, {y, 1}});
  b.row(-k_inf, 6, {{x, 1}, {y, 3}});
  b.row(-k_inf, 3, {{x, 1}});
}

// Five limits meet in the optimal corner (1, 1).
void degenerate_corner(CaseBuilder& b) {
  const ColumnId x = b.column(0, k_inf, -1), y = b.column(0, k_inf, -1);
  b.row(-k_inf, 1, {{x, 1}});
  b.row(-k_inf, 1, {{y, 1}});
  b.row(-k_inf, 2, {{x, 1}, {y, 1}});
  b.row(-k_inf, 3, {{x, 2}, {y, 1}});
  b.row(-k_inf, 3, {{x, 1}, {y, 2}});
}

// Supplies 20 and 30, demands 10, 25 and 15. Best: 5, 0, 15 and 5, 25, 0 (potentials u = 0, 3 and
// v = 2, 1, 1 leave no negative reduced cost): 5*2 + 15*1 + 5*5 + 25*4 = 150.
void transport(CaseBuilder& b) {
  const double costs[2][3] = {{2, 3, 1}, {5, 4, 8}};
  ColumnId x[2][3];
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 3; ++j) x[i][j] = b.column(0, k_inf, costs[i][j]);
  }
  b.row(20, 20, {{x[0][0], 1}, {x[0][1], 1}, {x[0][2], 1}});
  b.row(30, 30, {{x[1][0], 1}, {x[1][1], 1}, {x[1][2], 1}});
  const double demands[3] = {10, 25, 15};
  for (int j = 0; j < 3; ++j) b.row(demands[j], demands[j], {{x[0][j], 1}, {x[1][j], 1}});
}

// t = |z - 3| for a free z: 0.
void free_columns(CaseBuilder& b) {
  const ColumnId t = b.column(-k_inf, k_inf, 1), z = b.column(-k_inf, k_inf, 0);
  b.row(-3, k_inf, {{t, 1}, {z, -1}});
  b.row(3, k_inf, {{t, 1}, {z, 1}});
}

// Klee and Minty's cube visits every corner when badly led; the optimum is 100^2.
void klee_minty(CaseBuilder& b) {
  const ColumnId x = b.column(0, k_inf, -100), y = b.column(0, k_inf, -10),
                 z = b.column(0, k_inf, -1);
  b.row(-k_inf, 1, {{x, 1}});
  b.row(-k_inf, 100, {{x, 20}, {y, 1}});
  b.row(-k_inf, 10000, {{x, 200}, {y, 20}, {z, 1}});
}

// Charge 1 kWh at 0.10, use it at 0.30: two hours of 1 kW load cost 2 * 0.10.
void arbitrage(CaseBuilder& b) {
  const ColumnId first = b.column(0, 10, 0.10), second = b.column(0, 10, 0.30);
  const ColumnId charge = b.column(0, 5, 0), discharge = b.column(0, 5, 0);
  const ColumnId stored = b.column(0, 1, 0);
  b.row(1, 1, {{first, 1}, {charge, -1}});
  b.row(1, 1, {{second, 1}, {discharge, 1}});
  b.row(0, 0, {{stored, 1}, {charge, -1}});
  b.row(0, k_inf, {{stored, 1}, {discharge, -1}});
}

// Coefficients over seven decades: y = 1e7 meets the demand at 0.5, x = 1 would cost 1.
void badly_scaled(CaseBuilder& b) {
  const ColumnId x = b.column(0, 10, 1), y = b.column(0, 1e8, 5e-8);
  b.row(1e4, k_inf, {{x, 1e4}, {y, 1e-3}});
}

// The same coefficient given twice adds up (2 x >= 4); a zero is no coefficient.
void repeated_coefficients(CaseBuilder& b) {
  const ColumnId x = b.column(0, k_inf, 1), y = b.column(0, k_inf, -1);
  const RowId demand = b.row(4, k_inf, {{x, 1}});
  b.model.add(demand, x, 1);
  b.model.add(demand, y, 0);
  b.row(-k_inf, 3, {{y, 1}});
}

void chain_of_unbounded_states(CaseBuilder& b) {
  // s[t] = 0.5 s[t-1] + p[t], p in [0, 1], s[0] = p[0]: most that s[2] can be is 1 + 0.5 + 0.25.
  ColumnId before;
  for (int t = 0; t < 3; ++t) {
    const ColumnId p = b.column(0, 1, 0);
    const ColumnId state = b.column(-k_inf, k_inf, t == 2 ? -1 : 0);
    const RowId row = b.row(0, 0, {{state, 1}, {p, -1}});
    if (t > 0) b.model.add(row, before, -0.5);
    before = state;
  }
}

void add_feasible_linear_cases(std::vector<SolverCase>& cases) {
  cases.push_back(make_case("two products", two_products, -11));
  cases.push_back(make_case("degenerate corner", degenerate_corner, -2));
  cases.push_back(make_case("transport", transport, 150));
  cases.push_back(make_case("free columns", free_columns, 0));
  cases.push_back(make_case("Klee-Minty cube", klee_minty, -10000));
  cases.push_back(make_case("battery arbitrage", arbitrage, 0.2));
  cases.push_back(make_case("badly scaled", badly_scaled, 0.5));
  cases.push_back(make_case("repeated coefficients", repeated_coefficients, 2 - 3));
  cases.push_back(make_case("chain of free states", chain_of_unbounded_states, -1.75));
  cases.push_back(make_case(
      "two equations",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(0, k_inf, 1), y = b.column(0, k_inf, 0);
        b.row(1, 1, {{x, 1}, {y, 1}});
        b.row(0.2, 0.2, {{x, 1}, {y, -1}});
      },
      0.6));
  cases.push_back(make_case(
      "dependent equations",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(0, k_inf, 1), y = b.column(0, 1.5, 0);
        b.row(2, 2, {{x, 1}, {y, 1}});
        b.row(4, 4, {{x, 2}, {y, 2}});
      },
      0.5));
  cases.push_back(make_case(
      "fixed column",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(2, 2, 0), y = b.column(0, 10, 1);
        b.row(5, k_inf, {{x, 1}, {y, 1}});
      },
      3));
  cases.push_back(make_case(
      "row with two limits",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(0, 1.5, -1), y = b.column(0, 1.5, -2);
        b.row(1, 2, {{x, 1}, {y, 1}});
      },
      -3.5));
  cases.push_back(make_case(
      "upper bound only, negative values",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(-k_inf, -4, -1), y = b.column(0, k_inf, 1);
        b.row(-10, k_inf, {{x, 1}, {y, 1}});
      },
      4));
  cases.push_back(make_case(
      "constant in the objective",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(1, k_inf, 2);
        b.row(-k_inf, 5, {{x, 1}});
        b.model.add_to_objective(40);
      },
      42));
}

void add_linear_cases_without_coefficients(std::vector<SolverCase>& cases) {
  cases.push_back(make_case("nothing at all", [](CaseBuilder&) {}, 0));
  cases.push_back(make_case(
      "columns only",
      [](CaseBuilder& b) {
        b.column(1, 5, 2);
        b.column(-3, 7, -1);
        b.column(-k_inf, k_inf, 0);
      },
      2 - 7));
  cases.push_back(make_case("rows only", [](CaseBuilder& b) { b.row(-1, 1, {}); }, 0));
  cases.push_back(make_case(
      "rows only, infeasible", [](CaseBuilder& b) { b.row(1, 2, {}); }, 0,
      SolveStatus::infeasible));
  cases.push_back(make_case(
      "columns only, unbounded", [](CaseBuilder& b) { b.column(0, k_inf, -1); }, 0,
      SolveStatus::unbounded));
}

void add_hopeless_linear_cases(std::vector<SolverCase>& cases) {
  cases.push_back(make_case(
      "demand above all bounds",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(0, 1, 1), y = b.column(0, 1, 1);
        b.row(3, k_inf, {{x, 1}, {y, 1}});
      },
      0, SolveStatus::infeasible));
  cases.push_back(make_case(
      "rows against each other",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(-k_inf, k_inf, 1), y = b.column(-k_inf, k_inf, 1);
        b.row(2, k_inf, {{x, 1}, {y, 1}});
        b.row(-k_inf, 1, {{x, 1}, {y, 1}});
      },
      0, SolveStatus::infeasible));
  cases.push_back(make_case(
      "an empty row that demands something",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(0, 1, 1);
        b.row(0, 1, {{x, 1}});
        b.row(1, 1, {});
      },
      0, SolveStatus::infeasible));
  cases.push_back(make_case(
      "free ride",
      [](CaseBuilder& b) {
        const ColumnId x = b.column(0, k_inf, -1), y = b.column(0, k_inf, 0);
        b.row(-k_inf, 1, {{x, 1}, {y, -1}});
      },
      0, SolveStatus::unbounded));
}

}  // namespace

SolverCase make_case(std::string name, const std::function<void(CaseBuilder&)>& build,
                     double objective, SolveStatus status) {
  CaseBuilder builder;
  build(builder);
  builder.model.finalise();
  return {std::move(name), std::move(builder.model), status, objective};
}

std::unique_ptr<Solver> make_solver(const SolverDescription& description) {
  auto solver = description.takes_integers ? make_mip_solver(description.kind)
                                           : make_lp_solver(description.kind);
  return std::move(solver.value());
}

std::vector<SolverCase> linear_cases() {
  std::vector<SolverCase> cases;
  add_feasible_linear_cases(cases);
  add_linear_cases_without_coefficients(cases);
  add_hopeless_linear_cases(cases);
  return cases;
}

}  // namespace ohmstead::solve
