#include "ohmstead/base/clock.hpp"

namespace ohmstead::base {

Time SystemClock::now() const {
  return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

}  // namespace ohmstead::base
