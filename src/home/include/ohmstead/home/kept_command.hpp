// What outlives a restart of the memory of commands: those of somebody else that devices obey and
// that are respected, and when devices were written to whose memory wears out.
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

struct KeptWrite {
  std::string device;
  base::Time at;
};

struct KeptCommands {
  std::vector<KeptCommand> commands;
  std::vector<KeptWrite> writes;  // of the last day, of each device oldest first
};

[[nodiscard]] std::string write_kept_commands(const KeptCommands& all);
[[nodiscard]] base::Result<KeptCommands> read_kept_commands(const std::string& text);

}  // namespace ohmstead::home
