// The only sources of "now". Everything that depends on time gets a Clock, so that tests and
// replays can turn it. Stopwatch measures how long something took (never for deciding what to do).
// Thread rule: now() may be called from any thread.
#pragma once

#include <chrono>

#include "ohmstead/base/time.hpp"

namespace ohmstead::base {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
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
