// What is wanted of batteries beside money, as rows: demands, the least charge,
// rules about the grid, preferences. docs/math.md section 3.1 derives the
// bounds that make these rows tight.
#include <fmt/format.h>

#include <algorithm>

#include "linear_model.hpp"

namespace ohmstead::plan {
namespace {

// What the evaluator takes for full may be so far from it.
constexpr double k_reach_kwh = 1e-6;

}  // namespace

// charge + missed + demand * full >= demand; soc >= low + (edge - low) * full, with the edge from
// which on nothing is demanded: max_soc, or a block's target.
void LinearModel::add_demand(std::size_t index, const std::vector<char>& whole,
                             BatteryColumns& columns) {
  columns.missed.assign(count(), {});
  columns.full.assign(count(), {});
  const BatteryElement& battery = elements_->batteries[index];
  if (!battery.has_wishes()) return;
  const std::string& id = home_->batteries[index].id;
  const auto missed = model_.name(fmt::format("battery.missed[{}]", id));
  const auto full = model_.name(fmt::format("battery.full[{}]", id));
  const BatteryReach& reach = reach_[index];
  Column before;
  for (std::size_t t = 0; t < count(); ++t) {
    const double demand_kw = battery.demand_kw(t);
    if (demand_kw <= 0.0) continue;
    columns.missed[t] = model_.add_column(
        {tag(missed, t), 0.0, demand_kw, hours(t) * battery.wish(t).price_per_kwh});
    const Row row = model_.add_row({tag(missed, t), demand_kw, solve::k_infinity});
    for (const auto& step : columns.charge) model_.add(row, step[t], 1.0);
    model_.add(row, columns.missed[t], 1.0);
    const double full_kwh = battery.wish(t).full_kwh;
    if (reach.high_kwh[t] < full_kwh - k_reach_kwh) continue;
    columns.full[t] = model_.add_column(
        {.tag = tag(full, t), .lower = 0.0, .upper = 1.0, .is_integer = whole[t] != 0});
    model_.add(row, columns.full[t], demand_kw);
    const double low_kwh = std::min(reach.low_kwh[t], full_kwh);
    model_.add_row({tag(full, t), low_kwh, solve::k_infinity},
                   {{columns.soc[t], 1.0}, {columns.full[t], low_kwh - full_kwh}});
    // What is never discharged stays full.
    if (battery.discharge_kw <= 0.0 && before.index >= 0 && home_->manual_blocks.empty()) {
      model_.add_row(
          {tag(model_.name(fmt::format("battery.stays_full[{}]", id)), t), 0.0, solve::k_infinity},
          {{columns.full[t], 1.0}, {before, -1.0}});
    }
    before = columns.full[t];
  }
}

// Rows that hold whatever is full: after a demand began at the state s, the state at the end of a
// slot and all that was missed and taken out since is at least min(high, s + what was demanded), a
// bent line of which its chord stays. Without them a share of `full` lets a battery charge slowly.
void LinearModel::add_filling(std::size_t index, const BatteryColumns& columns) {
  const BatteryElement& battery = elements_->batteries[index];
  if (!battery.has_wishes()) return;
  const BatteryReach& reach = reach_[index];
  DemandFilling filling;
  for (std::size_t t = 0; t < count(); ++t) {
    if (columns.missed[t].index < 0 || battery.wish(t).full_kwh < battery.high_kwh) {
      // What is never discharged goes on where it was.
      if (battery.discharge_kw > 0.0) filling = {};
      continue;
    }
    if (!filling.has_begun) {
      filling.has_begun = true;
      filling.low_kwh = t == 0 ? battery.soc_kwh : reach.low_kwh[t - 1];
      filling.high_kwh = t == 0 ? battery.soc_kwh : reach.high_kwh[t - 1];
      if (t > 0) filling.before = columns.soc[t - 1];
    }
    if (filling.low_kwh + filling.demanded_kwh < battery.high_kwh)
      add_filling(index, t, columns, filling);
  }
}

void LinearModel::add_filling(std::size_t index, std::size_t slot, const BatteryColumns& columns,
                              DemandFilling& filling) {
  const BatteryElement& battery = elements_->batteries[index];
  const std::string& id = home_->batteries[index].id;
  const auto spent_tag = tag(model_.name(fmt::format("battery.spent[{}]", id)), slot);
  const Column spent = model_.add_column({.tag = spent_tag});
  const Row sum = model_.add_row({spent_tag, 0.0, 0.0}, {{spent, -1.0}});
  if (filling.spent.index >= 0) model_.add(sum, filling.spent, 1.0);
  double inside_per_kw = 0.0;
  for (const LegStep& step : battery.charge_steps)
    inside_per_kw = std::max(inside_per_kw, step.inside_per_kw);
  model_.add(sum, columns.missed[slot], hours(slot) * inside_per_kw);
  for (std::size_t k = 0; k < columns.discharge.size(); ++k)
    model_.add(sum, columns.discharge[k][slot],
               hours(slot) * battery.discharge_steps[k].inside_per_kw);
  filling.spent = spent;
  filling.demanded_kwh += hours(slot) * battery.stored_kw(battery.demand_kw(slot));
  const double at_low = std::min(battery.high_kwh, filling.low_kwh + filling.demanded_kwh);
  const double at_high = std::min(battery.high_kwh, filling.high_kwh + filling.demanded_kwh);
  const double slope = filling.high_kwh > filling.low_kwh
                           ? (at_high - at_low) / (filling.high_kwh - filling.low_kwh)
                           : 0.0;
  const auto name = model_.name(fmt::format("battery.filling[{}]", id));
  const Row row =
      model_.add_row({tag(name, slot), at_low - slope * filling.low_kwh, solve::k_infinity},
                     {{columns.soc[slot], 1.0}, {spent, 1.0}});
  if (slope > 0.0) model_.add(row, filling.before, -slope);
}

// Of a battery that goes one way at a time: what is discharged while charging is demanded ends
// below full and was not charged, so all is missed. demand * discharge <= discharge_kw * missed;
// and what was full stays so, or misses all: demand * full + missed >= demand * full before.
void LinearModel::add_no_giving(std::size_t index, std::size_t slot,
                                const BatteryColumns& columns) {
  const BatteryElement& battery = elements_->batteries[index];
  const std::string& id = home_->batteries[index].id;
  const auto is_full_highest = [&](std::size_t t) {
    return columns.missed[t].index >= 0 && battery.wish(t).full_kwh >= battery.high_kwh;
  };
  if (!is_full_highest(slot)) return;
  const double demand_kw = battery.demand_kw(slot);
  const auto name = model_.name(fmt::format("battery.no_giving[{}]", id));
  const Row row = model_.add_row({tag(name, slot), -solve::k_infinity, 0.0});
  for (const auto& step : columns.discharge) model_.add(row, step[slot], demand_kw);
  model_.add(row, columns.missed[slot], -reach_[index].discharge_kw[slot]);
  const bool was_full = slot > 0 && is_full_highest(slot - 1) && columns.full[slot - 1].index >= 0;
  if (!was_full || columns.full[slot].index < 0) return;
  model_.add_row(
      {tag(model_.name(fmt::format("battery.stays_full[{}]", id)), slot), 0.0, solve::k_infinity},
      {{columns.full[slot], demand_kw},
       {columns.missed[slot], 1.0},
       {columns.full[slot - 1], -demand_kw}});
}

// give + kept + wish * empty >= wish; soc <= high - (high - edge) * empty, with the edge down to
// which a block wants it emptied.
void LinearModel::add_give(std::size_t index, const std::vector<char>& whole,
                           BatteryColumns& columns) {
  columns.kept.assign(count(), {});
  columns.empty.assign(count(), {});
  const BatteryElement& battery = elements_->batteries[index];
  if (!battery.has_wishes()) return;
  const std::string& id = home_->batteries[index].id;
  const auto kept = model_.name(fmt::format("battery.kept[{}]", id));
  const auto empty = model_.name(fmt::format("battery.empty[{}]", id));
  const BatteryReach& reach = reach_[index];
  for (std::size_t t = 0; t < count(); ++t) {
    const BatteryElement::Wish& wish = battery.wish(t);
    if (wish.give_kw <= 0.0) continue;
    columns.kept[t] =
        model_.add_column({tag(kept, t), 0.0, wish.give_kw, hours(t) * wish.price_per_kwh});
    const Row row = model_.add_row({tag(kept, t), wish.give_kw, solve::k_infinity});
    for (const auto& step : columns.discharge) model_.add(row, step[t], 1.0);
    model_.add(row, columns.kept[t], 1.0);
    if (reach.low_kwh[t] > wish.empty_kwh + k_reach_kwh) continue;
    columns.empty[t] = model_.add_column(
        {.tag = tag(empty, t), .lower = 0.0, .upper = 1.0, .is_integer = whole[t] != 0});
    model_.add(row, columns.empty[t], wish.give_kw);
    const double high_kwh = std::max(reach.high_kwh[t], wish.empty_kwh);
    model_.add_row({tag(empty, t), -solve::k_infinity, high_kwh},
                   {{columns.soc[t], 1.0}, {columns.empty[t], high_kwh - wish.empty_kwh}});
  }
}

// min_charge * (on - top_off) <= charge <= charge_kw * on; soc >= low + (edge -
// low) * top_off.
void LinearModel::add_min_charge(std::size_t index, const std::vector<char>& whole,
                                 BatteryColumns& columns) {
  columns.on.assign(count(), {});
  columns.top_off.assign(count(), {});
  const BatteryElement& battery = elements_->batteries[index];
  if (battery.min_charge_kw <= 0.0) return;
  const std::string& id = home_->batteries[index].id;
  const auto on = model_.name(fmt::format("battery.on[{}]", id));
  const auto least = model_.name(fmt::format("battery.least[{}]", id));
  const auto top_off = model_.name(fmt::format("battery.top_off[{}]", id));
  const BatteryReach& reach = reach_[index];
  for (std::size_t t = 0; t < count(); ++t) {
    if (whole[t] == 0) continue;
    columns.on[t] =
        model_.add_column({.tag = tag(on, t), .lower = 0.0, .upper = 1.0, .is_integer = true});
    const Row most = model_.add_row({tag(on, t), -solve::k_infinity, 0.0});
    const Row above = model_.add_row({tag(least, t), 0.0, solve::k_infinity});
    for (const auto& step : columns.charge) {
      model_.add(most, step[t], 1.0);
      model_.add(above, step[t], 1.0);
    }
    model_.add(most, columns.on[t], -reach.charge_kw[t]);
    model_.add(above, columns.on[t], -battery.min_charge_kw);
    const double edge_kwh = battery.top_off_kwh(t);
    if (battery.demand_kw(t) <= 0.0 || reach.high_kwh[t] < edge_kwh - k_reach_kwh) continue;
    columns.top_off[t] =
        model_.add_column({.tag = tag(top_off, t), .lower = 0.0, .upper = 1.0, .is_integer = true});
    model_.add(above, columns.top_off[t], battery.min_charge_kw);
    const double low_kwh = std::min(reach.low_kwh[t], edge_kwh);
    model_.add_row({tag(top_off, t), low_kwh, solve::k_infinity},
                   {{columns.soc[t], 1.0}, {columns.top_off[t], low_kwh - edge_kwh}});
  }
}

void LinearModel::add_grid_rules() {
  for (std::size_t i = 0; i < batteries_.size(); ++i) {
    const BatteryElement& battery = elements_->batteries[i];
    if (!battery.can_charge_from_grid && battery.charge_kw > 0.0) add_grid_rule(i, true);
    if (!battery.can_discharge_to_grid && battery.discharge_kw > 0.0) add_grid_rule(i, false);
  }
}

// A battery that charges only where nothing is imported charges with what the home has too much, by
// itself (PV less load) or from other batteries and inverters; the other way round for one that
// discharges only where nothing is exported. That holds in every allowed plan, and most relaxed
// solutions keep the rule by it. Where they do not, the grid's direction decides, for both kinds:
// they do not charge one another.
void LinearModel::add_grid_rule(std::size_t index, bool is_charge) {
  const BatteryReach& reach = reach_[index];
  const std::string& id = home_->batteries[index].id;
  const auto rule =
      model_.name(fmt::format("battery.{}[{}]", is_charge ? "from_surplus" : "to_load", id));
  const auto apart =
      model_.name(fmt::format("battery.{}[{}]", is_charge ? "no_import" : "no_export", id));
  const auto& own = is_charge ? batteries_[index].charge : batteries_[index].discharge;
  double devices_kw = 0.0;  // what planned devices add to the surplus or to the load at most
  for (const Device& device : elements_->planned.all())
    devices_kw += is_charge ? device.most_given_kw : device.most_drawn_kw;
  const bool is_on_ac = !elements_->bus_of_battery[index].has_value();
  for (std::size_t t = 0; t < count(); ++t) {
    if (is_on_ac) {
      const double pv_kw = home_->pv.raw()[t];
      const double own_kw =
          is_charge ? pv_kw - load_kw(t) : load_kw(t) - (home_->is_pv_curtailable ? 0.0 : pv_kw);
      const Row row =
          model_.add_row({tag(rule, t), -solve::k_infinity, std::max(0.0, own_kw) + devices_kw});
      for (const auto& step : own) model_.add(row, step[t], 1.0);
      for (std::size_t j = 0; j < batteries_.size(); ++j) {
        const BatteryElement& other = elements_->batteries[j];
        const bool may_help = is_charge ? other.can_discharge_to_grid : other.can_charge_from_grid;
        if (j == index || elements_->bus_of_battery[j] || !may_help) continue;
        for (const auto& step : is_charge ? batteries_[j].discharge : batteries_[j].charge)
          model_.add(row, step[t], -1.0);
      }
      for (const InverterColumns& inverter : inverters_) {
        for (const auto& step : is_charge ? inverter.to_ac : inverter.from_ac)
          model_.add(row, step[t], -1.0);
      }
    }
    if (grid_direction_[t].index < 0) continue;
    const double most_kw = is_charge ? reach.charge_kw[t] : reach.discharge_kw[t];
    const Row row = model_.add_row({tag(apart, t), -solve::k_infinity, is_charge ? most_kw : 0.0});
    for (const auto& step : own) model_.add(row, step[t], 1.0);
    model_.add(row, grid_direction_[t], is_charge ? most_kw : -most_kw);
  }
}

void LinearModel::prefer(Column column, double cost) {
  if (cost == 0.0) return;
  ties_.push_back({column, model_.costs()[static_cast<std::size_t>(column.index)], cost});
}

void LinearModel::add_tie_break() {
  for (std::size_t i = 0; i < batteries_.size(); ++i) {
    const auto& price = home_->batteries[i].tie_break;
    if (!price) continue;
    for (std::size_t t = 0; t < count(); ++t) {
      for (const auto& step : batteries_[i].charge) prefer(step[t], hours(t) * price[t].value());
      for (const auto& step : batteries_[i].discharge) prefer(step[t], hours(t) * price[t].value());
    }
  }
  if (!home_->objective.tie_break) return;
  const home::TieBreak& tie = *home_->objective.tie_break;
  const auto add = [&](const base::PerSlot<base::EnergyPrice>& price, base::PowerPrice peak_price,
                       const std::vector<std::vector<Column>>& steps, double most_kw,
                       const char* name) {
    if (price) {
      for (const auto& step : steps) {
        for (std::size_t t = 0; t < count(); ++t) prefer(step[t], hours(t) * price[t].value());
      }
    }
    if (peak_price <= base::PowerPrice{}) return;
    const auto peak_name = model_.name(name);
    const Column peak = model_.add_column({.tag = {peak_name, 0}, .upper = most_kw});
    prefer(peak, peak_price.value());
    for (std::size_t t = 0; t < count(); ++t) {
      const Row row = model_.add_row({tag(peak_name, t), -solve::k_infinity, 0.0});
      for (const auto& step : steps) model_.add(row, step[t], 1.0);
      model_.add(row, peak, -1.0);
    }
  };
  add(tie.import, tie.import_peak, import_, most_import_kw_, "tie_break.import_peak");
  add(tie.export_, tie.export_peak, export_, most_export_kw_, "tie_break.export_peak");
}

void LinearModel::steer(double share) {
  for (const Tie& tie : ties_) model_.set_cost(tie.column, tie.money + share * tie.preference);
}

double LinearModel::most_preference() const {
  double most = 0.0;
  for (const Tie& tie : ties_) {
    const auto j = static_cast<std::size_t>(tie.column.index);
    most += std::max(tie.preference * model_.column_lower()[j],
                     tie.preference * model_.column_upper()[j]);
  }
  return most;
}

double LinearModel::money(std::span<const double> values) const {
  double sum = model_.objective_offset();
  for (std::size_t j = 0; j < values.size(); ++j) sum += model_.costs()[j] * values[j];
  for (const Tie& tie : ties_) {
    const auto j = static_cast<std::size_t>(tie.column.index);
    sum += (tie.money - model_.costs()[j]) * values[j];
  }
  return sum;
}

}  // namespace ohmstead::plan
