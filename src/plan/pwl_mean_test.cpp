#include "pwl_mean.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace ohmstead::plan {
namespace {

constexpr std::size_t k_all = 1000000;

// On [1, 1 + pieces]; convex where slopes rise.
Pwl some_function(std::uint64_t seed, std::size_t pieces, bool is_convex) {
  std::mt19937_64 random{seed};
  const auto number = [&](double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(random);
  };
  Pwl function{1.0, number(-2.0, 2.0)};
  double slope = -1.0;
  for (std::size_t i = 0; i < pieces; ++i) {
    slope = is_convex ? slope + number(0.01, 0.2) : number(-1.0, 1.0);
    function.append(1.0, slope);
  }
  return function;
}

TEST(PwlMean, IsTheWeighedMeanEverywhere) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const bool is_convex = seed % 2 == 0;
    const Pwl a = some_function(seed, 6, is_convex);
    Pwl b = some_function(seed + 100, 12, is_convex);
    b.stretch(1.0, 1.0);
    Pwl half{1.0, 0.5, {{2.5, -1.0}, {3.5, 0.5}}};
    Pwl whole{1.0, 0.0};
    for (const Segment& segment : b.segments()) whole.append(segment.length / 2.0, segment.slope);
    const std::array parts{WeighedPwl{0.5, &a}, WeighedPwl{0.3, &whole}, WeighedPwl{0.2, &half}};
    Pwl mean;
    mean_of(parts, k_all, mean);
    EXPECT_NEAR(mean.high(), 7.0, 1e-9);
    for (double x = 1.0; x <= 7.0; x += 0.05)
      EXPECT_NEAR(mean.value(x), 0.5 * a.value(x) + 0.3 * whole.value(x) + 0.2 * half.value(x),
                  1e-9)
          << seed << " at " << x;
  }
}

TEST(PwlMean, HasFewPiecesThatStayNear) {
  const Pwl fine = some_function(1, 400, true);
  const std::array parts{WeighedPwl{1.0, &fine}};
  Pwl rough;
  mean_of(parts, 16, rough);
  EXPECT_LE(rough.segments().size(), 17u);
  EXPECT_TRUE(rough.is_convex());
  EXPECT_NEAR(rough.high_value(), fine.high_value(), 1e-6);
  const double range = fine.segments().back().slope - fine.segments().front().slope;
  for (double x = 1.0; x < 401.0; x += 3.7) {
    const double off = rough.value(x) - fine.value(x);
    EXPECT_GE(off, -1e-9);                       // chords lie above
    EXPECT_LE(off, range / 16.0 * 400.0 / 4.0);  // by what a slope may be off
  }
}

TEST(PwlMean, OfAPointIsAPoint) {
  const Pwl a{2.0, 1.0}, b{2.0, 3.0};
  const std::array parts{WeighedPwl{0.25, &a}, WeighedPwl{0.75, &b}};
  Pwl mean;
  mean_of(parts, 4, mean);
  EXPECT_DOUBLE_EQ(mean.low_value(), 2.5);
  EXPECT_TRUE(mean.segments().empty());
}

}  // namespace
}  // namespace ohmstead::plan
