#include "pwl.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ohmstead::plan {
namespace {

constexpr double k_same_slope = 1e-13;
constexpr double k_no_length = 1e-13;

// The segments of a function in the order of the merge, read from the left or (mirrored) from the right.
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

// Collects the merged segments of a step back that lie inside [low, high].
class ClippedOutput {
 public:
  ClippedOutput(double x, double y, double low, double high, Pwl& out)
      : x_{x}, y_{y}, low_{low}, high_{high}, out_{&out} {
    if (x_ >= low_) out_->reset(x_, y_);
    is_started_ = x_ >= low_;
  }

  // Returns false when the right end is reached.
  bool add(const Segment& segment) {
    double length = segment.length;
    if (!is_started_) {
      const double skipped = low_ - x_;
      if (length <= skipped) {
        x_ += length;
        y_ += length * segment.slope;
        return true;
      }
      y_ += skipped * segment.slope;
      length -= skipped;
      x_ = low_;
      out_->reset(low_, y_);
      is_started_ = true;
    }
    const double room = high_ - x_;
    if (length >= room) {
      out_->append(room, segment.slope);
      return false;
    }
    out_->append(length, segment.slope);
    x_ += length;
    return true;
  }

  void finish() {
    if (!is_started_) out_->reset(low_, y_);
  }

 private:
  double x_, y_, low_, high_;
  Pwl* out_;
  bool is_started_ = false;
};

// Convex case: the slopes of `next` and the mirrored slopes of `step`, merged in rising order.
void merge_convex(const ConvexRun& next, const ConvexRun& step, double low, double high, Pwl& out) {
  const End step_end = end_of(step);
  ClippedOutput output{next.x0 - step_end.x, next.y0 + step_end.y, low, high, out};
  std::size_t i = 0;
  std::size_t j = step.segments.size();
  while (i < next.segments.size() || j > 0) {
    const bool takes_next =
        j == 0 || (i < next.segments.size() && next.segments[i].slope <= -step.segments[j - 1].slope);
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

// Walks several functions along a common grid of their breakpoints.
std::vector<double> common_breakpoints(std::span<const Pwl> functions, double low, double high) {
  std::vector<double> grid{low, high};
  for (const Pwl& f : functions) {
    double x = f.low();
    if (x > low && x < high) grid.push_back(x);
    for (const Segment& segment : f.segments()) {
      x += segment.length;
      if (x > low && x < high) grid.push_back(x);
    }
  }
  std::sort(grid.begin(), grid.end());
  return grid;
}

struct Line {
  double y_left = 0.0;
  double y_right = 0.0;
};

// Lower envelope of straight lines on [0, width], appended to `out`.
void append_lowest(std::vector<Line>& lines, double width, Pwl& out) {
  double x = 0.0;
  const auto at = [width](const Line& line, double where) {
    return line.y_left + (line.y_right - line.y_left) * (where / width);
  };
  const auto slope = [width](const Line& line) { return (line.y_right - line.y_left) / width; };
  const auto lowest_from = [&](double where) {
    return std::min_element(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
      const double difference = at(a, where) - at(b, where);
      return std::abs(difference) > 1e-13 ? difference < 0.0 : slope(a) < slope(b);
    });
  };
  auto current = lowest_from(0.0);
  while (x < width) {
    double next_x = width;
    auto next = current;
    for (auto other = lines.begin(); other != lines.end(); ++other) {
      if (slope(*other) >= slope(*current) - k_same_slope) continue;
      const double crossing = x + (at(*other, x) - at(*current, x)) / (slope(*current) - slope(*other));
      if (crossing > x + k_no_length && crossing < next_x - k_no_length) {
        next_x = crossing;
        next = other;
      }
    }
    out.append(next_x - x, slope(*current));
    x = next_x;
    if (next == current) break;
    current = next;
  }
}

}  // namespace

double Pwl::high() const {
  double x = x0_;
  for (const Segment& segment : segments_) x += segment.length;
  return x;
}

double Pwl::high_value() const {
  double y = y0_;
  for (const Segment& segment : segments_) y += segment.length * segment.slope;
  return y;
}

void Pwl::reset(double x0, double y0) {
  x0_ = x0;
  y0_ = y0;
  segments_.clear();
}

void Pwl::assign(double x0, double y0, std::span<const Segment> segments) {
  x0_ = x0;
  y0_ = y0;
  segments_.assign(segments.begin(), segments.end());
}

void Pwl::append(double length, double slope) {
  if (length <= k_no_length) return;
  if (!segments_.empty() && std::abs(segments_.back().slope - slope) <= k_same_slope) {
    segments_.back().length += length;
    return;
  }
  segments_.push_back({length, slope});
}

double Pwl::value(double x) const {
  double y = y0_;
  double left = x - x0_;
  for (const Segment& segment : segments_) {
    if (left <= segment.length) return y + left * segment.slope;
    y += segment.length * segment.slope;
    left -= segment.length;
  }
  // Rounding may put x a hair past the end: go on with the last slope.
  return y + (segments_.empty() ? 0.0 : left * segments_.back().slope);
}

Pwl::Slopes Pwl::slopes(double x) const {
  constexpr double k_at_breakpoint = 1e-9;
  if (segments_.empty()) return {};
  double left = x - x0_;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const double length = segments_[i].length;
    if (left < k_at_breakpoint) {
      const double before = i == 0 ? segments_[0].slope : segments_[i - 1].slope;
      return {before, segments_[i].slope};
    }
    if (left <= length - k_at_breakpoint) return {segments_[i].slope, segments_[i].slope};
    left -= length;
  }
  return {segments_.back().slope, segments_.back().slope};
}

bool Pwl::is_convex() const {
  for (std::size_t i = 1; i < segments_.size(); ++i) {
    if (segments_[i].slope < segments_[i - 1].slope - k_same_slope) return false;
  }
  return true;
}

void Pwl::split_at(double x) {
  double left = x - x0_;
  for (std::size_t i = 0; i < segments_.size() && left > k_no_length; ++i) {
    const Segment segment = segments_[i];
    if (left < segment.length - k_no_length) {
      segments_[i].length = left;
      segments_.insert(segments_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                       {segment.length - left, segment.slope});
      return;
    }
    left -= segment.length;
  }
}

void Pwl::add_kink(double edge, double left, double right) {
  split_at(edge);
  y0_ += left * std::max(0.0, edge - x0_) + right * std::max(0.0, x0_ - edge);
  double middle = x0_;
  for (Segment& segment : segments_) {
    segment.slope += middle + 0.5 * segment.length < edge ? -left : right;
    middle += segment.length;
  }
}

void Pwl::stretch(double below, double above) {
  split_at(0.0);
  double x = x0_;
  for (Segment& segment : segments_) {
    const double factor = x + 0.5 * segment.length < 0.0 ? below : above;
    x += segment.length;
    segment.length *= factor;
    segment.slope /= factor;
  }
  x0_ *= x0_ < 0.0 ? below : above;
}

void Pwl::scale(double factor) {
  x0_ *= factor;
  y0_ *= factor;
  for (Segment& segment : segments_) segment.length *= factor;
}

void Pwl::clip(double low, double high) {
  if (low <= x0_ && high >= this->high()) return;
  Pwl out;
  ClippedOutput output{x0_, y0_, low, high, out};
  for (const Segment& segment : segments_) {
    if (!output.add(segment)) break;
  }
  output.finish();
  *this = std::move(out);
}

void Pwl::window_min(double width) {
  if (width <= 0.0) return;
  // min over k of f(x + k) is a step back with a free step of 0..width.
  Pwl out;
  const Pwl free_step{0.0, 0.0, {{width, 0.0}}};
  const double new_high = high() - width;
  if (is_convex()) {
    const ConvexRun next{x0_, y0_, segments_};
    const ConvexRun step{0.0, 0.0, free_step.segments()};
    merge_convex(next, step, x0_, new_high, out);
  } else {
    step_back(*this, free_step, x0_, new_high, out);
  }
  *this = std::move(out);
}

void step_back(const Pwl& next, const Pwl& step, double low, double high, Pwl& out) {
  if (next.is_convex() && step.is_convex()) {
    merge_convex({next.low(), next.low_value(), next.segments()},
                 {step.low(), step.low_value(), step.segments()}, low, high, out);
    return;
  }
  std::vector<Pwl> pieces;
  for (const ConvexRun& next_run : convex_runs(next)) {
    const double next_end = end_of(next_run).x;
    for (const ConvexRun& step_run : convex_runs(step)) {
      const double from = std::max(low, next_run.x0 - end_of(step_run).x);
      const double to = std::min(high, next_end - step_run.x0);
      if (to - from <= k_no_length) continue;
      pieces.emplace_back();
      merge_convex(next_run, step_run, from, to, pieces.back());
    }
  }
  out = lower_envelope(pieces, low, high);
}

Pwl lower_envelope(std::span<const Pwl> functions, double low, double high) {
  const std::vector<double> grid = common_breakpoints(functions, low, high);
  std::vector<double> ends;
  for (const Pwl& f : functions) ends.push_back(f.high());
  Pwl out;
  std::vector<Line> lines;
  bool is_started = false;
  for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
    const double left = grid[i], right = grid[i + 1];
    if (right - left <= k_no_length) continue;
    lines.clear();
    for (std::size_t j = 0; j < functions.size(); ++j) {
      const bool covers = functions[j].low() <= left + 1e-12 && ends[j] >= right - 1e-12;
      if (covers) lines.push_back({functions[j].value(left), functions[j].value(right)});
    }
    if (lines.empty()) continue;  // a hole of rounding size
    if (!is_started) {
      double lowest = std::numeric_limits<double>::infinity();
      for (const Line& line : lines) lowest = std::min(lowest, line.y_left);
      out.reset(low, lowest);
      is_started = true;
    }
    append_lowest(lines, right - left, out);
  }
  return out;
}

Pwl lower_hull(std::vector<PwlPoint> points) {
  std::sort(points.begin(), points.end(), [](const PwlPoint& a, const PwlPoint& b) {
    return a.x != b.x ? a.x < b.x : a.y < b.y;
  });
  std::vector<PwlPoint> hull;
  for (const PwlPoint& point : points) {
    if (!hull.empty() && point.x - hull.back().x <= k_no_length) continue;
    while (hull.size() >= 2) {
      const PwlPoint& a = hull[hull.size() - 2];
      const PwlPoint& b = hull.back();
      const double turn = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
      if (turn > 0.0) break;
      hull.pop_back();
    }
    hull.push_back(point);
  }
  Pwl out{hull.front().x, hull.front().y};
  for (std::size_t i = 1; i < hull.size(); ++i) {
    out.append(hull[i].x - hull[i - 1].x, (hull[i].y - hull[i - 1].y) / (hull[i].x - hull[i - 1].x));
  }
  return out;
}

}  // namespace ohmstead::plan
