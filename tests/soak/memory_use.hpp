// What this process holds.
//
// Thread rule: any thread.
#pragma once

namespace ohmstead::soak {

struct MemoryUse {
  double heap_mb = 0.0;      // that is in use; 0 where the C library does not tell
  double resident_mb = 0.0;  // of physical memory; 0 where the system does not tell
};
[[nodiscard]] MemoryUse memory_use();

}  // namespace ohmstead::soak
