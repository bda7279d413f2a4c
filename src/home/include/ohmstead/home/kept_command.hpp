// A command of somebody else that a device obeys and that is respected, as it outlives a restart.
//
// Units: kW, times UTC. Thread rule: plain values, pure functions.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/command.hpp"

namespace ohmstead::home {

struct KeptCommand {
  std::string device;
  Verb verb = Verb::self_use;
  base::Power power;
  base::Time until;
};

[[nodiscard]] std::string write_kept_commands(const std::vector<KeptCommand>& all);
[[nodiscard]] base::Result<std::vector<KeptCommand>> read_kept_commands(const std::string& text);

}  // namespace ohmstead::home
