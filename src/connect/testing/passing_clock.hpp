// A clock that tests let go on by steps. Thread rule: any thread may ask while one lets time pass.
#pragma once

#include <atomic>

#include "ohmstead/base/clock.hpp"

namespace ohmstead::connect {

class PassingClock final : public base::Clock {
 public:
  [[nodiscard]] base::Time now() const override { return base::Time{seconds_.load()}; }
  void pass(base::Seconds time) { seconds_ = seconds_.load() + time; }

 private:
  std::atomic<base::Seconds> seconds_{base::Seconds{1'800'000'000}};  // 2027-01-15 09:00 Berlin
};

}  // namespace ohmstead::connect
