#include "ohmstead/control/spare_batteries.hpp"

#include <algorithm>

namespace ohmstead::control {
namespace {

using base::Power;
using home::Command;
using home::Verb;

// A car that draws less is not charging.
constexpr Power k_charging{0.5};
constexpr Power k_some{0.05};
constexpr base::Energy k_least_need{1.0};
constexpr base::Energy k_least_above{0.5};
constexpr double k_least_floor_pct = 20.0;
constexpr double k_least_saving = 0.1;  // of the price: 3 cents of 30, in any currency
constexpr double k_much_cheaper = 0.8;

// What a car will draw: one that is being turned down follows the sun already.
Power next_draw(const home::VehicleReading& car, const std::vector<Command>& commands) {
  const Power drawn = std::max(Power{}, car.power);
  for (const Command& each : commands) {
    if (each.device == car.id)
      return each.verb == Verb::on    ? std::min(drawn, each.power)
             : each.verb == Verb::off ? Power{}
                                      : drawn;
  }
  return drawn;
}

}  // namespace

void spare_batteries(std::vector<Command>& commands, const home::PlanSlot& slot,
                     const home::Readings& now) {
  Power cars;
  // What the sun does not give: it comes from the grid or from batteries.
  Power lacking = now.grid_import - now.grid_export;
  for (const home::BatteryReading& each : now.batteries) lacking += each.discharge - each.charge;
  for (const home::VehicleReading& car : now.devices.vehicles) {
    const Power next = next_draw(car, commands);
    lacking -= std::max(Power{}, car.power) - next;
    cars += next;
  }
  if (std::min(cars, lacking) < k_charging) return;
  for (Command& command : commands) {
    const home::BatterySlot* own = home::find_reading(slot.batteries, command.device);
    if (own == nullptr || command.verb != Verb::self_use) continue;
    const char* why = "the car's energy does not come from the battery";
    if (own->discharge > k_some)
      command = {command.device, Verb::discharge, own->discharge, why};
    else
      command = {command.device, Verb::hold, {}, why};
  }
}

std::string why_not_feed(const CarFeed& feed) {
  if (feed.car_needs < k_least_need) return "the car needs hardly anything";
  if (!feed.is_charging) return "the car is not to charge now";
  if (feed.discharge <= feed.home_needs + k_some) return "the plan does not want it";
  if (feed.is_battery_charging) return "the battery is to charge";
  const double floor_pct = std::max(k_least_floor_pct, feed.floor_pct);
  if (feed.soc_pct <= floor_pct || feed.above_floor < k_least_above)
    return "the battery is nearly down to what it keeps";
  const base::EnergyPrice saving =
      feed.price - feed.stored_value * (1.0 / std::max(0.01, feed.discharge_efficiency));
  if (saving <= feed.price * k_least_saving) return "what is stored is worth as much later";
  if (feed.cheapest_before_it_leaves < feed.price * k_much_cheaper)
    return "the car can charge much cheaper before it leaves";
  return {};
}

}  // namespace ohmstead::control
