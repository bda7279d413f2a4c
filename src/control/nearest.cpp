#include "ohmstead/control/nearest.hpp"

#include <algorithm>
#include <cmath>

#include "ohmstead/base/result.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Abilities;
using home::Command;
using home::Verb;

constexpr Power k_some{0.05};             // less is rounding of the plan
constexpr double k_target_band_k = 0.25;  // thermostats are no finer
constexpr double k_step_slack{1e-6};      // so that 3 x 0.23 kW is three steps

Command command_of(const home::BatterySlot& slot, const home::PlanSlot& around) {
  const std::string& why = around.reason.text;
  switch (slot.mode) {
    case home::Mode::self_use:
      return {slot.id, Verb::self_use, {}, why};
    case home::Mode::charge:
      // All of the surplus and nothing else: the battery follows the home better than we can.
      if (!slot.is_set_by_hand && around.grid_import <= k_some && around.grid_export <= k_some)
        return {slot.id, Verb::self_use, {}, why};
      return {slot.id, Verb::charge, slot.charge, why};
    case home::Mode::discharge:
      return {slot.id, Verb::discharge, slot.discharge, why};
    case home::Mode::export_:
      return {slot.id, Verb::export_, slot.discharge, why};
    case home::Mode::hold:
      break;
  }
  return {slot.id, Verb::hold, {}, why};
}

// What comes next to a verb; itself where nothing does.
Verb instead_of(Verb verb) {
  switch (verb) {
    case Verb::export_:
      return Verb::discharge;
    case Verb::discharge:
    case Verb::charge:
    case Verb::hold:
      return Verb::self_use;
    default:
      return verb;
  }
}

Verb doable(Verb verb, const Abilities& abilities) {
  while (!abilities.can(verb)) {
    const Verb next = instead_of(verb);
    if (next == verb) return abilities.verbs.front();
    verb = next;
  }
  return verb;
}

Power settable(Power power, const Abilities& abilities) {
  const Power cut = std::min(power, abilities.most);
  if (cut < abilities.least || abilities.step.value() <= 0.0) return cut;
  const double steps = std::floor((cut - abilities.least) / abilities.step + k_step_slack);
  return abilities.least + steps * abilities.step;
}

}  // namespace

std::vector<Command> commands_of(const home::PlanSlot& slot) {
  std::vector<Command> all;
  all.reserve(slot.batteries.size() + slot.devices.size());
  for (const home::BatterySlot& battery : slot.batteries) all.push_back(command_of(battery, slot));
  for (const home::DeviceSlot& device : slot.devices) {
    if (device.power < -k_some)
      all.push_back({device.id, Verb::discharge, -device.power, device.reason.text});
    else if (device.power > k_some)
      all.push_back({device.id, Verb::on, device.power, device.reason.text});
    else
      all.push_back({device.id, Verb::off, {}, device.reason.text});
  }
  return all;
}

Command nearest(const Command& wish, const Abilities& abilities) {
  base::expect(!abilities.verbs.empty(), "a device must understand something");
  Command told = wish;
  told.verb = doable(wish.verb, abilities);
  if (!has_power(told.verb)) {
    told.power = {};
    return told;
  }
  // A verb that took another's place knows no power of its own.
  told.power = settable(wish.power, abilities);
  if (told.power < abilities.least || told.power.value() <= 0.0) {
    told.verb = doable(told.verb == Verb::on ? Verb::off : Verb::hold, abilities);
    told.power = {};
  }
  return told;
}

bool is_same(const Command& a, const Command& b, Power dead_band) {
  if (a.device != b.device || a.verb != b.verb) return false;
  if (a.target && b.target && std::abs(a.target->value() - b.target->value()) > k_target_band_k)
    return false;
  return !has_power(a.verb) || std::abs((a.power - b.power).value()) <= dead_band.value();
}

}  // namespace ohmstead::control
