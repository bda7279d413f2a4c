#include "details.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::control {
namespace {

using base::Celsius;
using home::Verb;

constexpr double k_begins_k = 0.5;  // above what is measured

std::optional<Celsius> measured_in(const std::string& place, const home::Readings& now) {
  if (const auto* zone = home::find_reading(now.devices.zones, place)) return zone->temperature;
  if (const auto* tank = home::find_reading(now.devices.water_heaters, place))
    return tank->temperature;
  return std::nullopt;
}

Celsius target_of(const home::HeatPlace& place, const home::PlanSlot* slot,
                  const home::Readings& now) {
  const auto* planned = slot == nullptr ? nullptr : home::find_reading(slot->devices, place.id);
  if (planned == nullptr || !planned->temperature) return place.most;
  double target_c = planned->temperature->value();
  if (const auto is = measured_in(place.id, now))
    target_c = std::max(target_c, is->value() + k_begins_k);
  return Celsius{std::min(target_c, place.most.value())};
}

}  // namespace

void add_details(home::Command& command, const home::PlanSlot* slot, const home::Readings& now,
                 const Limits& limits) {
  for (const BatteryLimits& battery : limits.batteries) {
    const auto* reading = home::find_reading(now.batteries, battery.id);
    if (battery.id != command.device || reading == nullptr || battery.capacity.value() <= 0.0)
      continue;
    command.soc_pct = std::floor(100.0 * (reading->soc / battery.capacity));
  }
  if (command.verb == Verb::on) {
    for (const HeatedPlace& each : limits.places)
      if (each.device == command.device) command.target = target_of(each.place, slot, now);
  }
  if (slot == nullptr || !home::has_power(command.verb)) return;
  const base::Seconds left = slot->start + slot->duration - std::max(slot->start, now.at);
  if (left.count() > 0) command.energy = command.power * base::hours(left);
}

}  // namespace ohmstead::control
