#include "settle.hpp"

#include <algorithm>
#include <cmath>

#include "ohmstead/solve/check.hpp"

namespace ohmstead::solve {
namespace {

// What a move may bend the rows by and still count as free.
constexpr double k_free = 1e-9;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

std::vector<Broken> Settling::settle(std::vector<double>& values,
                                     std::span<const char> is_decided) {
  sums_.assign(model_->row_lower().size(), 0.0);
  for (std::int32_t j = 0; j < model_->column_count(); ++j) add_to_sums(j, values[at(j)]);
  std::vector<Broken> broken;
  for (std::int32_t j = 0; j < model_->column_count(); ++j) {
    if (model_->integer_flags()[at(j)] == 0) continue;
    if (!is_decided.empty() && is_decided[at(j)] != 0) continue;
    const double value = values[at(j)];
    if (std::abs(value - std::round(value)) <= k_feasibility_tolerance) continue;
    const double down = std::floor(value), up = std::ceil(value);
    const double bend_down = bend(j, down - value), bend_up = bend(j, up - value);
    const double to = bend_down <= bend_up ? down : up;
    const double least = std::min(bend_down, bend_up);
    if (least <= k_free && model_->costs()[at(j)] * (to - value) <= 0.0) {
      add_to_sums(j, to - value);
      values[at(j)] = to;
    } else {
      broken.push_back({j, to, down + up - to, least});
    }
  }
  std::ranges::stable_sort(broken, {}, &Broken::bend);
  return broken;
}

void Settling::add_to_sums(std::int32_t column, double change) {
  for (auto k = at(model_->starts()[at(column)]); k < at(model_->starts()[at(column) + 1]); ++k)
    sums_[at(model_->entry_rows()[k])] += model_->coefficients()[k] * change;
}

double Settling::bend(std::int32_t column, double change) const {
  double bend = 0.0;
  for (auto k = at(model_->starts()[at(column)]); k < at(model_->starts()[at(column) + 1]); ++k) {
    const std::size_t row = at(model_->entry_rows()[k]);
    const auto off = [&](double sum) {
      return std::max({0.0, model_->row_lower()[row] - sum, sum - model_->row_upper()[row]});
    };
    bend += std::max(0.0, off(sums_[row] + model_->coefficients()[k] * change) - off(sums_[row]));
  }
  return bend;
}

}  // namespace ohmstead::solve
