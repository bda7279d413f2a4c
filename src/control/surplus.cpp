#include "ohmstead/control/surplus.hpp"

#include <algorithm>

#include "drawn.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Command;
using home::Verb;

constexpr Power k_no_import{0.05};

const home::Abilities* find(const std::vector<home::Abilities>& all, const std::string& device) {
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const home::Abilities& each) { return each.device == device; });
  return found == all.end() ? nullptr : &*found;
}

// What batteries take beyond what the plan gives them.
Power spare_of_batteries(const home::PlanSlot& slot, const home::Readings& now) {
  Power spare;
  for (const home::BatterySlot& planned : slot.batteries) {
    if (const auto* battery = home::find_reading(now.batteries, planned.id))
      spare += std::max(Power{}, battery->charge - planned.charge);
  }
  return spare;
}

void follow_with(Command& battery, const home::Readings& now) {
  const home::BatteryReading* reading = home::find_reading(now.batteries, battery.device);
  if (reading == nullptr) return;
  const Power surplus = reading->charge - reading->discharge + now.grid_export - now.grid_import;
  battery.power = std::clamp(surplus, Power{}, battery.power);
}

}  // namespace

void follow_surplus(std::vector<Command>& commands, const home::PlanSlot& slot,
                    const home::Readings& now, const std::vector<home::Abilities>& abilities) {
  if (slot.grid_import > k_no_import) return;
  for (Command& command : commands)
    if (command.verb == Verb::charge) follow_with(command, now);
  for (Command& command : commands) {
    const home::Abilities* can = find(abilities, command.device);
    if (command.verb != Verb::on || can == nullptr || can->least >= can->most) continue;
    const Power drawn = drawn_now(now, command.device);
    const Power surplus = drawn + now.grid_export - now.grid_import + spare_of_batteries(slot, now);
    const bool is_on = drawn > k_no_import;
    if (is_on && surplus >= can->least * (2.0 / 3.0))
      command.power = std::clamp(surplus, can->least, can->most);
    else if (!is_on && surplus >= can->least)
      command.power = std::min(surplus, can->most);
    else
      command = {command.device, Verb::off, {}, "waits for the sun"};
    return;
  }
}

}  // namespace ohmstead::control
