#include "first_change.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "value_function.hpp"

namespace ohmstead::plan {
namespace {

// Not worth looking for.
constexpr double k_tie = 1e-10;
constexpr double k_same_kwh = 1e-12;
// Tangents meet in ever smaller pieces; a piece this small is a point.
constexpr int k_halvings = 60;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

FirstChange::FirstChange(const home::Case& home)
    : set_{&*home.scenarios},
      soc_kwh_{home.batteries.empty() ? 0.0 : home.batteries.front().soc.value()},
      low_{-std::numeric_limits<double>::infinity()},
      high_{std::numeric_limits<double>::infinity()} {
  ValueFunction program;
  functions_.reserve(set_->all.size());
  for (const home::Scenario& scenario : set_->all) {
    const home::Case then = home::scenario_case(home, scenario);
    program.solve_back(then);
    Function& function = functions_.emplace_back();
    function.points = program.first_costs();
    function.after = program.after_first();
    low_ = std::max(low_, function.points.front().x);
    high_ = std::min(high_, function.points.back().x);
  }
  BestChange best;
  const std::vector<double> all = bends();
  for (const double change : all) best.offer(change, objective(change));
  if (set_->cvar) {
    for (std::size_t i = 1; i < all.size(); ++i) look_between(all[i - 1], all[i], best);
  }
  best_ = best.change(objective(0.0));
  lowest_ = best.lowest();
}

double FirstChange::Function::at(double change) const {
  const auto next = std::lower_bound(points.begin(), points.end(), change,
                                     [](const PwlPoint& p, double x) { return p.x < x; });
  if (next == points.end()) return points.back().y;
  if (next == points.begin()) return next->y;
  const PwlPoint& before = *(next - 1);
  const double length = next->x - before.x;
  return length <= 0.0 ? next->y : before.y + (next->y - before.y) * (change - before.x) / length;
}

double FirstChange::Function::slope(double left, double right) const {
  return (at(right) - at(left)) / (right - left);
}

std::vector<double> FirstChange::bends() const {
  std::vector<double> all{low_, high_};
  for (const Function& function : functions_) {
    for (const PwlPoint& point : function.points) {
      if (point.x > low_ && point.x < high_) all.push_back(point.x);
    }
  }
  std::sort(all.begin(), all.end());
  const auto is_same = [](double a, double b) { return b - a <= k_same_kwh; };
  all.erase(std::unique(all.begin(), all.end(), is_same), all.end());
  return all;
}

std::vector<double> FirstChange::costs(double change_kwh) const {
  const double change = std::clamp(change_kwh, low_, high_);
  std::vector<double> costs;
  costs.reserve(functions_.size());
  for (const Function& function : functions_) costs.push_back(function.at(change));
  return costs;
}

double FirstChange::objective(double change_kwh) const {
  return home::risky_cost(*set_, costs(change_kwh)).objective;
}

// On a piece without bends the objective is the largest of many linear functions, one for each
// choice of the worst scenarios; where the outermost two meet is either the lowest point or splits
// the piece.
void FirstChange::look_between(double left, double right, BestChange& best) const {
  for (int i = 0; i < k_halvings && right - left > k_same_kwh; ++i) {
    const std::vector<double> at_left = costs(left), at_right = costs(right);
    std::vector<double> slopes;
    slopes.reserve(functions_.size());
    for (const Function& function : functions_) slopes.push_back(function.slope(left, right));
    const double value_left = home::risky_cost(*set_, at_left).objective;
    const double value_right = home::risky_cost(*set_, at_right).objective;
    const double slope_left = dot(home::risky_weights(*set_, at_left), slopes);
    const double slope_right = dot(home::risky_weights(*set_, at_right), slopes);
    if (slope_left >= 0.0 || slope_right <= 0.0) return;
    const double meet = left + (value_right - value_left - slope_right * (right - left)) /
                                   (slope_left - slope_right);
    if (meet <= left + k_same_kwh || meet >= right - k_same_kwh) return;
    const double least = value_left + slope_left * (meet - left);
    if (least >= best.lowest() - k_tie) return;
    best.offer(meet, objective(meet));
    const double slope = dot(home::risky_weights(*set_, costs(meet)), slopes);
    if (objective(meet) <= least + k_tie) return;
    (slope < 0.0 ? left : right) = meet;
  }
}

Pwl::Slopes FirstChange::stored(double change_kwh) const {
  const std::vector<double> weights = home::risky_weights(*set_, costs(change_kwh));
  Pwl::Slopes mean;
  for (std::size_t s = 0; s < functions_.size(); ++s) {
    const Pwl& after = functions_[s].after;
    const Pwl::Slopes here =
        after.slopes(std::clamp(soc_kwh_ + change_kwh, after.low(), after.high()));
    mean.left += weights[s] * here.left;
    mean.right += weights[s] * here.right;
  }
  return mean;
}

}  // namespace ohmstead::plan
