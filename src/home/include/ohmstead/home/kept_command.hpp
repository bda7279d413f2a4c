// What outlives a restart of the memory of commands: those of somebody else that devices obey and
// that are respected, when devices were written to whose memory wears out, and which cars are
// plugged into chargers that they share.
//
// Units: kW, times UTC. Thread rule: plain values, pure functions.
#pragma once

#include <array>
#include <string>
#include <string_view>
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

// How it is known which car is at a charger: nobody says it; all others say that they are
// elsewhere; by the charger's name for it; somebody said so.
enum class PluggedBy { guess, elimination, name, hand };
constexpr auto names_of(PluggedBy) {
  return std::array<std::string_view, 4>{"guess", "elimination", "name", "hand"};
}

struct KeptPlug {
  std::string charger;
  std::string car;
  PluggedBy by = PluggedBy::guess;
  base::Time seen_at;  // to the hour
};

struct KeptCommands {
  std::vector<KeptCommand> commands;
  std::vector<KeptWrite> writes;  // of the last day, of each device oldest first
  std::vector<KeptPlug> plugs = {};
};

[[nodiscard]] std::string write_kept_commands(const KeptCommands& all);
[[nodiscard]] base::Result<KeptCommands> read_kept_commands(const std::string& text);

}  // namespace ohmstead::home
