#include "carry_over.hpp"

#include <algorithm>
#include <set>

namespace ohmstead::engine {
namespace {

std::set<std::string> planned_devices_of(const home::Site& site) {
  std::set<std::string> ids;
  const auto add = [&](const auto& devices) {
    for (const auto& device : devices) ids.insert(device.id);
  };
  add(site.vehicles);
  add(site.water_heaters);
  add(site.zones);
  add(site.heat_sources);
  add(site.appliances);
  return ids;
}

// In the order of the site file.
std::vector<home::BatterySlot> batteries_of(const home::Site& site,
                                            const std::vector<home::BatterySlot>& planned) {
  std::vector<home::BatterySlot> all;
  for (const home::SiteBattery& battery : site.batteries) {
    const auto found = std::find_if(planned.begin(), planned.end(),
                                    [&](const auto& each) { return each.id == battery.id; });
    if (found != planned.end()) {
      all.push_back(*found);
      continue;
    }
    all.emplace_back().id = battery.id;
    all.back().mode = home::Mode::self_use;
  }
  return all;
}

}  // namespace

Snapshot carry_over(const Snapshot& before, const home::Site& site, const base::Zone& zone) {
  Snapshot now = before;
  const std::set<std::string> ids = planned_devices_of(site);
  for (home::PlanSlot& slot : now.plan.slots) {
    slot.batteries = batteries_of(site, slot.batteries);
    std::erase_if(slot.devices, [&](const auto& device) { return !ids.contains(device.id); });
  }
  now.is_plan_of_old_site = !now.plan.slots.empty();
  for (Component& each : now.components) {
    if (each.name != "planner" || !now.is_plan_of_old_site) continue;
    each.text = "a plan for the new site file is being made; the one of " +
                zone.format_short(now.planned_at) + " goes on until then";
  }
  return now;
}

}  // namespace ohmstead::engine
