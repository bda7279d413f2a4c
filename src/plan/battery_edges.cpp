#include "battery_edges.hpp"

#include <algorithm>

#include "ohmstead/home/battery_physics.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using home::EnergyPrice;
using home::Power;

// What is left of a kWh that passes the battery's inverter; all where it has none.
double inverter_share(const home::Case& home) {
  for (const home::Inverter& inverter : home.inverters) {
    if (inverter.id == home.batteries[0].inverter)
      return home::effective_efficiency(inverter).value();
  }
  return 1.0;
}

// Whether PV behind the battery's inverter gives to the home, so that storing spares the inverter.
bool has_surplus_inside(const home::Case& home, const home::PlanSlot& slot) {
  for (std::size_t i = 0; i < home.inverters.size() && i < slot.inverters.size(); ++i) {
    if (home.inverters[i].id == home.batteries[0].inverter)
      return slot.inverters[i].dc_to_ac > k_some_power;
  }
  return false;
}

}  // namespace

bool is_empty(const home::Case& home, std::size_t slot, Energy soc) {
  const home::Battery& battery = home.batteries[0];
  const double left_kwh = std::max(0.0, (soc - battery.min_soc).value());
  return home::discharge_leg(battery).outside_kw(left_kwh / home.slots.hours(slot).value()) <
         k_some_power.value();
}

bool is_full(const home::Case& home, std::size_t slot, Energy soc) {
  const home::Battery& battery = home.batteries[0];
  const double room_kwh = std::max(0.0, (effective_max_soc(battery) - soc).value());
  return home::charge_leg(battery).outside_kw(room_kwh / home.slots.hours(slot).value()) <
         k_some_power.value();
}

bool can_discharge(const home::Case& home, std::size_t slot, Energy soc) {
  const home::Battery& battery = home.batteries[0];
  return home::most_discharge(home, battery, slot, soc, battery.min_soc) >= k_some_power;
}

bool can_charge(const home::Case& home, std::size_t slot, Energy soc) {
  const home::Battery& battery = home.batteries[0];
  return home::most_charge(home, battery, slot, soc, effective_max_soc(battery)) >= k_some_power;
}

EnergyPrice price_from_battery(const home::Case& home, const home::PlanSlot& slot, Energy soc) {
  const home::Battery& battery = home.batteries[0];
  const EnergyPrice stored =
      slot.batteries[0].stored_value_below / home::effective_discharge_efficiency(battery).value();
  return (stored + home::next_wear(battery, soc)) / inverter_share(home);
}

EnergyPrice worth_of_storing(const home::Case& home, const home::PlanSlot& slot) {
  const EnergyPrice stored =
      slot.batteries[0].stored_value * home::nominal(home.batteries[0].charge_efficiency);
  const double share = inverter_share(home);
  return has_surplus_inside(home, slot) ? stored / share : stored * base::Ratio{share};
}

}  // namespace ohmstead::plan
