// Reading a linear model's answer: device powers, slots that cheat, shadow
// prices.
#include <algorithm>
#include <cmath>

#include "linear_model.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_flows_kw = 1e-6;  // less than this is no flow

using Values = std::span<const double>;

double at(Values values, solve::ColumnId column) {
  return values[static_cast<std::size_t>(column.index)];
}

double sum_at(Values values, const std::vector<std::vector<solve::ColumnId>>& steps,
              std::size_t slot) {
  double sum = 0.0;
  for (const auto& step : steps) sum += at(values, step[slot]);
  return sum;
}

// The binaries of steps that are full with this power.
void set_order(const std::vector<std::vector<solve::ColumnId>>& full,
               const std::vector<LegStep>& steps, double power_kw, std::size_t slot,
               std::vector<double>& start) {
  for (std::size_t k = 0; k < full.size(); ++k) {
    power_kw -= steps[k].width_kw;
    const solve::ColumnId column = full[k][slot];
    if (column.index >= 0)
      start[static_cast<std::size_t>(column.index)] = power_kw > k_flows_kw ? 1.0 : 0.0;
  }
}

// Solvers leave tiny values on both sides of a bound; less than a milliwatt is
// nothing.
double tidy(double value) { return value < 1e-9 ? 0.0 : value; }

}  // namespace

std::vector<DevicePowers> LinearModel::powers(Values values) const {
  std::vector<DevicePowers> all(count());
  for (std::size_t t = 0; t < count(); ++t) {
    DevicePowers& powers = all[t];
    if (!home_->grid.is_exclusive)
      powers.through_kw = tidy(std::min(sum_at(values, import_, t), sum_at(values, export_, t)));
    powers.pv_used_kw = std::min(tidy(at(values, pv_[t])), home_->pv.raw()[t]);
    for (std::size_t i = 0; i < batteries_.size(); ++i) {
      const BatteryElement& battery = elements_->batteries[i];
      powers.batteries.push_back(
          {std::min(tidy(sum_at(values, batteries_[i].charge, t)), battery.charge_kw_in(t)),
           std::min(tidy(sum_at(values, batteries_[i].discharge, t)), battery.discharge_kw_in(t))});
    }
    for (std::size_t i = 0; i < inverters_.size(); ++i) {
      const double pv_kw = at(values, inverters_[i].pv[t]) - std::max(0.0, lost_kw(values, i, t));
      powers.inverter_pv_used_kw.push_back(std::min(tidy(pv_kw), elements_->inverters[i].pv_kw(t)));
    }
  }
  return all;
}

std::vector<Track> LinearModel::tracks(Values values) const {
  std::vector<Track> tracks = elements_->planned.make_tracks();
  for (std::size_t e = 0; e < parts_.size(); ++e)
    parts_[e].take(values, elements_->planned.of(e, tracks));
  elements_->planned.complete(tracks);
  return tracks;
}

bool LinearModel::has_switches() const {
  return std::any_of(parts_.begin(), parts_.end(),
                     [](const LinearPart& part) { return part.has_switches; });
}

Exclusive LinearModel::find_cheating(Values values) const {
  Exclusive found = Exclusive::none(*home_);
  const auto both = [](double a, double b) { return a > k_flows_kw && b > k_flows_kw; };
  for (std::size_t t = 0; t < count(); ++t) {
    if (home_->grid.is_exclusive) {
      found.grid[t] = both(sum_at(values, import_, t), sum_at(values, export_, t)) ? 1 : 0;
    }
    for (std::size_t i = 0; i < batteries_.size(); ++i) find_cheating(values, i, t, found);
    find_inverter_cheating(values, t, found);
  }
  for (std::size_t i = 0; i < batteries_.size(); ++i) find_depth_cheating(values, i, found);
  return found;
}

void LinearModel::find_cheating(Values values, std::size_t index, std::size_t t,
                                Exclusive& found) const {
  const BatteryElement& battery = elements_->batteries[index];
  const BatteryColumns& columns = batteries_[index];
  const double charge_kw = sum_at(values, columns.charge, t);
  const double discharge_kw = sum_at(values, columns.discharge, t);
  const double soc_kwh = at(values, columns.soc[t]);
  const bool is_charging = charge_kw > k_flows_kw;
  const bool is_discharging = discharge_kw > k_flows_kw;
  if (battery.is_exclusive && is_charging && is_discharging) found.batteries[index][t] = 1;
  if (!battery.may_charge(t, charge_kw, soc_kwh)) found.min_charge[index][t] = 1;
  const auto hides = [&](Column missed, double missed_kw) {
    return missed.index >= 0 && missed_kw > at(values, missed) + k_flows_kw;
  };
  if (hides(columns.missed[t], battery.missed_charge_kw(t, charge_kw, soc_kwh)) ||
      hides(columns.kept[t], battery.missed_give_kw(t, discharge_kw, soc_kwh)))
    found.demand[index][t] = 1;
  if (battery.has_curves()) {
    const auto store_kw = [&](const auto& step_columns, const std::vector<LegStep>& steps) {
      double sum = 0.0;
      for (std::size_t k = 0; k < steps.size(); ++k)
        sum += steps[k].inside_per_kw * at(values, step_columns[k][t]);
      return sum;
    };
    const double in_kw = store_kw(columns.charge, battery.charge_steps);
    const double out_kw = store_kw(columns.discharge, battery.discharge_steps);
    if (std::abs(in_kw - battery.stored_kw(charge_kw)) > k_flows_kw ||
        std::abs(out_kw - battery.taken_kw(discharge_kw)) > k_flows_kw)
      found.order[index][t] = 1;
  }
  const bool takes_surplus = !battery.can_charge_from_grid && is_charging;
  const bool serves_home = !battery.can_discharge_to_grid && is_discharging;
  bool is_shared = false;  // with a battery of the other kind
  for (std::size_t j = 0; takes_surplus && j < batteries_.size(); ++j) {
    is_shared |= !elements_->batteries[j].can_discharge_to_grid &&
                 sum_at(values, batteries_[j].discharge, t) > k_flows_kw;
  }
  const bool breaks_import = takes_surplus && sum_at(values, import_, t) > k_flows_kw;
  const bool breaks_export = serves_home && sum_at(values, export_, t) > k_flows_kw;
  if (breaks_import || breaks_export || is_shared) found.grid[t] = 1;
}

void LinearModel::set_battery(std::size_t index, std::size_t t, BatteryPowers powers,
                              double soc_kwh, std::vector<double>& start) const {
  const double charge_kw = powers.charge_kw;
  const BatteryElement& battery = elements_->batteries[index];
  const BatteryColumns& columns = batteries_[index];
  const auto set = [&](Column column, bool is_on) {
    if (column.index >= 0) start[static_cast<std::size_t>(column.index)] = is_on ? 1.0 : 0.0;
  };
  const bool is_topping = charge_kw > k_flows_kw && charge_kw < battery.min_charge_kw &&
                          battery.may_charge(t, charge_kw, soc_kwh);
  if (battery.has_wishes()) {
    set(columns.full[t], soc_kwh >= battery.wish(t).full_kwh - k_flows_kw);
    set(columns.empty[t], soc_kwh <= battery.wish(t).empty_kwh + k_flows_kw);
  }
  set(columns.top_off[t], is_topping);
  set(columns.on[t], is_topping || charge_kw >= 0.5 * battery.min_charge_kw);
  for (std::size_t k = 0; k < columns.depth.size(); ++k)
    set(columns.depth[k][t].filled, soc_kwh >= battery.depth_edges[k].edge_kwh);
  set_order(columns.charge_full, battery.charge_steps, charge_kw, t, start);
  set_order(columns.discharge_full, battery.discharge_steps, powers.discharge_kw, t, start);
}

void LinearModel::set_inverter(std::size_t index, std::size_t t, double ac_kw,
                               std::vector<double>& start) const {
  const InverterColumns& columns = inverters_[index];
  const InverterElement& inverter = elements_->inverters[index];
  if (columns.direction[t].index >= 0)
    start[static_cast<std::size_t>(columns.direction[t].index)] = ac_kw < 0.0 ? 1.0 : 0.0;
  set_order(columns.to_ac_full, inverter.to_ac_steps, -ac_kw, t, start);
  set_order(columns.from_ac_full, inverter.from_ac_steps, ac_kw, t, start);
}

std::vector<double> LinearModel::rounded_start(const LinearModel& relaxed,
                                               Values relaxed_values) const {
  std::vector<double> start(static_cast<std::size_t>(model_.column_count()), 0.0);
  const auto set = [&](Column direction, bool is_forward) {
    if (direction.index >= 0)
      start[static_cast<std::size_t>(direction.index)] = is_forward ? 1.0 : 0.0;
  };
  for (std::size_t t = 0; t < count(); ++t) {
    set(grid_direction_[t],
        sum_at(relaxed_values, relaxed.import_, t) > sum_at(relaxed_values, relaxed.export_, t));
    for (std::size_t i = 0; i < batteries_.size(); ++i) {
      set(batteries_[i].direction[t],
          sum_at(relaxed_values, relaxed.batteries_[i].charge, t) >
              sum_at(relaxed_values, relaxed.batteries_[i].discharge, t));
      set_battery(i, t,
                  {sum_at(relaxed_values, relaxed.batteries_[i].charge, t),
                   sum_at(relaxed_values, relaxed.batteries_[i].discharge, t)},
                  at(relaxed_values, relaxed.batteries_[i].soc[t]), start);
    }
    for (std::size_t i = 0; i < inverters_.size(); ++i) {
      set_inverter(i, t,
                   sum_at(relaxed_values, relaxed.inverters_[i].from_ac, t) -
                       sum_at(relaxed_values, relaxed.inverters_[i].to_ac, t),
                   start);
    }
  }
  const std::vector<Track> tracks = relaxed.tracks(relaxed_values);
  for (std::size_t e = 0; e < parts_.size(); ++e) {
    if (parts_[e].give) parts_[e].give(elements_->planned.of(e, tracks), start);
  }
  return start;
}

std::vector<double> LinearModel::start_of(const home::Plan& plan,
                                          const std::vector<Track>& tracks) const {
  std::vector<double> start(static_cast<std::size_t>(model_.column_count()), 0.0);
  const auto set = [&](Column direction, bool is_forward) {
    if (direction.index >= 0)
      start[static_cast<std::size_t>(direction.index)] = is_forward ? 1.0 : 0.0;
  };
  for (std::size_t t = 0; t < count(); ++t) {
    const home::PlanSlot& slot = plan.slots[t];
    set(grid_direction_[t], slot.grid_import > slot.grid_export);
    for (std::size_t i = 0; i < batteries_.size(); ++i) {
      const home::BatterySlot& battery = slot.batteries[i];
      set(batteries_[i].direction[t], battery.charge > battery.discharge);
      set_battery(i, t, {battery.charge.value(), battery.discharge.value()}, battery.soc.value(),
                  start);
    }
    for (std::size_t i = 0; i < inverters_.size(); ++i)
      set_inverter(i, t, (slot.inverters[i].ac_to_dc - slot.inverters[i].dc_to_ac).value(), start);
  }
  for (std::size_t e = 0; e < parts_.size(); ++e) {
    if (parts_[e].give) parts_[e].give(elements_->planned.of(e, tracks), start);
  }
  return start;
}

std::vector<double> LinearModel::home_values(Values row_duals) const {
  std::vector<double> values;
  values.reserve(count());
  for (std::size_t t = 0; t < count(); ++t) {
    values.push_back(row_duals[static_cast<std::size_t>(balance_[t].index)] / hours(t));
  }
  return values;
}

// One kWh that appears at the end of slot t raises the right side of that
// slot's dynamics.
std::vector<double> LinearModel::stored_values(std::size_t battery, Values row_duals) const {
  std::vector<double> values;
  values.reserve(count());
  for (const Row row : batteries_[battery].dynamics) {
    values.push_back(-row_duals[static_cast<std::size_t>(row.index)]);
  }
  return values;
}

}  // namespace ohmstead::plan
