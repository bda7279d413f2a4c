#include "ohmstead/base/clock.hpp"

namespace ohmstead::base {

Time SystemClock::now() const {
  return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

Time PacedClock::now() const {
  const std::chrono::duration<double> real = std::chrono::steady_clock::now() - begun_;
  return start_ + std::chrono::floor<Seconds>(real * speed_);
}

std::chrono::milliseconds PacedClock::real_time_until(Time time) const {
  const std::chrono::duration<double> shown = time - start_;
  const auto at = begun_ + std::chrono::ceil<std::chrono::milliseconds>(shown / speed_);
  return std::max(std::chrono::milliseconds{0}, std::chrono::ceil<std::chrono::milliseconds>(
                                                    at - std::chrono::steady_clock::now()));
}

}  // namespace ohmstead::base
