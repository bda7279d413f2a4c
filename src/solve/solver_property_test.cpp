// Random small problems: answers against enumeration, bounds against answers, solvers against
// solvers.
#ifdef OHMSTEAD_HAS_RAPIDCHECK

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "ohmstead/solve/check.hpp"
#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {
namespace {

int number_in(int least, int most) { return *rc::gen::inRange(least, most + 1); }

struct PlaneRow {
  double a, b, lower, upper;
};

// Two columns in boxes and up to four rows with small whole numbers, so that corners can be listed.
struct PlaneProblem {
  double cost[2] = {0, 0}, lower[2] = {0, 0}, upper[2] = {0, 0};
  std::vector<PlaneRow> rows;
  bool is_integer = false;

  static PlaneProblem arbitrary(bool is_integer) {
    PlaneProblem p;
    p.is_integer = is_integer;
    for (int k = 0; k < 2; ++k) {
      p.cost[k] = number_in(-5, 5);
      p.lower[k] = number_in(-4, 2);
      p.upper[k] = p.lower[k] + number_in(0, 6);
    }
    const int count = number_in(1, 4);
    for (int i = 0; i < count; ++i) {
      const double lower = number_in(-8, 4);
      const int kind = number_in(0, 3);
      p.rows.push_back({static_cast<double>(number_in(-3, 3)),
                        static_cast<double>(number_in(-3, 3)), kind == 1 ? -k_infinity : lower,
                        kind == 0 ? k_infinity : lower + (kind == 2 ? 0 : number_in(0, 6))});
    }
    return p;
  }

  [[nodiscard]] Model model() const {
    Model m;
    ColumnId x[2];
    for (int k = 0; k < 2; ++k) {
      x[k] = m.add_column({{m.name("x"), k}, lower[k], upper[k], cost[k], is_integer});
    }
    for (const PlaneRow& row : rows) {
      m.add_row({.lower = row.lower, .upper = row.upper}, {{x[0], row.a}, {x[1], row.b}});
    }
    m.finalise();
    return m;
  }

  [[nodiscard]] bool allows(double x, double y) const {
    constexpr double k_slack = 1e-9;
    bool is_allowed = x >= lower[0] - k_slack && x <= upper[0] + k_slack &&
                      y >= lower[1] - k_slack && y <= upper[1] + k_slack;
    for (const PlaneRow& row : rows) {
      const double sum = row.a * x + row.b * y;
      is_allowed = is_allowed && sum >= row.lower - k_slack && sum <= row.upper + k_slack;
    }
    return is_allowed;
  }

  [[nodiscard]] std::optional<double> best_of(
      const std::vector<std::pair<double, double>>& points) const {
    std::optional<double> best;
    for (const auto& [x, y] : points) {
      if (!allows(x, y)) continue;
      const double value = cost[0] * x + cost[1] * y;
      if (!best || value < *best) best = value;
    }
    return best;
  }

  // The optimum of a linear problem in a box lies where two of its border lines meet.
  [[nodiscard]] std::optional<double> optimum_by_corners() const {
    struct Line {
      double a, b, c;
    };
    std::vector<Line> lines = {
        {1, 0, lower[0]}, {1, 0, upper[0]}, {0, 1, lower[1]}, {0, 1, upper[1]}};
    for (const PlaneRow& row : rows) {
      if (std::isfinite(row.lower)) lines.push_back({row.a, row.b, row.lower});
      if (std::isfinite(row.upper)) lines.push_back({row.a, row.b, row.upper});
    }
    std::vector<std::pair<double, double>> corners;
    for (const Line& first : lines) {
      for (const Line& second : lines) {
        const double determinant = first.a * second.b - second.a * first.b;
        if (determinant == 0.0) continue;
        corners.emplace_back((first.c * second.b - second.c * first.b) / determinant,
                             (first.a * second.c - second.a * first.c) / determinant);
      }
    }
    return best_of(corners);
  }

  [[nodiscard]] std::optional<double> optimum_by_grid() const {
    std::vector<std::pair<double, double>> points;
    for (double x = lower[0]; x <= upper[0]; ++x) {
      for (double y = lower[1]; y <= upper[1]; ++y) points.emplace_back(x, y);
    }
    return best_of(points);
  }
};

void expect_same(const Solution& solution, const std::optional<double>& known, const Model& model) {
  RC_LOG() << solution.solver << ": " << solution.message << "\n";
  RC_ASSERT(to_text(solution.status) ==
            to_text(known ? SolveStatus::optimal : SolveStatus::infeasible));
  if (!known) return;
  RC_ASSERT(std::abs(solution.objective - *known) < 1e-6);
  RC_ASSERT(solution.bound <= *known + 1e-6);
  RC_ASSERT(check_solution(model, solution.values).is_feasible());
}

RC_GTEST_PROP(RandomModels, LinearAnswersAreThoseOfTheCorners, ()) {
  const PlaneProblem problem = PlaneProblem::arbitrary(false);
  const Model model = problem.model();
  const std::optional<double> known = problem.optimum_by_corners();
  for (const SolverDescription& description : available_solvers()) {
    expect_same((*make_lp_solver(description.kind))->solve(model), known, model);
  }
}

RC_GTEST_PROP(RandomModels, MixedIntegerAnswersAreThoseOfTheGrid, ()) {
  const PlaneProblem problem = PlaneProblem::arbitrary(true);
  const Model model = problem.model();
  const std::optional<double> known = problem.optimum_by_grid();
  for (const SolverDescription& description : available_solvers()) {
    if (!description.takes_integers) continue;
    expect_same((*make_mip_solver(description.kind))->solve(model), known, model);
  }
}

RC_GTEST_PROP(RandomModels, NoDualsProveMoreThanTheOptimum, ()) {
  const PlaneProblem problem = PlaneProblem::arbitrary(false);
  const Model model = problem.model();
  const std::optional<double> known = problem.optimum_by_corners();
  std::vector<double> duals(problem.rows.size());
  for (double& dual : duals) dual = number_in(-400, 400) / 64.0;
  const double bound = dual_bound(model, duals);
  const bool is_below = !known || bound <= *known + 1e-9;
  RC_ASSERT(is_below);
  const bool is_honest = !known || !proves_infeasible(model, duals);
  RC_ASSERT(is_honest);
}

RC_GTEST_PROP(RandomModels, OptimalDualsProveTheOptimum, ()) {
  const PlaneProblem problem = PlaneProblem::arbitrary(false);
  const Model model = problem.model();
  const Solution solution = (*make_lp_solver())->solve(model);
  RC_PRE(solution.status == SolveStatus::optimal);
  RC_ASSERT(std::abs(dual_bound(model, solution.row_duals) - solution.objective) < 1e-6);
}

}  // namespace
}  // namespace ohmstead::solve

#endif
