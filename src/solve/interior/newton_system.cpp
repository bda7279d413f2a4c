#include "newton_system.hpp"

#include <algorithm>
#include <cmath>

#include "elimination_order.hpp"

namespace ohmstead::solve {
namespace {

// More entries than this make a column one of the border.
constexpr std::int32_t k_many_entries = 20;
// Keeps pivots away from 0 where rows depend on each other or a border column is free.
constexpr double k_row_regularity = 1e-11;
constexpr double k_border_regularity = 1e-9;
constexpr int k_refinements = 3;
// Less than this share of the right-hand side needs no further round.
constexpr double k_small_residual = 1e-7;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
std::int32_t to_index(std::size_t value) { return static_cast<std::int32_t>(value); }

}  // namespace

NewtonSystem::NewtonSystem(const BoxForm& form)
    : form_{&form}, is_border_(form.column_count(), 0), inverse_(form.column_count()) {
  find_border();
  std::vector<Part> parts = collect_parts();
  order_nodes(parts);
  arrange(std::move(parts));
  const std::size_t n = place_.size();
  permuted_.resize(n);
  residual_.resize(n);
}

void NewtonSystem::find_border() {
  for (std::size_t j = 0; j < form_->column_count(); ++j) {
    const bool is_dense = form_->starts[j + 1] - form_->starts[j] > k_many_entries;
    const bool is_free = std::isinf(form_->lower[j]) && std::isinf(form_->upper[j]);
    if (!is_dense && !is_free) continue;
    is_border_[j] = 1;
    border_.push_back(to_index(j));
  }
}

// Rows are nodes 0, 1, ...; border columns follow.
std::vector<NewtonSystem::Part> NewtonSystem::collect_parts() const {
  std::vector<Part> parts;
  parts.reserve(3 * form_->rows.size());
  const std::int32_t rows = to_index(form_->row_count());
  for (std::int32_t i = 0; i < rows + to_index(border_.size()); ++i)
    parts.push_back({i, i, -1, 0.0});
  std::int32_t border = rows;
  for (std::size_t j = 0; j < form_->column_count(); ++j) {
    for (std::int32_t e = form_->starts[j]; e < form_->starts[j + 1]; ++e) {
      const std::int32_t row = form_->rows[at(e)];
      const double value = form_->coefficients[at(e)];
      if (is_border_[j] != 0) {
        parts.push_back({row, border, -1, value});
        continue;
      }
      for (std::int32_t f = form_->starts[j]; f <= e; ++f)
        parts.push_back({form_->rows[at(f)], row, to_index(j), value * form_->coefficients[at(f)]});
    }
    border += is_border_[j];
  }
  return parts;
}

// Fill is kept small among the rows; the border comes last.
void NewtonSystem::order_nodes(const std::vector<Part>& parts) {
  const std::size_t rows = form_->row_count(), n = rows + border_.size();
  std::vector<std::int32_t> starts(rows + 1, 0), neighbours, unique_starts{0};
  const auto is_edge = [&](const Part& part) {
    return part.low != part.high && at(part.low) < rows && at(part.high) < rows;
  };
  for (const Part& part : parts) {
    if (!is_edge(part)) continue;
    ++starts[at(part.low) + 1];
    ++starts[at(part.high) + 1];
  }
  for (std::size_t i = 0; i < rows; ++i) starts[i + 1] += starts[i];
  std::vector<std::int32_t> filled(starts.begin(), starts.end() - 1), all(at(starts[rows]));
  for (const Part& part : parts) {
    if (!is_edge(part)) continue;
    all[at(filled[at(part.low)]++)] = part.high;
    all[at(filled[at(part.high)]++)] = part.low;
  }
  neighbours.reserve(all.size());
  std::vector<std::int32_t> mark(rows, -1);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::int32_t e = starts[i]; e < starts[i + 1]; ++e) {
      const std::int32_t other = all[at(e)];
      if (mark[at(other)] == to_index(i)) continue;
      mark[at(other)] = to_index(i);
      neighbours.push_back(other);
    }
    unique_starts.push_back(to_index(neighbours.size()));
  }
  const auto order = elimination_order(std::move(unique_starts), std::move(neighbours));
  place_.resize(n);
  for (std::size_t k = 0; k < rows; ++k) place_[at(order[k])] = to_index(k);
  for (std::size_t k = rows; k < n; ++k) place_[k] = to_index(k);
}

// Groups the parts by their place in the lower triangle.
void NewtonSystem::arrange(std::vector<Part> parts) {
  const std::size_t rows = form_->row_count(), n = rows + border_.size();
  std::vector<std::int32_t> starts(n + 1, 0);
  for (Part& part : parts) {
    const auto [low, high] = std::minmax(place_[at(part.low)], place_[at(part.high)]);
    part.low = low;
    part.high = high;
    ++starts[at(low) + 1];
  }
  for (std::size_t k = 0; k < n; ++k) starts[k + 1] += starts[k];
  std::vector<std::int32_t> by_column(parts.size()), entry_of(parts.size()), mark(n, -1);
  for (std::size_t p = 0; p < parts.size(); ++p)
    by_column[at(starts[at(parts[p].low)]++)] = to_index(p);
  LowerPattern pattern;
  pattern.starts.assign(1, 0);
  product_starts_.assign(1, 0);
  std::size_t next = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const std::int32_t before = to_index(pattern.rows.size());
    mark[k] = before;
    pattern.rows.push_back(to_index(k));
    for (; next < at(starts[k]); ++next) {
      const Part& part = parts[at(by_column[next])];
      if (mark[at(part.high)] < before) {
        mark[at(part.high)] = to_index(pattern.rows.size());
        pattern.rows.push_back(part.high);
      }
      entry_of[at(by_column[next])] = mark[at(part.high)];
    }
    pattern.starts.push_back(to_index(pattern.rows.size()));
  }
  constant_.assign(pattern.rows.size(), 0.0);
  product_starts_.assign(pattern.rows.size() + 1, 0);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    if (parts[p].from >= 0) ++product_starts_[at(entry_of[p]) + 1];
  }
  for (std::size_t e = 0; e < pattern.rows.size(); ++e)
    product_starts_[e + 1] += product_starts_[e];
  products_.resize(at(product_starts_.back()));
  std::vector<std::int32_t> filled(product_starts_.begin(), product_starts_.end() - 1);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const std::size_t entry = at(entry_of[p]);
    if (parts[p].from < 0)
      constant_[entry] += parts[p].value;
    else
      products_[at(filled[entry]++)] = {parts[p].from, parts[p].value};
  }
  for (std::size_t i = 0; i < n; ++i)
    (i < rows ? row_diagonal_ : border_diagonal_).push_back(pattern.starts[at(place_[i])]);
  values_.resize(constant_.size());
  std::vector<std::int8_t> signs(n, 1);
  std::fill(signs.begin() + static_cast<std::ptrdiff_t>(rows), signs.end(), std::int8_t{-1});
  ldl_.emplace(std::move(pattern), std::move(signs));
}

bool NewtonSystem::factor(std::span<const double> d) {
  d_ = d;
  for (std::size_t j = 0; j < d.size(); ++j) inverse_[j] = is_border_[j] != 0 ? 0.0 : 1.0 / d[j];
  for (std::size_t p = 0; p < values_.size(); ++p) {
    double sum = constant_[p];
    for (std::int32_t e = product_starts_[p]; e < product_starts_[p + 1]; ++e)
      sum += products_[at(e)].value * inverse_[at(products_[at(e)].column)];
    values_[p] = sum;
  }
  for (const std::int32_t p : row_diagonal_) values_[at(p)] += k_row_regularity;
  for (std::size_t k = 0; k < border_.size(); ++k)
    values_[at(border_diagonal_[k])] = -d[at(border_[k])] - k_border_regularity;
  return ldl_->factor(values_);
}

double NewtonSystem::along(std::size_t column, std::span<const double> dy) const {
  double sum = 0.0;
  for (std::int32_t e = form_->starts[column]; e < form_->starts[column + 1]; ++e)
    sum += form_->coefficients[at(e)] * dy[at(form_->rows[at(e)])];
  return sum;
}

void NewtonSystem::step_back(std::span<const double> g, std::span<double> dx,
                             std::span<const double> dy) const {
  for (std::size_t j = 0; j < dx.size(); ++j) {
    if (is_border_[j] == 0) dx[j] = (along(j, dy) - g[j]) * inverse_[j];
  }
}

void NewtonSystem::solve_roughly(std::span<const double> r, std::span<const double> g,
                                 std::span<double> dx, std::span<double> dy) {
  begin(g, dx, dy);
  find_residual(r, g, dx, dy);
  add_answer(g, dx, dy);
}

double NewtonSystem::solve(std::span<const double> r, std::span<const double> g,
                           std::span<double> dx, std::span<double> dy) {
  begin(g, dx, dy);
  const double scale = std::max(1e-300, find_residual(r, g, dx, dy));
  double worst = scale;
  for (int round = 0; round <= k_refinements && worst > k_small_residual * scale; ++round) {
    add_answer(g, dx, dy);
    worst = find_residual(r, g, dx, dy);
  }
  return worst;
}

// Without rows and border each column goes its own way.
void NewtonSystem::begin(std::span<const double> g, std::span<double> dx,
                         std::span<double> dy) const {
  std::fill(dy.begin(), dy.end(), 0.0);
  for (std::size_t j = 0; j < dx.size(); ++j) dx[j] = -g[j] * inverse_[j];
}

// What the equations of rows and border still lack; returns the largest.
double NewtonSystem::find_residual(std::span<const double> r, std::span<const double> g,
                                   std::span<const double> dx, std::span<const double> dy) {
  const std::size_t rows = form_->row_count();
  std::copy(r.begin(), r.end(), residual_.begin());
  for (std::size_t j = 0; j < dx.size(); ++j) {
    for (std::int32_t e = form_->starts[j]; e < form_->starts[j + 1]; ++e)
      residual_[at(form_->rows[at(e)])] -= form_->coefficients[at(e)] * dx[j];
  }
  for (std::size_t k = 0; k < border_.size(); ++k) {
    const std::size_t j = at(border_[k]);
    residual_[rows + k] = g[j] - along(j, dy) + d_[j] * dx[j];
  }
  double worst = 0.0;
  for (const double each : residual_) worst = std::max(worst, std::abs(each));
  return worst;
}

// Moves by what the factors answer to the residual.
void NewtonSystem::add_answer(std::span<const double> g, std::span<double> dx,
                              std::span<double> dy) {
  const std::size_t rows = form_->row_count();
  for (std::size_t i = 0; i < residual_.size(); ++i) permuted_[at(place_[i])] = residual_[i];
  ldl_->solve(permuted_);
  for (std::size_t i = 0; i < rows; ++i) dy[i] += permuted_[at(place_[i])];
  for (std::size_t k = 0; k < border_.size(); ++k)
    dx[at(border_[k])] += permuted_[at(place_[rows + k])];
  step_back(g, dx, dy);
}

}  // namespace ohmstead::solve
