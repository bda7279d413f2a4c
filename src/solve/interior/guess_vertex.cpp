#include "guess_vertex.hpp"

#include <algorithm>

namespace ohmstead::solve {
namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

// At the end of the method one of distance and dual is near 0: the larger one tells.
BasisStatus status_of(const InteriorPoint& point, std::size_t j) {
  const bool is_low = point.above_lower[j] <= point.below_upper[j];
  const double distance = is_low ? point.above_lower[j] : point.below_upper[j];
  const double dual = is_low ? point.lower_dual[j] : point.upper_dual[j];
  if (distance > dual) return BasisStatus::basic;
  return is_low ? BasisStatus::at_lower : BasisStatus::at_upper;
}

}  // namespace

Point guess_vertex(const Model& model, const BoxForm& form, const InteriorPoint& point) {
  Point guess;
  guess.basis = slack_basis(model);
  guess.values.assign(model.costs().size(), 0.0);
  for (std::size_t j = 0; j < guess.values.size(); ++j) {
    if (guess.basis.columns[j] == BasisStatus::at_lower) guess.values[j] = model.column_lower()[j];
    if (guess.basis.columns[j] == BasisStatus::at_upper) guess.values[j] = model.column_upper()[j];
  }
  for (std::size_t j = 0; j < form.column_count(); ++j) {
    if (form.column_of[j] < 0) continue;
    const std::size_t column = at(form.column_of[j]);
    guess.basis.columns[column] = status_of(point, j);
    guess.values[column] = std::clamp(point.x[j] * form.column_scale[j],
                                      model.column_lower()[column], model.column_upper()[column]);
  }
  for (std::size_t i = 0; i < form.row_count(); ++i) {
    guess.basis.rows[at(form.row_of[i])] =
        form.slack_of[i] < 0 ? BasisStatus::at_lower : status_of(point, at(form.slack_of[i]));
  }
  return guess;
}

}  // namespace ohmstead::solve
