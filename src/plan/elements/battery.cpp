#include "battery.hpp"

#include <algorithm>

#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::plan {
namespace {

// Wear of every kWh: what no depth makes cheaper.
BaseWear base_wear(const home::Battery& battery, double high_kwh) {
  if (!battery.wear.has_points()) return {battery.wear.number().value(), 0.0};
  for (const home::DepthStep& step : battery.wear.points()) {
    if (step.below.value() >= high_kwh) return {0.0, step.price.value()};
  }
  return {};
}

std::vector<DepthEdge> make_depth_edges(const home::Battery& battery, double low_kwh,
                                        double high_kwh) {
  std::vector<DepthEdge> edges;
  const auto& steps = battery.wear.points();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double above = i + 1 < steps.size() ? steps[i + 1].price.value() : 0.0;
    const double edge = steps[i].below.value();
    const double more = steps[i].price.value() - above;
    if (edge > low_kwh && edge < high_kwh && more > 0.0) edges.push_back({edge, more});
  }
  return edges;
}

// Solvers keep their rows to a millionth; a full battery is not one with a
// microwatt-hour of room.
constexpr double k_tolerance = 1e-6;

}  // namespace

BatteryElement::BatteryElement(const home::Case& home, const home::Battery& battery)
    : soc_kwh{battery.soc.value()},
      low_kwh{std::min(battery.min_soc, battery.soc).value()},
      high_kwh{std::max(effective_max_soc(battery), battery.soc).value()},
      charge_leg{home::charge_leg(battery)},
      discharge_leg{home::discharge_leg(battery)},
      charge_kw{battery.charge.value()},
      discharge_kw{effective_discharge(battery).value()},
      export_fee_per_kwh{battery.export_fee.value()},
      is_exclusive{battery.is_exclusive},
      can_charge_from_grid{battery.can_charge_from_grid},
      can_discharge_to_grid{battery.can_discharge_to_grid},
      min_charge_kw{battery.min_charge.value()},
      charge_steps{leg_steps(battery.charge_wear, {}, charge_leg, charge_kw)},
      discharge_steps{leg_steps(battery.discharge_wear, base_wear(battery, high_kwh), discharge_leg,
                                discharge_kw)},
      charge_lines{home::charge_lines(battery)},
      discharge_lines{home::discharge_lines(battery)},
      depth_edges{make_depth_edges(battery, low_kwh, high_kwh)},
      end_value{make_end_value(home, battery)},
      home_{&home},
      battery_{&battery},
      full_kwh_{effective_max_soc(battery).value()},
      violation_price_per_kwh_{effective_violation_price(home).value()} {
  const bool has_limits = !battery.temperature_derating.empty() || !home.manual_blocks.empty();
  for (std::size_t t = 0; has_limits && t < home.slots.count(); ++t)
    limits_.push_back(power_limits(home, battery, t));
  add_wishes();
  for (const home::BatteryTarget& target : battery.targets) {
    if (target.by > home.slots.end(home.slots.count() - 1)) continue;
    std::size_t slot = 0;
    while (slot + 1 < home.slots.count() && home.slots.end(slot + 1) <= target.by) ++slot;
    targets_.push_back({slot, target.soc.value(),
                        target.price ? target.price->value() : violation_price_per_kwh_});
  }
}

bool BatteryElement::has_better_steps() const {
  return gains_rise(charge_steps) || needs_fall(discharge_steps);
}

double BatteryElement::depth_wear(double from_kwh, double to_kwh) const {
  double cost = 0.0;
  for (const DepthEdge& edge : depth_edges) {
    cost += edge.price_per_kwh *
            std::max(0.0, std::min(from_kwh, edge.edge_kwh) - std::min(to_kwh, edge.edge_kwh));
  }
  return cost;
}

double BatteryElement::depth_price(double from_kwh) const {
  double price = 0.0;
  for (const DepthEdge& edge : depth_edges) {
    if (from_kwh <= edge.edge_kwh + k_tolerance) price += edge.price_per_kwh;
  }
  return price;
}

void BatteryElement::add_wishes() {
  if (battery_->demand.is_empty() && home_->manual_blocks.empty()) return;
  bool has_any = false;
  for (std::size_t t = 0; t < home_->slots.count(); ++t) {
    const home::BatteryWish asked = home::battery_wish(*home_, *battery_, t);
    const bool is_manual = home::find_manual_block(*home_, battery_->id, t) != nullptr;
    const double price = battery_->demand_price && !is_manual ? battery_->demand_price[t].value()
                                                              : violation_price_per_kwh_;
    wishes_.push_back({std::min(asked.charge.value(), charge_kw_in(t)), asked.full.value(),
                       std::min(asked.give.value(), discharge_kw_in(t)), asked.empty.value(),
                       price});
    has_any |= wishes_.back().charge_kw > 0.0 || wishes_.back().give_kw > 0.0;
  }
  if (!has_any) wishes_.clear();
}

double BatteryElement::top_off_kwh(std::size_t slot) const {
  return full_kwh_ - min_charge_kw * home_->slots.hours(slot).value();
}

bool BatteryElement::may_charge(std::size_t slot, double power_kw, double soc_at_end_kwh) const {
  if (power_kw <= k_tolerance || power_kw >= min_charge_kw - k_tolerance) return true;
  return demand_kw(slot) > 0.0 && soc_at_end_kwh >= top_off_kwh(slot) - k_tolerance;
}

double BatteryElement::missed_charge_kw(std::size_t slot, double charged_kw,
                                        double soc_at_end_kwh) const {
  if (wishes_.empty() || soc_at_end_kwh >= wishes_[slot].full_kwh - k_tolerance) return 0.0;
  return std::max(0.0, wishes_[slot].charge_kw - charged_kw);
}

double BatteryElement::missed_give_kw(std::size_t slot, double given_kw,
                                      double soc_at_end_kwh) const {
  if (wishes_.empty() || soc_at_end_kwh <= wishes_[slot].empty_kwh + k_tolerance) return 0.0;
  return std::max(0.0, wishes_[slot].give_kw - given_kw);
}

void BatteryElement::state_costs(std::size_t slot, std::vector<StateCost>& costs) const {
  costs.clear();
  const double min_soc = battery_->min_soc.value();
  const double max_soc = effective_max_soc(*battery_).value();
  if (low_kwh < min_soc) costs.push_back({min_soc, violation_price_per_kwh_, 0.0});
  if (high_kwh > max_soc) costs.push_back({max_soc, 0.0, violation_price_per_kwh_});
  const double hours = home_->slots.hours(slot).value();
  if (battery_->low_band) {
    costs.push_back(
        {battery_->low_band->soc.value(), battery_->low_band->price_per_hour.value() * hours, 0.0});
  }
  if (battery_->high_band) {
    costs.push_back({battery_->high_band->soc.value(), 0.0,
                     battery_->high_band->price_per_hour.value() * hours});
  }
  for (const Target& target : targets_) {
    if (target.slot == slot) costs.push_back({target.soc_kwh, target.price_per_kwh, 0.0});
  }
  if (battery_->reserve.is_empty()) return;
  const double reserve = battery_->reserve.raw()[slot];
  const double price =
      battery_->reserve_price ? battery_->reserve_price->value() : violation_price_per_kwh_;
  if (reserve > low_kwh) costs.push_back({reserve, price, 0.0});
}

}  // namespace ohmstead::plan
