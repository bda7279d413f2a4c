// L D L' of a symmetric sparse matrix whose pattern stays and whose numbers change: analysed once,
// factored at every iteration of the interior point method without allocating.
//
// The matrix is quasi-definite: nodes of sign +1 have positive pivots, nodes of sign -1 negative
// ones, in any order. A pivot that is not clearly of its sign is replaced by a huge one, which
// takes its unknown out (0 in the solution); the caller corrects the rest by refinement.
//
// Thread rule: one thread per object.
//
//   SparseLdl ldl{pattern, signs};               // lower triangle by columns, in elimination order
//   ldl.factor(values); ldl.solve(x);            // x: right-hand side in, solution out
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ohmstead::solve {

// The lower triangle by columns; within a column the diagonal comes first.
struct LowerPattern {
  std::vector<std::int32_t> starts, rows;
  [[nodiscard]] std::size_t size() const { return starts.empty() ? 0 : starts.size() - 1; }
};

class SparseLdl {
 public:
  // `signs` +1 or -1 per node.
  SparseLdl(LowerPattern pattern, std::vector<std::int8_t> signs);

  // One value per entry of the pattern. False when a number is not finite.
  [[nodiscard]] bool factor(std::span<const double> values);
  void solve(std::span<double> x) const;

  [[nodiscard]] std::size_t entry_count() const { return rows_.size(); }
  // Multiplications and additions of one factorisation.
  [[nodiscard]] double operation_count() const { return operations_; }

 private:
  void analyse();
  [[nodiscard]] double safe_pivot(std::size_t node, double pivot, double diagonal) const;

  LowerPattern pattern_;
  std::vector<std::int8_t> signs_;
  std::vector<std::int32_t> starts_, rows_;  // of L, without its diagonal
  std::vector<double> values_, pivots_, inverse_;
  std::vector<std::int32_t> next_, first_, position_;  // columns that still change a later one
  std::vector<double> work_;
  double operations_ = 0.0;
};

}  // namespace ohmstead::solve
