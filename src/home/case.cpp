#include "ohmstead/home/case.hpp"

#include <algorithm>
#include <cmath>

#include "case_fields.hpp"
#include "check_case.hpp"
#include "check_parts.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"
#include "planned_lists.hpp"

namespace ohmstead::home {
namespace {

void spread_scenarios(ScenarioSet& scenarios, std::size_t count) {
  for (Scenario& scenario : scenarios.all) {
    spread(scenario.pv, count);
    spread(scenario.load, count);
    spread(scenario.import, count);
    spread(scenario.export_, count);
  }
}

void spread_all(Case& home) {
  const std::size_t count = home.slots.count();
  spread(home.prices.import, count);
  spread(home.prices.export_, count);
  spread(home.load, count);
  if (home.pv.is_empty()) home.pv = Series<Power>{count};
  spread(home.pv, count);
  for (Inverter& inverter : home.inverters) spread(inverter.pv, count);
  for (Battery& battery : home.batteries) {
    spread(battery.reserve, count);
    spread(battery.demand, count);
    spread(battery.temperature, count);
  }
  spread(home.outdoor, count);
  spread(home.irradiance, count);
  for (ThermalZone& zone : home.zones) {
    spread(zone.gain, count);
    spread(zone.low, count);
    spread(zone.high, count);
  }
  for (HeatSource& source : home.heat_sources) spread(source.cop, count);
  for (WaterHeater& heater : home.water_heaters) {
    spread(heater.cop, count);
    if (!heater.tank) continue;
    spread(heater.tank->ambient, count);
    spread(heater.tank->draw, count);
    spread(heater.tank->reserve, count);
  }
  for (Vehicle& vehicle : home.vehicles) {
    spread(vehicle.available, count);
    spread(vehicle.trip, count);
  }
  if (home.scenarios) spread_scenarios(*home.scenarios, count);
  if (home.bands) {
    for (auto* band :
         {&home.bands->load_p10, &home.bands->load_p90, &home.bands->pv_p10, &home.bands->pv_p90})
      spread(*band, count);
  }
  if (!home.last_plan) return;
  for (LastBatteryPlan& last : home.last_plan->batteries) {
    spread(last.charge, home.last_plan->slots.count());
    spread(last.discharge, home.last_plan->slots.count());
  }
  for (LastDevicePlan& last : home.last_plan->devices)
    spread(last.power, home.last_plan->slots.count());
}

double highest_absolute(const Series<EnergyPrice>& prices) {
  double highest = 0.0;
  for (const double price : prices.raw()) highest = std::max(highest, std::abs(price));
  return highest;
}

}  // namespace

bool has_planned_devices(const Case& home) {
  bool has_any = false;
  visit_planned_lists(home, [&](const auto& devices) { has_any = has_any || !devices.empty(); });
  return has_any;
}
void remove_devices(Case& home, const std::set<std::string>& ids) {
  const auto is_out = [&](const auto& device) { return ids.contains(device.id); };
  const auto is_name_out = [&](const std::string& id) { return ids.contains(id); };
  visit_planned_lists(home, [&](auto& devices) { std::erase_if(devices, is_out); });
  for (PowerLimit& limit : home.power_limits) std::erase_if(limit.devices, is_name_out);
  if (home.scenarios && home.scenarios->first_stage)
    std::erase_if(*home.scenarios->first_stage, is_name_out);
  if (home.grid.phases) std::erase_if(home.grid.phases->devices, is_out);
  if (home.last_plan) std::erase_if(home.last_plan->devices, is_out);
}
void remove_planned_devices(Case& home) {
  visit_planned_lists(home, [](auto& devices) { devices.clear(); });
  home.chargers.clear();
  if (home.last_plan) home.last_plan->devices.clear();
  forget_missing_devices(home);
}
void forget_missing_devices(Case& home) {
  std::set<std::string> ids;
  const auto keep = [&](const auto& devices) {
    for (const auto& device : devices) ids.insert(device.id);
  };
  keep(home.batteries);
  visit_planned_lists(home, keep);
  const auto is_missing = [&](const std::string& id) { return !ids.contains(id); };
  for (PowerLimit& limit : home.power_limits) std::erase_if(limit.devices, is_missing);
  std::erase_if(home.power_limits, [](const PowerLimit& limit) { return limit.devices.empty(); });
  if (home.scenarios && home.scenarios->first_stage)
    std::erase_if(*home.scenarios->first_stage, is_missing);
  if (!home.grid.phases) return;
  keep(home.inverters);
  std::erase_if(home.grid.phases->devices,
                [&](const PhaseDevice& device) { return !ids.contains(device.id); });
}

Energy effective_max_soc(const Battery& battery) {
  return battery.max_soc.value_or(battery.capacity);
}
Power effective_discharge(const Battery& battery) {
  return battery.discharge.value_or(battery.charge);
}
const Efficiency& discharge_curve(const Battery& battery) {
  return battery.discharge_efficiency ? *battery.discharge_efficiency : battery.charge_efficiency;
}
Energy effective_soc(const Battery& battery, const SocLimit& limit) {
  return limit.soc ? *limit.soc : battery.capacity * limit.soc_share.value_or(Ratio{});
}
Ratio effective_discharge_efficiency(const Battery& battery) {
  return nominal(discharge_curve(battery));
}

EnergyPrice effective_violation_price(const Case& home) {
  if (home.objective.violation_price) return *home.objective.violation_price;
  const double highest =
      std::max(highest_absolute(home.prices.import), highest_absolute(home.prices.export_));
  return EnergyPrice{std::max(10.0, 10.0 * highest)};
}

base::Result<Case> read_case(const std::string& text, const std::string& file) {
  auto tree = describe::parse_json(text, file);
  if (!tree) return tl::unexpected{tree.error()};
  Case home;
  describe::Problems problems{file, *tree};
  describe::read_fields(*tree, home, problems);
  if (tree->kind != describe::NodeKind::map) return tl::unexpected{problems.to_error()};
  spread_all(home);
  find_case_problems(home, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return home;
}

std::string write_case(const Case& home) { return describe::write_json(home); }

base::Result<void> check_case(const Case& home, const std::string& where) {
  const describe::Node nothing;
  describe::Problems problems{where, nothing};
  find_case_problems(home, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return {};
}

}  // namespace ohmstead::home
