// How much random testing a test program does: everything in a plain release build, less where
// every step costs more. Test code only. Thread rule: pure function.
//
//   for (int seed = 0; seed < scaled(2000); ++seed) ...
//
// The environment variable OHMSTEAD_TEST_SHARE (0..1) overrides the share.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ohmstead::plan {

inline double test_share() {
  if (const char* text = std::getenv("OHMSTEAD_TEST_SHARE")) {
    return std::clamp(std::atof(text), 0.0, 1.0);
  }
#ifdef NDEBUG
  return 1.0;
#else
  return 0.1;  // debug and sanitizer builds
#endif
}

// At least one.
inline int scaled(int count) {
  return std::max(1, static_cast<int>(std::lround(test_share() * count)));
}

}  // namespace ohmstead::plan
