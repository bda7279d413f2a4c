// The inverters in the linear model: ways in steps of power, as those of batteries, and what their
// answers mean. docs/math.md section 3.2.
#include <fmt/format.h>

#include <algorithm>

#include "linear_model.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_flows_kw = 1e-6;  // less than this is no flow

}  // namespace

void LinearModel::add_inverter(std::size_t index, const Exclusive& exclusive) {
  const InverterElement& inverter = elements_->inverters[index];
  const std::string& id = home_->inverters[index].id;
  const auto pv = model_.name(fmt::format("inverter.pv_used[{}]", id));
  const auto bus = model_.name(fmt::format("inverter.balance[{}]", id));
  InverterColumns& columns = inverters_[index];
  for (std::size_t t = 0; t < count(); ++t) {
    columns.bus.push_back(model_.add_row({tag(bus, t), 0.0, 0.0}));
    columns.pv.push_back(model_.add_column({tag(pv, t), 0.0, inverter.pv_kw(t)}));
    model_.add(columns.bus[t], columns.pv[t], 1.0);
  }
  // What the AC side gets, and with the other sign what the bus gets.
  const auto add_way = [&](const char* what, const std::vector<LegStep>& steps, double sign,
                           std::vector<std::vector<Column>>& into) {
    for (std::size_t k = 0; k < steps.size(); ++k) {
      const auto name = model_.name(k == 0 ? fmt::format("inverter.{}[{}]", what, id)
                                           : fmt::format("inverter.{}_{}[{}]", what, k + 1, id));
      into.emplace_back();
      for (std::size_t t = 0; t < count(); ++t) {
        into[k].push_back(model_.add_column({tag(name, t), 0.0, steps[k].width_kw}));
        model_.add(balance_[t], into[k][t], sign);
        model_.add(columns.bus[t], into[k][t], -sign * steps[k].inside_per_kw);
      }
    }
    return add_order({"inverter", what, id}, into, exclusive.inverter_order[index]);
  };
  columns.to_ac_full = add_way("to_ac", inverter.to_ac_steps, 1.0, columns.to_ac);
  columns.from_ac_full = add_way("from_ac", inverter.from_ac_steps, -1.0, columns.from_ac);
  columns.direction.assign(count(), {});
  for (std::size_t t = 0; t < count(); ++t) {
    if (exclusive.inverters[index][t] == 0) continue;
    std::vector<Column> to_ac, from_ac;
    for (const auto& step : columns.to_ac) to_ac.push_back(step[t]);
    for (const auto& step : columns.from_ac) from_ac.push_back(step[t]);
    columns.direction[t] =
        add_direction(fmt::format("inverter.direction[{}]", id), t, to_ac,
                      inverter.legs.to_ac_limit_kw, from_ac, inverter.legs.from_ac_limit_kw);
  }
}

double LinearModel::lost_kw(std::span<const double> values, std::size_t index,
                            std::size_t slot) const {
  const home::InverterLegs& legs = elements_->inverters[index].legs;
  if (!legs.has_curves()) return 0.0;
  const auto more_inside = [&](const std::vector<std::vector<Column>>& columns,
                               const std::vector<LegStep>& steps, const home::Leg& leg) {
    double outside = 0.0, inside = 0.0;
    for (std::size_t k = 0; k < steps.size(); ++k) {
      const double kw = values[static_cast<std::size_t>(columns[k][slot].index)];
      outside += kw;
      inside += kw * steps[k].inside_per_kw;
    }
    return inside - leg.inside_kw(std::max(0.0, outside));
  };
  const InverterElement& inverter = elements_->inverters[index];
  const InverterColumns& columns = inverters_[index];
  return more_inside(columns.to_ac, inverter.to_ac_steps, legs.to_ac) -
         more_inside(columns.from_ac, inverter.from_ac_steps, legs.from_ac);
}

// What is lost too much may as well be PV that is turned down; less losses than there are is
// cheating, and so are losses beyond that.
void LinearModel::find_inverter_cheating(std::span<const double> values, std::size_t slot,
                                         Exclusive& found) const {
  for (std::size_t i = 0; i < inverters_.size(); ++i) {
    const auto at = [&](Column column) { return values[static_cast<std::size_t>(column.index)]; };
    const auto flows = [&](const std::vector<std::vector<Column>>& steps) {
      double sum = 0.0;
      for (const auto& step : steps) sum += at(step[slot]);
      return sum > k_flows_kw;
    };
    if (flows(inverters_[i].to_ac) && flows(inverters_[i].from_ac)) found.inverters[i][slot] = 1;
    const double lost = lost_kw(values, i, slot);
    if (lost < -k_flows_kw || lost > at(inverters_[i].pv[slot]) + k_flows_kw)
      found.inverter_order[i][slot] = 1;
  }
}

}  // namespace ohmstead::plan
