#include "order_without_plan.hpp"

#include <algorithm>

#include "car_facts.hpp"

namespace ohmstead::engine {
namespace {

using home::ManualKind;
using home::Mode;

constexpr base::Power k_some{0.05};

// Null: nothing is asked of the device now.
const home::Override* active(const std::vector<home::Override>& overrides,
                             const std::string& device, base::Time now) {
  const auto found = std::find_if(overrides.begin(), overrides.end(), [&](const auto& each) {
    return each.device == device && each.from <= now && now < home::end_of(each);
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

// Of a car with its plug, as plans name it.
void charge(home::DeviceSlot& slot, const home::Site& site, const home::SiteVehicle& car,
            const home::Readings& readings) {
  const auto* reading = home::find_reading(readings.devices.vehicles, car.id);
  const home::Charger* charger = charger_of(site, car, reading);
  if (charger == nullptr) return;
  slot.state = charger->id;
  slot.power = most_of(car, *charger);
}

bool is_car(const home::Site& site, const std::string& id) {
  return find_device(site.vehicles, id) != nullptr;
}

bool is_hot(const home::SiteWaterHeater& heater, const home::Readings& readings) {
  const auto* reading = home::find_reading(readings.devices.water_heaters, heater.id);
  return heater.tank && heater.tank->max && reading != nullptr && reading->temperature &&
         *reading->temperature >= *heater.tank->max;
}

// What people and rules want of devices beside batteries; others stay as they are.
void add_wished(home::PlanSlot& order, const home::Site& site,
                const std::vector<home::Override>& overrides, const home::Readings& readings,
                const Obedience& how) {
  const auto slot_of = [&](const std::string& id) -> home::DeviceSlot& {
    for (home::DeviceSlot& each : order.devices) {
      if (each.id == id) return each;
    }
    home::DeviceSlot& added = order.devices.emplace_back();
    added.id = id;
    return added;
  };
  const auto tell = [&](const auto& devices, const auto& turn_on) {
    for (const auto& device : devices) {
      const home::Override* wish = active(overrides, device.id, how.now);
      if (wish == nullptr) continue;
      home::DeviceSlot& slot = slot_of(device.id);
      const base::Power before = slot.power;
      const bool is_on = before > k_some;
      const bool is_off = wish->kind == ManualKind::off;
      if (how.knows_wishes && is_on && !is_off) continue;
      if (is_off || !how.knows_wishes || !is_car(site, device.id)) {
        slot.state = is_off ? "off" : "on";
        slot.power = {};
        if (!wish->why.empty()) slot.reason.text = wish->why;
        if (!is_off) turn_on(slot, device);
      }
      order.grid_import += std::max(base::Power{}, slot.power - before);
    }
  };
  const auto full = [](home::DeviceSlot& slot, const auto& device) { slot.power = device.power; };
  tell(site.vehicles, [&](home::DeviceSlot& slot, const home::SiteVehicle& car) {
    charge(slot, site, car, readings);
  });
  tell(site.water_heaters, [&](home::DeviceSlot& slot, const home::SiteWaterHeater& heater) {
    if (!is_hot(heater, readings)) full(slot, heater);
  });
  tell(site.heat_sources, full);
  tell(site.appliances, [](const auto&...) {});
}

}  // namespace

void obey(home::PlanSlot& order, const home::Site& site,
          const std::vector<home::Override>& overrides, const home::Readings& readings,
          const Obedience& how) {
  for (home::BatterySlot& slot : order.batteries) {
    if (how.knows_wishes) break;
    const home::Override* wish = active(overrides, slot.id, how.now);
    const home::SiteBattery* battery = find_device(site.batteries, slot.id);
    if (wish == nullptr || battery == nullptr) continue;
    home::BatterySlot wished =
        battery_order(*battery, wish, home::find_reading(readings.batteries, slot.id));
    order.grid_import += std::max(base::Power{}, wished.charge - slot.charge);
    slot.mode = wished.mode;
    slot.charge = wished.charge;
    slot.discharge = wished.discharge;
  }
  add_wished(order, site, overrides, readings, how);
}

void keep_to_the_word(home::PlanSlot& order, const std::vector<home::Override>& overrides,
                      base::Time now) {
  for (home::BatterySlot& battery : order.batteries) {
    const bool is_set =
        std::any_of(overrides.begin(), overrides.end(), [&](const home::Override& each) {
          return each.device == battery.id && each.kind != home::ManualKind::self_use &&
                 each.from <= now && now < each.until;
        });
    if (!is_set) continue;
    battery.is_set_by_hand = true;
    battery.stored_value = battery.stored_value_below = {};
  }
  // Rules of the home follow the sun where they can, people's orders do not.
  for (home::DeviceSlot& device : order.devices)
    device.is_set_by_hand =
        std::any_of(overrides.begin(), overrides.end(), [&](const home::Override& each) {
          return each.device == device.id && each.source != home::OverrideSource::rule &&
                 each.from <= now && now < each.until;
        });
}

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
  add_wished(order, site, overrides, readings, {.now = now, .knows_wishes = false});
  return order;
}

}  // namespace ohmstead::engine
