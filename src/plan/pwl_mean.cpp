#include "pwl_mean.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ohmstead::plan {
namespace {

constexpr double k_same_x = 1e-9;

// Walks along one function from left to right.
class Walk {
 public:
  explicit Walk(const WeighedPwl& part)
      : weight_{part.weight}, segments_{part.function->segments()}, end_{part.function->low()} {
    if (!segments_.empty()) end_ += segments_.front().length;
  }

  // Of the piece that goes on from x, with its weight.
  double slope(double x) {
    if (segments_.empty()) return 0.0;
    while (at_ + 1 < segments_.size() && end_ <= x + k_same_x) end_ += segments_[++at_].length;
    return weight_ * segments_[at_].slope;
  }

 private:
  double weight_;
  std::span<const Segment> segments_;
  double end_;
  std::size_t at_ = 0;
};

std::vector<double> bends_of(std::span<const WeighedPwl> parts) {
  std::vector<double> all;
  for (const WeighedPwl& part : parts) {
    double x = part.function->low();
    for (const Segment& segment : part.function->segments()) all.push_back(x += segment.length);
  }
  std::ranges::sort(all);
  const auto is_same = [](double a, double b) { return b - a <= k_same_x; };
  all.erase(std::unique(all.begin(), all.end(), is_same), all.end());
  return all;
}

void append_alike(std::span<const Segment> segments, double alike, Pwl& out) {
  for (std::size_t i = 0; i < segments.size();) {
    const double first = segments[i].slope;
    double length = 0.0, rise = 0.0;
    for (; i < segments.size() && std::abs(segments[i].slope - first) <= alike; ++i) {
      length += segments[i].length;
      rise += segments[i].length * segments[i].slope;
    }
    out.append(length, rise / length);
  }
}

}  // namespace

void mean_of(std::span<const WeighedPwl> parts, std::size_t most, Pwl& out) {
  double y = 0.0, x = parts.front().function->low();
  std::vector<Walk> walks;
  for (const WeighedPwl& part : parts) {
    y += part.weight * part.function->low_value();
    walks.emplace_back(part);
  }
  std::vector<Segment> segments;
  out.reset(x, y);
  for (const double to : bends_of(parts)) {
    if (to - x <= k_same_x) continue;
    double slope = 0.0;
    for (Walk& walk : walks) slope += walk.slope(x);
    segments.push_back({to - x, slope});
    x = to;
  }
  if (segments.empty()) return;
  const auto [least, greatest] = std::ranges::minmax(segments, {}, &Segment::slope);
  append_alike(segments, (greatest.slope - least.slope) / static_cast<double>(most), out);
}

}  // namespace ohmstead::plan
