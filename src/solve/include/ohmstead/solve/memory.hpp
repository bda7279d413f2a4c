// For programs that solve again and again: a solver allocates and frees some hundred kilobytes per
// solve, and by default the C library gives them back to the system each time. Fetching them again
// takes a third of a warm re-plan of half a millisecond.
//
// Thread rule: call it once, in main(), before other threads start. It is a setting of the process.
//
//   int main() { ohmstead::solve::keep_freed_memory(); ... }
#pragma once

namespace ohmstead::solve {

// Lets freed memory of up to 64 MiB stay with the process. Without effect where the C library is
// not glibc. The peak of memory use does not change.
void keep_freed_memory();

}  // namespace ohmstead::solve
