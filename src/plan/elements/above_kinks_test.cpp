#include "above_kinks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

double read(const std::vector<double>& values, double place) {
  const double cell = std::clamp(std::floor(place), 0.0, static_cast<double>(values.size() - 2));
  const auto k = static_cast<std::size_t>(cell);
  const double at = std::clamp(place, 0.0, static_cast<double>(values.size() - 1));
  return values[k] + (at - cell) * (values[k + 1] - values[k]);
}

TEST(AboveKinks, AKinkInTheMiddleIsUnderTheLineByAQuarterOfTheRange) {
  EXPECT_DOUBLE_EQ(above_kink(1.0, 2.0), 0.5);
  EXPECT_DOUBLE_EQ(above_kink(0.5, 2.0), 0.375);
  EXPECT_DOUBLE_EQ(above_kink(-0.1, 2.0), 0.0);
  EXPECT_DOUBLE_EQ(above_kink(2.1, 2.0), 0.0);
}

// Whatever the values and however points lie on them: the lowered lines are nowhere above.
TEST(AboveKinks, LoweredLinesAreNowhereAboveWhatTheyRead) {
  std::mt19937_64 random{7};
  std::uniform_real_distribution<double> number{0.0, 1.0};
  double slack = 0.0;
  const int tries = scaled(300);
  for (int n = 0; n < tries; ++n) {
    std::vector<double> values(12);
    for (double& value : values) value = number(random);
    const double factor = 0.2 + 2.0 * number(random), shift = 6.0 * number(random) - 3.0;
    const SeenPoints seen = see_points(9, factor, shift, values.size());
    std::vector<double> lines(9);
    for (std::size_t i = 0; i < lines.size(); ++i)
      lines[i] = read(values, static_cast<double>(seen.cell[i]) + seen.part[i]);
    lower_by_kinks(seen, values, lines);
    for (double x = 0.0; x <= 8.0; x += 0.05) {
      const double place = factor * x + shift;
      if (place < 0.0 || place > 11.0) continue;
      const auto i = static_cast<std::size_t>(std::min(7.0, std::floor(x)));
      // Cells that reach beyond the values stand for no place.
      if (factor * static_cast<double>(i) + shift < 0.0 ||
          factor * static_cast<double>(i + 1) + shift > 11.0)
        continue;
      const double below = read(values, place) - read(lines, x);
      ASSERT_GE(below, -1e-12) << n << ' ' << x;
      slack += below;
    }
  }
  EXPECT_GT(slack, 0.0);
}

TEST(AboveKinks, ALoweredConvexFunctionIsNowhereAbove) {
  const auto cost = [](double x) { return 2.0 * std::max(0.0, 3.3 - x) + std::max(0.0, x - 5.6); };
  std::vector<double> costs;
  for (int i = -1; i <= 9; ++i) costs.push_back(cost(i));
  std::vector<double> sums(9, 0.0);
  lower_convex(costs, sums);
  for (double x = 0.0; x <= 8.0; x += 0.01) ASSERT_LE(read(sums, x), cost(x) + 1e-12) << x;
  EXPECT_DOUBLE_EQ(sums[0], cost(0));  // no kink beside it
  EXPECT_LT(sums[3], cost(3));
}

}  // namespace
}  // namespace ohmstead::plan
