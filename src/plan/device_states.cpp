#include "ohmstead/plan/device_states.hpp"

#include <algorithm>

#include "ohmstead/plan/make_case.hpp"

namespace ohmstead::plan {
namespace {

using base::Celsius;
using base::Energy;
using home::find_reading;

// A device between the start and the end of a slot of a plan.
class Between {
 public:
  Between(const home::Plan& plan, std::size_t slot, double share)
      : plan_{plan}, slot_{slot}, share_{share} {}

  // `start`: at the start of the first slot. Nothing when the plan does not tell.
  template <class Q>
  [[nodiscard]] std::optional<Q> at(const std::string& id,
                                    std::optional<Q> home::DeviceSlot::* state, Q start) const {
    const home::DeviceSlot* now = find_reading(plan_.slots[slot_].devices, id);
    if (now == nullptr || !(now->*state)) return std::nullopt;
    Q from = start;
    if (slot_ > 0) {
      const home::DeviceSlot* before = find_reading(plan_.slots[slot_ - 1].devices, id);
      if (before != nullptr && before->*state) from = *(before->*state);
    }
    return from + (*(now->*state) - from) * share_;
  }

 private:
  const home::Plan& plan_;
  std::size_t slot_;
  double share_;
};

// What the reading does not tell, where there is one; else the whole expectation.
template <class Reading, class Fill>
void fill(std::vector<Reading>& readings, const std::vector<Reading>& expected, const Fill& rest) {
  for (const Reading& each : expected) {
    const auto has_id = [&](const Reading& reading) { return reading.id == each.id; };
    const auto found = std::find_if(readings.begin(), readings.end(), has_id);
    if (found == readings.end())
      readings.push_back(each);
    else
      rest(*found, each);
  }
}

}  // namespace

home::DeviceStates assumed_states(const home::Site& site) {
  home::DeviceStates states;
  states.batteries.reserve(site.batteries.size());
  for (const home::SiteBattery& battery : site.batteries)
    states.batteries.push_back(battery.capacity * (battery.initial_soc_pct / 100.0));
  return states;
}

home::DeviceStates planned_states(const Expected& expected, base::Time now) {
  home::DeviceStates states;
  if (expected.home == nullptr || expected.plan == nullptr) return states;
  const home::Case& home = *expected.home;
  const home::Plan& plan = *expected.plan;
  const auto slot = home.slots.find(now);
  if (!slot || plan.slots.size() != home.slots.count()) return states;
  states.batteries = planned_stored(home, plan, now);
  const double share = base::hours(now - home.slots.start(*slot)) / home.slots.hours(*slot);
  const Between between{plan, *slot, share};
  for (const home::Vehicle& each : home.vehicles) {
    // Plugged in as planned: not on a trip.
    const bool is_away =
        std::any_of(each.trips.begin(), each.trips.end(),
                    [&](const home::Trip& trip) { return trip.leave <= now && now < trip.back; });
    states.devices.vehicles.push_back(
        {.id = each.id,
         .is_connected = !is_away,
         .soc = between.at(each.id, &home::DeviceSlot::soc, each.soc)});
  }
  for (const home::WaterHeater& each : home.water_heaters) {
    if (!each.tank) continue;
    states.devices.water_heaters.push_back(
        {.id = each.id,
         .temperature =
             between.at(each.id, &home::DeviceSlot::temperature, each.tank->temperature)});
  }
  for (const home::ThermalZone& each : home.zones) {
    home::ZoneReading& zone = states.devices.zones.emplace_back();
    zone.id = each.id;
    zone.temperature = between.at(each.id, &home::DeviceSlot::temperature, each.temperature);
    if (each.mass)
      zone.mass_temperature =
          between.at(each.id, &home::DeviceSlot::mass_temperature, each.mass->temperature);
  }
  return states;
}

home::DeviceStates states_now(const home::Site& site, const home::Readings* measured,
                              const Expected& expected, base::Time now) {
  const home::DeviceStates planned = planned_states(expected, now);
  home::DeviceStates states = assumed_states(site);
  const bool is_planned = planned.batteries.size() == states.batteries.size();
  for (std::size_t i = 0; i < states.batteries.size(); ++i) {
    const auto* reading =
        measured == nullptr ? nullptr : find_reading(measured->batteries, site.batteries[i].id);
    if (reading != nullptr)
      states.batteries[i] = reading->soc;
    else if (is_planned)
      states.batteries[i] = planned.batteries[i];
  }
  if (measured != nullptr) states.devices = measured->devices;
  fill(states.devices.vehicles, planned.devices.vehicles, [](auto& reading, const auto& other) {
    if (!reading.soc) reading.soc = other.soc;
  });
  fill(states.devices.water_heaters, planned.devices.water_heaters,
       [](auto& reading, const auto& other) {
         if (!reading.temperature) reading.temperature = other.temperature;
       });
  fill(states.devices.zones, planned.devices.zones, [](auto& reading, const auto& other) {
    if (!reading.temperature) reading.temperature = other.temperature;
    if (!reading.mass_temperature) reading.mass_temperature = other.mass_temperature;
  });
  return states;
}

}  // namespace ohmstead::plan
