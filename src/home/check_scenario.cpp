#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "check_parts.hpp"
#include "device_checks.hpp"
#include "planned_lists.hpp"

namespace ohmstead::home {
namespace {

constexpr double k_any = -std::numeric_limits<double>::infinity();
// What a plan over scenarios can be asked to hold in memory.
constexpr std::size_t k_most_scenarios = 200;

template <class Q>
void check_optional_series(const Series<Q>& series, std::size_t count, const std::string& path,
                           Problems& problems, double lowest) {
  if (!series.is_empty()) check_series(series, count, path, problems, lowest);
}

void check_scenario(const Scenario& scenario, const Case& home, const std::string& path,
                    Problems& problems) {
  const std::size_t count = home.slots.count();
  if (scenario.name.empty()) problems.add(join_path(path, "name"), "must not be empty");
  check_finite(scenario.weight, join_path(path, "weight"), problems);
  check_optional_series(scenario.pv, count, join_path(path, "pv_kw"), problems, 0.0);
  check_optional_series(scenario.load, count, join_path(path, "load_kw"), problems, 0.0);
  check_optional_series(scenario.import, count, join_path(path, "import_per_kwh"), problems, k_any);
  check_optional_series(scenario.export_, count, join_path(path, "export_per_kwh"), problems,
                        k_any);
  check_per_slot(scenario.pv_factor, count, join_path(path, "pv_factor"), problems);
  check_per_slot(scenario.load_factor, count, join_path(path, "load_factor"), problems);
  check_per_slot(scenario.import_add, count, join_path(path, "import_add_per_kwh"), problems,
                 k_any);
  check_per_slot(scenario.export_add, count, join_path(path, "export_add_per_kwh"), problems,
                 k_any);
}

// Devices that hang together are of one stage.
template <class Device>
void count_stages(const std::vector<Device>& devices, const std::set<std::string>& first,
                  std::size_t& in_first, std::size_t& in_all) {
  in_all += devices.size();
  in_first += static_cast<std::size_t>(
      std::count_if(devices.begin(), devices.end(),
                    [&](const Device& device) { return first.contains(device.id); }));
}

void check_stages(const Case& home, Problems& problems) {
  const std::string path = "scenarios.first_stage";
  if (problems.has_about(path)) return;
  const std::set<std::string> first = first_stage_devices(home);
  const auto check_together = [&](std::size_t in_first, std::size_t in_all, const char* what) {
    if (in_first > 0 && in_first < in_all)
      problems.add(path, fmt::format("{}: name all of them or none", what));
  };
  std::size_t in_first = 0, in_all = 0;
  count_stages(home.zones, first, in_first, in_all);
  count_stages(home.heat_sources, first, in_first, in_all);
  check_together(in_first, in_all, "zones and heat sources hang together");
  in_first = in_all = 0;
  count_stages(home.vehicles, first, in_first, in_all);
  check_together(in_first, in_all, "vehicles hang together by their chargers");
  for (const PowerLimit& limit : home.power_limits) {
    const auto listed = static_cast<std::size_t>(
        std::count_if(limit.devices.begin(), limit.devices.end(),
                      [&](const std::string& id) { return first.contains(id); }));
    if (listed > 0 && listed < limit.devices.size()) {
      problems.add(path,
                   fmt::format("the limit '{}' ties devices of both stages together", limit.id));
    }
  }
  if (home.grid.phases && !first.empty())
    problems.add("grid.phases", "are not planned together with devices of the first stage");
}

void check_names(const Case& home, Problems& problems) {
  if (!home.scenarios->first_stage) return;
  std::set<std::string> planned;
  visit_planned_lists(home, [&](const auto& devices) {
    for (const auto& device : devices) planned.insert(device.id);
  });
  const std::vector<std::string>& names = *home.scenarios->first_stage;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string path = join_path("scenarios.first_stage", i);
    const auto is_battery = [&](const Battery& battery) { return battery.id == names[i]; };
    if (std::any_of(home.batteries.begin(), home.batteries.end(), is_battery)) {
      problems.add(path, fmt::format("the battery '{}' always sees what comes", names[i]));
    } else if (!planned.contains(names[i])) {
      problems.add(path, fmt::format("there is no device '{}' to plan", names[i]));
    }
  }
}

}  // namespace

void find_scenario_problems(const Case& home, Problems& problems) {
  const ScenarioSet& scenarios = *home.scenarios;
  const std::string list = "scenarios.all";
  if (scenarios.all.empty() && !problems.has_about(list)) problems.add(list, "must not be empty");
  if (scenarios.all.size() > k_most_scenarios) {
    return problems.add(list, fmt::format("{} are more than the {} that are planned together",
                                          scenarios.all.size(), k_most_scenarios));
  }
  for (std::size_t i = 0; i < scenarios.all.size(); ++i)
    check_scenario(scenarios.all[i], home, join_path(list, i), problems);
  check_stages(home, problems);
  check_names(home, problems);
  if (!problems.is_empty()) return;
  // What only the changed case can tell, such as an export price above the import price.
  for (std::size_t i = 0; i < scenarios.all.size(); ++i) {
    const auto checked = check_case(scenario_case(home, scenarios.all[i]), "then");
    if (!checked) problems.add(join_path(list, i), checked.error().message);
  }
}

}  // namespace ohmstead::home
