#include "device_facts.hpp"

#include <algorithm>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::plan {
namespace {

// As cold as it may get, within this.
constexpr double k_edge_k = 0.1;

bool never_runs(const home::Plan& plan, std::size_t device) {
  return std::all_of(plan.slots.begin(), plan.slots.end(), [&](const home::PlanSlot& slot) {
    return slot.devices[device].power == base::Power{} && slot.devices[device].state.empty();
  });
}

DeviceFacts facts_of(const home::Case& home, const home::Appliance& appliance) {
  // What may be interrupted is explained slot by slot, as any load that can wait.
  DeviceFacts facts{is_interruptible(appliance) ? DeviceKind::other : DeviceKind::appliance, {}};
  if (appliance.latest_end) facts.deadlines.push_back(*appliance.latest_end);
  facts.can_draw = [&home, &appliance](std::size_t slot) {
    return (!appliance.earliest || home.slots.start(slot) >= *appliance.earliest) &&
           (!appliance.latest_end || home.slots.end(slot) <= *appliance.latest_end);
  };
  return facts;
}

DeviceFacts facts_of(const home::Case& home, const home::Vehicle& vehicle) {
  DeviceFacts facts{DeviceKind::vehicle, {}};
  for (const home::Trip& trip : vehicle.trips) facts.deadlines.push_back(trip.leave);
  for (const home::SocTarget& target : vehicle.targets) facts.deadlines.push_back(target.by);
  std::sort(facts.deadlines.begin(), facts.deadlines.end());
  facts.can_draw = [&home, &vehicle](std::size_t slot) {
    const base::Time start = home.slots.start(slot), end = home.slots.end(slot);
    const bool is_away = std::any_of(
        vehicle.trips.begin(), vehicle.trips.end(),
        [&](const home::Trip& trip) { return trip.leave <= start && trip.back >= end; });
    const bool is_plugged = vehicle.available.is_empty() || vehicle.available[slot] > base::Ratio{};
    return is_plugged && !is_away;
  };
  return facts;
}

const home::DeviceSlot* find_slot(const home::PlanSlot& slot, const std::string& id) {
  const auto found = std::find_if(slot.devices.begin(), slot.devices.end(),
                                  [&](const home::DeviceSlot& each) { return each.id == id; });
  return found == slot.devices.end() ? nullptr : &*found;
}

DeviceFacts facts_of(const home::Case& home, const home::HeatSource& source) {
  DeviceFacts facts{DeviceKind::heater, {}};
  facts.is_at_edge = [&home, &source](const home::Plan& plan, std::size_t t) {
    for (const home::ZoneShare& share : effective_shares(source)) {
      const auto zone = std::find_if(home.zones.begin(), home.zones.end(),
                                     [&](const auto& each) { return each.id == share.zone; });
      const home::DeviceSlot* slot = find_slot(plan.slots[t], share.zone);
      if (zone == home.zones.end() || zone->low.is_empty() || slot == nullptr) continue;
      if (slot->temperature && slot->temperature->value() < zone->low[t].value() + k_edge_k)
        return true;
    }
    return false;
  };
  return facts;
}

// A day's heat is wanted by the end of the local day, or as much later as it may be put off.
std::vector<base::Time> ends_of_days(const home::Case& home, base::Hours deferral) {
  std::vector<base::Time> ends;
  const base::Zone zone = base::Zone::load(home.timezone).value_or(base::Zone::utc());
  const base::Seconds more{static_cast<std::int64_t>(deferral.value() * 3600.0)};
  const base::Time last = home.slots.end(home.slots.count() - 1);
  for (base::Time day = zone.next_day_start(home.slots.start(0)); day <= last;
       day = zone.next_day_start(day))
    ends.push_back(day + more);
  return ends;
}

DeviceFacts facts_of(const home::Case& home, const home::WaterHeater& heater) {
  if (!heater.tank) return {DeviceKind::other, ends_of_days(home, heater.deferral)};
  DeviceFacts facts{DeviceKind::heater, {}};
  const std::optional<base::Celsius> low =
      heater.tank->comfort ? heater.tank->comfort : heater.tank->min;
  facts.is_at_edge = [low, &heater](const home::Plan& plan, std::size_t t) {
    const home::DeviceSlot* slot = find_slot(plan.slots[t], heater.id);
    return low && slot != nullptr && slot->temperature &&
           slot->temperature->value() < low->value() + k_edge_k;
  };
  return facts;
}

template <class Parts>
std::optional<DeviceFacts> find_among(const home::Case& home, const Parts& parts,
                                      const std::string& id) {
  for (const auto& part : parts) {
    if (part.id == id) return facts_of(home, part);
  }
  return std::nullopt;
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
  if (auto facts = find_among(home, home.appliances, slot.id)) return facts;
  if (auto facts = find_among(home, home.vehicles, slot.id)) return facts;
  if (auto facts = find_among(home, home.heat_sources, slot.id)) return facts;
  if (auto facts = find_among(home, home.water_heaters, slot.id)) return facts;
  if (never_runs(plan, device)) return std::nullopt;
  if (slot.soc) return DeviceFacts{DeviceKind::vehicle, {}};
  if (slot.temperature || slot.heat) return DeviceFacts{DeviceKind::heater, {}};
  return DeviceFacts{};
}

}  // namespace ohmstead::plan
