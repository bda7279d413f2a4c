#include "branching.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "branch_losses.hpp"
#include "branch_node.hpp"
#include "clp.hpp"
#include "judge.hpp"
#include "model_variants.hpp"
#include "ohmstead/solve/check.hpp"
#include "ohmstead/solve/rounding.hpp"
#include "settle.hpp"

namespace ohmstead::solve {
namespace {

// Nearer to a whole number than this is whole.
constexpr double k_whole = 1e-6;
// So near to whole, a node's decisions are rounded to look for a point.
constexpr double k_near = 0.1;
// So often in vain, and it is left alone.
constexpr int k_most_vain = 3;
// A side counts at least this, so that one that costs nothing does not hide what the other costs.
constexpr double k_least_loss = 1e-7;
// Of a side without any point.
constexpr double k_loss_of_none = 1e3;
// Columns of a node of which both sides are tried before one is chosen.
constexpr std::size_t k_most_tried = 4;
// Of the time, for cuts before anything is divided.
constexpr double k_share_of_cuts = 0.25;
// In fewer nodes than this cuts gain nothing.
constexpr std::int64_t k_least_nodes = 20;
// What a bound may lie above a known point for rounding, relative to its size.
constexpr double k_contradiction = 1e-6;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

double part_of(double value) { return value - std::floor(value); }

class Branching {
 public:
  Branching(const Task& task, std::int64_t most_nodes, KeptCuts& cuts)
      : task_{&task},
        cuts_{&cuts},
        part_{task.model},
        most_nodes_{most_nodes},
        linear_{make_kept_clp()},
        losses_(task.model.costs().size()),
        settling_{task.model} {
    if (!task.values.empty())
      take_values(best_, task.model, {task.values.begin(), task.values.end()});
  }

  Solution run() {
    relax();
    open_.emplace_back();
    while (!open_.empty() && may_go_on()) {
      std::optional<Node> node = take_lowest();
      while (node && may_go_on()) node = visit(*node);
      if (node) open_.push_back(std::move(*node));
    }
    return finish();
  }

 private:
  // What the nodes solve: with cuts, where there are any.
  void relax() {
    if (task_->basis != nullptr) start_.basis = *task_->basis;
    Task task = *task_;
    task.stop = task_->stop.with_share(k_share_of_cuts);
    auto tight = most_nodes_ < k_least_nodes ? std::nullopt : cuts_->tighten(task);
    if (tight) {
      part_ = std::move(tight->model);
      start_.basis = std::move(tight->basis);
      source_ = BoundSource::solver_search;
    }
    if (!best_.has_values() || !cuts_->begins_at_point(*task_))
      take(on_task(round_in_passes(part_, *linear_, rest(), start_.basis)));
    if (!best_.has_values() && tight) look_without_cuts();
    for (std::int32_t j = 0; j < part_.column_count(); ++j) {
      part_.set_integer(ColumnId{j}, false);
      root_.push_back({part_.column_lower()[at(j)], part_.column_upper()[at(j)]});
    }
  }

  // Where cuts leave nothing to round to; if they break what is found then, they are not believed.
  void look_without_cuts() {
    take(round_in_passes(task_->model, *linear_, rest()));
    if (!best_.has_values() || check_solution(part_, best_.values).is_feasible()) return;
    part_ = task_->model;
    start_ = {};
    source_ = BoundSource::own_duals;
  }

  // A point of the model with cuts, as one of the task's.
  [[nodiscard]] Solution on_task(Solution found) const {
    if (!found.has_values()) return found;
    Solution solution;
    take_values(solution, task_->model, std::move(found.values));
    return solution;
  }

  [[nodiscard]] bool may_go_on() const {
    return nodes_ < most_nodes_ && !has_failed_ && !task_->stop.must_stop();
  }

  [[nodiscard]] Limits rest() const {
    return {.wall_s = task_->stop.remaining_s(), .stop = task_->limits.stop};
  }

  [[nodiscard]] bool is_too_dear(double bound) const {
    return best_.has_values() && bound >= best_.objective - task_->limits.absolute_gap;
  }

  // Nothing better is left below this bound; infinite where nothing is.
  [[nodiscard]] bool is_over(double bound) const {
    return bound == k_infinity || is_too_dear(bound);
  }

  void close(double bound) { least_closed_ = std::min(least_closed_, bound); }

  std::optional<Node> take_lowest() {
    const auto lowest = std::min_element(
        open_.begin(), open_.end(), [](const Node& a, const Node& b) { return a.bound < b.bound; });
    if (is_too_dear(lowest->bound)) {
      close(lowest->bound);
      open_.clear();
      return std::nullopt;
    }
    Node node = std::move(*lowest);
    open_.erase(lowest);
    return node;
  }

  // Where leaving its bound costs more than the best point leaves open, a decision is made.
  void fix_what_is_dear() {
    if (!best_.has_values() || root_costs_.empty()) return;
    const double open = std::max(0.0, best_.objective - root_bound_) + k_least_loss;
    for (std::int32_t j = 0; j < part_.column_count(); ++j) {
      if (task_->model.integer_flags()[at(j)] == 0 || std::abs(root_costs_[at(j)]) <= open)
        continue;
      Bounds& bounds = root_[at(j)];
      (root_costs_[at(j)] > 0.0 ? bounds.upper : bounds.lower) =
          root_costs_[at(j)] > 0.0 ? bounds.lower : bounds.upper;
      part_.set_bounds(ColumnId{j}, bounds);
    }
  }

  void enter(const Node& node) {
    for (const std::int32_t column : entered_)
      part_.set_bounds(ColumnId{column}, root_[at(column)]);
    entered_.clear();
    for (const Decision& each : node.path) {
      part_.set_bounds(ColumnId{each.column}, each.bounds);
      entered_.push_back(each.column);
    }
  }

  Solution solve() {
    ++nodes_;
    Solution here = linear_->solve(part_, rest(), &start_);
    iterations_ += here.iterations;
    return here;
  }

  static bool is_empty(const Solution& here) {
    return here.status == SolveStatus::infeasible && !here.infeasibility_proof.empty();
  }

  // The child to go on with; none where the node is closed, or could not be solved.
  std::optional<Node> visit(const Node& node) {
    // Between nodes: within one, its values speak of what was open when it was solved.
    if (std::exchange(has_better_, false)) fix_what_is_dear();
    enter(node);
    const Solution here = solve();
    if (is_empty(here)) return std::nullopt;
    if (!here.has_values() || !std::isfinite(here.bound)) {
      has_failed_ = true;
      close(node.bound);
      return std::nullopt;
    }
    const double bound = std::max(node.bound, here.bound);
    if (node.path.empty() && here.status == SolveStatus::optimal) {
      root_costs_ = here.reduced_costs;
      root_bound_ = here.bound;
      fix_what_is_dear();
    }
    if (!node.path.empty() && !node.is_tried) learn(node.path.back(), bound - node.bound);
    std::vector<double> values = here.values;
    const std::vector<Broken> broken = settling_.settle(values);
    if (broken.empty()) {
      take_whole(std::move(values), bound);
      close(bound);
      return std::nullopt;
    }
    if (!is_too_dear(bound)) look_near(node, values, broken);
    if (is_too_dear(bound)) {
      close(bound);
      return std::nullopt;
    }
    return go_below(node, broken, here.values, bound);
  }

  // With what is nearly whole made so; the rest around it where that bends the task's rows. Where
  // the node's bound is missed by that, the node is not settled.
  void take_whole(std::vector<double> values, double bound) {
    for (std::int32_t j = 0; j < part_.column_count(); ++j)
      if (task_->model.integer_flags()[at(j)] != 0) values[at(j)] = std::round(values[at(j)]);
    Solution whole;
    take_values(whole, task_->model, values);
    if (!whole.has_values()) whole = solve_with_integers_fixed(task_->model, values, rest());
    const bool is_reached =
        whole.has_values() &&
        is_closed(whole.objective - bound, whole.objective, task_->limits.absolute_gap);
    if (!is_reached) has_failed_ = true;
    take(std::move(whole));
  }

  // What is whole but for little is tried as if it were: it may be far down to a node that is.
  void look_near(const Node& node, std::span<const double> values,
                 const std::vector<Broken>& broken) {
    const auto is_near = [&](const Broken& each) {
      return std::abs(values[at(each.column)] - std::round(values[at(each.column)])) <= k_near;
    };
    if (vain_ >= k_most_vain || !std::ranges::all_of(broken, is_near)) return;
    const auto hold_integers = [&](auto&& bounds_of) {
      for (std::int32_t j = 0; j < part_.column_count(); ++j)
        if (task_->model.integer_flags()[at(j)] != 0)
          part_.set_bounds(ColumnId{j}, bounds_of(at(j)));
    };
    hold_integers([&](std::size_t j) {
      const double whole = std::round(values[j]);
      return Bounds{whole, whole};
    });
    const double before = best_.objective;
    take(on_task(solve()));
    vain_ = best_.objective < before ? 0 : vain_ + 1;
    hold_integers([&](std::size_t j) { return root_[j]; });
    enter(node);
  }

  void learn(const Decision& decision, double loss) {
    losses_.learn(decision.column, decision.side,
                  std::max(k_least_loss, loss) / std::max(k_whole, decision.moved));
  }

  void take(Solution found) {
    if (!found.has_values() || found.objective >= best_.objective) return;
    best_ = std::move(found);
    has_better_ = true;
  }

  [[nodiscard]] std::pair<Decision, Decision> sides_of(const Node& node, std::int32_t column,
                                                       double value) const {
    Bounds bounds = root_[at(column)];
    for (const Decision& each : node.path)
      if (each.column == column) bounds = each.bounds;
    const double part = part_of(value), floor = value - part;
    return {{column, {bounds.lower, floor}, Side::down, part},
            {column, {floor + 1.0, bounds.upper}, Side::up, 1.0 - part}};
  }

  // Tries both sides of some columns: one of which a side is over is decided, not divided.
  std::optional<Node> go_below(const Node& node, const std::vector<Broken>& broken,
                               std::span<const double> values, double bound) {
    std::vector<Tried> trials;
    for (const std::int32_t column : unknown(broken, values)) {
      const Tried tried = try_sides(node, column, values[at(column)], bound);
      const bool is_down_over = is_over(tried.bound_down), is_up_over = is_over(tried.bound_up);
      if (is_down_over) close(tried.bound_down);
      if (is_up_over) close(tried.bound_up);
      if (is_down_over && is_up_over) return std::nullopt;
      if (is_down_over) return child(node, tried.up, tried.bound_up, true);
      if (is_up_over) return child(node, tried.down, tried.bound_down, true);
      trials.push_back(tried);
    }
    return divide(node, choose(broken, values), trials, values, bound);
  }

  // Those that nothing is known of, the least whole first.
  [[nodiscard]] std::vector<std::int32_t> unknown(const std::vector<Broken>& broken,
                                                  std::span<const double> values) const {
    std::vector<std::int32_t> columns;
    for (const Broken& each : broken)
      if (!losses_.knows(each.column)) columns.push_back(each.column);
    const auto off_middle = [&](std::int32_t j) { return std::abs(part_of(values[at(j)]) - 0.5); };
    std::ranges::stable_sort(columns, {}, off_middle);
    columns.resize(std::min(columns.size(), k_most_tried));
    return columns;
  }

  Tried try_sides(const Node& node, std::int32_t column, double value, double bound) {
    const auto [down, up] = sides_of(node, column, value);
    Tried tried{.column = column, .down = down, .up = up};
    tried.bound_down = try_side(down, bound);
    tried.bound_up = try_side(up, bound);
    part_.set_bounds(ColumnId{column}, {down.bounds.lower, up.bounds.upper});
    return tried;
  }

  // Its bound, infinite where it is empty.
  double try_side(const Decision& side, double bound) {
    part_.set_bounds(ColumnId{side.column}, side.bounds);
    const Solution there = solve();
    learn(side, there.has_values() ? there.bound - bound : k_loss_of_none);
    if (is_empty(there)) return k_infinity;
    return there.has_values() ? std::max(bound, there.bound) : bound;
  }

  // The one whose sides both cost most.
  [[nodiscard]] std::int32_t choose(const std::vector<Broken>& broken,
                                    std::span<const double> values) const {
    const auto score = [&](const Broken& each) {
      const std::int32_t j = each.column;
      const double part = part_of(values[at(j)]);
      return std::max(k_least_loss, part * losses_.of(j, Side::down)) *
             std::max(k_least_loss, (1.0 - part) * losses_.of(j, Side::up));
    };
    return std::ranges::max_element(broken, {}, score)->column;
  }

  // The nearer side is gone on with, the other stays open.
  Node divide(const Node& node, std::int32_t column, const std::vector<Tried>& trials,
              std::span<const double> values, double bound) {
    auto [down, up] = sides_of(node, column, values[at(column)]);
    const auto tried = std::ranges::find(trials, column, &Tried::column);
    const bool is_tried = tried != trials.end();
    Node near = child(node, down, is_tried ? tried->bound_down : bound, is_tried);
    Node far = child(node, up, is_tried ? tried->bound_up : bound, is_tried);
    if (up.moved < down.moved) std::swap(near, far);
    open_.push_back(std::move(far));
    return near;
  }

  Solution finish() {
    double bound = least_closed_;
    for (const Node& node : open_) bound = std::min(bound, node.bound);
    const bool is_closed = open_.empty() && !has_failed_;
    cuts_->keep_point(best_.values);
    Solution solution = std::move(best_);
    solution.nodes = nodes_;
    solution.iterations = iterations_;
    if (solution.has_values() && is_contradicted(solution.objective, bound)) {
      solution.status = SolveStatus::good;  // and no bound: a cut was wrong
    } else if (solution.has_values()) {
      set_bound(solution, std::min(bound, solution.objective), source_);
      solution.status = is_closed ? SolveStatus::optimal : SolveStatus::good;
    } else {
      solution.status = is_closed ? SolveStatus::infeasible : SolveStatus::time_limit_no_solution;
      if (!is_closed) set_bound(solution, bound, source_);
    }
    return solution;
  }

  // Cuts that lose the best point known prove nothing.
  [[nodiscard]] bool is_contradicted(double objective, double bound) const {
    return source_ == BoundSource::solver_search &&
           bound > objective + k_contradiction * std::max(1.0, std::abs(objective));
  }

  const Task* task_;
  KeptCuts* cuts_;
  Model part_;   // relaxed, with cuts and the node's bounds
  Start start_;  // of the first node
  BoundSource source_ = BoundSource::own_duals;
  Solution best_;
  std::int64_t most_nodes_;
  std::unique_ptr<Solver> linear_;
  BranchLosses losses_;
  Settling settling_;
  std::vector<Bounds> root_;         // of the columns, by what is known
  std::vector<double> root_costs_;   // reduced costs of the first node
  double root_bound_ = -k_infinity;  // its own, which belongs to them
  std::vector<Node> open_;
  std::vector<std::int32_t> entered_;  // columns whose bounds are a node's
  double least_closed_ = k_infinity;   // of the bounds at which nodes were closed
  std::int64_t nodes_ = 0, iterations_ = 0;
  bool has_failed_ = false;
  int vain_ = 0;             // points looked for near by since one was found
  bool has_better_ = false;  // since fixing was last tried
};

}  // namespace

Solution branch_and_bound(const Task& task, std::int64_t most_nodes, KeptCuts& cuts) {
  return Branching{task, most_nodes, cuts}.run();
}

}  // namespace ohmstead::solve
