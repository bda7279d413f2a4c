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

void check_wear(const std::vector<WearStep>& steps, const std::string& path, Problems& problems) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    check_finite(steps[i].power.value() + steps[i].price.value(), join_path(path, i), problems);
    if (i > 0 && steps[i].price < steps[i - 1].price) {
      problems.add(join_path(join_path(path, i), "price_per_kwh"),
                   "must not fall from step to step");
    }
  }
}

void check_end_value(const Battery& battery, const std::string& path, Problems& problems) {
  const auto& steps = battery.end_value_steps;
  if (battery.end_value && !steps.empty()) {
    problems.add(join_path(path, "end_value_steps"), "give either this or end_value_per_kwh");
  }
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (steps[i].value > steps[i - 1].value) {
      problems.add(join_path(join_path(join_path(path, "end_value_steps"), i), "value_per_kwh"),
                   "must not rise from step to step");
    }
  }
}

void check_battery_numbers(const Battery& battery, const std::string& path, Problems& problems) {
  if (problems.has_about(path)) return;
  const double sum = battery.capacity.value() + battery.soc.value() + battery.min_soc.value() +
                     effective_max_soc(battery).value() + battery.charge.value() +
                     effective_discharge(battery).value() + battery.charge_efficiency.value() +
                     effective_discharge_efficiency(battery).value() + battery.standby.value() +
                     battery.wear.value() + battery.export_fee.value();
  check_finite(sum, path, problems);
  const bool is_charging_possible =
      battery.charge_efficiency.value() > 0.0 && battery.charge_efficiency.value() <= 1.0;
  const double discharging = effective_discharge_efficiency(battery).value();
  if (!is_charging_possible || !(discharging > 0.0 && discharging <= 1.0)) {
    problems.add(path, "efficiencies must be above 0 and at most 1");
  }
  if (battery.charge < Power{} || effective_discharge(battery) < Power{}) {
    problems.add(path, "powers must not be negative");
  }
}

void check_battery(const Battery& battery, const Case& home, const std::string& path,
                   Problems& problems) {
  check_battery_numbers(battery, path, problems);
  const Energy max_soc = effective_max_soc(battery);
  const bool is_capacity_known = !problems.has_about(join_path(path, "capacity_kwh"));
  const auto above_capacity = [&](Energy value, std::string_view key) {
    if (is_capacity_known && value > battery.capacity) {
      problems.add(join_path(path, key), fmt::format("{} is above capacity_kwh {}", value.value(),
                                                     battery.capacity.value()));
    }
  };
  above_capacity(battery.soc, "soc_kwh");
  if (battery.soc < Energy{}) {
    problems.add(join_path(path, "soc_kwh"), fmt::format("{} is below 0", battery.soc.value()));
  }
  above_capacity(max_soc, "max_soc_kwh");
  const bool is_range_known =
      is_capacity_known && !problems.has_about(join_path(path, "max_soc_kwh"));
  if (is_range_known && battery.min_soc > max_soc) {
    problems.add(
        join_path(path, "min_soc_kwh"),
        fmt::format("{} is above max_soc_kwh {}", battery.min_soc.value(), max_soc.value()));
  }
  if (!battery.reserve.is_empty()) {
    check_series(battery.reserve, home.slots.count(), join_path(path, "reserve_kwh"), problems,
                 0.0);
    for (std::size_t slot = 0; slot < battery.reserve.size(); ++slot) {
      if (is_capacity_known && battery.reserve[slot] > battery.capacity) {
        problems.add(join_path(join_path(path, "reserve_kwh"), slot),
                     fmt::format("{} is above capacity_kwh {}", battery.reserve[slot].value(),
                                 battery.capacity.value()));
      }
    }
  }
  check_wear(battery.charge_wear, join_path(path, "charge_wear"), problems);
  check_wear(battery.discharge_wear, join_path(path, "discharge_wear"), problems);
  check_end_value(battery, path, problems);
  const bool has_inverter = battery.inverter.empty() ||
                            std::any_of(home.inverters.begin(), home.inverters.end(),
                                        [&](const auto& i) { return i.id == battery.inverter; });
  if (!has_inverter) {
    problems.add(join_path(path, "inverter"),
                 fmt::format("there is no inverter '{}'", battery.inverter));
  }
}

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

void check_last_plan(const Case& home, Problems& problems) {
  const LastPlan& last = *home.last_plan;
  if (last.slots.is_empty()) {
    if (!problems.has_below("last_plan.slots")) {
      problems.add("last_plan.slots", "give step_s and count, or durations_s");
    }
    return;
  }
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
  check_devices(home.zones, "zones", home, ids, problems);
  check_devices(home.heat_sources, "heat_sources", home, ids, problems);
  check_devices(home.water_heaters, "water_heaters", home, ids, problems);
  find_power_limit_problems(home, ids, problems);
}

void check_inverter(const Inverter& inverter, const Case& home, const std::string& path,
                    Problems& problems) {
  if (!inverter.pv.is_empty()) {
    check_series(inverter.pv, home.slots.count(), join_path(path, "pv_kw"), problems, 0.0);
    if (!inverter.is_hybrid)
      problems.add(join_path(path, "pv_kw"), "only a hybrid inverter has PV of its own");
  }
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
    check_inverter(home.inverters[i], home, join_path("inverters", i), problems);
  }
  check_ids(home.batteries, "batteries", problems);
  for (std::size_t i = 0; i < home.batteries.size(); ++i) {
    check_battery(home.batteries[i], home, join_path("batteries", i), problems);
  }
  check_planned_devices(home, problems);
  find_manual_problems(home, problems);
  if (home.multipass) find_problems(*home.multipass, "multipass", problems);
  find_problems(home.days, "days", problems);
  if (home.last_plan) check_last_plan(home, problems);
}

}  // namespace ohmstead::home
