// The joint problem at one way of the first stage: all its parts fall apart, and each is solved
// alone.
#include <algorithm>
#include <numeric>

#include "ohmstead/base/clock.hpp"
#include "scenario_model.hpp"

namespace ohmstead::plan {
namespace {

using solve::BasisStatus;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

// The solution of a part at its place among all.
void put(const solve::Solution& part, std::int32_t column, std::int32_t row, solve::Point& point) {
  std::copy(part.values.begin(), part.values.end(), point.values.begin() + column);
  std::copy(part.basis.columns.begin(), part.basis.columns.end(),
            point.basis.columns.begin() + column);
  std::copy(part.basis.rows.begin(), part.basis.rows.end(), point.basis.rows.begin() + row);
}

// What was held where it is may move now.
void let_go(const solve::Model& model, solve::ColumnId column, solve::Point& point) {
  const std::size_t j = at(column.index);
  const double value = point.values[j];
  point.basis.columns[j] = value <= model.column_lower()[j]   ? BasisStatus::at_lower
                           : value >= model.column_upper()[j] ? BasisStatus::at_upper
                                                              : BasisStatus::nonbasic_free;
}

}  // namespace

solve::Solution ScenarioModel::solve_first(std::span<const double> drawn_kw,
                                           const solve::Limits& limits) const {
  solve::Model model = first_->linear.model();
  for (std::size_t t = 0; t < drawn_kw.size(); ++t) {
    const LinearModel::GridColumns grid = first_->linear.grid_columns(t);
    const double in = std::max(0.0, drawn_kw[t]), out = std::max(0.0, -drawn_kw[t]);
    model.set_bounds(grid.in.front(), {in, in});
    model.set_bounds(grid.out.front(), {out, out});
  }
  const auto solver = solve::make_lp_solver(solve::SolverKind::interior).value();
  return solver->solve(model, limits);
}

// z is what the best of the worst costs: it decides itself, as the scenarios above it do.
void ScenarioModel::put_excess(const std::vector<double>& costs, solve::Point& point) const {
  const home::ScenarioSet& set = *home_->scenarios;
  const std::vector<double> weights = home::scenario_weights(set);
  std::vector<std::size_t> order(costs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t s) { return costs[s]; });
  double below = 0.0;
  std::size_t edge = order.back();
  for (const std::size_t s : order) {
    below += weights[s];
    if (below < set.cvar->alpha.value()) continue;
    edge = s;
    break;
  }
  point.values[at(threshold_.index)] = costs[edge];
  point.basis.columns[at(threshold_.index)] = BasisStatus::basic;
  for (std::size_t s = 0; s < costs.size(); ++s) {
    const double excess = std::max(0.0, costs[s] - costs[edge]);
    const std::size_t column = at(parts_[s].excess.index), row = at(parts_[s].excess_row.index);
    point.values[column] = excess;
    point.basis.columns[column] = excess > 0.0 ? BasisStatus::basic : BasisStatus::at_lower;
    const bool is_slack = excess <= 0.0 && s != edge;
    point.basis.rows[row] = is_slack ? BasisStatus::basic : BasisStatus::at_lower;
  }
}

std::optional<solve::Point> ScenarioModel::point_at(std::span<const double> drawn_kw,
                                                    const solve::Limits& limits) const {
  const base::Stopwatch watch;
  const auto left = [&] {
    return solve::Limits{.wall_s = limits.wall_s - watch.elapsed_ms() / 1000.0,
                         .stop = limits.stop};
  };
  solve::Point point;
  point.values.assign(at(model_.column_count()), 0.0);
  point.basis.columns.assign(at(model_.column_count()), BasisStatus::at_lower);
  point.basis.rows.assign(at(model_.row_count()), BasisStatus::at_lower);
  if (first_) {
    const solve::Solution solution = solve_first(drawn_kw, left());
    if (!solution.has_values() || solution.basis.is_empty()) return std::nullopt;
    put(solution, first_part_.column, first_part_.row, point);
    for (std::size_t t = 0; t < drawn_kw.size(); ++t) {
      const LinearModel::GridColumns grid = first_->linear.grid_columns(t);
      let_go(model_, {grid.in.front().index + first_part_.column}, point);
      let_go(model_, {grid.out.front().index + first_part_.column}, point);
    }
  }
  const std::set<std::string> first = home::first_stage_devices(*home_);
  const auto solver = solve::make_lp_solver(solve::SolverKind::clp_kept).value();
  LinearModel linear;
  linear.expect_drawn(most_drawn_kw_);
  std::vector<double> costs, shared_kw;
  for (std::size_t s = 0; s < parts_.size(); ++s) {
    const home::Case then =
        second_stage(home::scenario_case(*home_, home_->scenarios->all[s]), first);
    const HomeElements elements{then};
    linear.build(then, elements, Exclusive::none(then));
    linear.steer(0.0);
    if (first_) linear.set_drawn(drawn_kw);
    for (std::size_t k = 0; k < shared_kw.size(); ++k)
      linear.hold(linear.first_powers()[k], shared_kw[k]);
    const solve::Solution solution = solver->solve(linear.model(), left());
    if (!solution.has_values() || solution.basis.is_empty()) return std::nullopt;
    put(solution, parts_[s].column, parts_[s].row, point);
    costs.push_back(solution.objective);
    // What follows the first scenario is decided by the row that says so.
    for (std::size_t k = 0; k < shared_kw.size(); ++k)
      point.basis.columns[at(linear.first_powers()[k].index + parts_[s].column)] =
          BasisStatus::basic;
    if (!home_->scenarios->is_first_slot_shared || s > 0) continue;
    for (const solve::ColumnId column : linear.first_powers())
      shared_kw.push_back(solution.values[at(column.index)]);
  }
  if (parts_.front().excess.index >= 0) put_excess(costs, point);
  return point;
}

}  // namespace ohmstead::plan
