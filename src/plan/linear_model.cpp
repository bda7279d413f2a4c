#include "linear_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ohmstead::plan {
namespace {

double highest(std::span<const double> values) {
  return values.empty() ? 0.0 : *std::max_element(values.begin(), values.end());
}

double most_export_limit_kw(const home::Case& home) {
  double most_kw = 0.0;
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    if (const auto limit = effective_export_limit(home.grid, t))
      most_kw = std::max(most_kw, limit->value());
  }
  return most_kw;
}

}  // namespace

void LinearModel::build(const home::Case& home, const HomeElements& elements,
                        const Exclusive& exclusive, bool has_integers) {
  start(home, elements);
  add_balance();
  add_grid(exclusive);
  add_peaks();
  add_pv();
  for (std::size_t i = 0; i < home.inverters.size(); ++i) add_inverter(i, exclusive);
  for (std::size_t i = 0; i < home.batteries.size(); ++i) add_battery(i, exclusive);
  add_export_fees();
  add_grid_rules();
  add_power_limits();
  add_phases();
  const auto first_planned = static_cast<std::size_t>(model_.column_count());
  add_planned(has_integers);
  counting_.clear();  // it points into this very object, which may be copied
  add_tie_break();
  model_.finalise();
  find_first_powers(first_planned);
  steer(1.0);
}

solve::Basis LinearModel::idle_basis() const {
  solve::Basis basis = solve::slack_basis(model_);
  const auto enter = [&](Column column, Row row) {
    basis.columns[static_cast<std::size_t>(column.index)] = solve::BasisStatus::basic;
    basis.rows[static_cast<std::size_t>(row.index)] = solve::BasisStatus::at_lower;
  };
  for (std::size_t t = 0; t < count(); ++t) {
    double lacking_kw = load_kw(t) - home_->pv.raw()[t];
    for (std::size_t i = 0; i < inverters_.size(); ++i) {
      lacking_kw -= elements_->inverters[i].pv_kw(t);
      enter(inverters_[i].to_ac.front()[t], inverters_[i].bus[t]);
    }
    enter((lacking_kw > 0.0 ? import_ : export_).front()[t], balance_[t]);
    for (const BatteryColumns& battery : batteries_) enter(battery.soc[t], battery.dynamics[t]);
  }
  return basis;
}

void LinearModel::set_drawn(std::span<const double> kw) {
  double standby_kw = 0.0;
  for (const home::Battery& battery : home_->batteries) standby_kw += battery.standby.value();
  for (std::size_t t = 0; t < count(); ++t) {
    const double load_kw = home_->load.raw()[t] + standby_kw + kw[t];
    model_.set_bounds(balance_[t], {load_kw, load_kw});
    if (!beyond_load_.empty()) model_.set_bounds(beyond_load_[t], {-load_kw, solve::k_infinity});
  }
}

std::vector<LinearModel::LoadRow> LinearModel::load_rows(std::size_t slot) const {
  std::vector<LoadRow> rows{{balance_[slot], 1.0}};
  if (!beyond_load_.empty()) rows.push_back({beyond_load_[slot], -1.0});
  return rows;
}

LinearModel::GridColumns LinearModel::grid_columns(std::size_t slot) const {
  GridColumns columns;
  for (const auto& step : import_) columns.in.push_back(step[slot]);
  for (const auto& step : export_) columns.out.push_back(step[slot]);
  return columns;
}

void LinearModel::find_first_powers(std::size_t first_planned) {
  first_powers_.clear();
  for (const BatteryColumns& battery : batteries_) {
    for (const auto& step : battery.charge) first_powers_.push_back(step[0]);
    for (const auto& step : battery.discharge) first_powers_.push_back(step[0]);
  }
  const auto starts = model_.starts();
  const auto rows = model_.entry_rows();
  for (std::size_t j = first_planned; j + 1 < starts.size(); ++j) {
    const auto begin = rows.begin() + starts[j], end = rows.begin() + starts[j + 1];
    if (std::find(begin, end, balance_[0].index) != end)
      first_powers_.push_back(Column{static_cast<std::int32_t>(j)});
  }
}

void LinearModel::add_planned(bool has_integers) {
  LinearHome linear{model_, *home_, balance_, beyond_load_, counting_, first_draws_, has_integers};
  part_columns_.clear();
  for (const auto& element : elements_->planned.elements()) {
    part_columns_.push_back(static_cast<std::size_t>(model_.column_count()));
    parts_.push_back(element->add_to(linear));
  }
  part_columns_.push_back(static_cast<std::size_t>(model_.column_count()));
}

void LinearModel::start(const home::Case& home, const HomeElements& elements) {
  home_ = &home;
  elements_ = &elements;
  model_.clear();
  inverters_.assign(home.inverters.size(), {});
  batteries_.assign(home.batteries.size(), {});
  reach_.clear();
  for (const BatteryElement& battery : elements.batteries)
    reach_.push_back(reach_of(home.slots, battery));
  parts_.clear();
  ties_.clear();
  beyond_load_.clear();
  counting_.clear();
  first_draws_.clear();
  // The most that can ever flow, so that every column has finite bounds and every bound is
  // provable.
  most_import_kw_ = highest(home.load.raw()) + expected_drawn_kw_;
  most_export_kw_ = highest(home.pv.raw());
  for (const home::Battery& battery : home.batteries) {
    most_import_kw_ += battery.charge.value() + battery.standby.value();
    most_export_kw_ += effective_discharge(battery).value();
  }
  for (const InverterElement& inverter : elements.inverters) {
    most_import_kw_ += inverter.legs.from_ac_limit_kw;
    most_export_kw_ += inverter.legs.to_ac_limit_kw;
  }
  for (const Device& device : elements.planned.all()) {
    most_import_kw_ += device.most_drawn_kw;
    most_export_kw_ += device.most_given_kw;
  }
  if (!home.grid.is_exclusive) {
    // What passes through both ways comes on top; limits end it wherever it pays (check_case).
    const double through_kw = home.grid.import_limit.highest().value_or(home::Power{}).value() +
                              most_export_limit_kw(home);
    most_import_kw_ = most_export_kw_ = most_import_kw_ + most_export_kw_ + through_kw;
  }
  const std::size_t columns = (8 + 10 * home.batteries.size()) * count();
  model_.reserve(columns, 4 * count(), 4 * columns);
}

void LinearModel::add_balance() {
  const auto name = model_.name("home.balance");
  double standby_kw = 0.0;
  for (const home::Battery& battery : home_->batteries) standby_kw += battery.standby.value();
  balance_.clear();
  for (std::size_t t = 0; t < count(); ++t) {
    const double load_kw = home_->load.raw()[t] + standby_kw;
    balance_.push_back(model_.add_row({tag(name, t), load_kw, load_kw}));
  }
}

// forward <= forward_kw * direction and backward <= backward_kw * (1 - direction).
solve::ColumnId LinearModel::add_direction(const std::string& name, std::size_t slot,
                                           std::span<const Column> forward, double forward_kw,
                                           std::span<const Column> backward, double backward_kw) {
  const Column direction = model_.add_column(
      {.tag = tag(model_.name(name), slot), .lower = 0.0, .upper = 1.0, .is_integer = true});
  const Row on =
      model_.add_row({tag(model_.name(name + ".forward"), slot), -solve::k_infinity, 0.0});
  const Row off =
      model_.add_row({tag(model_.name(name + ".backward"), slot), -solve::k_infinity, backward_kw});
  for (const Column column : forward) model_.add(on, column, 1.0);
  for (const Column column : backward) model_.add(off, column, 1.0);
  model_.add(on, direction, -forward_kw);
  model_.add(off, direction, backward_kw);
  return direction;
}

void LinearModel::add_pv() {
  const auto name = model_.name("pv.used");
  pv_.clear();
  for (std::size_t t = 0; t < count(); ++t) {
    const double pv_kw = home_->pv.raw()[t];
    pv_.push_back(model_.add_column({tag(name, t), home_->is_pv_curtailable ? 0.0 : pv_kw, pv_kw}));
    model_.add(balance_[t], pv_[t], 1.0);
  }
}

void LinearModel::hold(Column column, solve::Bounds bounds, Held& held) {
  const auto index = static_cast<std::size_t>(column.index);
  held.emplace_back(column,
                    solve::Bounds{model_.column_lower()[index], model_.column_upper()[index]});
  model_.set_bounds(column, bounds);
}

void LinearModel::hold(std::size_t battery, std::size_t slot, BatteryPowers powers, Held& held) {
  const auto spread = [&](const std::vector<std::vector<Column>>& columns,
                          const std::vector<LegStep>& steps, double power_kw) {
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const double used = std::clamp(power_kw, 0.0, steps[k].width_kw);
      hold(columns[k][slot], {used, used}, held);
      power_kw -= used;
    }
  };
  const BatteryElement& element = elements_->batteries[battery];
  spread(batteries_[battery].charge, element.charge_steps, powers.charge_kw);
  spread(batteries_[battery].discharge, element.discharge_steps, powers.discharge_kw);
  const Column direction = batteries_[battery].direction[slot];
  const double forward = powers.charge_kw > powers.discharge_kw ? 1.0 : 0.0;
  if (direction.index >= 0) hold(direction, {forward, forward}, held);
}

bool LinearModel::hold_first(const std::string& device_id, double power_kw, Held& held) {
  const auto found = first_draws_.find(device_id);
  if (found == first_draws_.end()) return false;
  const auto at = [](std::span<const double> bounds, Column column) {
    return bounds[static_cast<std::size_t>(column.index)];
  };
  constexpr double k_some_kw = 0.01;
  std::vector<std::pair<Column, double>> turned;  // columns that draw (give) as wished
  for (const auto& [column, kw] : found->second) {
    if (std::abs(power_kw) > k_some_kw && kw * power_kw > 0.0) {
      turned.emplace_back(column, kw);
    } else if (at(model_.column_lower(), column) <= 0.0) {
      hold(column, {0.0, 0.0}, held);
    } else {
      return false;
    }
  }
  if (std::abs(power_kw) <= k_some_kw) return true;
  if (turned.size() != 1) return false;
  const auto [column, kw] = turned.front();
  const double value = std::clamp(power_kw / kw, at(model_.column_lower(), column),
                                  at(model_.column_upper(), column));
  hold(column, {value, value}, held);
  return true;
}

void LinearModel::turn(std::size_t slot, bool imports, Held& held) {
  const double forward = imports ? 1.0 : 0.0;
  if (grid_direction_[slot].index >= 0) hold(grid_direction_[slot], {forward, forward}, held);
  for (const InverterColumns& inverter : inverters_) {
    if (inverter.direction[slot].index >= 0) open(inverter.direction[slot], held);
  }
}

std::vector<solve::ColumnId> LinearModel::directions() const {
  std::vector<Column> all;
  const auto add = [&](const std::vector<Column>& columns) {
    std::copy_if(columns.begin(), columns.end(), std::back_inserter(all),
                 [](Column column) { return column.index >= 0; });
  };
  add(grid_direction_);
  for (const BatteryColumns& battery : batteries_) add(battery.direction);
  for (const InverterColumns& inverter : inverters_) add(inverter.direction);
  return all;
}

void LinearModel::restore(const Held& held) {
  for (auto each = held.rbegin(); each != held.rend(); ++each)
    model_.set_bounds(each->first, each->second);
}

void LinearModel::hold_integers(std::span<const double> values,
                                const std::vector<char>& is_free_element) {
  const auto is_free = [&](std::size_t column) {
    if (is_free_element.empty()) return false;
    const auto end = std::upper_bound(part_columns_.begin(), part_columns_.end(), column);
    if (end == part_columns_.begin() || end == part_columns_.end()) return false;
    return is_free_element[static_cast<std::size_t>(end - part_columns_.begin()) - 1] != 0;
  };
  const std::vector<std::uint8_t> flags(model_.integer_flags().begin(),
                                        model_.integer_flags().end());
  for (std::size_t j = 0; j < flags.size(); ++j) {
    if (flags[j] == 0 || is_free(j)) continue;
    const Column column{static_cast<std::int32_t>(j)};
    model_.set_integer(column, false);
    model_.set_bounds(column, {values[j], values[j]});
  }
}

}  // namespace ohmstead::plan
