// The only sources of "now". Everything that depends on time gets a Clock, so that tests and
// replays can turn it. Stopwatch measures how long something took (never for deciding what to do).
// Thread rule: now() may be called from any thread.
#pragma once

#include <algorithm>
#include <chrono>

#include "ohmstead/base/time.hpp"

namespace ohmstead::base {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
  // How long it really takes until this clock shows `time`; nothing when it already does.
  [[nodiscard]] virtual std::chrono::milliseconds real_time_until(Time time) const {
    return std::max(std::chrono::milliseconds{0},
                    std::chrono::duration_cast<std::chrono::milliseconds>(time - now()));
  }
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

// Runs from `start` with `seconds_per_s` seconds in each real one: for replays. Precondition: more
// than 0.
class PacedClock final : public Clock {
 public:
  PacedClock(Time start, double seconds_per_s)
      : start_{start}, speed_{seconds_per_s}, begun_{std::chrono::steady_clock::now()} {}
  [[nodiscard]] Time now() const override;
  [[nodiscard]] std::chrono::milliseconds real_time_until(Time time) const override;
  [[nodiscard]] double speed() const { return speed_; }

 private:
  Time start_;
  double speed_;
  std::chrono::steady_clock::time_point begun_;
};

class Stopwatch {
 public:
  Stopwatch() : started_{std::chrono::steady_clock::now()} {}
  [[nodiscard]] double elapsed_ms() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point started_;
};

}  // namespace ohmstead::base
