// The linear equations of one Newton step of the interior point method.
//
// Wanted are dx, dy with   A dx = r,   A' dy - d dx = g   (d > 0 per column). Columns with few
// entries are eliminated, dx = (A' dy - g) / d, which leaves the normal equations
// (A d^-1 A') dy = r + A d^-1 g, as sparse as a home's states are coupled from slot to slot.
// Columns that tie many rows together (a peak over all slots) and free ones stay as unknowns of
// their own at the border, so that the matrix is quasi-definite. Every answer is refined against
// the equations as they stand, unless a rough one is enough.
//
// Thread rule: one thread per object.
//
//   NewtonSystem system{form};
//   if (system.factor(d)) system.solve(r, g, dx, dy);
#pragma once

#include <optional>

#include "box_form.hpp"
#include "sparse_ldl.hpp"

namespace ohmstead::solve {

class NewtonSystem {
 public:
  // Must not outlive `form`.
  explicit NewtonSystem(const BoxForm& form);

  // False when a number is not finite. `d` must live until the last solve().
  [[nodiscard]] bool factor(std::span<const double> d);
  // Returns the largest residual of the first equations that is left.
  double solve(std::span<const double> r, std::span<const double> g, std::span<double> dx,
               std::span<double> dy);
  // The same without looking at what is left.
  void solve_roughly(std::span<const double> r, std::span<const double> g, std::span<double> dx,
                     std::span<double> dy);

  [[nodiscard]] const SparseLdl& ldl() const { return *ldl_; }

 private:
  struct Product {
    std::int32_t column;
    double value;
  };

  // A coefficient product, or a constant, and where it goes.
  struct Part {
    std::int32_t low, high;  // column and row of the lower triangle
    std::int32_t from;       // column of the form; -1: constant
    double value;
  };

  void find_border();
  [[nodiscard]] std::vector<Part> collect_parts() const;
  void order_nodes(const std::vector<Part>& parts);
  void arrange(std::vector<Part> parts);
  void begin(std::span<const double> g, std::span<double> dx, std::span<double> dy) const;
  double find_residual(std::span<const double> r, std::span<const double> g,
                       std::span<const double> dx, std::span<const double> dy);
  void add_answer(std::span<const double> g, std::span<double> dx, std::span<double> dy);
  void step_back(std::span<const double> g, std::span<double> dx, std::span<const double> dy) const;
  // The part of A' dy of one column.
  [[nodiscard]] double along(std::size_t column, std::span<const double> dy) const;

  const BoxForm* form_;
  std::vector<std::int32_t> border_;     // columns
  std::vector<std::uint8_t> is_border_;  // per column
  std::vector<std::int32_t> place_;      // of each node in elimination order
  std::optional<SparseLdl> ldl_;
  // What each entry of the lower triangle is made of: a constant and products over d.
  std::vector<double> constant_, values_, inverse_;
  std::span<const double> d_;
  std::vector<std::int32_t> product_starts_;
  std::vector<Product> products_;
  std::vector<std::int32_t> border_diagonal_, row_diagonal_;  // places of entries
  std::vector<double> residual_, permuted_;
};

}  // namespace ohmstead::solve
