#include "memory_use.hpp"

#include <malloc.h>
#include <unistd.h>

#include <fstream>

namespace ohmstead::soak {

MemoryUse memory_use() {
  constexpr double k_mb = 1024.0 * 1024.0;
  MemoryUse use;
#if defined(__GLIBC__)
  const struct mallinfo2 heap = mallinfo2();
  use.heap_mb = static_cast<double>(heap.uordblks + heap.hblkhd) / k_mb;
#endif
  std::size_t pages = 0, resident = 0;
  if (std::ifstream statm{"/proc/self/statm"}; statm >> pages >> resident)
    use.resident_mb =
        static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / k_mb;
  return use;
}

}  // namespace ohmstead::soak
