#include "ohmstead/control/surplus.hpp"

#include <algorithm>

#include "drawn.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Command;
using home::Verb;

constexpr Power k_no_import{0.05};
// Of a device that somebody wants to be off; a plan says idle, or away.
constexpr std::string_view k_off = "off";

const home::Abilities* find(const std::vector<home::Abilities>& all, const std::string& device) {
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const home::Abilities& each) { return each.device == device; });
  return found == all.end() ? nullptr : &*found;
}

bool is_set_by_hand(const home::PlanSlot& slot, const std::string& device) {
  const auto* own = home::find_reading(slot.devices, device);
  return own != nullptr && own->is_set_by_hand;
}

// What batteries take beyond what the plan gives them, less what they give beyond it: that does not
// come from the sun.
Power spare_of_batteries(const home::PlanSlot& slot, const home::Readings& now) {
  Power spare;
  for (const home::BatterySlot& planned : slot.batteries) {
    const auto* battery = home::find_reading(now.batteries, planned.id);
    if (battery == nullptr) continue;
    spare += std::max(Power{}, battery->charge - planned.charge);
    spare -= std::max(Power{}, battery->discharge - planned.discharge);
  }
  return spare;
}

// What the plan has batteries give and they do not give yet: they wait for who shall draw it.
Power left_to_give(const home::PlanSlot& slot, const home::Readings& now) {
  Power left;
  for (const home::BatterySlot& planned : slot.batteries) {
    const auto* battery = home::find_reading(now.batteries, planned.id);
    if (battery != nullptr) left += std::max(Power{}, planned.discharge - battery->discharge);
  }
  return left;
}

// Between off and on lies a third of the least power, so that clouds do not switch it.
void follow(Command& command, Power drawn, Power surplus, const home::Abilities& can) {
  const bool is_on = drawn > k_no_import;
  if (surplus < (is_on ? can.least * (2.0 / 3.0) : can.least) || surplus <= Power{}) {
    command = {command.device, Verb::off, {}, "waits for the sun"};
    return;
  }
  command.verb = Verb::on;
  command.power = std::clamp(surplus, can.least, can.most);
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
  for (Command& command : commands) {
    const auto* battery = home::find_reading(slot.batteries, command.device);
    const bool is_set_by_hand = battery != nullptr && battery->is_set_by_hand;
    if (command.verb == Verb::charge && !is_set_by_hand) follow_with(command, now);
  }
  for (Command& command : commands) {
    const home::Abilities* can = find(abilities, command.device);
    if (command.verb != Verb::on || can == nullptr || can->least >= can->most) continue;
    if (is_set_by_hand(slot, command.device)) continue;
    const Power drawn = drawn_now(now, command.device);
    const Power surplus = drawn + now.grid_export - now.grid_import +
                          spare_of_batteries(slot, now) + left_to_give(slot, now);
    follow(command, drawn, surplus, *can);
    return;
  }
}

void keep_to_sun(std::vector<Command>& commands, const home::PlanSlot& slot,
                 const home::Readings& now, const std::vector<std::string>& devices,
                 const std::vector<home::Abilities>& abilities) {
  if (devices.empty()) return;
  // What goes to the grid, and what these devices draw of the sun.
  Power spare = now.grid_export - now.grid_import;
  for (const home::BatteryReading& battery : now.batteries) spare -= battery.discharge;
  for (const std::string& id : devices) spare += std::max(Power{}, drawn_now(now, id));
  Power left = spare + spare_of_batteries(slot, now);
  for (const home::BatterySlot& planned : slot.batteries) {
    const auto* battery = home::find_reading(now.batteries, planned.id);
    // Counted twice.
    if (battery != nullptr) left += std::max(Power{}, battery->discharge - planned.discharge);
  }
  for (Command& command : commands) {
    if (std::find(devices.begin(), devices.end(), command.device) == devices.end()) continue;
    if (is_set_by_hand(slot, command.device)) continue;
    const home::Abilities* can = find(abilities, command.device);
    if (can == nullptr) continue;
    const Power planned = command.power, drawn = drawn_now(now, command.device);
    const bool is_told = command.verb == Verb::on;
    // The plan may have seen no sun where there is some; batteries go before it then.
    const auto* own = home::find_reading(slot.devices, command.device);
    if (!is_told && (own == nullptr || own->state == k_off)) continue;
    follow(command, drawn, is_told ? left : spare, *can);
    if (command.verb != Verb::on) continue;
    if (!is_told)
      command = {command.device, Verb::on, command.power, "there is more sun than planned"};
    if (is_told && slot.grid_import > k_no_import)
      command.power = std::clamp(command.power, can->least, std::max(planned, can->least));
    left -= command.power;
    spare -= command.power;
  }
}

}  // namespace ohmstead::control
