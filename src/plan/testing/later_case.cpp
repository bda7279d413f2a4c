#include "testing/later_case.hpp"

#include <algorithm>

#include "end_value.hpp"
#include "last_tracks.hpp"
#include "ohmstead/plan/planner.hpp"

namespace ohmstead::plan {
namespace {

template <class Q>
void cut(base::Series<Q>& series, std::size_t from) {
  if (series.is_empty()) return;
  auto& values = series.raw();
  values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(from));
}

template <class Q>
void cut(base::PerSlot<Q>& values, std::size_t from) {
  if (values.values().size() > 1) cut(values.values(), from);
}

}  // namespace

home::Case later_case(const home::Case& home, std::size_t from,
                      const std::vector<base::Energy>& soc) {
  home::Case later = home;
  std::vector<base::Seconds> durations;
  for (std::size_t t = from; t < home.slots.count(); ++t) {
    durations.push_back(home.slots.duration(t));
  }
  later.slots = base::SlotGrid::make(home.slots.start(from), durations).value();
  cut(later.prices.import, from);
  cut(later.prices.export_, from);
  cut(later.load, from);
  cut(later.pv, from);
  home::Grid& grid = later.grid;
  cut(grid.import_limit, from);
  cut(grid.export_limit, from);
  cut(grid.import_over_limit_price, from);
  cut(grid.export_over_limit_price, from);
  cut(later.co2, from);
  cut(later.co2_export, from);
  for (home::Inverter& inverter : later.inverters) cut(inverter.pv, from);
  for (std::size_t i = 0; i < later.batteries.size(); ++i) {
    cut(later.batteries[i].reserve, from);
    cut(later.batteries[i].temperature, from);
    later.batteries[i].soc = soc[i];
  }
  return later;
}

std::vector<base::Energy> states_after(const home::Plan& plan, std::size_t slot) {
  std::vector<base::Energy> states;
  for (const home::BatterySlot& battery : plan.slots[slot].batteries) states.push_back(battery.soc);
  return states;
}

home::LastPlan last_plan_of(const home::Plan& plan) {
  home::LastPlan last;
  std::vector<base::Seconds> durations;
  for (const home::PlanSlot& slot : plan.slots) durations.push_back(slot.duration);
  last.slots = base::SlotGrid::make(plan.slots.front().start, durations).value();
  for (std::size_t i = 0; i < plan.slots.front().batteries.size(); ++i) {
    home::LastBatteryPlan battery;
    battery.id = plan.slots.front().batteries[i].id;
    for (const home::PlanSlot& slot : plan.slots) {
      battery.charge.push_back(slot.batteries[i].charge);
      battery.discharge.push_back(slot.batteries[i].discharge);
      const auto mode = static_cast<std::size_t>(slot.batteries[i].mode);
      battery.modes.emplace_back(names_of(home::Mode{})[mode]);
    }
    last.batteries.push_back(std::move(battery));
  }
  last.devices = last_device_plans(plan.slots);
  return last;
}

void fix_derived_values(home::Case& home) {
  home.objective.violation_price = home::effective_violation_price(home);
  for (home::Battery& battery : home.batteries) {
    battery.end_value_steps = make_end_value(home, battery).steps;
    battery.end_value.reset();
  }
}

double objective_with_first(const home::Case& home, double battery_kw) {
  home::Case first = home;
  const std::vector<base::Seconds> duration{home.slots.duration(0)};
  first.slots = base::SlotGrid::make(home.slots.start(0), duration).value();
  const auto keep_first = [](auto& series) {
    if (!series.is_empty()) series.raw().resize(1);
  };
  keep_first(first.prices.import);
  keep_first(first.prices.export_);
  keep_first(first.load);
  keep_first(first.pv);
  keep_first(first.grid.import_limit.values());
  keep_first(first.grid.export_limit.values());
  keep_first(first.grid.import_over_limit_price.values());
  keep_first(first.grid.export_over_limit_price.values());
  keep_first(first.co2.values());
  keep_first(first.co2_export.values());
  for (home::Inverter& inverter : first.inverters) keep_first(inverter.pv);
  home::Battery& battery = first.batteries[0];
  keep_first(battery.reserve);
  battery.charge = base::Power{std::max(0.0, battery_kw)};
  battery.discharge = base::Power{std::max(0.0, -battery_kw)};
  // Worth more (or less) than any price: it does all it can.
  battery.end_value_steps.clear();
  battery.end_value = base::EnergyPrice{battery_kw > 0.0 ? 1e5 : -1e5};
  first.last_plan.reset();
  Planner planner;
  const home::Plan now = planner.make_plan(first, {.is_explained = false});
  home::Case rest = later_case(home, 1, states_after(now, 0));
  rest.last_plan.reset();
  const home::Plan later = planner.make_plan(rest, {.is_explained = false});
  const home::Money paid = now.money.net_cost + now.money.weights + now.money.stored_value_change;
  return (paid + later.objective).value();
}

}  // namespace ohmstead::plan
