#include "device_readings.hpp"

#include <algorithm>

namespace ohmstead::engine {
namespace {

constexpr double k_phase_v = 230.0;

base::Power drawn(const home::BatteryReading& each) { return each.charge - each.discharge; }
template <class Device>
base::Power drawn(const Device& each) {
  return each.power;
}

// What those that tell now draw more than they did.
template <class List>
base::Power change(const List& seen, const List& now) {
  base::Power sum;
  for (const auto& each : now) {
    const auto* before = home::find_reading(seen, each.id);
    sum += drawn(each) - (before == nullptr ? base::Power{} : drawn(*before));
  }
  return sum;
}

}  // namespace

std::vector<home::BatteryReading> in_order(const std::vector<home::BatteryReading>& told,
                                           const std::vector<std::string>& has_soc,
                                           const std::vector<control::BatteryLimits>& batteries) {
  std::vector<home::BatteryReading> ordered;
  for (const control::BatteryLimits& battery : batteries) {
    const auto* reading = home::find_reading(told, battery.id);
    const bool is_known = std::find(has_soc.begin(), has_soc.end(), battery.id) != has_soc.end();
    if (reading != nullptr && is_known) ordered.push_back(*reading);
  }
  return ordered;
}

void merge_cars(std::vector<home::VehicleReading>& cars) {
  std::vector<home::VehicleReading> merged;
  for (home::VehicleReading& each : cars) {
    const auto first = std::find_if(merged.begin(), merged.end(),
                                    [&](const auto& other) { return other.id == each.id; });
    if (first == merged.end()) {
      merged.push_back(std::move(each));
      continue;
    }
    first->is_connected = first->is_connected && each.is_connected;
    if (first->charger.empty()) first->charger = std::move(each.charger);
    if (first->called.empty()) first->called = std::move(each.called);
    first->is_assumed = first->is_assumed || each.is_assumed;
    const bool is_newer =
        each.soc &&
        (!first->soc || (each.soc_at && first->soc_at && *each.soc_at > *first->soc_at));
    if (is_newer) {
      first->soc = each.soc;
      first->soc_at = each.soc_at;
    }
    if (first->power == base::Power{}) first->power = each.power;
    first->charged = std::max(first->charged, each.charged);
    first->discharged = std::max(first->discharged, each.discharged);
  }
  cars = std::move(merged);
}

void drop_silent(home::Readings& now, const std::vector<std::string>& silent) {
  const auto drop = [&](auto& list) {
    std::erase_if(list, [&](const auto& each) {
      return std::find(silent.begin(), silent.end(), each.id) != silent.end();
    });
  };
  drop(now.batteries);
  drop(now.devices.vehicles);
  drop(now.devices.water_heaters);
  drop(now.devices.zones);
  drop(now.devices.heat_sources);
  drop(now.devices.appliances);
}

void carry_grid(home::Readings& seen, const home::Readings& now, bool has_sun) {
  base::Power more = change(seen.batteries, now.batteries) +
                     change(seen.devices.vehicles, now.devices.vehicles) +
                     change(seen.devices.water_heaters, now.devices.water_heaters) +
                     change(seen.devices.heat_sources, now.devices.heat_sources) +
                     change(seen.devices.appliances, now.devices.appliances);
  if (has_sun) {
    more -= now.pv - seen.pv;
    seen.pv = now.pv;
  }
  const base::Power net = seen.grid_import - seen.grid_export + more;
  seen.grid_import = std::max(base::Power{}, net);
  seen.grid_export = std::max(base::Power{}, base::Power{} - net);
  if (!seen.highest_phase_a) return;
  const double phases = more > base::Power{} ? 1.0 : 3.0;
  *seen.highest_phase_a =
      std::max(0.0, *seen.highest_phase_a + more.value() * 1000.0 / (k_phase_v * phases));
}

void take_over(home::Readings& seen, const home::Readings& now) {
  const auto take = [](auto& list, const auto& told) {
    for (const auto& each : told) {
      const auto same = std::find_if(list.begin(), list.end(),
                                     [&](const auto& other) { return other.id == each.id; });
      if (same == list.end())
        list.push_back(each);
      else
        *same = each;
    }
  };
  take(seen.batteries, now.batteries);
  take(seen.devices.vehicles, now.devices.vehicles);
  take(seen.devices.water_heaters, now.devices.water_heaters);
  take(seen.devices.zones, now.devices.zones);
  take(seen.devices.heat_sources, now.devices.heat_sources);
  take(seen.devices.appliances, now.devices.appliances);
  if (now.frequency_hz) seen.frequency_hz = now.frequency_hz;
  if (now.highest_phase_a) seen.highest_phase_a = now.highest_phase_a;
}

}  // namespace ohmstead::engine
