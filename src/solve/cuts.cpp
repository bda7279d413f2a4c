#include "cuts.hpp"

#include <CglGomory.hpp>
#include <CglMixedIntegerRounding2.hpp>
#include <CglTreeInfo.hpp>
#include <CglTwomir.hpp>
#include <CoinWarmStartBasis.hpp>
#include <OsiCuts.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>

#include "clp_basis.hpp"
#include "model_variants.hpp"
#include "ohmstead/solve/check.hpp"
#include "stop_handler.hpp"
#include "sturdy_linear_solver.hpp"

namespace ohmstead::solve {
namespace {

constexpr int k_most_rounds = 20;
// What a round must gain, of the whole gain and of what is left open, to be followed by another.
constexpr double k_least_gain = 0.02;
// So many rounds in a row may gain less: where many optima are alike, one cuts off the next.
constexpr int k_most_poor = 1;
// Coefficients of a row further apart than this make the linear solves unsure.
constexpr double k_most_spread = 1e3;
// What a known point may bend a row by, relative to the sizes in it.
constexpr double k_bend = 1e-7;
// Entries of a row at the most: longer ones slow every solve down.
constexpr int k_longest_row = 400;

class Tightening {
 public:
  explicit Tightening(const Task& task) : task_{&task}, handler_{task.stop} {
    gomory_.setLimit(k_longest_row);
    gomory_.setLimitAtRoot(k_longest_row);
    load(linear_, task.model);
    linear_.getModelPtr()->passInEventHandler(&handler_);
  }

  std::optional<Tightened> run() {
    if (!solve_first()) return std::nullopt;
    const double first = linear_.getObjValue();
    int poor = 0;
    for (int round = 0; round < k_most_rounds && !task_->stop.must_stop(); ++round) {
      const double before = linear_.getObjValue();
      if (is_whole() || !add_round(round)) break;
      const double after = linear_.getObjValue();
      const bool is_poor = after - before <= k_least_gain * std::min(after - first, open(after));
      poor = is_poor ? poor + 1 : 0;
      if (poor > k_most_poor) break;
    }
    if (!linear_.isProvenOptimal()) return std::nullopt;
    drop_slack_rows();
    if (linear_.getNumRows() == model().row_count()) return std::nullopt;
    linear_.resolve();
    const double after = linear_.getObjValue();
    if (open(after) < -k_bend * std::max(1.0, std::abs(after))) return std::nullopt;
    return Tightened{with_rows(), get_basis(*linear_.getModelPtr())};
  }

 private:
  static std::size_t at(int index) { return static_cast<std::size_t>(index); }

  [[nodiscard]] const Model& model() const { return task_->model; }

  bool solve_first() {
    if (task_->basis == nullptr) {
      linear_.initialSolve();
    } else {
      ClpSimplex& inside = *linear_.getModelPtr();
      set_basis(inside, *task_->basis, model());
      const std::unique_ptr<CoinWarmStartBasis> start{linear_.getBasis(inside.statusArray())};
      linear_.setWarmStart(start.get());
      linear_.resolve();
    }
    return linear_.isProvenOptimal();
  }

  // What the known point costs more than this bound.
  [[nodiscard]] double open(double bound) const {
    const auto known = task_->values;
    if (known.empty()) return k_infinity;
    return std::inner_product(known.begin(), known.end(), model().costs().begin(), -bound);
  }

  [[nodiscard]] bool is_whole() const {
    for (int j = 0; j < model().column_count(); ++j) {
      const double value = linear_.getColSolution()[j];
      const bool is_integer = model().integer_flags()[at(j)] != 0;
      if (is_integer && std::abs(value - std::round(value)) > k_feasibility_tolerance) return false;
    }
    return true;
  }

  // Whether the relaxation was solved with new rows.
  bool add_round(int round) {
    OsiCuts found;
    CglTreeInfo info;
    info.pass = round;
    info.formulation_rows = model().row_count();
    info.inTree = false;
    const std::array<CglCutGenerator*, 3> generators{&rounding_, &gomory_, &two_step_};
    for (CglCutGenerator* each : generators) {
      if (task_->stop.must_stop()) return false;
      each->generateCuts(linear_, found, info);
    }
    std::vector<const OsiRowCut*> taken;
    for (int i = 0; i < found.sizeRowCuts(); ++i) {
      if (is_sound(found.rowCut(i))) taken.push_back(found.rowCutPtr(i));
    }
    if (taken.empty()) return false;
    drop_slack_rows();
    linear_.applyRowCuts(static_cast<int>(taken.size()), taken.data());
    linear_.resolve();
    return linear_.isProvenOptimal();
  }

  [[nodiscard]] bool is_sound(const OsiRowCut& cut) const {
    const CoinPackedVector& row = cut.row();
    if (row.getNumElements() == 0 || row.getNumElements() > k_longest_row) return false;
    double least = k_infinity, most = 0.0;
    for (int k = 0; k < row.getNumElements(); ++k) {
      const double size = std::abs(row.getElements()[k]);
      if (!std::isfinite(size) || size <= 0.0) return false;
      least = std::min(least, size);
      most = std::max(most, size);
    }
    if (most > k_most_spread * least || !(cut.lb() <= cut.ub())) return false;
    return task_->values.empty() || holds(cut, task_->values);
  }

  [[nodiscard]] static bool holds(const OsiRowCut& cut, std::span<const double> point) {
    const CoinPackedVector& row = cut.row();
    double sum = 0.0, size = 1.0;
    for (int k = 0; k < row.getNumElements(); ++k) {
      const double part = row.getElements()[k] * point[at(row.getIndices()[k])];
      sum += part;
      size += std::abs(part);
    }
    return sum >= cut.lb() - k_bend * size && sum <= cut.ub() + k_bend * size;
  }

  // What does not bind now will hardly bind later, and every row costs time in every node.
  void drop_slack_rows() {
    const std::unique_ptr<CoinWarmStart> start{linear_.getWarmStart()};
    const auto& status = dynamic_cast<const CoinWarmStartBasis&>(*start);
    std::vector<int> slack;
    for (int i = model().row_count(); i < linear_.getNumRows(); ++i) {
      if (status.getArtifStatus(i) == CoinWarmStartBasis::basic) slack.push_back(i);
    }
    if (slack.empty()) return;
    linear_.deleteRows(static_cast<int>(slack.size()), slack.data());
  }

  // The model has its matrix by columns, and is complete: so it is built anew.
  [[nodiscard]] Model with_rows() const {
    Model tight;
    for (std::int32_t id = 0; id < model().name_count(); ++id)
      (void)tight.name(model().text(NameId{id}));
    tight.add_to_objective(model().objective_offset());
    add_columns(tight);
    for (int i = 0; i < model().row_count(); ++i)
      tight.add_row(
          {model().row_tags()[at(i)], model().row_lower()[at(i)], model().row_upper()[at(i)]});
    const NameId cut = tight.name("cut");
    for (int i = model().row_count(); i < linear_.getNumRows(); ++i)
      tight.add_row({{cut, i - model().row_count()},
                     from_library_bound(linear_.getRowLower()[i]),
                     from_library_bound(linear_.getRowUpper()[i])});
    const CoinPackedMatrix& matrix = *linear_.getMatrixByCol();
    for (int j = 0; j < matrix.getNumCols(); ++j) {
      for (CoinBigIndex k = matrix.getVectorFirst(j); k < matrix.getVectorLast(j); ++k)
        tight.add(RowId{matrix.getIndices()[k]}, ColumnId{j}, matrix.getElements()[k]);
    }
    tight.finalise();
    return tight;
  }

  void add_columns(Model& tight) const {
    for (int j = 0; j < model().column_count(); ++j)
      tight.add_column({model().column_tags()[at(j)], model().column_lower()[at(j)],
                        model().column_upper()[at(j)], model().costs()[at(j)],
                        model().integer_flags()[at(j)] != 0});
  }

  static double from_library_bound(double bound) {
    return std::abs(bound) >= COIN_DBL_MAX ? std::copysign(k_infinity, bound) : bound;
  }

  const Task* task_;
  StopHandler handler_;
  SturdyLinearSolver linear_;
  CglGomory gomory_;
  CglTwomir two_step_;
  CglMixedIntegerRounding2 rounding_;
};

}  // namespace

std::optional<Tightened> tighten(const Task& task) {
  try {
    return Tightening{task}.run();
  } catch (...) {  // CoinError is not a std::exception
    return std::nullopt;
  }
}

std::optional<Tightened> KeptCuts::tighten(const Task& task) {
  if (!found_ || !has_same_points(of_, task.model)) {
    of_ = task.model;
    point_.clear();
    found_ = solve::tighten(task);
    return found_;
  }
  Tightened again = *found_;
  for (std::int32_t j = 0; j < task.model.column_count(); ++j)
    again.model.set_cost(ColumnId{j}, task.model.costs()[static_cast<std::size_t>(j)]);
  const bool is_broken =
      !task.values.empty() && !check_solution(again.model, task.values).is_feasible();
  return is_broken ? solve::tighten(task) : std::optional{std::move(again)};
}

bool KeptCuts::begins_at_point(const Task& task) const {
  if (point_.empty() || point_.size() != task.values.size()) return false;
  if (std::ranges::equal(of_.costs(), task.model.costs())) return false;
  for (std::size_t j = 0; j < point_.size(); ++j) {
    const bool is_integer = task.model.integer_flags()[j] != 0;
    if (is_integer && std::round(point_[j]) != std::round(task.values[j])) return false;
  }
  return true;
}

}  // namespace ohmstead::solve
