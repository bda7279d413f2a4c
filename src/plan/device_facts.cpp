#include "device_facts.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

bool never_runs(const home::Plan& plan, std::size_t device) {
  return std::all_of(plan.slots.begin(), plan.slots.end(), [&](const home::PlanSlot& slot) {
    return slot.devices[device].power == base::Power{} && slot.devices[device].state.empty();
  });
}

DeviceFacts facts_of(const home::Case& home, const home::Appliance& appliance) {
  DeviceFacts facts{DeviceKind::appliance, {}};
  if (appliance.latest_end) facts.deadlines.push_back(*appliance.latest_end);
  const base::Time earliest = appliance.earliest.value_or(home.slots.start(0));
  facts.can_draw = [&home, earliest](std::size_t slot) {
    return home.slots.start(slot) >= earliest;
  };
  return facts;
}

}  // namespace

std::optional<base::Time> DeviceFacts::next_deadline(base::Time now) const {
  const auto next = std::upper_bound(deadlines.begin(), deadlines.end(), now);
  if (next == deadlines.end()) return std::nullopt;
  return *next;
}

std::optional<DeviceFacts> find_device_facts(const home::Case& home, const home::Plan& plan,
                                             std::size_t device) {
  const home::DeviceSlot& slot = plan.slots[0].devices[device];
  for (const home::Appliance& appliance : home.appliances) {
    if (appliance.id == slot.id) return facts_of(home, appliance);
  }
  if (never_runs(plan, device)) return std::nullopt;
  if (slot.soc) return DeviceFacts{DeviceKind::vehicle, {}};
  if (slot.temperature || slot.heat) return DeviceFacts{DeviceKind::heater, {}};
  return DeviceFacts{};
}

}  // namespace ohmstead::plan
