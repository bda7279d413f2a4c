#include "order_without_plan.hpp"

#include <algorithm>

namespace ohmstead::engine {
namespace {

using home::ManualKind;
using home::Mode;

// Null: nothing is asked of the device now.
const home::Override* active(const std::vector<home::Override>& overrides,
                             const std::string& device, base::Time now) {
  const auto found = std::find_if(overrides.begin(), overrides.end(), [&](const auto& each) {
    return each.device == device && each.from <= now && now < each.until;
  });
  return found == overrides.end() ? nullptr : &*found;
}

home::BatterySlot battery_order(const home::SiteBattery& battery, const home::Override* wish,
                                const home::BatteryReading* reading) {
  home::BatterySlot slot;
  slot.id = battery.id;
  slot.mode = Mode::self_use;
  if (wish == nullptr || wish->kind == ManualKind::self_use) return slot;
  slot.mode = Mode::hold;
  const double usual_pct =
      wish->kind == ManualKind::charge ? battery.max_soc_pct : battery.min_soc_pct;
  const base::Energy target = battery.capacity * (wish->target_soc_pct.value_or(usual_pct) / 100.0);
  const bool is_told = reading != nullptr;
  if (wish->kind == ManualKind::charge && !(is_told && reading->soc >= target)) {
    slot.mode = Mode::charge;
    slot.charge = battery.charge;
  } else if (wish->kind == ManualKind::export_ && !(is_told && reading->soc <= target)) {
    slot.mode = Mode::export_;
    slot.discharge = battery.discharge.value_or(battery.charge);
  }
  return slot;
}

}  // namespace

home::PlanSlot order_without_plan(const home::Site& site,
                                  const std::vector<home::Override>& overrides,
                                  const home::Readings& readings, base::Time now) {
  home::PlanSlot order;
  order.start = now;
  for (const home::SiteBattery& battery : site.batteries) {
    const home::BatterySlot slot =
        battery_order(battery, active(overrides, battery.id, now),
                      home::find_reading(readings.batteries, battery.id));
    // Devices buy only what an order allows them to buy.
    order.grid_import += slot.charge;
    order.batteries.push_back(slot);
  }
  const auto tell = [&](const auto& devices, const auto& power_of) {
    for (const auto& device : devices) {
      const home::Override* wish = active(overrides, device.id, now);
      const bool is_off = wish != nullptr && wish->kind == ManualKind::off;
      const bool is_on = wish != nullptr && wish->kind == ManualKind::on;
      if (!is_off && !is_on) continue;
      home::DeviceSlot& slot = order.devices.emplace_back();
      slot.id = device.id;
      slot.state = is_on ? "on" : "off";
      if (is_on) slot.power = power_of(device);
    }
  };
  const auto full = [](const auto& device) { return device.power; };
  const auto nothing = [](const auto&) { return base::Power{}; };
  tell(site.vehicles, nothing);
  tell(site.water_heaters, full);
  tell(site.heat_sources, full);
  tell(site.appliances, nothing);
  return order;
}

}  // namespace ohmstead::engine
