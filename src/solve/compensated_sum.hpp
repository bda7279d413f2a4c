// A sum whose rounding error does not grow with the number of terms (Neumaier), together with the
// sum of magnitudes, from which callers bound the error of the terms themselves.
//
// Thread rule: plain value.
//
//   CompensatedSum s; for (double x : xs) s.add(x); use(s.value());
#pragma once

#include <cmath>

namespace ohmstead::solve {

class CompensatedSum {
 public:
  void add(double term) {
    const double next = sum_ + term;
    correction_ += std::abs(sum_) >= std::abs(term) ? (sum_ - next) + term : (term - next) + sum_;
    sum_ = next;
    magnitude_ += std::abs(term);
  }
  [[nodiscard]] double value() const { return sum_ + correction_; }
  [[nodiscard]] double magnitude() const { return magnitude_; }

 private:
  double sum_ = 0.0;
  double correction_ = 0.0;
  double magnitude_ = 0.0;
};

}  // namespace ohmstead::solve
