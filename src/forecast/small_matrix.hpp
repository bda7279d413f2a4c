// Small square matrices, and least squares by normal equations: what the room models need
// of linear algebra.
//
// No heap, no units. Thread rule: plain values, pure functions.
//
//   const Square<3> step = exponential(rates, hours);
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

namespace ohmstead::forecast {

template <std::size_t N>
struct Square {
  std::array<double, N * N> values{};

  [[nodiscard]] static Square identity() {
    Square one;
    for (std::size_t i = 0; i < N; ++i) one.at(i, i) = 1.0;
    return one;
  }
  [[nodiscard]] double& at(std::size_t row, std::size_t column) { return values[row * N + column]; }
  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return values[row * N + column];
  }
};

template <std::size_t N>
[[nodiscard]] Square<N> multiply(const Square<N>& left, const Square<N>& right) {
  Square<N> product;
  for (std::size_t row = 0; row < N; ++row) {
    for (std::size_t middle = 0; middle < N; ++middle) {
      const double factor = left.at(row, middle);
      for (std::size_t column = 0; column < N; ++column)
        product.at(row, column) += factor * right.at(middle, column);
    }
  }
  return product;
}

template <std::size_t N>
[[nodiscard]] Square<N> transposed(const Square<N>& matrix) {
  Square<N> turned;
  for (std::size_t row = 0; row < N; ++row) {
    for (std::size_t column = 0; column < N; ++column)
      turned.at(column, row) = matrix.at(row, column);
  }
  return turned;
}

// e to the power of matrix * factor: scaling and squaring with a Taylor series. Precondition: all
// numbers are finite.
template <std::size_t N>
[[nodiscard]] Square<N> exponential(const Square<N>& matrix, double factor) {
  double largest = 0.0;
  for (const double value : matrix.values) largest = std::max(largest, std::abs(value * factor));
  int halvings = 0;
  for (double size = largest * static_cast<double>(N); size > 0.5; size *= 0.5) ++halvings;
  const double scale = factor * std::ldexp(1.0, -halvings);
  Square<N> sum = Square<N>::identity();
  Square<N> term = sum;
  for (int order = 1; order <= 10; ++order) {
    term = multiply(term, matrix);
    for (double& value : term.values) value *= scale / order;
    for (std::size_t i = 0; i < sum.values.size(); ++i) sum.values[i] += term.values[i];
  }
  for (int i = 0; i < halvings; ++i) sum = multiply(sum, sum);
  return sum;
}

// Symmetric, of any size, row by row.
struct Normal {
  std::size_t rows = 0;
  std::vector<double> squares;   // X'X
  std::vector<double> products;  // X'y
};

// The inverse of X'X; nothing when a column is (nearly) made of others.
[[nodiscard]] std::optional<std::vector<double>> inverse(const std::vector<double>& squares,
                                                         std::size_t rows);
// Least squares where the coefficients marked `is_positive` are not below 0: those that want to be
// are 0. Columns that others make up are 0 too.
[[nodiscard]] std::vector<double> solve_normal(const Normal& normal,
                                               const std::vector<bool>& is_positive);

}  // namespace ohmstead::forecast
