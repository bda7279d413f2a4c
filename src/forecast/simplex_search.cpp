#include "simplex_search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ohmstead::forecast {
namespace {

using Point = std::vector<double>;

// from + factor * (to - from)
Point along(const Point& from, const Point& to, double factor) {
  Point point(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) point[i] = from[i] + factor * (to[i] - from[i]);
  return point;
}

}  // namespace

SimplexResult simplex_search(const std::function<double(const Point&)>& function, Point start,
                             double spread, int calls) {
  const std::size_t count = start.size();
  std::vector<SimplexResult> corners{{start, function(start)}};
  for (std::size_t i = 0; i < count; ++i) {
    Point corner = start;
    corner[i] += spread;
    const double value = function(corner);
    corners.push_back({std::move(corner), value});
  }
  const auto is_lower = [](const auto& left, const auto& right) {
    return left.value < right.value;
  };
  for (int used = static_cast<int>(count) + 1; used < calls;) {
    std::sort(corners.begin(), corners.end(), is_lower);
    if (corners.back().value - corners.front().value < 1e-7 * (1.0 + std::abs(corners[0].value)))
      break;
    Point centre(count, 0.0);
    for (std::size_t corner = 0; corner < count; ++corner) {
      for (std::size_t i = 0; i < count; ++i)
        centre[i] += corners[corner].point[i] / static_cast<double>(count);
    }
    const auto tried = [&](double factor) {
      ++used;
      SimplexResult trial{along(centre, corners.back().point, factor), 0.0};
      trial.value = function(trial.point);
      return trial;
    };
    SimplexResult reflected = tried(-1.0);
    if (reflected.value < corners.front().value) {
      SimplexResult further = tried(-2.0);
      corners.back() = further.value < reflected.value ? std::move(further) : std::move(reflected);
    } else if (reflected.value < corners[count - 1].value) {
      corners.back() = std::move(reflected);
    } else {
      SimplexResult nearer = tried(reflected.value < corners.back().value ? -0.5 : 0.5);
      if (nearer.value < std::min(reflected.value, corners.back().value)) {
        corners.back() = std::move(nearer);
        continue;
      }
      for (std::size_t corner = 1; corner <= count; ++corner, ++used) {
        corners[corner].point = along(corners[0].point, corners[corner].point, 0.5);
        corners[corner].value = function(corners[corner].point);
      }
    }
  }
  return *std::min_element(corners.begin(), corners.end(), is_lower);
}

}  // namespace ohmstead::forecast
