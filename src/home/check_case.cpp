#include "check_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "check_parts.hpp"
#include "device_checks.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::home {
namespace {

void check_modes(const std::vector<std::string>& modes, std::size_t count, const std::string& path,
                 Problems& problems) {
  static constexpr auto k_names = names_of(Mode{});
  if (modes.size() != count) {
    return problems.add(path, fmt::format("{} values for {} slots", modes.size(), count));
  }
  for (std::size_t slot = 0; slot < count; ++slot) {
    if (std::find(k_names.begin(), k_names.end(), modes[slot]) != k_names.end()) continue;
    problems.add(join_path(path, slot),
                 fmt::format("'{}' is not one of {}", modes[slot], fmt::join(k_names, ", ")));
  }
}

// `ids`: names of all planned devices.
void check_last_devices(const LastPlan& last, const std::set<std::string>& ids,
                        Problems& problems) {
  check_ids(last.devices, "last_plan.devices", problems);
  for (std::size_t i = 0; i < last.devices.size(); ++i) {
    const LastDevicePlan& device = last.devices[i];
    const std::string path = join_path("last_plan.devices", i);
    check_series(device.power, last.slots.count(), path + ".power_kw", problems);
    if (!device.states.empty() && device.states.size() != last.slots.count())
      problems.add(path + ".states",
                   fmt::format("{} values for {} slots", device.states.size(), last.slots.count()));
    if (!ids.contains(device.id))
      problems.add(path + ".id", fmt::format("there is no device '{}'", device.id));
  }
}

void check_last_plan(const Case& home, const std::set<std::string>& ids, Problems& problems) {
  const LastPlan& last = *home.last_plan;
  if (last.slots.is_empty()) {
    if (!problems.has_below("last_plan.slots")) {
      problems.add("last_plan.slots", "give step_s and count, or durations_s");
    }
    return;
  }
  check_ids(last.batteries, "last_plan.batteries", problems);
  for (std::size_t i = 0; i < last.batteries.size(); ++i) {
    const std::string path = join_path("last_plan.batteries", i);
    check_series(last.batteries[i].charge, last.slots.count(), path + ".charge_kw", problems, 0.0);
    check_series(last.batteries[i].discharge, last.slots.count(), path + ".discharge_kw", problems,
                 0.0);
    check_modes(last.batteries[i].modes, last.slots.count(), path + ".modes", problems);
    const auto is_same = [&](const Battery& battery) { return battery.id == last.batteries[i].id; };
    if (std::none_of(home.batteries.begin(), home.batteries.end(), is_same)) {
      problems.add(path + ".id", fmt::format("there is no battery '{}'", last.batteries[i].id));
    }
  }
  check_last_devices(last, ids, problems);
}

// Names of planned devices are names of rows in a plan, so no two kinds may share one.
template <class Device>
void check_devices(const std::vector<Device>& devices, const std::string& list, const Case& home,
                   std::set<std::string>& ids, Problems& problems) {
  check_ids(devices, list, problems);
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const std::string path = join_path(list, i);
    find_problems(devices[i], home, path, problems);
    const std::string id_path = join_path(path, "id");
    if (!ids.insert(devices[i].id).second && !problems.has_about(id_path)) {
      problems.add(id_path, fmt::format("'{}' is the name of another device too", devices[i].id));
    }
  }
}

void check_planned_devices(const Case& home, Problems& problems) {
  std::set<std::string> ids;
  for (const Battery& battery : home.batteries) ids.insert(battery.id);
  check_devices(home.appliances, "appliances", home, ids, problems);
  check_ids(home.chargers, "chargers", problems);
  for (std::size_t i = 0; i < home.chargers.size(); ++i)
    find_problems(home.chargers[i], join_path("chargers", i), problems);
  check_devices(home.vehicles, "vehicles", home, ids, problems);
  check_devices(home.zones, "zones", home, ids, problems);
  check_devices(home.heat_sources, "heat_sources", home, ids, problems);
  check_devices(home.water_heaters, "water_heaters", home, ids, problems);
  find_phase_device_problems(home, ids, problems);
  find_power_limit_problems(home, ids, problems);
  if (!home.last_plan) return;
  for (const Battery& battery : home.batteries) ids.erase(battery.id);
  check_last_plan(home, ids, problems);
}

void check_tie_break(const TieBreak& tie_break, std::size_t count, Problems& problems) {
  constexpr double k_any = -std::numeric_limits<double>::infinity();
  const std::string path = "objective.tie_break";
  check_per_slot(tie_break.import, count, path + ".import_per_kwh", problems, k_any);
  check_per_slot(tie_break.export_, count, path + ".export_per_kwh", problems, k_any);
  check_finite(tie_break.import_peak.value(), path + ".import_peak_per_kw", problems);
  check_finite(tie_break.export_peak.value(), path + ".export_peak_per_kw", problems);
}

void check_band(const Series<Power>& low, const Series<Power>& high, std::size_t count,
                const std::string& name, Problems& problems) {
  const std::string low_path = "bands." + name + "_p10_kw", high_path = "bands." + name + "_p90_kw";
  check_series(low, count, low_path, problems, 0.0);
  check_series(high, count, high_path, problems, 0.0);
  for (std::size_t t = 0; t < std::min(low.size(), high.size()); ++t) {
    if (low[t] <= high[t]) continue;
    problems.add(join_path(low_path, t),
                 fmt::format("{} is above {} of {}", low[t].value(), high[t].value(), high_path));
    return;
  }
}

void check_bands(const PowerBands& bands, std::size_t count, Problems& problems) {
  check_band(bands.load_p10, bands.load_p90, count, "load", problems);
  if (!bands.pv_p10.is_empty() || !bands.pv_p90.is_empty())
    check_band(bands.pv_p10, bands.pv_p90, count, "pv", problems);
}

}  // namespace

void find_case_problems(const Case& home, Problems& problems) {
  if (home.schema != k_case_schema) {
    problems.add("schema", fmt::format("'{}' is not {}", home.schema, k_case_schema));
  }
  if (const auto zone = base::Zone::load(home.timezone); !zone)
    problems.add("timezone", zone.error().message);
  if (home.currency.empty()) problems.add("currency", "must not be empty");
  if (home.slots.is_empty()) {
    if (!problems.has_below("slots"))
      problems.add("slots", "give step_s and count, or durations_s");
    return;
  }
  const std::size_t count = home.slots.count();
  check_series(home.prices.import, count, "prices.import_per_kwh", problems);
  check_series(home.prices.export_, count, "prices.export_per_kwh", problems);
  check_series(home.load, count, "load_kw", problems, 0.0);
  check_series(home.pv, count, "pv_kw", problems, 0.0);
  if (!home.outdoor.is_empty()) check_series(home.outdoor, count, "outdoor_c", problems);
  if (!home.irradiance.is_empty())
    check_series(home.irradiance, count, "irradiance_kw_per_m2", problems, 0.0);
  find_grid_problems(home, problems);
  check_ids(home.inverters, "inverters", problems);
  for (std::size_t i = 0; i < home.inverters.size(); ++i) {
    find_problems(home.inverters[i], home, join_path("inverters", i), problems);
  }
  check_ids(home.batteries, "batteries", problems);
  for (std::size_t i = 0; i < home.batteries.size(); ++i) {
    find_problems(home.batteries[i], home, join_path("batteries", i), problems);
  }
  check_planned_devices(home, problems);
  find_manual_problems(home, problems);
  if (home.multipass) find_problems(*home.multipass, "multipass", problems);
  find_problems(home.days, "days", problems);
  if (home.objective.tie_break) check_tie_break(*home.objective.tie_break, count, problems);
  if (home.scenarios) find_scenario_problems(home, problems);
  if (home.bands) check_bands(*home.bands, count, problems);
}

}  // namespace ohmstead::home
