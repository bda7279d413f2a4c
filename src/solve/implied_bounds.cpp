#include "implied_bounds.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::solve {
namespace {

// A chain of states is resolved in one round when its columns come in time order, in one round per
// link when they come in reverse; longer searches have not paid off.
constexpr int k_max_rounds = 20;
// Far above the rounding error of a sum of some thousand terms, far below anything that matters.
constexpr double k_widening = 1e-12;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

bool is_open(double lower, double upper) { return std::isinf(lower) || std::isinf(upper); }

}  // namespace

void ImpliedBounds::Activity::add(double term, int times) {
  if (std::isinf(term)) {
    infinite += times;
  } else {
    finite += times * term;
    magnitude += std::abs(term);
  }
}

double ImpliedBounds::Activity::without(double term, double infinity) const {
  const bool is_infinite = std::isinf(term);
  if (infinite - (is_infinite ? 1 : 0) > 0) return infinity;
  const double rest = is_infinite ? finite : finite - term;
  return rest + std::copysign(k_widening * magnitude, infinity);
}

ImpliedBounds::ImpliedBounds(const Model& model)
    : model_{model},
      lower_(model.column_lower().begin(), model.column_lower().end()),
      upper_(model.column_upper().begin(), model.column_upper().end()),
      smallest_(at(model.row_count())),
      largest_(at(model.row_count())) {
  std::vector<std::size_t> open;
  for (std::size_t j = 0; j < lower_.size(); ++j) {
    add_to_rows(j, 1);
    if (is_open(lower_[j], upper_[j])) open.push_back(j);
  }
  for (int round = 0; round < k_max_rounds && !open.empty(); ++round) {
    bool has_changed = false;
    for (const std::size_t j : open) has_changed = tighten(j) || has_changed;
    if (!has_changed) return;
    std::erase_if(open, [this](std::size_t j) { return !is_open(lower_[j], upper_[j]); });
  }
}

// Adds (times = 1) or takes out (times = -1) what the column contributes to its rows' extremes.
void ImpliedBounds::add_to_rows(std::size_t column, int times) {
  for (std::int32_t e = model_.starts()[column]; e < model_.starts()[column + 1]; ++e) {
    const double a = model_.coefficients()[at(e)];
    const std::size_t row = at(model_.entry_rows()[at(e)]);
    smallest_[row].add(a * (a > 0.0 ? lower_[column] : upper_[column]), times);
    largest_[row].add(a * (a > 0.0 ? upper_[column] : lower_[column]), times);
  }
}

Bounds ImpliedBounds::bounds_from_row(std::size_t column, std::size_t entry) const {
  const double a = model_.coefficients()[entry];
  const std::size_t row = at(model_.entry_rows()[entry]);
  const double own_least = a * (a > 0.0 ? lower_[column] : upper_[column]);
  const double own_most = a * (a > 0.0 ? upper_[column] : lower_[column]);
  const double others_least = smallest_[row].without(own_least, -k_infinity);
  const double others_most = largest_[row].without(own_most, k_infinity);
  // row lower - others_most <= a * x <= row upper - others_least
  const double least = model_.row_lower()[row] - others_most;
  const double most = model_.row_upper()[row] - others_least;
  return a > 0.0 ? Bounds{least / a, most / a} : Bounds{most / a, least / a};
}

bool ImpliedBounds::tighten(std::size_t column) {
  Bounds found;
  for (std::int32_t e = model_.starts()[column]; e < model_.starts()[column + 1]; ++e) {
    const Bounds from_row = bounds_from_row(column, at(e));
    found.lower = std::max(found.lower, from_row.lower);
    found.upper = std::min(found.upper, from_row.upper);
  }
  const bool has_lower = std::isinf(lower_[column]) && std::isfinite(found.lower);
  const bool has_upper = std::isinf(upper_[column]) && std::isfinite(found.upper);
  if (!has_lower && !has_upper) return false;
  add_to_rows(column, -1);
  if (has_lower) lower_[column] = found.lower - k_widening * std::abs(found.lower);
  if (has_upper) upper_[column] = found.upper + k_widening * std::abs(found.upper);
  add_to_rows(column, 1);
  return true;
}

}  // namespace ohmstead::solve
