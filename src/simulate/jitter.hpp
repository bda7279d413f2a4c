// Chance that can be repeated: the same numbers always give the same answer.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace ohmstead::simulate {

// In [-1, 1), evenly.
inline double jitter(std::initializer_list<std::int64_t> what) {
  std::uint64_t x = 0x9E3779B97F4A7C15ULL;
  for (const std::int64_t part : what) {
    x ^= static_cast<std::uint64_t>(part) + 0x9E3779B97F4A7C15ULL + (x << 6) + (x >> 2);
    x ^= x >> 30;
    x *= 0xBF58476D1CE4E5B9ULL;
    x ^= x >> 27;
    x *= 0x94D049BB133111EBULL;
    x ^= x >> 31;
  }
  return static_cast<double>(x >> 11) / 4503599627370496.0 - 1.0;
}

}  // namespace ohmstead::simulate
