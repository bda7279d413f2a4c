#include "public_charging.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace ohmstead::plan {
namespace {

constexpr double k_never = -std::numeric_limits<double>::infinity();

// Slopes of a convex function: `lowest_` at the far left, more at each kink.
class Slopes {
 public:
  // Each kWh below `at` costs `price`.
  void add_below(double at, double price) {
    lowest_ -= price;
    kinks_[at - offset_] += price;
  }
  void add_above(double at, double price) { kinks_[at - offset_] += price; }
  // The slope falls by this everywhere, and rises again at later kinks.
  void add_slope(double slope) { lowest_ += slope; }
  // f(x) becomes f(x + by).
  void shift(double by) { offset_ -= by; }

  // No slope stays below -price. The state up to which that pays; never: nowhere.
  double cut(double price, double tolerance) {
    if (lowest_ >= -price - tolerance) return k_never;
    while (!kinks_.empty()) {
      const auto first = kinks_.begin();
      const double after = lowest_ + first->second;
      if (after >= -price - tolerance) {
        const double at = first->first + offset_;
        first->second = std::max(0.0, after + price);
        lowest_ = -price;
        return at;
      }
      lowest_ = after;
      kinks_.erase(first);
    }
    lowest_ = -price;
    return k_never;
  }

 private:
  std::map<double, double> kinks_;
  double lowest_ = 0.0;
  double offset_ = 0.0;
};

// More than all wishes together could pay for a kWh.
double impossible_price(const Car& car) {
  double most = 1.0 + car.violation_price + car.public_price;
  for (const CarTarget& target : car.targets) most += target.price;
  for (const home::EndValueStep& step : car.end_value.steps) most += std::abs(step.value.value());
  return most * static_cast<double>(car.share.size() + 1);
}

void add_end_value(const Car& car, Slopes& slopes) {
  const auto& steps = car.end_value.steps;
  double edge = 0.0;
  slopes.add_slope(-steps.front().value.value());
  for (std::size_t k = 0; k + 1 < steps.size(); ++k) {
    edge += steps[k].energy.value();
    slopes.add_above(edge, steps[k].value.value() - steps[k + 1].value.value());
  }
}

}  // namespace

std::vector<double> public_charging(const Car& car, std::span<const double> change_kwh,
                                    std::span<const double> full_kwh) {
  const std::size_t count = change_kwh.size();
  std::vector<double> up_to(count, k_never);
  Slopes slopes;
  add_end_value(car, slopes);
  const double impossible = impossible_price(car);
  const double tolerance = 1e-12 * impossible * static_cast<double>(count + 1);
  const double min_soc = car.vehicle->min_soc.value();
  for (std::size_t t = count; t-- > 0;) {
    slopes.add_below(0.0, impossible);
    slopes.add_above(full_kwh[t], impossible);
    if (min_soc > 0.0) slopes.add_below(min_soc, car.violation_price);
    for (const CarTarget& target : car.targets) {
      if (target.slot == t) slopes.add_below(target.soc_kwh, target.price);
    }
    if (car.driven_kwh[t] > 0.0) up_to[t] = slopes.cut(car.public_price, tolerance);
    slopes.shift(change_kwh[t]);
  }
  std::vector<double> bought(count, 0.0);
  double soc = car.soc_kwh;
  for (std::size_t t = 0; t < count; ++t) {
    soc += change_kwh[t];
    bought[t] = std::max(0.0, up_to[t] - soc);
    soc += bought[t];
  }
  return bought;
}

}  // namespace ohmstead::plan
