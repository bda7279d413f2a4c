#include "sparse_ldl.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::solve {
namespace {

// A pivot below this share of its diagonal entry is rounding.
constexpr double k_least_share = 3e-16;
constexpr double k_least_pivot = 1e-30;
constexpr double k_huge_pivot = 1e64;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
std::int32_t to_index(std::size_t value) { return static_cast<std::int32_t>(value); }

}  // namespace

SparseLdl::SparseLdl(LowerPattern pattern, std::vector<std::int8_t> signs)
    : pattern_{std::move(pattern)}, signs_{std::move(signs)} {
  analyse();
}

// The rows of a column of L: its own entries and what its children in the elimination tree have
// below their parent.
void SparseLdl::analyse() {
  const std::size_t n = pattern_.size();
  std::vector<std::int32_t> mark(n, -1), first_child(n, -1), next_child(n, -1), found;
  starts_.assign(1, 0);
  for (std::size_t j = 0; j < n; ++j) {
    found.clear();
    mark[j] = to_index(j);
    const auto take = [&](std::int32_t row) {
      if (mark[at(row)] == to_index(j)) return;
      mark[at(row)] = to_index(j);
      found.push_back(row);
    };
    for (std::int32_t e = pattern_.starts[j]; e < pattern_.starts[j + 1]; ++e)
      take(pattern_.rows[at(e)]);
    for (std::int32_t child = first_child[j]; child >= 0; child = next_child[at(child)]) {
      for (std::int32_t e = starts_[at(child)]; e < starts_[at(child) + 1]; ++e) take(rows_[at(e)]);
    }
    std::sort(found.begin(), found.end());
    rows_.insert(rows_.end(), found.begin(), found.end());
    starts_.push_back(to_index(rows_.size()));
    operations_ += static_cast<double>(found.size()) * static_cast<double>(found.size() + 2);
    if (found.empty()) continue;
    const std::size_t parent = at(found.front());
    next_child[j] = first_child[parent];
    first_child[parent] = to_index(j);
  }
  values_.resize(rows_.size());
  pivots_.resize(n);
  inverse_.resize(n);
  next_.resize(n);
  first_.resize(n);
  position_.resize(n);
  work_.assign(n, 0.0);
}

double SparseLdl::safe_pivot(std::size_t node, double pivot, double diagonal) const {
  const double sign = signs_[node];
  const double least = std::max(k_least_share * std::abs(diagonal), k_least_pivot);
  return sign * pivot > least ? pivot : sign * k_huge_pivot;
}

// Column by column; each column is changed by those before it that have an entry in its row. Such
// columns wait in a list at the next row that they change.
bool SparseLdl::factor(std::span<const double> values) {
  const std::size_t n = pattern_.size();
  std::fill(first_.begin(), first_.end(), -1);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::int32_t e = pattern_.starts[j]; e < pattern_.starts[j + 1]; ++e)
      work_[at(pattern_.rows[at(e)])] = values[at(e)];
    const double diagonal = work_[j];
    for (std::int32_t k = first_[j]; k >= 0;) {
      const std::int32_t following = next_[at(k)];
      const std::int32_t from = position_[at(k)], end = starts_[at(k) + 1];
      const double factor = values_[at(from)] * pivots_[at(k)];
      const double* value = values_.data();
      const std::int32_t* row = rows_.data();
      for (std::int32_t e = from; e < end; ++e) work_[at(row[e])] -= factor * value[e];
      if (from + 1 < end) {
        position_[at(k)] = from + 1;
        const std::size_t later = at(rows_[at(from + 1)]);
        next_[at(k)] = first_[later];
        first_[later] = k;
      }
      k = following;
    }
    if (!std::isfinite(work_[j])) return false;
    const double pivot = safe_pivot(j, work_[j], diagonal);
    pivots_[j] = pivot;
    inverse_[j] = 1.0 / pivot;
    work_[j] = 0.0;
    const std::int32_t from = starts_[j], end = starts_[j + 1];
    for (std::int32_t e = from; e < end; ++e) {
      double& number = work_[at(rows_[at(e)])];
      values_[at(e)] = number * inverse_[j];
      number = 0.0;
    }
    if (from < end) {
      position_[j] = from;
      const std::size_t later = at(rows_[at(from)]);
      next_[j] = first_[later];
      first_[later] = to_index(j);
    }
  }
  return true;
}

void SparseLdl::solve(std::span<double> x) const {
  const std::size_t n = pattern_.size();
  for (std::size_t j = 0; j < n; ++j) {
    const double known = x[j];
    for (std::int32_t e = starts_[j]; e < starts_[j + 1]; ++e)
      x[at(rows_[at(e)])] -= values_[at(e)] * known;
  }
  for (std::size_t j = n; j-- > 0;) {
    double sum = x[j] * inverse_[j];
    for (std::int32_t e = starts_[j]; e < starts_[j + 1]; ++e)
      sum -= values_[at(e)] * x[at(rows_[at(e)])];
    x[j] = sum;
  }
}

}  // namespace ohmstead::solve
