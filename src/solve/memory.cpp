#include "ohmstead/solve/memory.hpp"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ohmstead::solve {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int k_mebibyte = 1024 * 1024;
  // Setting one of the two stops glibc from adapting the other, so both are set.
  mallopt(M_TRIM_THRESHOLD, 64 * k_mebibyte);
  mallopt(M_MMAP_THRESHOLD, 16 * k_mebibyte);
#endif
}

}  // namespace ohmstead::solve
