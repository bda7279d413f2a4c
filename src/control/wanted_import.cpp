#include "wanted_import.hpp"

#include <algorithm>

#include "drawn.hpp"

namespace ohmstead::control {

using base::Power;
using home::Command;
using home::Verb;

Power grid_without(const std::vector<Command>& commands, const home::Readings& now, Giving giving) {
  Power grid = now.grid_import - now.grid_export;
  for (const Command& command : commands) {
    const Power drawn = drawn_now(now, command.device);
    const bool may_give = command.verb == Verb::self_use || gives(command.verb);
    if (drawn > Power{} || !may_give || giving == Giving::ends) grid -= drawn;
  }
  return grid;
}

Power drawn_by(const Command& command, const home::Readings& now) {
  if (draws(command.verb)) return command.power;
  if (command.verb != Verb::automatic) return {};
  const auto* car = home::find_reading(now.devices.vehicles, command.device);
  if (car != nullptr && !car->is_connected) return {};
  return std::max(drawn_now(now, command.device), command.power);
}

Power wanted_import(const std::vector<Command>& commands, const home::Readings& now) {
  Power wanted = grid_without(commands, now, Giving::goes_on);
  for (const Command& command : commands) wanted += drawn_by(command, now);
  return wanted;
}

}  // namespace ohmstead::control
