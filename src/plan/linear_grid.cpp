// The grid side of the linear model: import and export, peaks, limits on several devices.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "linear_model.hpp"
#include "peaks.hpp"

namespace ohmstead::plan {

void LinearModel::add_grid(const Exclusive& exclusive) {
  import_.assign(2, {});
  export_.assign(2, {});
  grid_direction_.assign(count(), {});
  const std::array names{model_.name("grid.import"), model_.name("grid.import_over"),
                         model_.name("grid.export"), model_.name("grid.export_over")};
  for (std::size_t t = 0; t < count(); ++t) {
    const GridSteps steps = elements_->grid.steps(t);
    for (std::size_t k = 0; k < 2; ++k) {
      const PricedStep& in = steps.import[k];
      const PricedStep& out = steps.export_[k];
      const double most_in = std::min(in.width_kw, most_import_kw_);
      const double most_out = std::min(out.width_kw, most_export_kw_);
      import_[k].push_back(
          model_.add_column({tag(names[k], t), 0.0, most_in, hours(t) * in.price_per_kwh}));
      export_[k].push_back(
          model_.add_column({tag(names[2 + k], t), 0.0, most_out, -hours(t) * out.price_per_kwh}));
      model_.add(balance_[t], import_[k][t], 1.0);
      model_.add(balance_[t], export_[k][t], -1.0);
    }
    if (exclusive.grid[t] == 0) continue;
    const std::array in{import_[0][t], import_[1][t]};
    const std::array out{export_[0][t], export_[1][t]};
    grid_direction_[t] =
        add_direction("grid.direction", t, in, import_kw_in(t), out, export_kw_in(t));
  }
}

// Where nothing is exported at the same time: what all together can draw.
double LinearModel::import_kw_in(std::size_t slot) const {
  double most_kw = load_kw(slot) + expected_drawn_kw_;
  if (!home_->is_pv_curtailable) most_kw -= home_->pv.raw()[slot];
  for (std::size_t i = 0; i < elements_->batteries.size(); ++i) {
    const BatteryElement& battery = elements_->batteries[i];
    if (!elements_->bus_of_battery[i] && battery.can_charge_from_grid)
      most_kw += reach_[i].charge_kw[slot];
  }
  for (const InverterElement& inverter : elements_->inverters)
    most_kw += inverter.legs.from_ac_limit_kw;
  for (const Device& device : elements_->planned.all()) most_kw += device.most_drawn_kw;
  return std::max(0.0, most_kw);
}

// Where nothing is imported: what all together can give.
double LinearModel::export_kw_in(std::size_t slot) const {
  double most_kw = home_->pv.raw()[slot] - load_kw(slot);
  for (std::size_t i = 0; i < elements_->batteries.size(); ++i) {
    const BatteryElement& battery = elements_->batteries[i];
    if (!elements_->bus_of_battery[i] && battery.can_discharge_to_grid)
      most_kw += reach_[i].discharge_kw[slot];
  }
  for (const InverterElement& inverter : elements_->inverters)
    most_kw += inverter.legs.to_ac_limit_kw;
  for (const Device& device : elements_->planned.all()) most_kw += device.most_given_kw;
  return std::max(0.0, most_kw);
}

void LinearModel::add_peaks() {
  std::vector<home::PeakCharge> charges = peaks_of(home_->grid);
  if (home_->objective.peak_shaving_weight > home::PowerPrice{})
    charges.push_back(peak_shaving(*home_));
  for (std::size_t k = 0; k < charges.size(); ++k)
    add_peak(charges[k], k == 0 ? "grid.peak" : fmt::format("grid.peak_{}", k + 1));
}

// The mean of the n highest of values x_i >= 0 is the least eta + sum of max(0, x_i - eta) / n over
// eta >= 0. With n = 1 eta alone is enough. What was reached until now is a constant.
void LinearModel::add_peak(const home::PeakCharge& charge, const std::string& name) {
  const Peak peak = make_peak(*home_, charge);
  const bool is_import = peak.direction == home::GridDirection::import;
  const double most_kw = is_import ? most_import_kw_ : most_export_kw_;
  double most_fixed_kw = peak.first_group_kw;
  for (const double value : peak.so_far_kw) most_fixed_kw = std::max(most_fixed_kw, value);
  for (const PeakWindow& window : peak.windows)
    most_fixed_kw = std::max(most_fixed_kw, window.fixed_kw);
  const double most = most_kw + most_fixed_kw;
  const double each = peak.price_per_kw / static_cast<double>(peak.mean_of);
  const double reached = reached_kw(peak);
  // eta is counted from where it costs nothing yet.
  const double base = peak.mean_of == 1 ? reached : 0.0;
  const Column eta =
      model_.add_column({.tag = {model_.name(name), 0}, .upper = most, .cost = peak.price_per_kw});
  model_.add_to_objective(peak.price_per_kw * (base - reached));
  const auto excess = model_.name(name + ".excess");
  std::int32_t place = 0;
  // Rows x - eta - excess <= 0; one excess per value, none when only the highest counts.
  const auto add_excess = [&] {
    return peak.mean_of == 1
               ? Column{}
               : model_.add_column({.tag = {excess, place++}, .upper = most, .cost = each});
  };
  const auto add_row = [&](double value_kw, Column own) {
    const Row row = model_.add_row({{excess, place++}, value_kw - base, solve::k_infinity});
    model_.add(row, eta, 1.0);
    if (own.index >= 0) model_.add(row, own, 1.0);
    return row;
  };
  if (peak.mean_of > 1) {
    for (const double value : peak.so_far_kw) add_row(value, add_excess());
  }
  Column own = add_excess();
  if (peak.mean_of > 1 && peak.first_group_kw > 0.0) add_row(peak.first_group_kw, own);
  std::size_t group = 0;
  for (const PeakWindow& window : peak.windows) {
    if (window.group != group) own = add_excess();
    group = window.group;
    const Row row = add_row(window.fixed_kw - peak.threshold_kw, own);
    for (const auto& [slot, factor] : window.parts) {
      for (const auto& step : is_import ? import_ : export_) model_.add(row, step[slot], -factor);
    }
  }
}

// drawn - over <= limit in each slot, over at its price. Planned devices find the rows by their
// names.
void LinearModel::add_power_limits() {
  const double otherwise = effective_violation_price(*home_).value();
  limit_rows_.assign(home_->power_limits.size(), {});
  for (std::size_t k = 0; k < home_->power_limits.size(); ++k) {
    const home::PowerLimit& limit = home_->power_limits[k];
    const auto name = model_.name(fmt::format("limit[{}]", limit.id));
    const auto over = model_.name(fmt::format("limit.over[{}]", limit.id));
    const double price = limit.price ? limit.price->value() : otherwise;
    for (std::size_t t = 0; t < count(); ++t) {
      const Row row = model_.add_row({tag(name, t), -solve::k_infinity, limit.limit[t].value()});
      limit_rows_[k].push_back(row);
      model_.add(row,
                 model_.add_column({.tag = tag(over, t),
                                    .lower = 0.0,
                                    .upper = most_import_kw_,
                                    .cost = hours(t) * price}),
                 -1.0);
    }
    for (const std::string& id : limit.devices)
      counting_[id].push_back({&limit_rows_[k], 1.0, false});
    for (std::size_t i = 0; i < home_->batteries.size(); ++i) {
      const auto& ids = limit.devices;
      if (std::find(ids.begin(), ids.end(), home_->batteries[i].id) == ids.end()) continue;
      for (const auto& step : batteries_[i].charge) {
        for (std::size_t t = 0; t < count(); ++t) model_.add(limit_rows_[k][t], step[t], 1.0);
      }
    }
  }
}

// The net power of each phase, split as that of the grid: inside the limit and beyond it, both
// ways.
void LinearModel::add_phases() {
  if (!home_->grid.phases) return;
  const PhaseShares shares{*home_};
  const double price = effective_violation_price(*home_).value();
  const double most_kw = most_import_kw_ + most_export_kw_;
  std::array<std::vector<Column>, 4> flows;  // in, in beyond, out, out beyond; [3 * slot + phase]
  for (std::size_t p = 0; p < 3; ++p) {
    const auto row_name = model_.name(fmt::format("grid.phase[L{}]", p + 1));
    phase_rows_[p].clear();
    for (std::size_t t = 0; t < count(); ++t) {
      const double fixed_kw = shares.fixed_kw(t, p);
      const Row row = model_.add_row({tag(row_name, t), -fixed_kw, -fixed_kw});
      phase_rows_[p].push_back(row);
      model_.add(row, pv_[t], -shares.of_pv(p));
    }
  }
  const std::array names{model_.name("grid.phase_in"), model_.name("grid.phase_in_over"),
                         model_.name("grid.phase_out"), model_.name("grid.phase_out_over")};
  for (std::size_t t = 0; t < count(); ++t) {
    for (std::size_t p = 0; p < 3; ++p) {
      for (std::size_t k = 0; k < 4; ++k) {
        const bool is_beyond = k % 2 == 1;
        const double limit_kw = home_->grid.phases->limit[t].value();
        flows[k].push_back(
            model_.add_column({.tag = tag(names[k], t),
                               .upper = is_beyond ? most_kw : std::min(most_kw, limit_kw),
                               .cost = is_beyond ? hours(t) * price : 0.0}));
        model_.add(phase_rows_[p][t], flows[k].back(), k < 2 ? -1.0 : 1.0);
      }
    }
  }
  count_phases(shares);
  if (home_->grid.phases->max_unbalance) add_unbalance(flows);
}

// What batteries and inverters do on each phase; planned devices find the rows by their names.
void LinearModel::count_phases(const PhaseShares& shares) {
  for (std::size_t p = 0; p < 3; ++p) {
    const auto add = [&](const std::vector<Column>& columns, double factor) {
      for (std::size_t t = 0; t < count(); ++t) model_.add(phase_rows_[p][t], columns[t], factor);
    };
    for (std::size_t i = 0; i < home_->batteries.size(); ++i) {
      if (elements_->bus_of_battery[i]) continue;
      const double share = shares.of(home_->batteries[i].id, p);
      for (const auto& step : batteries_[i].charge) add(step, share);
      for (const auto& step : batteries_[i].discharge) add(step, -share);
    }
    for (std::size_t i = 0; i < home_->inverters.size(); ++i) {
      const double share = shares.of(home_->inverters[i].id, p);
      for (const auto& step : inverters_[i].from_ac) add(step, share);
      for (const auto& step : inverters_[i].to_ac) add(step, -share);
    }
    for (const Device& device : elements_->planned.all()) {
      const double share = shares.of(device.id, p);
      if (share > 0.0) counting_[device.id].push_back({&phase_rows_[p], share, true});
    }
  }
}

// unbalance >= difference of each two phases - what is allowed.
void LinearModel::add_unbalance(const std::array<std::vector<Column>, 4>& flows) {
  const double price = effective_violation_price(*home_).value();
  const double most_kw = most_import_kw_ + most_export_kw_;
  const auto name = model_.name("grid.unbalance");
  for (std::size_t t = 0; t < count(); ++t) {
    const Column over =
        model_.add_column({.tag = tag(name, t), .upper = 2.0 * most_kw, .cost = hours(t) * price});
    for (std::size_t one = 0; one < 3; ++one) {
      for (std::size_t other = 0; other < 3; ++other) {
        if (one == other) continue;
        const auto pair = model_.name(fmt::format("grid.unbalance[L{}-L{}]", one + 1, other + 1));
        const Row row = model_.add_row(
            {tag(pair, t), -solve::k_infinity, home_->grid.phases->max_unbalance->value()});
        model_.add(row, over, -1.0);
        for (std::size_t k = 0; k < 4; ++k) {
          const double sign = k < 2 ? 1.0 : -1.0;
          model_.add(row, flows[k][3 * t + one], sign);
          model_.add(row, flows[k][3 * t + other], -sign);
        }
      }
    }
  }
}

}  // namespace ohmstead::plan
