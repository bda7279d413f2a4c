// Piecewise-linear functions of one variable on an interval, the arithmetic under the value
// function.
//
// A Pwl is anchored at its left end (x0, y0) and goes on in segments of a length and a slope;
// outside its interval it is infinite. It is convex when its slopes do not fall. Units are the
// caller's: for the value function x is kWh stored and y is money. Thread rule: plain values.
//
//   Pwl v{0.0, 0.0, {{10.0, -0.2}}};          // ten kWh worth 0.2 each
//   v.add_kink(1.5, 0.02, 0.0);               // each kWh below 1.5 costs 0.02
#pragma once

#include <algorithm>
#include <span>
#include <vector>

namespace ohmstead::plan {

struct Segment {
  double length = 0.0;
  double slope = 0.0;
};

class Pwl {
 public:
  Pwl() = default;
  Pwl(double x0, double y0, std::vector<Segment> segments = {})
      : x0_{x0}, y0_{y0}, segments_{std::move(segments)} {}

  [[nodiscard]] double low() const { return x0_; }
  [[nodiscard]] double high() const;
  [[nodiscard]] double low_value() const { return y0_; }
  [[nodiscard]] double high_value() const;
  [[nodiscard]] std::span<const Segment> segments() const { return segments_; }

  // Starts anew, keeping the memory.
  void reset(double x0, double y0);
  void assign(double x0, double y0, std::span<const Segment> segments);
  // Appends a piece; pieces of equal slope become one, pieces without length vanish.
  void append(double length, double slope);

  [[nodiscard]] double value(double x) const;
  // Slopes to the left and right of x; at an end of the interval the missing one repeats the other.
  struct Slopes {
    double left = 0.0;
    double right = 0.0;
  };
  [[nodiscard]] Slopes slopes(double x) const;
  [[nodiscard]] bool is_convex() const;

  void shift(double dx) { x0_ += dx; }
  void add_constant(double dy) { y0_ += dy; }
  // Adds left * max(0, edge - x) + right * max(0, x - edge).
  void add_kink(double edge, double left, double right);
  // x becomes x * below for x < 0 and x * above for x > 0. Precondition: both factors > 0.
  void stretch(double below, double above);
  // The same in pieces: seen from 0 outwards, each goes `slope` times as far as it is long. The
  // last ones must reach the ends.
  void stretch(std::span<const Segment> below, std::span<const Segment> above);
  // x and y both times `factor`: slopes stay.
  void scale(double factor);
  // Restricts the interval to [low, high]. Precondition: they overlap.
  void clip(double low, double high);
  // f(x) becomes min over k in [0, width] of f(x + k); the interval loses `width` at its right end.
  void window_min(double width);

 private:
  void split_at(double x);
  void cut_right(double length);

  double x0_ = 0.0;
  double y0_ = 0.0;
  std::vector<Segment> segments_;
};

// out(s) = min over d of step(d) + next(s + d), on [low, high]: what a state is worth before a
// step. Exact for any two functions; one merge of sorted slopes when both are convex. Precondition:
// `step` allows d = 0 and `next` covers [low, high].
void step_back(const Pwl& next, const Pwl& step, double low, double high, Pwl& out);

// The smaller of two functions on the union of their overlapping intervals. Precondition: where one
// interval begins or ends inside the other, the other function is not above (so there is no jump).
[[nodiscard]] Pwl smaller_of(const Pwl& a, const Pwl& b);

struct PwlPoint {
  double x = 0.0;
  double y = 0.0;
};

// Keeps of some points those on their lower convex hull, from left to right. `Point` has x and y.
template <class Point>
void keep_lower_hull(std::vector<Point>& points);
// The function through points from left to right; at least one point.
template <class Point>
void connect(const std::vector<Point>& points, Pwl& out);

template <class Point>
void keep_lower_hull(std::vector<Point>& points) {
  constexpr double k_same_x = 1e-13;
  std::sort(points.begin(), points.end(),
            [](const Point& a, const Point& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  std::size_t kept = 0;
  for (const Point point : points) {
    // Of points at one place only the lowest counts, whatever rounding did to their order.
    if (kept > 0 && point.x - points[kept - 1].x <= k_same_x) {
      if (point.y >= points[kept - 1].y) continue;
      --kept;
    }
    while (kept >= 2) {
      const Point& a = points[kept - 2];
      const Point& b = points[kept - 1];
      if ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 0.0) break;
      --kept;
    }
    points[kept++] = point;
  }
  points.resize(kept);
}

template <class Point>
void connect(const std::vector<Point>& points, Pwl& out) {
  out.reset(points.front().x, points.front().y);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double length = points[i].x - points[i - 1].x;
    out.append(length, (points[i].y - points[i - 1].y) / length);
  }
}

}  // namespace ohmstead::plan
