#include "interior_point.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "newton_system.hpp"

namespace ohmstead::solve {
namespace {

using Vector = std::vector<double>;

constexpr double k_tolerance = 1e-8;
constexpr double k_near = 1e-5;      // is enough where numbers allow no more
constexpr double k_solvable = 1e-6;  // what a step's equations may leave open at any time
constexpr int k_most_iterations = 120;
constexpr double k_far = 1e300;  // distance to a bound that does not exist
constexpr double k_primal_regularity = 1e-12;
constexpr double k_step_share = 0.9995;  // of the way to the first bound, at most
constexpr int k_most_correctors = 2;
// Products of distance and dual are corrected when they leave this range around the target.
constexpr double k_least_product = 0.1, k_most_product = 10.0;
constexpr double k_wanted_growth = 0.3;  // of the step by a corrector
constexpr double k_least_growth = 0.02;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

double largest(const Vector& v) {
  double most = 0.0;
  for (const double each : v) most = std::max(most, std::abs(each));
  return most;
}

struct Direction {
  Vector x, y, lower, upper;  // of values, row duals, duals of lower and upper bounds
  void resize(std::size_t columns, std::size_t rows) {
    x.resize(columns);
    lower.resize(columns);
    upper.resize(columns);
    y.resize(rows);
  }
};

struct Steps {
  double primal = 1.0, dual = 1.0;
};

class InteriorMethod {
 public:
  InteriorMethod(const BoxForm& form, const std::function<bool()>& must_stop)
      : form_{form}, must_stop_{must_stop}, system_{form} {}

  [[nodiscard]] InteriorPoint run();

 private:
  [[nodiscard]] std::size_t columns() const { return form_.column_count(); }
  void allocate();
  void start();
  void measure();
  void weigh();
  [[nodiscard]] bool has_converged(double tolerance) const;
  // Solves for the direction with the aims as they stand. A direction that only tells how far it
  // leads may be rough.
  enum class Care { rough, exact };
  void solve(const Vector& primal, const Vector& dual, Care care, Direction& direction);
  void aim_predictor();
  void aim_corrector(double target);
  // Products that a longer step would leave too small or too large.
  void aim_centrality(const Direction& direction, Steps steps, double target);
  [[nodiscard]] Steps longest(const Direction& direction) const;
  [[nodiscard]] double mean_after(const Direction& direction, Steps steps) const;
  void correct(double target);
  void move(Steps steps);

  const BoxForm& form_;
  const std::function<bool()>& must_stop_;
  NewtonSystem system_;
  InteriorPoint p_;
  Vector lower_, upper_;          // 0 where there is none
  Vector has_lower_, has_upper_;  // 1 or 0
  double pair_count_ = 0.0;
  // 1 / distance, 1 / dual and dual / distance of each bound; 0 where there is none.
  Vector by_above_, by_below_, by_lower_dual_, by_upper_dual_, lower_weight_, upper_weight_;
  Vector primal_left_, dual_left_, no_primal_, no_dual_;
  Vector lower_aim_, upper_aim_;  // what products lack, over the distance
  Vector d_, g_;
  Direction direction_, other_;
  double mean_ = 0.0, cost_ = 0.0, bound_ = 0.0, primal_error_ = 0.0, dual_error_ = 0.0;
  double solve_error_ = 0.0;
  double rhs_size_ = 1.0, cost_size_ = 1.0;
};

void InteriorMethod::allocate() {
  const std::size_t n = columns(), m = form_.row_count();
  for (Vector* v : {&p_.x,       &p_.above_lower, &p_.below_upper, &p_.lower_dual, &p_.upper_dual,
                    &lower_,     &upper_,         &has_lower_,     &has_upper_,    &by_above_,
                    &by_below_,  &by_lower_dual_, &by_upper_dual_, &lower_weight_, &upper_weight_,
                    &dual_left_, &no_dual_,       &lower_aim_,     &upper_aim_,    &d_,
                    &g_})
    v->assign(n, 0.0);
  for (Vector* v : {&p_.y, &primal_left_, &no_primal_}) v->assign(m, 0.0);
  direction_.resize(n, m);
  other_.resize(n, m);
  for (std::size_t j = 0; j < n; ++j) {
    has_lower_[j] = std::isinf(form_.lower[j]) ? 0.0 : 1.0;
    has_upper_[j] = std::isinf(form_.upper[j]) ? 0.0 : 1.0;
    lower_[j] = has_lower_[j] > 0.0 ? form_.lower[j] : 0.0;
    upper_[j] = has_upper_[j] > 0.0 ? form_.upper[j] : 0.0;
    pair_count_ += has_lower_[j] + has_upper_[j];
  }
  rhs_size_ = 1.0 + largest(form_.rhs);
  cost_size_ = 1.0 + largest(form_.cost);
}

// The point nearest to the middle of all bounds that meets the equations, moved inside.
void InteriorMethod::start() {
  const std::size_t n = columns();
  Vector middle(n), ones(n, 1.0), dx(n), dy(form_.row_count());
  for (std::size_t j = 0; j < n; ++j) {
    const double lower = form_.lower[j], upper = form_.upper[j];
    if (has_lower_[j] * has_upper_[j] > 0.0) {
      middle[j] = upper - lower < 100.0               ? 0.5 * (lower + upper)
                  : std::abs(lower) < std::abs(upper) ? lower + 10.0
                                                      : upper - 10.0;
    } else if (has_lower_[j] > 0.0) {
      middle[j] = lower + 1.0;
    } else if (has_upper_[j] > 0.0) {
      middle[j] = upper - 1.0;
    }
  }
  p_.x = middle;
  for (std::size_t j = 0; j < n; ++j) {
    const double room = form_.upper[j] - form_.lower[j];
    d_[j] = has_lower_[j] * has_upper_[j] > 0.0 ? 1.0 / std::min(1.0, room * room) : 1.0;
  }
  measure();
  if (!system_.factor(d_)) return;
  system_.solve(primal_left_, no_dual_, dx, dy);
  for (std::size_t j = 0; j < n; ++j) {
    const double lower = form_.lower[j], upper = form_.upper[j];
    double x = middle[j] + dx[j];
    const double room = has_lower_[j] * has_upper_[j] > 0.0 ? upper - lower : k_far;
    const double margin = std::min(1.0, 0.2 * room);
    if (has_lower_[j] > 0.0) x = std::max(x, lower + margin);
    if (has_upper_[j] > 0.0) x = std::min(x, upper - margin);
    p_.x[j] = x;
    p_.above_lower[j] = has_lower_[j] > 0.0 ? x - lower : k_far;
    p_.below_upper[j] = has_upper_[j] > 0.0 ? upper - x : k_far;
  }
  // Duals: those of least squares, then enough of both bounds' duals for the rest.
  system_.solve(no_primal_, form_.cost, dx, dy);
  double most = 0.0;
  for (std::size_t j = 0; j < n; ++j) most = std::max(most, std::abs(dx[j]));
  for (std::size_t j = 0; j < n; ++j) {
    const double rest = -dx[j] * d_[j];  // c - A'y
    const double base = std::max(0.1, 0.5 * std::abs(rest));
    p_.lower_dual[j] = has_lower_[j] * (base + (rest > 0.0 ? rest : 0.0));
    p_.upper_dual[j] = has_upper_[j] * (base + (rest < 0.0 ? -rest : 0.0));
  }
  p_.y = dy;
}

// What is missing in both equations, the mean product, and both objectives.
void InteriorMethod::measure() {
  primal_left_ = form_.rhs;
  cost_ = 0.0;
  bound_ = 0.0;
  mean_ = 0.0;
  for (std::size_t j = 0; j < columns(); ++j) {
    double along = 0.0;
    const double x = p_.x[j];
    for (std::int32_t e = form_.starts[j]; e < form_.starts[j + 1]; ++e) {
      const std::size_t row = at(form_.rows[at(e)]);
      primal_left_[row] -= form_.coefficients[at(e)] * x;
      along += form_.coefficients[at(e)] * p_.y[row];
    }
    dual_left_[j] = form_.cost[j] - along - p_.lower_dual[j] + p_.upper_dual[j];
    cost_ += form_.cost[j] * x;
    // Where there is no bound its dual is 0.
    mean_ += p_.above_lower[j] * p_.lower_dual[j] + p_.below_upper[j] * p_.upper_dual[j];
    bound_ += lower_[j] * p_.lower_dual[j] - upper_[j] * p_.upper_dual[j];
  }
  for (std::size_t i = 0; i < form_.rhs.size(); ++i) bound_ += form_.rhs[i] * p_.y[i];
  if (pair_count_ > 0.0) mean_ /= pair_count_;
  primal_error_ = largest(primal_left_) / rhs_size_;
  dual_error_ = largest(dual_left_) / cost_size_;
}

bool InteriorMethod::has_converged(double tolerance) const {
  return primal_error_ < tolerance && dual_error_ < tolerance &&
         std::abs(cost_ - bound_) < tolerance * (1.0 + std::abs(cost_));
}

// All divisions of an iteration: everything else multiplies.
void InteriorMethod::weigh() {
  for (std::size_t j = 0; j < columns(); ++j) {
    by_above_[j] = has_lower_[j] / p_.above_lower[j];
    by_below_[j] = has_upper_[j] / p_.below_upper[j];
    by_lower_dual_[j] = has_lower_[j] > 0.0 ? 1.0 / p_.lower_dual[j] : 0.0;
    by_upper_dual_[j] = has_upper_[j] > 0.0 ? 1.0 / p_.upper_dual[j] : 0.0;
    lower_weight_[j] = p_.lower_dual[j] * by_above_[j];
    upper_weight_[j] = p_.upper_dual[j] * by_below_[j];
    d_[j] = lower_weight_[j] + upper_weight_[j] + k_primal_regularity;
  }
}

void InteriorMethod::solve(const Vector& primal, const Vector& dual, Care care,
                           Direction& direction) {
  for (std::size_t j = 0; j < columns(); ++j) g_[j] = dual[j] - lower_aim_[j] + upper_aim_[j];
  if (care == Care::rough)
    system_.solve_roughly(primal, g_, direction.x, direction.y);
  else
    solve_error_ = system_.solve(primal, g_, direction.x, direction.y) / rhs_size_;
  for (std::size_t j = 0; j < columns(); ++j) {
    direction.lower[j] = lower_aim_[j] - lower_weight_[j] * direction.x[j];
    direction.upper[j] = upper_aim_[j] + upper_weight_[j] * direction.x[j];
  }
}

void InteriorMethod::aim_predictor() {
  for (std::size_t j = 0; j < columns(); ++j) {
    lower_aim_[j] = -p_.lower_dual[j];
    upper_aim_[j] = -p_.upper_dual[j];
  }
}

void InteriorMethod::aim_corrector(double target) {
  for (std::size_t j = 0; j < columns(); ++j) {
    const double dx = direction_.x[j];
    lower_aim_[j] = by_above_[j] * (target - dx * direction_.lower[j]) - p_.lower_dual[j];
    upper_aim_[j] = by_below_[j] * (target + dx * direction_.upper[j]) - p_.upper_dual[j];
  }
}

void InteriorMethod::aim_centrality(const Direction& direction, Steps steps, double target) {
  const double least = k_least_product * target, most = k_most_product * target;
  // Up to the least, down to the most but not by more than that.
  const auto aim = [least, most](double product) {
    return std::max(0.0, least - product) + std::max(std::min(0.0, most - product), -most);
  };
  for (std::size_t j = 0; j < columns(); ++j) {
    const double dx = steps.primal * direction.x[j];
    lower_aim_[j] = by_above_[j] * aim((p_.above_lower[j] + dx) *
                                       (p_.lower_dual[j] + steps.dual * direction.lower[j]));
    upper_aim_[j] = by_below_[j] * aim((p_.below_upper[j] - dx) *
                                       (p_.upper_dual[j] + steps.dual * direction.upper[j]));
  }
}

Steps InteriorMethod::longest(const Direction& direction) const {
  // Largest decrease per unit of what is there, of distances and of duals.
  double above = 0.0, below = 0.0, lower = 0.0, upper = 0.0;
  for (std::size_t j = 0; j < columns(); ++j) {
    const double dx = direction.x[j];
    above = std::max(above, -dx * by_above_[j]);
    below = std::max(below, dx * by_below_[j]);
    lower = std::max(lower, -direction.lower[j] * by_lower_dual_[j]);
    upper = std::max(upper, -direction.upper[j] * by_upper_dual_[j]);
  }
  return {1.0 / std::max({1.0, above, below}), 1.0 / std::max({1.0, lower, upper})};
}

double InteriorMethod::mean_after(const Direction& direction, Steps steps) const {
  double sum = 0.0;
  for (std::size_t j = 0; j < columns(); ++j) {
    const double dx = steps.primal * direction.x[j];
    sum += (p_.above_lower[j] + dx) * (p_.lower_dual[j] + steps.dual * direction.lower[j]) +
           (p_.below_upper[j] - dx) * (p_.upper_dual[j] + steps.dual * direction.upper[j]);
  }
  return sum / std::max(1.0, pair_count_);
}

// Centrality correctors: each asks for products that allow a longer step, and is kept if it does.
void InteriorMethod::correct(double target) {
  Steps now = longest(direction_);
  for (int k = 0; k < k_most_correctors; ++k) {
    if (std::min(now.primal, now.dual) > 0.95) return;
    aim_centrality(
        direction_,
        {std::min(1.0, now.primal + k_wanted_growth), std::min(1.0, now.dual + k_wanted_growth)},
        target);
    solve(no_primal_, no_dual_, Care::rough, other_);
    for (std::size_t j = 0; j < columns(); ++j) {
      other_.x[j] += direction_.x[j];
      other_.lower[j] += direction_.lower[j];
      other_.upper[j] += direction_.upper[j];
    }
    for (std::size_t i = 0; i < other_.y.size(); ++i) other_.y[i] += direction_.y[i];
    const Steps then = longest(other_);
    if (then.primal + then.dual < now.primal + now.dual + k_least_growth) return;
    std::swap(direction_, other_);
    now = then;
  }
}

void InteriorMethod::move(Steps steps) {
  const double a = steps.primal, b = steps.dual;
  for (std::size_t j = 0; j < columns(); ++j) {
    const double dx = a * direction_.x[j];
    p_.x[j] += dx;
    p_.above_lower[j] += dx;  // moves nothing where it is k_far
    p_.below_upper[j] -= dx;
    p_.lower_dual[j] += b * direction_.lower[j];
    p_.upper_dual[j] += b * direction_.upper[j];
  }
  for (std::size_t i = 0; i < p_.y.size(); ++i) p_.y[i] += b * direction_.y[i];
}

InteriorPoint InteriorMethod::run() {
  allocate();
  start();
  double best = k_far;
  int without_gain = 0;
  for (; p_.iterations < k_most_iterations; ++p_.iterations) {
    measure();

    if (has_converged(k_tolerance)) {
      p_.end = InteriorEnd::converged;
      return std::move(p_);
    }
    if (must_stop_()) {
      p_.end = InteriorEnd::stopped;
      return std::move(p_);
    }
    const double error = std::max({primal_error_, dual_error_, mean_});
    if (!std::isfinite(error)) break;
    if (std::isnan(mean_)) break;
    without_gain = error < 0.9 * best ? 0 : without_gain + 1;
    best = std::min(best, error);
    if (without_gain > 15) break;
    weigh();
    if (!system_.factor(d_)) break;
    aim_predictor();
    solve(primal_left_, dual_left_, Care::rough, direction_);
    const double ahead = mean_after(direction_, longest(direction_));
    const double share = std::clamp(ahead / mean_, 0.0, 1.0);
    const double target = share * share * share * mean_;
    aim_corrector(target);
    solve(primal_left_, dual_left_, Care::exact, direction_);
    // No digits are left in the equations: what there is stays, near enough or not.
    if (!(solve_error_ < std::max(0.1 * primal_error_, k_solvable))) break;
    correct(target);
    Steps steps = longest(direction_);
    const double most = std::max(k_step_share, 1.0 - mean_);
    move({std::min(1.0, most * steps.primal), std::min(1.0, most * steps.dual)});
  }
  if (has_converged(k_near)) p_.end = InteriorEnd::converged;
  p_.message = "after " + std::to_string(p_.iterations) + " iterations";
  return std::move(p_);
}

}  // namespace

InteriorPoint find_interior_point(const BoxForm& form, const std::function<bool()>& must_stop) {
  return InteriorMethod{form, must_stop}.run();
}

}  // namespace ohmstead::solve
