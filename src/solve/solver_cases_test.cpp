#include "solver_cases.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace ohmstead::solve {
namespace {

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

SolverCase make_case(std::string name, const std::function<void(CaseBuilder&)>& build,
                     double objective, SolveStatus status = SolveStatus::optimal) {
  CaseBuilder builder;
  build(builder);
  builder.model.finalise();
  return {std::move(name), std::move(builder.model), status, objective};
}

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

constexpr std::array<double, 8> k_item_values = {12, 7, 11, 8, 9, 6, 5, 14};
constexpr std::array<double, 8> k_item_weights = {5, 3, 7, 4, 5, 3, 2, 8};
constexpr double k_sack = 17;

double best_knapsack_by_enumeration() {
  double best = 0;
  for (unsigned choice = 0; choice < 256; ++choice) {
    double value = 0, weight = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      if ((choice >> i & 1U) == 0) continue;
      value += k_item_values[i];
      weight += k_item_weights[i];
    }
    if (weight <= k_sack) best = std::max(best, value);
  }
  return best;
}

void knapsack(CaseBuilder& b) {
  const RowId sack = b.row(-k_inf, k_sack, {});
  for (std::size_t i = 0; i < 8; ++i) {
    b.model.add(sack, b.whole(0, 1, -k_item_values[i]), k_item_weights[i]);
  }
}

constexpr double k_assignment_costs[4][4] = {
    {4, 1, 3, 9}, {2, 0, 5, 7}, {3, 2, 2, 6}, {8, 6, 4, 5}};

double best_assignment_by_enumeration() {
  std::array<std::size_t, 4> order = {0, 1, 2, 3};
  double best = k_inf;
  do {
    double cost = 0;
    for (std::size_t i = 0; i < 4; ++i) cost += k_assignment_costs[i][order[i]];
    best = std::min(best, cost);
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

void assignment(CaseBuilder& b) {
  std::array<RowId, 4> workers, jobs;
  for (RowId& worker : workers) worker = b.row(1, 1, {});
  for (RowId& job : jobs) job = b.row(1, 1, {});
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      const ColumnId x = b.whole(0, 1, k_assignment_costs[i][j]);
      b.model.add(workers[i], x, 1);
      b.model.add(jobs[j], x, 1);
    }
  }
}

// A charger that is off or runs at 1.4 to 11 kW has to meet 1 kW, or pay for what is short: on
// costs 1.4, off costs the price of the shortage.
void semicontinuous(CaseBuilder& b, double shortage_cost) {
  const ColumnId power = b.column(0, 11, 1), is_on = b.whole(0, 1, 0);
  const ColumnId shortage = b.column(0, k_inf, shortage_cost);
  b.row(0, k_inf, {{power, 1}, {is_on, -1.4}});
  b.row(-k_inf, 0, {{power, 1}, {is_on, -11}});
  b.row(1, k_inf, {{power, 1}, {shortage, 1}});
}

// Being paid 0.2 per kWh to import, an honest battery of 5 kW takes 5 kWh in an hour; only charging
// and discharging at once could take more.
void exclusive_charging(CaseBuilder& b) {
  const ColumnId grid = b.column(0, 10, -0.2), stored = b.column(0, 10, 0);
  const ColumnId charge = b.column(0, 5, 0), discharge = b.column(0, 5, 0);
  const ColumnId is_charging = b.whole(0, 1, 0);
  b.row(0, 0, {{grid, 1}, {charge, -1}, {discharge, 1}});
  b.row(0, 0, {{stored, 1}, {charge, -0.9}, {discharge, 1 / 0.9}});
  b.row(-k_inf, 0, {{charge, 1}, {is_charging, -5}});
  b.row(-k_inf, 5, {{discharge, 1}, {is_charging, 5}});
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

void add_small_integer_cases(std::vector<SolverCase>& cases) {
  cases.push_back(make_case(
      "rounding down is not enough",
      [](CaseBuilder& b) {
        const ColumnId x = b.whole(0, 10, -1), y = b.whole(0, 10, -1);
        b.row(-k_inf, 3, {{x, 2}, {y, 2}});
      },
      -1));
  cases.push_back(make_case(
      "coins: 3 x + 5 y = 31",
      [](CaseBuilder& b) {
        const ColumnId x = b.whole(0, k_inf, 1), y = b.whole(0, k_inf, 1);
        b.row(31, 31, {{x, 3}, {y, 5}});
      },
      2 + 5));
  cases.push_back(make_case(
      "fractional bounds",
      [](CaseBuilder& b) {
        const ColumnId x = b.whole(0.3, 2.7, -1), y = b.column(0, 1, -1);
        b.row(-k_inf, 2.5, {{x, 1}, {y, 1}});
      },
      -2.5));
  cases.push_back(
      make_case("whole columns only", [](CaseBuilder& b) { b.whole(0.3, 2.7, -1); }, -2));
  cases.push_back(make_case(
      "fixed integer",
      [](CaseBuilder& b) {
        const ColumnId x = b.whole(3, 3, 1), y = b.whole(0, 9, 1);
        b.row(4.5, k_inf, {{x, 1}, {y, 1}});
      },
      5));
}

void add_hopeless_integer_cases(std::vector<SolverCase>& cases) {
  cases.push_back(make_case(
      "2 x = 3", [](CaseBuilder& b) { b.row(3, 3, {{b.whole(0, 10, 1), 2}}); }, 0,
      SolveStatus::infeasible));
  cases.push_back(make_case(
      "no whole number inside", [](CaseBuilder& b) { b.whole(0.2, 0.8, 1); }, 0,
      SolveStatus::infeasible));
  cases.push_back(make_case(
      "infeasible without its integers too",
      [](CaseBuilder& b) {
        const ColumnId x = b.whole(0, 1, 1), y = b.column(0, 1, 1);
        b.row(3, k_inf, {{x, 1}, {y, 1}});
      },
      0, SolveStatus::infeasible));
  cases.push_back(make_case(
      "free ride in whole steps",
      [](CaseBuilder& b) {
        const ColumnId x = b.whole(0, k_inf, -1), y = b.column(0, k_inf, 0);
        b.row(-k_inf, 0.5, {{x, 1}, {y, -1}});
      },
      0, SolveStatus::unbounded));
}

}  // namespace

std::vector<SolverCase> linear_cases() {
  std::vector<SolverCase> cases;
  add_feasible_linear_cases(cases);
  add_linear_cases_without_coefficients(cases);
  add_hopeless_linear_cases(cases);
  return cases;
}

std::vector<SolverCase> mixed_integer_cases() {
  std::vector<SolverCase> cases;
  cases.push_back(make_case("knapsack", knapsack, -best_knapsack_by_enumeration()));
  cases.push_back(make_case("assignment", assignment, best_assignment_by_enumeration()));
  cases.push_back(
      make_case("semicontinuous, on", [](CaseBuilder& b) { semicontinuous(b, 2.0); }, 1.4));
  cases.push_back(
      make_case("semicontinuous, off", [](CaseBuilder& b) { semicontinuous(b, 1.2); }, 1.2));
  cases.push_back(make_case("charge or discharge", exclusive_charging, -1.0));
  add_small_integer_cases(cases);
  add_hopeless_integer_cases(cases);
  return cases;
}

}  // namespace ohmstead::solve
