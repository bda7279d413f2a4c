// The battery side of the linear model: powers, states, what they cost, what is
// wanted of them.
#include <fmt/format.h>

#include <algorithm>

#include "linear_model.hpp"

namespace ohmstead::plan {

void LinearModel::add_battery(std::size_t index, const Exclusive& exclusive) {
  const BatteryReach& reach = reach_[index];
  BatteryColumns& columns = batteries_[index];
  add_battery_powers(index, columns);
  add_battery_states(index, columns);
  add_state_costs(index, columns);
  add_depth_wear(index, exclusive.depth[index], columns);
  add_lines(index);
  const auto add_battery_order = [&](const char* what, const auto& steps) {
    return add_order({"battery", what, home_->batteries[index].id}, steps, exclusive.order[index]);
  };
  columns.charge_full = add_battery_order("charge", columns.charge);
  columns.discharge_full = add_battery_order("discharge", columns.discharge);
  add_end_value(index, columns);
  add_demand(index, exclusive.demand[index], columns);
  add_filling(index, columns);
  add_give(index, exclusive.demand[index], columns);
  add_min_charge(index, exclusive.min_charge[index], columns);
  columns.direction.assign(count(), {});
  const std::string name = fmt::format("battery.direction[{}]", home_->batteries[index].id);
  for (std::size_t t = 0; t < count(); ++t) {
    if (exclusive.batteries[index][t] == 0) continue;
    std::vector<Column> charge, discharge;
    for (const auto& step : columns.charge) charge.push_back(step[t]);
    for (const auto& step : columns.discharge) discharge.push_back(step[t]);
    columns.direction[t] =
        add_direction(name, t, charge, reach.charge_kw[t], discharge, reach.discharge_kw[t]);
    add_no_giving(index, t, columns);
  }
}

void LinearModel::add_battery_powers(std::size_t index, BatteryColumns& columns) {
  const BatteryElement& battery = elements_->batteries[index];
  const BatteryReach& reach = reach_[index];
  const std::string& id = home_->batteries[index].id;
  const auto bus = elements_->bus_of_battery[index];
  const auto add = [&](const std::vector<LegStep>& steps, const char* what, double sign,
                       std::vector<std::vector<Column>>& into) {
    double below_kw = 0.0;  // width of the steps before
    for (std::size_t k = 0; k < steps.size(); ++k) {
      const auto name = model_.name(k == 0 ? fmt::format("battery.{}[{}]", what, id)
                                           : fmt::format("battery.{}_{}[{}]", what, k + 1, id));
      into.emplace_back();
      for (std::size_t t = 0; t < count(); ++t) {
        const double most_kw = sign < 0.0 ? reach.charge_kw[t] : reach.discharge_kw[t];
        const double width_kw = std::clamp(most_kw - below_kw, 0.0, steps[k].width_kw);
        into[k].push_back(
            model_.add_column({tag(name, t), 0.0, width_kw, hours(t) * steps[k].price_per_kwh}));
        model_.add(bus ? inverters_[*bus].bus[t] : balance_[t], into[k][t], sign);
      }
      below_kw += steps[k].width_kw;
    }
  };
  add(battery.charge_steps, "charge", -1.0, columns.charge);
  add(battery.discharge_steps, "discharge", 1.0, columns.discharge);
}

void LinearModel::add_battery_states(std::size_t index, BatteryColumns& columns) {
  const BatteryElement& battery = elements_->batteries[index];
  const std::string& id = home_->batteries[index].id;
  const auto soc = model_.name(fmt::format("battery.soc[{}]", id));
  const auto dynamics = model_.name(fmt::format("battery.dynamics[{}]", id));
  for (std::size_t t = 0; t < count(); ++t) {
    columns.soc.push_back(model_.add_column({tag(soc, t), battery.low_kwh, battery.high_kwh}));
    const double before = t == 0 ? battery.soc_kwh : 0.0;
    columns.dynamics.push_back(model_.add_row({tag(dynamics, t), before, before}));
    const Row row = columns.dynamics[t];
    model_.add(row, columns.soc[t], 1.0);
    if (t > 0) model_.add(row, columns.soc[t - 1], -1.0);
    for (std::size_t k = 0; k < columns.charge.size(); ++k)
      model_.add(row, columns.charge[k][t], -hours(t) * battery.charge_steps[k].inside_per_kw);
    for (std::size_t k = 0; k < columns.discharge.size(); ++k)
      model_.add(row, columns.discharge[k][t], hours(t) * battery.discharge_steps[k].inside_per_kw);
  }
}

void LinearModel::add_state_costs(std::size_t index, const BatteryColumns& columns) {
  const BatteryElement& battery = elements_->batteries[index];
  const std::string& id = home_->batteries[index].id;
  std::vector<StateCost> costs;
  for (std::size_t t = 0; t < count(); ++t) {
    battery.state_costs(t, costs);
    for (std::size_t k = 0; k < costs.size(); ++k) {
      const auto add = [&](const char* side, double sign, double most, double price) {
        if (price <= 0.0 || most <= 0.0) return;
        const auto name = model_.name(fmt::format("battery.{}_{}[{}]", side, k + 1, id));
        const Column beyond =
            model_.add_column({.tag = tag(name, t), .lower = 0.0, .upper = most, .cost = price});
        // beyond >= sign * (edge - soc)
        model_.add_row({tag(name, t), sign * costs[k].edge_kwh, solve::k_infinity},
                       {{beyond, 1.0}, {columns.soc[t], sign}});
      };
      add("below", 1.0, costs[k].edge_kwh - battery.low_kwh, costs[k].below_per_kwh);
      add("above", -1.0, battery.high_kwh - costs[k].edge_kwh, costs[k].above_per_kwh);
    }
  }
}

void LinearModel::add_end_value(std::size_t index, const BatteryColumns& columns) {
  const BatteryElement& battery = elements_->batteries[index];
  const std::string& id = home_->batteries[index].id;
  const Row row = model_.add_row({{model_.name(fmt::format("battery.end[{}]", id)), 0}, 0.0, 0.0});
  model_.add(row, columns.soc.back(), -1.0);
  double left = battery.high_kwh;
  for (std::size_t k = 0; k < battery.end_value.steps.size(); ++k) {
    const home::EndValueStep& step = battery.end_value.steps[k];
    const bool is_last = k + 1 == battery.end_value.steps.size();
    const double width = is_last ? left : std::min(left, step.energy.value());
    const auto name = model_.name(fmt::format("battery.end_{}[{}]", k + 1, id));
    model_.add(row, model_.add_column({{name, 0}, 0.0, width, -step.value.value()}), 1.0);
    left -= width;
  }
}

// Batteries serve the home first; what they give beyond its load is booked on
// them in whatever way costs the least fees: sum of beyond_i >= sum of given_i
// - load, 0 <= beyond_i <= given_i.
void LinearModel::add_export_fees() {
  const auto& batteries = elements_->batteries;
  const bool has_fee =
      std::any_of(batteries.begin(), batteries.end(),
                  [](const BatteryElement& battery) { return battery.export_fee_per_kwh > 0.0; });
  if (!has_fee) return;
  const auto shared = model_.name("battery.beyond_load");
  for (std::size_t t = 0; t < count(); ++t) {
    const Row all = model_.add_row({tag(shared, t), -load_kw(t), solve::k_infinity});
    beyond_load_.push_back(all);
    for (std::size_t i = 0; i < batteries.size(); ++i) {
      const auto bus = elements_->bus_of_battery[i];
      const double to_home = bus ? elements_->inverters[*bus].fee_share : 1.0;
      const auto name = model_.name(fmt::format("battery.beyond_load[{}]", home_->batteries[i].id));
      const Column beyond = model_.add_column({.tag = tag(name, t),
                                               .lower = 0.0,
                                               .upper = batteries[i].discharge_kw,
                                               .cost = hours(t) * batteries[i].export_fee_per_kwh});
      model_.add(all, beyond, 1.0);
      for (const auto& step : batteries_[i].discharge) model_.add(all, step[t], -to_home);
      if (batteries.size() == 1) continue;
      const Row own = model_.add_row({tag(name, t), -solve::k_infinity, 0.0});
      model_.add(own, beyond, 1.0);
      for (const auto& step : batteries_[i].discharge) model_.add(own, step[t], -to_home);
    }
  }
}

}  // namespace ohmstead::plan
