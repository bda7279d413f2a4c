// Homes that the value function cannot plan, and why.
#include <algorithm>

#include "elements/grid.hpp"
#include "ohmstead/home/inverter.hpp"
#include "ohmstead/plan/planner.hpp"
#include "peaks.hpp"

namespace ohmstead::plan {
namespace {

// Whether some slot's prices make the house's cost non-convex as a battery sees it.
bool has_other_exclusive_flows(const home::Case& home) {
  const GridElement grid{home};
  const bool has_lossy_inverter =
      std::any_of(home.inverters.begin(), home.inverters.end(),
                  [](const auto& inverter) { return home::InverterLegs{inverter}.has_losses(); });
  for (std::size_t slot = 0; slot < home.slots.count(); ++slot) {
    const double bought = grid.import_price_per_kwh(slot), sold = grid.export_price_per_kwh(slot);
    if (home.grid.is_exclusive && sold > bought) return true;
    const bool pays_to_burn = bought < 0.0 || (sold < 0.0 && !home.is_pv_curtailable) ||
                              effective_export_limit(home.grid, slot).has_value();
    if (has_lossy_inverter && pays_to_burn) return true;
  }
  return false;
}

// Rules of charging that are not piecewise linear in the change of stored energy.
const char* why_no_battery(const std::vector<home::Battery>& batteries) {
  if (batteries.empty()) return nullptr;
  const home::Battery& battery = batteries.front();
  if (!battery.can_charge_from_grid) return "the battery may not charge while the home imports";
  if (!battery.can_discharge_to_grid) return "the battery may not discharge while the home exports";
  if (battery.min_charge > base::Power{}) return "the battery charges with a least power or not";
  if (!battery.power_by_soc.empty()) return "what the battery can do depends on what it holds";
  if (battery.tie_break) return "there are preferences among plans of the same cost";
  return nullptr;
}

}  // namespace

std::string_view why_no_value_function(const home::Case& home) {
  if (has_planned_devices(home)) return "the home has devices to plan";
  if (!home.power_limits.empty()) return "a limit ties several devices together";
  if (home.batteries.size() > 1) return "the home has more than one battery";
  if (home.objective.tie_break) return "there are preferences among plans of the same cost";
  if (const char* why_not = why_no_battery(home.batteries); why_not != nullptr) return why_not;
  const bool has_wishes = !home.manual_blocks.empty() ||
                          (!home.batteries.empty() && !home.batteries.front().demand.is_empty());
  if (has_wishes && !home.batteries.empty() &&
      (home.batteries.front().wear.has_points() || !home.batteries.front().is_exclusive))
    return "what is asked of the battery meets wear by depth, or both flows at once";
  if (!peaks_of(home.grid).empty() || home.objective.peak_shaving_weight > home::PowerPrice{})
    return "a charge on the highest import ties the slots together";
  if (home.grid.phases) return "the phases of the grid have limits of their own";
  if (home.inverters.size() > 1) return "the home has more than one inverter";
  const bool is_battery_on_ac = home.batteries.empty() || home.batteries.front().inverter.empty();
  if (!home.inverters.empty() && is_battery_on_ac) return "the inverter is not the battery's";
  const bool is_free_battery = !home.batteries.empty() && !home.batteries.front().is_exclusive;
  if (is_free_battery && !home.inverters.empty() &&
      home::InverterLegs{home.inverters.front()}.has_curves()) {
    return "charging and discharging at once is allowed while losses of the inverter differ by "
           "power";
  }
  if (is_free_battery && has_other_exclusive_flows(home)) {
    return "charging and discharging at once is allowed while other flows exclude each other";
  }
  return {};
}

}  // namespace ohmstead::plan
