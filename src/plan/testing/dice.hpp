// Random numbers for random homes of tests: the same for the same seed. Thread rule: one thread.
#pragma once

#include <cstdint>
#include <random>

namespace ohmstead::plan {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_{seed} {}
  double between(double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(random_);
  }
  int upto(int most) { return std::uniform_int_distribution<int>{0, most}(random_); }
  bool has(double share) { return between(0.0, 1.0) < share; }

 private:
  std::mt19937_64 random_;
};

}  // namespace ohmstead::plan
