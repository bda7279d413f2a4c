// How far straight lines between the points of a grid lie above what they stand for.
//
// A value that is known at points and read by straight lines in between is too high where the true
// one bends upwards. Lowering both ends of an interval by the most that the line lies above makes
// the lines nowhere too high. Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ohmstead::plan {

// Of a kink at `at` (its slope changes by 1 there) of an interval of length `range`, which begins
// at 0: 0 when it is not inside.
[[nodiscard]] inline double above_kink(double at, double range) {
  return at <= 0.0 || at >= range ? 0.0 : at * (range - at) / range;
}

// Points of one axis seen on another: point i lies in cell[i] at part[i] of it (0 to 1). Each
// interval [i, i + 1] crosses points where straight pieces of the other axis meet.
struct SeenPoints {
  struct Crossing {
    std::size_t point = 0;
    double above = 0.0;  // above_kink() of it
  };
  std::vector<std::size_t> cell;
  std::vector<double> part;
  std::vector<Crossing> crossings;  // of all intervals, one after the other
  std::vector<std::size_t> first;   // [interval] in crossings, and one past the last interval
  [[nodiscard]] std::size_t interval_count() const { return first.size() - 1; }
  [[nodiscard]] std::span<const Crossing> in_interval(std::size_t i) const {
    return std::span{crossings}.subspan(first[i], first[i + 1] - first[i]);
  }
};

// Of `count` points factor * i + shift, in steps of the other axis, which has `others` points;
// beyond its ends they lie on the end.
[[nodiscard]] SeenPoints see_points(std::size_t count, double factor, double shift,
                                    std::size_t others);

// Lowers lines[i], read from `values` at what is seen, to where straight lines are nowhere above
// what is read in between.
void lower_by_kinks(const SeenPoints& seen, std::span<const double> values,
                    std::span<double> lines);

// Adds to sums[i] the value costs[i + 1] of a convex function at point i, lowered in the same way;
// the first and the last of `costs` are those of one point before and one after.
void lower_convex(std::span<const double> costs, std::span<double> sums);

}  // namespace ohmstead::plan
