// What of a battery depends on its state or its power, in the linear model: wear by depth, limits
// by state of charge, losses by power. docs/math.md section 3.2.
#include <fmt/format.h>

#include <algorithm>

#include "linear_model.hpp"

namespace ohmstead::plan {

// held = min(soc, edge): held <= soc, held <= edge, and not below the chord, which is all that a
// linear row can say; with `filled` 0 or 1 it is exact. taken >= held before - held.
void LinearModel::add_depth_wear(std::size_t index, const std::vector<char>& whole,
                                 BatteryColumns& columns) {
  const BatteryElement& battery = elements_->batteries[index];
  const std::string& id = home_->batteries[index].id;
  const double low_kwh = battery.low_kwh;
  const double span_kwh = battery.high_kwh - low_kwh;
  columns.depth.assign(battery.depth_edges.size(), {});
  for (std::size_t k = 0; k < battery.depth_edges.size(); ++k) {
    const auto [edge_kwh, price] = battery.depth_edges[k];
    const auto held = model_.name(fmt::format("battery.held_{}[{}]", k + 1, id));
    const auto taken = model_.name(fmt::format("battery.taken_{}[{}]", k + 1, id));
    const auto filled = model_.name(fmt::format("battery.filled_{}[{}]", k + 1, id));
    const auto chord = model_.name(fmt::format("battery.chord_{}[{}]", k + 1, id));
    for (std::size_t t = 0; t < count(); ++t) {
      auto& depth = columns.depth[k].emplace_back();
      depth.held = model_.add_column({tag(held, t), low_kwh, edge_kwh});
      depth.taken = model_.add_column({tag(taken, t), 0.0, edge_kwh - low_kwh, price});
      model_.add_row({tag(held, t), -solve::k_infinity, 0.0},
                     {{depth.held, 1.0}, {columns.soc[t], -1.0}});
      const double before_kwh = t == 0 ? std::min(battery.soc_kwh, edge_kwh) : 0.0;
      const Row taking = model_.add_row({tag(taken, t), before_kwh, solve::k_infinity},
                                        {{depth.taken, 1.0}, {depth.held, 1.0}});
      if (t > 0) model_.add(taking, columns.depth[k][t - 1].held, -1.0);
      if (whole[t] == 0) {
        const double share = (edge_kwh - low_kwh) / span_kwh;
        model_.add_row({tag(chord, t), (1.0 - share) * low_kwh, solve::k_infinity},
                       {{depth.held, 1.0}, {columns.soc[t], -share}});
        continue;
      }
      depth.filled = model_.add_column(
          {.tag = tag(filled, t), .lower = 0.0, .upper = 1.0, .is_integer = true});
      model_.add_row({tag(filled, t), low_kwh, solve::k_infinity},
                     {{depth.held, 1.0}, {depth.filled, low_kwh - edge_kwh}});
      model_.add_row(
          {tag(chord, t), 0.0, solve::k_infinity},
          {{depth.held, 1.0}, {columns.soc[t], -1.0}, {depth.filled, battery.high_kwh - edge_kwh}});
    }
  }
}

// A solution that holds less below an edge than it could cheats only where that makes it cheaper.
void LinearModel::find_depth_cheating(std::span<const double> values, std::size_t index,
                                      Exclusive& found) const {
  constexpr double k_same_money = 1e-7;
  constexpr double k_same_kwh = 1e-6;
  const BatteryElement& battery = elements_->batteries[index];
  const BatteryColumns& columns = batteries_[index];
  const auto at = [&](Column column) { return values[static_cast<std::size_t>(column.index)]; };
  double said = 0.0, real = 0.0, before = battery.soc_kwh;
  for (std::size_t t = 0; t < count() && !columns.depth.empty(); ++t) {
    for (std::size_t k = 0; k < columns.depth.size(); ++k)
      said += battery.depth_edges[k].price_per_kwh * at(columns.depth[k][t].taken);
    real += battery.depth_wear(before, at(columns.soc[t]));
    before = at(columns.soc[t]);
  }
  if (real <= said + k_same_money) return;
  for (std::size_t t = 0; t < count(); ++t) {
    for (std::size_t k = 0; k < columns.depth.size(); ++k) {
      const double could = std::min(at(columns.soc[t]), battery.depth_edges[k].edge_kwh);
      if (at(columns.depth[k][t].held) < could - k_same_kwh) found.depth[index][t] = 1;
    }
  }
}

// power <= at_empty + per_kwh * soc at the end of the slot where the limit falls on the way, else
// at its start; where both flows may run at once nobody knows the way.
void LinearModel::add_line(const home::SocLine& line, solve::NameId name, std::size_t index,
                           bool is_charge) {
  const BatteryElement& battery = elements_->batteries[index];
  const BatteryColumns& columns = batteries_[index];
  const double on_the_way = is_charge ? line.per_kwh : -line.per_kwh;
  const auto add = [&](std::size_t t, bool is_at_end) {
    const bool is_known = !is_at_end && t == 0;
    const double open_kw = line.at_empty_kw + (is_known ? line.per_kwh * battery.soc_kwh : 0.0);
    const Row row = model_.add_row({tag(name, t), -solve::k_infinity, open_kw});
    for (const auto& step : is_charge ? columns.charge : columns.discharge)
      model_.add(row, step[t], 1.0);
    if (!is_known && line.per_kwh != 0.0)
      model_.add(row, columns.soc[is_at_end ? t : t - 1], -line.per_kwh);
  };
  for (std::size_t t = 0; t < count(); ++t) {
    if (on_the_way <= 0.0 || !battery.is_exclusive) add(t, true);
    if (on_the_way > 0.0 || !battery.is_exclusive) add(t, false);
  }
}

void LinearModel::add_lines(std::size_t index) {
  const BatteryElement& battery = elements_->batteries[index];
  const std::string& id = home_->batteries[index].id;
  for (const bool is_charge : {true, false}) {
    const auto& lines = is_charge ? battery.charge_lines : battery.discharge_lines;
    for (std::size_t k = 0; k < lines.size(); ++k) {
      const char* what = is_charge ? "charge" : "discharge";
      add_line(lines[k], model_.name(fmt::format("battery.{}_line_{}[{}]", what, k + 1, id)), index,
               is_charge);
    }
  }
}

// width * full_k <= step_k and step_(k+1) <= width_(k+1) * full_k.
std::vector<std::vector<solve::ColumnId>> LinearModel::add_order(
    const StepNames& names, const std::vector<std::vector<Column>>& steps,
    const std::vector<char>& whole) {
  std::vector<std::vector<Column>> full;
  const auto width = [&](Column column) {
    return model_.column_upper()[static_cast<std::size_t>(column.index)];
  };
  for (std::size_t k = 0; k + 1 < steps.size(); ++k) {
    const auto name =
        model_.name(fmt::format("{}.full_{}_{}[{}]", names.device, names.what, k + 1, names.id));
    const auto after =
        model_.name(fmt::format("{}.after_{}_{}[{}]", names.device, names.what, k + 1, names.id));
    full.emplace_back(count());
    for (std::size_t t = 0; t < count(); ++t) {
      const double next_kw = width(steps[k + 1][t]);
      if (whole[t] == 0 || next_kw <= 0.0) continue;
      full[k][t] =
          model_.add_column({.tag = tag(name, t), .lower = 0.0, .upper = 1.0, .is_integer = true});
      model_.add_row({tag(name, t), 0.0, solve::k_infinity},
                     {{steps[k][t], 1.0}, {full[k][t], -width(steps[k][t])}});
      model_.add_row({tag(after, t), -solve::k_infinity, 0.0},
                     {{steps[k + 1][t], 1.0}, {full[k][t], -next_kw}});
    }
  }
  return full;
}

}  // namespace ohmstead::plan
