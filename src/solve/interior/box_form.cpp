#include "box_form.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::solve {
namespace {

constexpr int k_scaling_rounds = 4;
// Bounds that are nearer to one another than this, relative to their size, leave no interior.
constexpr double k_no_room = 1e-11;
// A constant row may miss its bounds by so much.
constexpr double k_slack = 1e-9;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
std::int32_t to_index(std::size_t value) { return static_cast<std::int32_t>(value); }

// The power of two next to 1 / sqrt(x).
double scale_for(double x) { return x > 0.0 ? std::exp2(-std::round(0.5 * std::log2(x))) : 1.0; }

bool has_room(double lower, double upper) {
  if (std::isinf(lower) || std::isinf(upper)) return true;
  return upper - lower > k_no_room * std::max({1.0, std::abs(lower), std::abs(upper)});
}

class FormMaker {
 public:
  explicit FormMaker(const Model& model) : model_{model} {}

  [[nodiscard]] std::optional<BoxForm> make() {
    sum_fixed();
    if (!take_rows()) return std::nullopt;
    if (!take_columns()) return std::nullopt;
    scale();
    add_slacks();
    return std::move(form_);
  }

 private:
  // What fixed columns add to each row, and how many others it has.
  void sum_fixed() {
    const std::size_t rows = model_.row_lower().size();
    constant_.assign(rows, 0.0);
    count_.assign(rows, 0);
    for (std::size_t j = 0; j < model_.costs().size(); ++j) {
      const bool fixed = is_fixed(model_, j);
      for (std::int32_t e = model_.starts()[j]; e < model_.starts()[j + 1]; ++e) {
        const std::size_t row = at(model_.entry_rows()[at(e)]);
        if (fixed)
          constant_[row] += model_.coefficients()[at(e)] * model_.column_lower()[j];
        else
          ++count_[row];
      }
    }
  }

  [[nodiscard]] bool take_rows() {
    new_row_.assign(constant_.size(), -1);
    for (std::size_t i = 0; i < constant_.size(); ++i) {
      const double lower = model_.row_lower()[i] - constant_[i];
      const double upper = model_.row_upper()[i] - constant_[i];
      if (count_[i] == 0) {
        const double allowed = k_slack * std::max(1.0, std::abs(constant_[i]));
        if (lower > allowed || upper < -allowed) return false;
        continue;
      }
      if (std::isinf(lower) && std::isinf(upper)) continue;
      new_row_[i] = to_index(form_.row_of.size());
      form_.row_of.push_back(to_index(i));
    }
    return true;
  }

  [[nodiscard]] bool take_columns() {
    form_.starts.push_back(0);
    form_.rows.reserve(model_.coefficients().size() + form_.row_of.size());
    form_.coefficients.reserve(form_.rows.capacity());
    for (std::size_t j = 0; j < model_.costs().size(); ++j) {
      if (is_fixed(model_, j)) continue;
      const std::size_t before = form_.rows.size();
      for (std::int32_t e = model_.starts()[j]; e < model_.starts()[j + 1]; ++e) {
        const std::int32_t row = new_row_[at(model_.entry_rows()[at(e)])];
        if (row < 0) continue;
        form_.rows.push_back(row);
        form_.coefficients.push_back(model_.coefficients()[at(e)]);
      }
      if (form_.rows.size() == before) {
        const double cost = model_.costs()[j];
        const double best = cost >= 0.0 ? model_.column_lower()[j] : model_.column_upper()[j];
        if (cost != 0.0 && std::isinf(best)) return false;
        continue;
      }
      form_.starts.push_back(to_index(form_.rows.size()));
      form_.column_of.push_back(to_index(j));
    }
    return true;
  }

  void scale() {
    const std::size_t rows = form_.row_of.size(), columns = form_.column_of.size();
    form_.row_scale.assign(rows, 1.0);
    form_.column_scale.assign(columns, 1.0);
    std::vector<double> most(rows);
    for (int round = 0; round < k_scaling_rounds; ++round) {
      std::fill(most.begin(), most.end(), 0.0);
      for (std::size_t j = 0; j < columns; ++j) {
        double column_most = 0.0;
        for (std::int32_t e = form_.starts[j]; e < form_.starts[j + 1]; ++e) {
          const double size = std::abs(form_.coefficients[at(e)]);
          column_most = std::max(column_most, size);
          most[at(form_.rows[at(e)])] = std::max(most[at(form_.rows[at(e)])], size);
        }
        const double factor = scale_for(column_most);
        form_.column_scale[j] *= factor;
        for (std::int32_t e = form_.starts[j]; e < form_.starts[j + 1]; ++e)
          form_.coefficients[at(e)] *= factor;
      }
      for (double& size : most) size = scale_for(size);
      for (std::size_t i = 0; i < rows; ++i) form_.row_scale[i] *= most[i];
      for (std::size_t e = 0; e < form_.rows.size(); ++e)
        form_.coefficients[e] *= most[at(form_.rows[e])];
    }
    for (std::size_t j = 0; j < columns; ++j) {
      const std::size_t column = at(form_.column_of[j]);
      form_.cost.push_back(model_.costs()[column] * form_.column_scale[j]);
      form_.lower.push_back(model_.column_lower()[column] / form_.column_scale[j]);
      form_.upper.push_back(model_.column_upper()[column] / form_.column_scale[j]);
    }
  }

  void add_slacks() {
    for (std::size_t i = 0; i < form_.row_of.size(); ++i) {
      const std::size_t row = at(form_.row_of[i]);
      const double lower = model_.row_lower()[row] - constant_[row];
      const double upper = model_.row_upper()[row] - constant_[row];
      const double factor = form_.row_scale[i];
      const bool is_equation = !has_room(lower, upper);
      form_.rhs.push_back(is_equation ? lower * factor : 0.0);
      form_.slack_of.push_back(is_equation ? -1 : to_index(form_.cost.size()));
      if (is_equation) continue;
      form_.rows.push_back(to_index(i));
      form_.coefficients.push_back(-1.0);
      form_.starts.push_back(to_index(form_.rows.size()));
      form_.column_of.push_back(-1);
      form_.column_scale.push_back(1.0 / factor);
      form_.cost.push_back(0.0);
      form_.lower.push_back(lower * factor);
      form_.upper.push_back(upper * factor);
    }
  }

  const Model& model_;
  BoxForm form_;
  std::vector<double> constant_;
  std::vector<std::int32_t> count_, new_row_;
};

}  // namespace

bool is_fixed(const Model& model, std::size_t column) {
  return !has_room(model.column_lower()[column], model.column_upper()[column]);
}

std::optional<BoxForm> make_box_form(const Model& model) { return FormMaker{model}.make(); }

}  // namespace ohmstead::solve
