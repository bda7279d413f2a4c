// One target, chosen by OHMSTEAD_FUZZ_TARGET, under libFuzzer, which looks for new paths through
// the code: OHMSTEAD_FUZZ_TARGET=case build/fuzz/bin/fuzz -max_total_time=60 corpus/
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "targets.hpp"

namespace {

const ohmstead::fuzz::Target& chosen() {
  static const ohmstead::fuzz::Target k_target = [] {
    const char* name = std::getenv("OHMSTEAD_FUZZ_TARGET");
    for (const auto& target : ohmstead::fuzz::all_targets()) {
      if (name != nullptr && target.name == name) return target;
    }
    std::fputs("OHMSTEAD_FUZZ_TARGET is none of:", stderr);
    for (const auto& target : ohmstead::fuzz::all_targets())
      std::fprintf(stderr, " %s", std::string{target.name}.c_str());
    std::fputs("\n", stderr);
    std::exit(2);
  }();
  return k_target;
}

}  // namespace

// The target's seeds go into the folder of that variable, to begin with.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer asks for it by this name
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* folder = std::getenv("OHMSTEAD_FUZZ_SEEDS");
  if (folder == nullptr) return 0;
  int number = 0;
  for (const std::string& seed : chosen().seeds) {
    const auto path = std::filesystem::path{folder} / ("seed-" + std::to_string(number++));
    std::ofstream{path, std::ios::binary} << seed;
  }
  return 0;
}

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer asks for it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  chosen().run(std::string{reinterpret_cast<const char*>(bytes), count});
  return 0;
}
