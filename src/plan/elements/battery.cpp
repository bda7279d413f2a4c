#include "battery.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

// Wear steps cut or stretched to the power of the device; `base` is the wear of
// every kWh.
std::vector<PricedStep> priced_steps(const std::vector<home::WearStep>& wear, double base_price,
                                     double power_kw) {
  std::vector<PricedStep> steps;
  double left = power_kw;
  for (const home::WearStep& step : wear) {
    if (left <= 0.0) break;
    const double width = std::min(left, step.power.value());
    steps.push_back({width, base_price + step.price.value()});
    left -= width;
  }
  if (steps.empty()) return {{power_kw, base_price}};
  steps.back().width_kw += std::max(0.0, left);
  return steps;
}

// Solvers keep their rows to a millionth; a full battery is not one with a
// microwatt-hour of room.
constexpr double k_tolerance = 1e-6;

}  // namespace

BatteryElement::BatteryElement(const home::Case& home, const home::Battery& battery)
    : soc_kwh{battery.soc.value()},
      low_kwh{std::min(battery.min_soc, battery.soc).value()},
      high_kwh{std::max(effective_max_soc(battery), battery.soc).value()},
      charge_efficiency{battery.charge_efficiency.value()},
      discharge_efficiency{effective_discharge_efficiency(battery).value()},
      charge_kw{battery.charge.value()},
      discharge_kw{effective_discharge(battery).value()},
      export_fee_per_kwh{battery.export_fee.value()},
      is_exclusive{battery.is_exclusive},
      can_charge_from_grid{battery.can_charge_from_grid},
      can_discharge_to_grid{battery.can_discharge_to_grid},
      min_charge_kw{battery.min_charge.value()},
      full_kwh{effective_max_soc(battery).value()},
      charge_steps{priced_steps(battery.charge_wear, 0.0, charge_kw)},
      discharge_steps{priced_steps(battery.discharge_wear, battery.wear.value(), discharge_kw)},
      end_value{make_end_value(home, battery)},
      home_{&home},
      battery_{&battery},
      violation_price_per_kwh_{effective_violation_price(home).value()} {
  for (const home::BatteryTarget& target : battery.targets) {
    if (target.by > home.slots.end(home.slots.count() - 1)) continue;
    std::size_t slot = 0;
    while (slot + 1 < home.slots.count() && home.slots.end(slot + 1) <= target.by) ++slot;
    targets_.push_back({slot, target.soc.value(),
                        target.price ? target.price->value() : violation_price_per_kwh_});
  }
}

double BatteryElement::demand_kw(std::size_t slot) const {
  return has_demand() ? std::min(battery_->demand.raw()[slot], charge_kw) : 0.0;
}

double BatteryElement::demand_price_per_kwh(std::size_t slot) const {
  return battery_->demand_price ? battery_->demand_price[slot].value() : violation_price_per_kwh_;
}

double BatteryElement::top_off_kwh(std::size_t slot) const {
  return full_kwh - min_charge_kw * home_->slots.hours(slot).value();
}

bool BatteryElement::may_charge(std::size_t slot, double power_kw, double soc_at_end_kwh) const {
  if (power_kw <= k_tolerance || power_kw >= min_charge_kw - k_tolerance) return true;
  return demand_kw(slot) > 0.0 && soc_at_end_kwh >= top_off_kwh(slot) - k_tolerance;
}

double BatteryElement::missed_kw(std::size_t slot, double charged_kw, double soc_at_end_kwh) const {
  if (soc_at_end_kwh >= full_kwh - k_tolerance) return 0.0;
  return std::max(0.0, demand_kw(slot) - charged_kw);
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
