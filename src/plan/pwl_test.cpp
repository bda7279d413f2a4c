#include "pwl.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

// 2 at x = -1, falls by 3 to x = 0, flat to x = 2, rises by 4 to x = 3.
Pwl valley() { return Pwl{-1.0, 2.0, {{1.0, -3.0}, {2.0, 0.0}, {1.0, 4.0}}}; }

double valley_at(double x) {
  if (x < 0.0) return 2.0 - 3.0 * (x + 1.0);
  return x < 2.0 ? -1.0 : -1.0 + 4.0 * (x - 2.0);
}

// Numbers on a grid of 1/8, so that breakpoints can meet and sums are exact.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_{seed} {}
  double eighths(int low, int high) {
    return std::uniform_int_distribution<int>{low * 8, high * 8}(engine_) / 8.0;
  }
  int whole(int low, int high) { return std::uniform_int_distribution<int>{low, high}(engine_); }
  Pwl function(bool is_convex, double from) {
    std::vector<double> slopes;
    const int count = whole(1, 5);
    for (int i = 0; i < count; ++i) slopes.push_back(eighths(-3, 3));
    if (is_convex) std::sort(slopes.begin(), slopes.end());
    Pwl f{from, eighths(-2, 2)};
    for (const double slope : slopes) f.append(0.125 + eighths(0, 1), slope);
    return f;
  }

 private:
  std::mt19937_64 engine_;
};

bool is_inside(const Pwl& f, double x) { return x >= f.low() - 1e-12 && x <= f.high() + 1e-12; }

double value_or_infinity(const Pwl& f, double x) {
  return is_inside(f, x) ? f.value(x) : k_infinity;
}

// min over d of step(d) + next(s + d), with breakpoints and samples that lie on sixteenths: the
// minimum of piecewise-linear functions is at a breakpoint of one of them.
double step_back_at(const Pwl& next, const Pwl& step, double s) {
  double best = k_infinity;
  const auto try_change = [&](double d) {
    best = std::min(best, value_or_infinity(step, d) + value_or_infinity(next, s + d));
  };
  double d = step.low();
  try_change(d);
  for (const Segment& segment : step.segments()) try_change(d += segment.length);
  double x = next.low();
  try_change(x - s);
  for (const Segment& segment : next.segments()) try_change((x += segment.length) - s);
  return best;
}

template <class Formula>
void expect_like(const Pwl& f, double low, double high, const Formula& formula) {
  EXPECT_NEAR(f.low(), low, 1e-12);
  EXPECT_NEAR(f.high(), high, 1e-12);
  constexpr int k_samples = 97;
  for (int i = 0; i <= k_samples; ++i) {
    const double x = low + (high - low) * i / k_samples;
    EXPECT_NEAR(f.value(x), formula(x), 1e-11) << "at " << x;
  }
}

TEST(Pwl, KnowsItsEnds) {
  const Pwl f = valley();
  EXPECT_EQ(f.low(), -1.0);
  EXPECT_EQ(f.high(), 3.0);
  EXPECT_EQ(f.low_value(), 2.0);
  EXPECT_EQ(f.high_value(), 3.0);
}

TEST(Pwl, HasTheValuesOfItsFormula) { expect_like(valley(), -1.0, 3.0, valley_at); }

TEST(Pwl, GoesOnWithTheLastSlopeAHairPastItsEnd) {
  EXPECT_NEAR(valley().value(3.0 + 1e-9), 3.0 + 4e-9, 1e-15);
}

TEST(Pwl, OfOnePointHasOneValue) {
  const Pwl f{2.0, 5.0};
  EXPECT_EQ(f.high(), 2.0);
  EXPECT_EQ(f.value(2.0), 5.0);
  EXPECT_EQ(f.slopes(2.0).left, 0.0);
  EXPECT_TRUE(f.is_convex());
}

TEST(Pwl, HasTwoSlopesAtAKinkAndOneBetween) {
  const Pwl f = valley();
  const auto expect_slopes = [&](double x, double left, double right) {
    EXPECT_EQ(f.slopes(x).left, left) << x;
    EXPECT_EQ(f.slopes(x).right, right) << x;
  };
  expect_slopes(-0.5, -3.0, -3.0);
  expect_slopes(0.0, -3.0, 0.0);
  expect_slopes(2.0, 0.0, 4.0);
  // An end repeats the slope it has.
  expect_slopes(-1.0, -3.0, -3.0);
  expect_slopes(3.0, 4.0, 4.0);
}

TEST(Pwl, IsConvexWhenSlopesDoNotFall) {
  EXPECT_TRUE(valley().is_convex());
  EXPECT_TRUE((Pwl{0.0, 0.0, {{1.0, 2.0}, {1.0, 2.0}}}.is_convex()));
  EXPECT_FALSE((Pwl{0.0, 0.0, {{1.0, 2.0}, {1.0, 1.0}}}.is_convex()));
}

TEST(Pwl, AppendsEqualSlopesAsOnePieceAndNothingAsNone) {
  Pwl f{0.0, 0.0};
  f.append(1.0, 2.0);
  f.append(2.0, 2.0);
  f.append(0.0, 7.0);
  f.append(-1e-15, 8.0);
  ASSERT_EQ(f.segments().size(), 1U);
  EXPECT_EQ(f.segments()[0].length, 3.0);
}

TEST(Pwl, StartsAnew) {
  Pwl f = valley();
  f.reset(4.0, 1.0);
  EXPECT_EQ(f.low(), 4.0);
  EXPECT_EQ(f.high(), 4.0);
  EXPECT_TRUE(f.segments().empty());
  f.assign(-1.0, 2.0, valley().segments());
  expect_like(f, -1.0, 3.0, valley_at);
}

TEST(Pwl, ShiftsAndLifts) {
  Pwl f = valley();
  f.shift(2.5);
  f.add_constant(-7.0);
  expect_like(f, 1.5, 5.5, [](double x) { return valley_at(x - 2.5) - 7.0; });
}

TEST(Pwl, AddsAKinkWhereverItsEdgeLies) {
  for (const double edge : {-2.0, -1.0, -0.25, 0.0, 1.0, 2.0, 2.5, 3.0, 4.5}) {
    Pwl f = valley();
    f.add_kink(edge, 0.75, 1.25);
    SCOPED_TRACE(edge);
    expect_like(f, -1.0, 3.0, [edge](double x) {
      return valley_at(x) + 0.75 * std::max(0.0, edge - x) + 1.25 * std::max(0.0, x - edge);
    });
  }
}

TEST(Pwl, AddsAKinkToAPoint) {
  Pwl f{1.0, 2.0};
  f.add_kink(3.0, 0.5, 0.0);
  EXPECT_EQ(f.value(1.0), 3.0);
}

TEST(Pwl, StretchesEachSideOfZeroByItsOwnFactor) {
  Pwl f = valley();
  f.stretch(4.0, 0.5);
  expect_like(f, -4.0, 1.5, [](double x) { return valley_at(x < 0.0 ? x / 4.0 : x / 0.5); });
  Pwl right{1.0, 2.0, {{2.0, -1.0}}};
  right.stretch(4.0, 0.5);
  expect_like(right, 0.5, 1.5, [](double x) { return 2.0 - (2.0 * x - 1.0); });
  Pwl left{-3.0, 2.0, {{2.0, -1.0}}};
  left.stretch(4.0, 0.5);
  expect_like(left, -12.0, -4.0, [](double x) { return 2.0 - (x / 4.0 + 3.0); });
}

// A kink inside a piece: the same slope on both sides of 0 becomes two.
TEST(Pwl, StretchesAPieceThatCrossesZero) {
  Pwl f{-1.0, 0.0, {{2.0, 6.0}}};
  f.stretch(2.0, 3.0);
  ASSERT_EQ(f.segments().size(), 2U);
  EXPECT_EQ(f.slopes(-1.0).right, 3.0);
  EXPECT_EQ(f.slopes(1.0).right, 2.0);
}

TEST(Pwl, ScalesBothAxes) {
  Pwl f = valley();
  f.scale(0.25);
  expect_like(f, -0.25, 0.75, [](double x) { return 0.25 * valley_at(4.0 * x); });
}

TEST(Pwl, ClipsToAnInterval) {
  const auto clipped = [](double low, double high) {
    Pwl f = valley();
    f.clip(low, high);
    return f;
  };
  expect_like(clipped(-0.5, 2.5), -0.5, 2.5, valley_at);
  expect_like(clipped(0.0, 2.0), 0.0, 2.0, valley_at);
  expect_like(clipped(0.5, 1.5), 0.5, 1.5, valley_at);
  expect_like(clipped(-9.0, 1.0), -1.0, 1.0, valley_at);
  expect_like(clipped(1.0, 9.0), 1.0, 3.0, valley_at);
  expect_like(clipped(-9.0, 9.0), -1.0, 3.0, valley_at);
  EXPECT_EQ(clipped(2.5, 2.5).value(2.5), 1.0);
  EXPECT_EQ(clipped(3.0, 8.0).value(3.0), 3.0);
}

TEST(Pwl, TakesTheLeastOfAWindow) {
  Pwl f = valley();
  f.window_min(1.5);
  // Down the slope until the valley floor comes into the window, then the floor.
  expect_like(f, -1.0, 1.5, [](double) { return -1.0; });
  Pwl narrow = valley();
  narrow.window_min(0.5);
  expect_like(narrow, -1.0, 2.5, [](double x) {
    if (x < -0.5) return valley_at(x + 0.5);
    return x < 2.0 ? -1.0 : valley_at(x);
  });
  Pwl same = valley();
  same.window_min(0.0);
  expect_like(same, -1.0, 3.0, valley_at);
}

TEST(Pwl, TakesTheLeastOfAWindowOverAHill) {
  Pwl f{0.0, 0.0, {{1.0, 1.0}, {1.0, -1.0}}};
  f.window_min(0.5);
  // Left of 0.75 the left end of the window is lower, right of it the right one.
  expect_like(f, 0.0, 1.5, [](double x) { return std::min(x < 1.0 ? x : 2.0 - x, 1.5 - x); });
}

TEST(StepBack, IsTheBestStepAnyFunctionAllows) {
  for (int seed = 0; seed < scaled(60000); ++seed) {
    Dice dice{static_cast<std::uint64_t>(seed)};
    const Pwl next = dice.function(dice.whole(0, 1) == 1, dice.eighths(-2, 2));
    Pwl step = dice.function(dice.whole(0, 1) == 1, 0.0);
    // The step allows 0.
    step.shift(-std::floor(8.0 * step.high() * dice.eighths(0, 1)) / 8.0);
    double low = next.low(), high = next.high();
    if (dice.whole(0, 1) == 1) {
      low += 0.125 * dice.whole(0, 1);
      high = std::max(low, high - 0.125 * dice.whole(0, 2));
    }
    Pwl out;
    step_back(next, step, low, high, out);
    ASSERT_NEAR(out.low(), low, 1e-12) << "seed " << seed;
    ASSERT_NEAR(out.high(), high, 1e-12) << "seed " << seed;
    for (double s = low; s <= high; s += 1.0 / 64.0) {
      ASSERT_NEAR(out.value(s), step_back_at(next, step, s), 1e-10)
          << "seed " << seed << " at " << s;
    }
  }
}

TEST(StepBack, ChoosesTheCheaperOfTwoValleys) {
  // Two floors, at 1 (cost 0) and 3 (cost -1); each kWh of change costs 2 in either direction.
  const Pwl next{0.0, 1.0, {{1.0, -1.0}, {1.0, 4.0}, {1.0, -5.0}, {1.0, 3.0}}};
  const Pwl step{-1.0, 2.0, {{1.0, -2.0}, {1.0, 2.0}}};
  Pwl out;
  step_back(next, step, 0.0, 4.0, out);
  EXPECT_NEAR(out.value(1.0), 0.0, 1e-12);
  EXPECT_NEAR(out.value(1.5), 1.0, 1e-12);  // half a step back to the near floor
  EXPECT_NEAR(out.value(2.0), 1.0, 1e-12);  // a step on to the lower one: 2 - 1
  EXPECT_NEAR(out.value(3.0), -1.0, 1e-12);
  EXPECT_NEAR(out.value(4.0), 1.0, 1e-12);
}

TEST(StepBack, OfNothingButRestChangesNothing) {
  Pwl out;
  step_back(valley(), Pwl{0.0, 0.0}, -1.0, 3.0, out);
  expect_like(out, -1.0, 3.0, valley_at);
}

TEST(StepBack, ReachesTheLowEndByStepsAlone) {
  // From anywhere at most 1 down: the value below 0 comes from one place.
  Pwl out;
  step_back(Pwl{0.0, 3.0, {{1.0, 1.0}}}, Pwl{-1.0, 0.0, {{1.0, 0.0}}}, 0.0, 1.0, out);
  expect_like(out, 0.0, 1.0, [](double) { return 3.0; });
}

// However often functions are carried back, their pieces do not multiply by rounding.
TEST(StepBack, KeepsTheNumberOfPiecesSmall) {
  std::mt19937_64 engine{7};
  std::uniform_real_distribution<double> price{-0.1, 0.4};
  Pwl value{0.0, 0.0, {{10.0, -0.2}}};
  std::size_t most = 0;
  for (int slot = 0; slot < 2000; ++slot) {
    const double buy = price(engine), sell = price(engine);
    // Charging costs `buy`, discharging earns `sell`: not convex where sell > buy.
    const Pwl step{-1.3, -1.3 * 0.9 * sell, {{1.3, 0.9 * sell}, {1.1, buy / 0.9}}};
    Pwl out;
    step_back(value, step, 0.0, 10.0, out);
    value = out;
    most = std::max(most, value.segments().size());
  }
  EXPECT_LE(most, 400U);
}

Pwl lower_hull(std::vector<PwlPoint> points) {
  keep_lower_hull(points);
  Pwl hull;
  connect(points, hull);
  return hull;
}

TEST(LowerHull, OfRandomPointsLiesBelowAllAndTouchesThem) {
  for (int seed = 0; seed < scaled(3000); ++seed) {
    Dice dice{static_cast<std::uint64_t>(seed)};
    std::vector<PwlPoint> points;
    const int count = dice.whole(1, 12);
    for (int i = 0; i < count; ++i) points.push_back({dice.eighths(-1, 1), dice.eighths(-2, 2)});
    const Pwl hull = lower_hull(points);
    ASSERT_TRUE(hull.is_convex()) << "seed " << seed;
    const auto by_x = [](const PwlPoint& a, const PwlPoint& b) { return a.x < b.x; };
    const auto [first, last] = std::minmax_element(points.begin(), points.end(), by_x);
    ASSERT_EQ(hull.low(), first->x);
    ASSERT_NEAR(hull.high(), last->x, 1e-12);
    for (const PwlPoint& point : points) ASSERT_LE(hull.value(point.x), point.y + 1e-12);
    // The highest convex function below the points: at each of its kinks there is one of them.
    double x = hull.low();
    for (std::size_t i = 0; i <= hull.segments().size(); ++i) {
      const bool is_touched = std::any_of(points.begin(), points.end(), [&](const PwlPoint& p) {
        return std::abs(p.x - x) < 1e-9 && std::abs(p.y - hull.value(x)) < 1e-9;
      });
      ASSERT_TRUE(is_touched) << "seed " << seed << " at " << x;
      if (i < hull.segments().size()) x += hull.segments()[i].length;
    }
  }
}

TEST(LowerHull, TakesTheLowestOfPointsAtOnePlace) {
  const Pwl hull = lower_hull({{1.0, 5.0}, {0.0, 0.0}, {1.0, 2.0}, {1.0 + 1e-15, 3.0}, {0.0, 4.0}});
  EXPECT_EQ(hull.low_value(), 0.0);
  EXPECT_NEAR(hull.value(1.0), 2.0, 1e-12);
  ASSERT_EQ(hull.segments().size(), 1U);
}

TEST(LowerHull, OfOnePointIsThatPoint) {
  const Pwl hull = lower_hull({{3.0, -1.0}});
  EXPECT_EQ(hull.low(), 3.0);
  EXPECT_EQ(hull.high(), 3.0);
  EXPECT_EQ(hull.value(3.0), -1.0);
}

}  // namespace
}  // namespace ohmstead::plan
