#include "small_matrix.hpp"

#include <cmath>

namespace ohmstead::forecast {
namespace {

constexpr double k_least_pivot = 1e-10;  // of the diagonal

std::vector<double> solve_chosen(const Normal& normal, const std::vector<std::size_t>& chosen) {
  const std::size_t count = chosen.size();
  std::vector<double> squares(count * count);
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t column = 0; column < count; ++column)
      squares[row * count + column] = normal.squares[chosen[row] * normal.rows + chosen[column]];
  }
  const auto inverted = inverse(squares, count);
  std::vector<double> found(count, 0.0);
  if (!inverted) return {};
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t column = 0; column < count; ++column)
      found[row] += (*inverted)[row * count + column] * normal.products[chosen[column]];
  }
  return found;
}

}  // namespace

std::optional<std::vector<double>> inverse(const std::vector<double>& squares, std::size_t rows) {
  // Gauss and Jordan on the matrix scaled to a diagonal of 1.
  std::vector<double> scale(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const double diagonal = squares[i * rows + i];
    if (!(diagonal > 0.0)) return std::nullopt;
    scale[i] = 1.0 / std::sqrt(diagonal);
  }
  const std::size_t width = 2 * rows;
  std::vector<double> work(rows * width, 0.0);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < rows; ++column)
      work[row * width + column] = squares[row * rows + column] * scale[row] * scale[column];
    work[row * width + rows + row] = 1.0;
  }
  for (std::size_t pivot = 0; pivot < rows; ++pivot) {
    // Positive definite: the diagonal is a good pivot, and a small one tells of collinear columns.
    const double own = work[pivot * width + pivot];
    if (!(own > k_least_pivot)) return std::nullopt;
    for (std::size_t column = 0; column < width; ++column) work[pivot * width + column] /= own;
    for (std::size_t row = 0; row < rows; ++row) {
      const double factor = work[row * width + pivot];
      if (row == pivot || factor == 0.0) continue;
      for (std::size_t column = 0; column < width; ++column)
        work[row * width + column] -= factor * work[pivot * width + column];
    }
  }
  std::vector<double> inverted(rows * rows);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < rows; ++column)
      inverted[row * rows + column] =
          work[row * width + rows + column] * scale[row] * scale[column];
  }
  return inverted;
}

std::vector<double> solve_normal(const Normal& normal, const std::vector<bool>& is_positive) {
  std::vector<std::size_t> chosen;
  chosen.reserve(normal.rows);
  std::vector<double> answer(normal.rows, 0.0);
  // A column joins unless it is made of those before it.
  for (std::size_t i = 0; i < normal.rows; ++i) {
    chosen.push_back(i);
    if (solve_chosen(normal, chosen).empty()) chosen.pop_back();
  }
  while (!chosen.empty()) {
    const std::vector<double> found = solve_chosen(normal, chosen);
    // The one furthest below 0, in its own scale, leaves.
    std::size_t worst = chosen.size();
    double lowest = 0.0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (!is_positive[chosen[i]] || found[i] >= 0.0) continue;
      const double size = found[i] * std::sqrt(normal.squares[chosen[i] * (normal.rows + 1)]);
      if (size < lowest) {
        lowest = size;
        worst = i;
      }
    }
    if (worst == chosen.size()) {
      for (std::size_t i = 0; i < found.size(); ++i) answer[chosen[i]] = found[i];
      break;
    }
    chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(worst));
  }
  return answer;
}

}  // namespace ohmstead::forecast
