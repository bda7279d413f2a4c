#include <algorithm>
#include <cmath>

#include "clipped_output.hpp"
#include "pwl.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_same_slope = 1e-13;
constexpr double k_same_x = 1e-11;  // nearer than this no slope could be told

// The segments of a function in the order of the merge, read from the left or (mirrored) from the
// right.
struct ConvexRun {
  double x0 = 0.0;
  double y0 = 0.0;
  std::span<const Segment> segments;
};

// Splits a function into its maximal convex runs.
std::vector<ConvexRun> convex_runs(const Pwl& f) {
  std::vector<ConvexRun> runs;
  const auto segments = f.segments();
  double x = f.low(), y = f.low_value();
  std::size_t first = 0;
  double run_x = x, run_y = y;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (i > first && segments[i].slope < segments[i - 1].slope - k_same_slope) {
      runs.push_back({run_x, run_y, segments.subspan(first, i - first)});
      first = i;
      run_x = x;
      run_y = y;
    }
    x += segments[i].length;
    y += segments[i].length * segments[i].slope;
  }
  runs.push_back({run_x, run_y, segments.subspan(first)});
  return runs;
}

struct End {
  double x = 0.0;
  double y = 0.0;
};

End end_of(const ConvexRun& run) {
  End end{run.x0, run.y0};
  for (const Segment& segment : run.segments) {
    end.x += segment.length;
    end.y += segment.length * segment.slope;
  }
  return end;
}

// Convex case: the slopes of `next` and the mirrored slopes of `step`, merged in rising order.
void merge_convex(const ConvexRun& next, const ConvexRun& step, double low, double high, Pwl& out) {
  const End step_end = end_of(step);
  ClippedOutput output{next.x0 - step_end.x, next.y0 + step_end.y, low, high, out};
  std::size_t i = 0;
  std::size_t j = step.segments.size();
  while (i < next.segments.size() || j > 0) {
    const bool takes_next = j == 0 || (i < next.segments.size() &&
                                       next.segments[i].slope <= -step.segments[j - 1].slope);
    Segment segment;
    if (takes_next) {
      segment = next.segments[i++];
    } else {
      --j;
      segment = {step.segments[j].length, -step.segments[j].slope};
    }
    if (!output.add(segment)) return;
  }
  output.finish();
}

// Points of a function in the making. A point that lies on the line between its neighbours, or so
// near its predecessor that no slope could be told, is left out, so that rounding does not breed
// segments.
class PointChain {
 public:
  void add(double x, double y) {
    if (!points_.empty() && x - points_.back().x < k_same_x) return;
    if (points_.size() >= 2 && is_on_line(points_[points_.size() - 2], points_.back(), {x, y}))
      points_.pop_back();
    points_.push_back({x, y});
  }

  [[nodiscard]] Pwl to_function(double last_x, double last_y) {
    if (points_.empty()) return Pwl{last_x, last_y};
    if (points_.size() > 1) points_.back() = {last_x, last_y};
    Pwl out{points_.front().x, points_.front().y};
    for (std::size_t i = 1; i < points_.size(); ++i) {
      const double length = points_[i].x - points_[i - 1].x;
      out.append(length, (points_[i].y - points_[i - 1].y) / length);
    }
    return out;
  }

 private:
  static bool is_on_line(const PwlPoint& a, const PwlPoint& b, const PwlPoint& c) {
    const double share = (b.x - a.x) / (c.x - a.x);
    return std::abs(a.y + share * (c.y - a.y) - b.y) < 2e-13 * (1.0 + std::abs(b.y));
  }

  std::vector<PwlPoint> points_;
};

// Reads a function from left to right.
class Cursor {
 public:
  explicit Cursor(const Pwl& f)
      : segments_{f.segments()}, x_{f.low()}, y_{f.low_value()}, high_{f.high()} {}

  [[nodiscard]] double high() const { return high_; }
  [[nodiscard]] double next_breakpoint() const {
    return index_ < segments_.size() ? x_ + segments_[index_].length : high_;
  }
  [[nodiscard]] double slope() const {
    return index_ < segments_.size() ? segments_[index_].slope : 0.0;
  }
  [[nodiscard]] double value(double x) const { return y_ + (x - x_) * slope(); }
  void advance_to(double x) {
    while (index_ < segments_.size() && x_ + segments_[index_].length <= x) {
      x_ += segments_[index_].length;
      y_ += segments_[index_].length * segments_[index_].slope;
      ++index_;
    }
  }

 private:
  std::span<const Segment> segments_;
  double x_, y_, high_;
  std::size_t index_ = 0;
};

}  // namespace

Pwl smaller_of(const Pwl& a, const Pwl& b) {
  const Pwl& first = a.low() <= b.low() ? a : b;
  const Pwl& second = a.low() <= b.low() ? b : a;
  Cursor one{first}, two{second};
  PointChain chain;
  double x = first.low();
  // Ends that differ by rounding are one place, with the lower value.
  const bool begin_together = second.low() - x < k_same_x;
  const bool end_together = std::abs(one.high() - two.high()) < k_same_x;
  if (begin_together) chain.add(x, std::min(first.low_value(), second.low_value()));
  while (!begin_together && x < second.low() && x < one.high()) {
    chain.add(x, one.value(x));
    x = std::min(one.next_breakpoint(), second.low());
    one.advance_to(x);
  }
  x = std::max(x, second.low());
  one.advance_to(x);
  const double both_end = std::min(one.high(), two.high());
  while (x < both_end) {
    chain.add(x, std::min(one.value(x), two.value(x)));
    const double to = std::min({one.next_breakpoint(), two.next_breakpoint(), both_end});
    const double before = one.value(x) - two.value(x), after = one.value(to) - two.value(to);
    if (before * after < 0.0) {
      const double crossing = x + (to - x) * before / (before - after);
      if (crossing > x && crossing < to)
        chain.add(crossing, std::min(one.value(crossing), two.value(crossing)));
    }
    one.advance_to(to);
    two.advance_to(to);
    x = to;
  }
  Cursor& rest = one.high() > two.high() ? one : two;
  while (!end_together && x < rest.high()) {
    chain.add(x, rest.value(x));
    x = std::min(rest.next_breakpoint(), rest.high());
    rest.advance_to(x);
  }
  const double last = std::max(one.high(), two.high());
  const double last_value =
      end_together ? std::min(one.value(one.high()), two.value(two.high())) : rest.value(last);
  chain.add(last, last_value);
  return chain.to_function(last, last_value);
}

void step_back(const Pwl& next, const Pwl& step, double low, double high, Pwl& out) {
  if (next.is_convex() && step.is_convex()) {
    merge_convex({next.low(), next.low_value(), next.segments()},
                 {step.low(), step.low_value(), step.segments()}, low, high, out);
    return;
  }
  // Every pair of convex runs by a merge; neighbours share an end, so the smaller of what is found
  // so far and the next pair never jumps.
  const std::vector<ConvexRun> next_runs = convex_runs(next);
  Pwl best;
  bool is_first = true;
  for (const ConvexRun& step_run : convex_runs(step)) {
    const double step_low = step_run.x0, step_high = end_of(step_run).x;
    Pwl over_runs, piece;
    bool is_first_run = true;
    for (const ConvexRun& next_run : next_runs) {
      const double from = next_run.x0 - step_high, to = end_of(next_run).x - step_low;
      if (to < low || from > high) continue;
      // Cut here, not at the end: outside [low, high] the runs left out would make jumps.
      merge_convex(next_run, step_run, std::max(from, low), std::min(to, high), piece);
      over_runs = is_first_run ? piece : smaller_of(over_runs, piece);
      is_first_run = false;
    }
    if (is_first_run) continue;
    best = is_first ? over_runs : smaller_of(best, over_runs);
    is_first = false;
  }
  best.clip(low, high);
  out = std::move(best);
}

}  // namespace ohmstead::plan
