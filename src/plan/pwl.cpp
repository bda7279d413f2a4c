#include "pwl.hpp"

#include <algorithm>
#include <cmath>

#include "clipped_output.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_same_slope = 1e-13;
constexpr double k_no_length = 1e-13;

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

void Pwl::stretch(std::span<const Segment> below, std::span<const Segment> above) {
  if (below.size() == 1 && above.size() == 1) return stretch(below[0].slope, above[0].slope);
  split_at(0.0);
  const auto split = [&](std::span<const Segment> pieces, double sign) {
    double edge = 0.0;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      edge += pieces[i].length;
      split_at(sign * edge);
    }
  };
  split(below, -1.0);
  split(above, 1.0);
  const auto factor_at = [](std::span<const Segment> pieces, double distance) {
    std::size_t i = 0;
    for (; i + 1 < pieces.size() && distance > pieces[i].length; ++i) distance -= pieces[i].length;
    return pieces[i].slope;
  };
  double x = x0_, new_x = 0.0;
  for (Segment& segment : segments_) {
    const double middle = x + 0.5 * segment.length;
    const double factor = middle < 0.0 ? factor_at(below, -middle) : factor_at(above, middle);
    x += segment.length;
    segment.length *= factor;
    segment.slope /= factor;
  }
  double left = std::abs(x0_);
  const std::span<const Segment> side = x0_ < 0.0 ? below : above;
  for (std::size_t i = 0; i < side.size() && left > 0.0; ++i) {
    const double used = i + 1 < side.size() ? std::min(left, side[i].length) : left;
    new_x += used * side[i].slope;
    left -= used;
  }
  x0_ = x0_ < 0.0 ? -new_x : new_x;
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

void Pwl::cut_right(double length) {
  while (!segments_.empty() && segments_.back().length <= length) {
    length -= segments_.back().length;
    segments_.pop_back();
  }
  if (!segments_.empty()) segments_.back().length -= std::max(0.0, length);
}

void Pwl::window_min(double width) {
  if (width <= 0.0) return;
  const bool rises = is_convex() && (segments_.empty() || segments_.front().slope >= 0.0);
  if (rises) return cut_right(width);  // going on never pays
  // min over k of f(x + k) is a step back with a free step of 0..width.
  Pwl out;
  const Pwl free_step{0.0, 0.0, {{width, 0.0}}};
  const double new_high = high() - width;
  step_back(*this, free_step, x0_, new_high, out);
  *this = std::move(out);
}

}  // namespace ohmstead::plan
