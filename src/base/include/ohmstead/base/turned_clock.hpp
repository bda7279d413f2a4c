// A clock that stands until somebody sets `time`: for tests, and whoever lives through years in
// minutes.
// Thread rule: set from one thread while no other asks.
#pragma once

#include "ohmstead/base/clock.hpp"

namespace ohmstead::base {

struct TurnedClock final : Clock {
  TurnedClock() = default;
  explicit TurnedClock(Time start) : time{start} {}
  [[nodiscard]] Time now() const override { return time; }

  Time time{};
};

}  // namespace ohmstead::base
