// A number, or a list of points where one number is not enough.
//
// In a file either stands under the same key: `wear_per_kwh: 0.02` or a list of steps. Converts
// from the plain quantity, so that `battery.wear = EnergyPrice{0.02}` reads as it should. The
// number means nothing once there are points. Thread rule: plain values.
#pragma once

#include <utility>
#include <vector>

namespace ohmstead::base {

template <class Q, class Point>
class NumberOr {
 public:
  NumberOr() = default;
  NumberOr(Q number) : number_{number} {}  // NOLINT(google-explicit-constructor)
  NumberOr(std::vector<Point> points)
      : points_{std::move(points)} {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_points() const { return !points_.empty(); }
  [[nodiscard]] Q number() const { return number_; }
  [[nodiscard]] Q& number() { return number_; }
  [[nodiscard]] const std::vector<Point>& points() const { return points_; }
  [[nodiscard]] std::vector<Point>& points() { return points_; }

  friend bool operator==(const NumberOr& a, const NumberOr& b) {
    return a.points_ == b.points_ && (a.has_points() || a.number_ == b.number_);
  }

 private:
  Q number_;
  std::vector<Point> points_;
};

}  // namespace ohmstead::base
