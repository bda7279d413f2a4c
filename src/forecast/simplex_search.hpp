// The least value of a function of a few numbers, without its slope (Nelder and Mead 1965).
//
// For smooth functions of up to about six numbers. Thread rule: the calling thread.
//
//   auto best = simplex_search([](const auto& x) { return x[0] * x[0]; }, {3.0}, 0.5, 200);
#pragma once

#include <functional>
#include <vector>

namespace ohmstead::forecast {

struct SimplexResult {
  std::vector<double> point;
  double value = 0.0;
};

// `spread`: how far the first points are apart; at most `calls` calls of the function.
[[nodiscard]] SimplexResult simplex_search(
    const std::function<double(const std::vector<double>&)>& function, std::vector<double> start,
    double spread, int calls);

}  // namespace ohmstead::forecast
