#include <fmt/format.h>

#include <algorithm>

#include "check_parts.hpp"
#include "device_checks.hpp"

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
                     effective_discharge(battery).value() +
                     nominal(battery.charge_efficiency).value() +
                     effective_discharge_efficiency(battery).value() + battery.standby.value() +
                     battery.wear.number().value() + battery.export_fee.value();
  check_finite(sum, path, problems);
  const double charging = nominal(battery.charge_efficiency).value();
  const bool is_charging_possible = charging > 0.0 && charging <= 1.0;
  const double discharging = effective_discharge_efficiency(battery).value();
  if (!is_charging_possible || !(discharging > 0.0 && discharging <= 1.0)) {
    problems.add(path, "efficiencies must be above 0 and at most 1");
  }
  if (battery.charge < Power{} || effective_discharge(battery) < Power{}) {
    problems.add(path, "powers must not be negative");
  }
}

// Rules of charging, and what is wanted beyond the reserve.
void check_wishes(const Battery& battery, const Case& home, const std::string& path,
                  Problems& problems) {
  check_finite(battery.min_charge.value(), join_path(path, "min_charge_kw"), problems);
  const bool is_charge_known = !problems.has_about(join_path(path, "charge_kw"));
  if (battery.min_charge > battery.charge && is_charge_known) {
    problems.add(join_path(path, "min_charge_kw"),
                 fmt::format("{} is above charge_kw {}", battery.min_charge.value(),
                             battery.charge.value()));
  }
  const std::size_t count = home.slots.count();
  if (!battery.demand.is_empty())
    check_series(battery.demand, count, join_path(path, "demand_kw"), problems, 0.0);
  check_per_slot(battery.demand_price, count, join_path(path, "demand_price_per_kwh"), problems);
  check_per_slot(battery.tie_break, count, join_path(path, "tie_break_per_kwh"), problems,
                 -std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < battery.targets.size(); ++i) {
    const BatteryTarget& target = battery.targets[i];
    const double price = target.price.value_or(EnergyPrice{}).value();
    check_finite(target.soc.value() + price, join_path(join_path(path, "targets"), i), problems);
  }
  if (home.grid.is_exclusive) return;
  const auto needs_direction = [&](bool is_free, std::string_view key) {
    if (!is_free) problems.add(join_path(path, key), "false cannot go with grid.exclusive false");
  };
  needs_direction(battery.can_charge_from_grid, "from_grid");
  needs_direction(battery.can_discharge_to_grid, "to_grid");
}

}  // namespace

void find_problems(const Battery& battery, const Case& home, const std::string& path,
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
  find_limit_problems(battery, home, path, problems);
  check_end_value(battery, path, problems);
  check_wishes(battery, home, path, problems);
  const bool has_inverter = battery.inverter.empty() ||
                            std::any_of(home.inverters.begin(), home.inverters.end(),
                                        [&](const auto& i) { return i.id == battery.inverter; });
  if (!has_inverter) {
    problems.add(join_path(path, "inverter"),
                 fmt::format("there is no inverter '{}'", battery.inverter));
  }
}

}  // namespace ohmstead::home
