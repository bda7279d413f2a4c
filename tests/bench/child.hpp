// Another program, run to its end and measured: wall time, CPU time, peak memory, what it printed.
// Thread rule: one thread.
//
//   Result<ChildRun> run = run_child({"/usr/bin/true"});
#pragma once

#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::bench {

struct ChildRun {
  double wall_ms = 0.0;
  double cpu_ms = 0.0;
  double peak_mb = 0.0;  // at least what this program held when it started the child
  int exit_code = -1;
  std::string output;  // standard output
};

[[nodiscard]] base::Result<ChildRun> run_child(const std::vector<std::string>& command);

}  // namespace ohmstead::bench
