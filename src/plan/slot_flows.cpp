#include "slot_flows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;

constexpr double k_infinity = std::numeric_limits<double>::infinity();
// Smaller flows are rounding; leaving them out keeps zeros clean in the plan.
constexpr double k_smallest_kw = 1e-12;

double clean(double power_kw) { return std::abs(power_kw) < k_smallest_kw ? 0.0 : power_kw; }

double available_pv_kw(const home::Inverter& inverter, std::size_t slot) {
  return inverter.pv.is_empty() ? 0.0 : inverter.pv[slot].value();
}

}  // namespace

SlotFlows::SlotFlows(const home::Case& home)
    : home_{home},
      wiring_{make_wiring(home)},
      legs_(home.inverters.begin(), home.inverters.end()),
      inverter_pv_(home.inverters.size()),
      charge_(home.batteries.size()),
      discharge_(home.batteries.size()) {}

void SlotFlows::start(std::size_t slot, const std::vector<Energy>& soc) {
  slot_ = slot;
  soc_ = &soc;
  hours_ = home_.slots.hours(slot).value();
  load_kw_ = (home_.load[slot] + wiring_.standby).value();
  pv_kw_ = home_.pv[slot].value();
  for (std::size_t k = 0; k < inverter_pv_.size(); ++k) {
    inverter_pv_[k] = available_pv_kw(home_.inverters[k], slot);
  }

  std::fill(charge_.begin(), charge_.end(), 0.0);
  std::fill(discharge_.begin(), discharge_.end(), 0.0);
}

double SlotFlows::export_limit_kw() const {
  const auto limit = effective_export_limit(home_.grid, slot_);
  return limit ? limit->value() : k_infinity;
}

double SlotFlows::bus_kw(std::size_t inverter) const {
  double surplus = inverter_pv_[inverter];
  for (std::size_t i = 0; i < charge_.size(); ++i) {
    if (wiring_.inverter_of[i] == inverter) surplus += discharge_[i] - charge_[i];
  }
  return surplus;
}

double SlotFlows::pass_limit_kw(std::size_t inverter) const {
  return legs_[inverter].to_ac.inside_kw(legs_[inverter].to_ac_limit_kw);
}

double SlotFlows::to_ac_kw(std::size_t inverter) const {
  const double passed = std::min(std::max(0.0, bus_kw(inverter)), pass_limit_kw(inverter));
  return legs_[inverter].to_ac.outside_kw(passed);
}

double SlotFlows::to_dc_kw(std::size_t inverter) const {
  return legs_[inverter].from_ac.outside_kw(std::max(0.0, -bus_kw(inverter)));
}

double SlotFlows::draw_kw(std::size_t inverter) const {
  return to_dc_kw(inverter) - to_ac_kw(inverter);
}

double SlotFlows::supply_kw() const {
  double supply = pv_kw_;
  for (std::size_t k = 0; k < inverter_pv_.size(); ++k) supply += to_ac_kw(k);
  for (std::size_t i = 0; i < discharge_.size(); ++i) {
    if (wiring_.inverter_of[i] == Wiring::k_ac_bus) supply += discharge_[i];
  }
  return supply;
}

double SlotFlows::net_kw() const {
  double net = load_kw_ - supply_kw();
  for (std::size_t k = 0; k < inverter_pv_.size(); ++k) net += to_dc_kw(k);
  for (std::size_t i = 0; i < charge_.size(); ++i) {
    if (wiring_.inverter_of[i] == Wiring::k_ac_bus) net += charge_[i];
  }
  return net;
}

double SlotFlows::deficit_kw() const { return std::max(0.0, load_kw_ - supply_kw()); }

// Behind an inverter the first kW come from what it cannot pass on (free), then from what it passes
// (the home gets less), then through it from the home.
double SlotFlows::charge_within_kw(std::size_t battery, double highest_import_kw) const {
  const std::size_t k = wiring_.inverter_of[battery];
  const double room_kw = std::max(0.0, highest_import_kw - net_kw());
  if (k == Wiring::k_ac_bus) return room_kw;
  const home::InverterLegs& legs = legs_[k];
  const double free_kw = std::max(0.0, bus_kw(k) - pass_limit_kw(k));
  const double now_kw = draw_kw(k);
  const double then_kw = std::max(now_kw, std::min(now_kw + room_kw, legs.from_ac_limit_kw));
  return free_kw + legs.dc_kw(then_kw) - legs.dc_kw(now_kw);
}

void SlotFlows::add_charge(std::size_t battery, double wish_kw, double highest_import_kw) {
  const home::Battery& device = home_.batteries[battery];
  const Power most = most_charge(home_, device, slot_, (*soc_)[battery], effective_max_soc(device));
  const double limit = most.value() - charge_[battery];
  const double power = std::min({wish_kw, limit, charge_within_kw(battery, highest_import_kw)});
  charge_[battery] += clean(std::max(0.0, power));
}

// Behind an inverter that takes power from the home, the first kW only lessen that.
double SlotFlows::discharge_for_kw(std::size_t battery, double ac_kw) const {
  const std::size_t k = wiring_.inverter_of[battery];
  if (k == Wiring::k_ac_bus) return ac_kw;
  const double now_kw = draw_kw(k);
  return legs_[k].dc_kw(now_kw) - legs_[k].dc_kw(now_kw - ac_kw);
}

void SlotFlows::add_discharge(std::size_t battery, double wish_kw, Energy floor) {
  const home::Battery& device = home_.batteries[battery];
  const std::size_t k = wiring_.inverter_of[battery];
  const Power most = most_discharge(home_, device, slot_, (*soc_)[battery], floor);
  const double limit = most.value() - discharge_[battery];
  const double grid_limit = export_limit_kw();
  double room_kw = discharge_for_kw(battery, std::max(0.0, grid_limit + net_kw()));
  if (k != Wiring::k_ac_bus) room_kw = std::min(room_kw, pass_limit_kw(k) - bus_kw(k));
  discharge_[battery] += clean(std::max(0.0, std::min({wish_kw, limit, room_kw})));
}

void SlotFlows::cover(std::size_t battery, double wish_ac_kw, Energy floor) {
  add_discharge(battery, discharge_for_kw(battery, wish_ac_kw), floor);
}

// Less of what a battery's own rules forbid. Only takes away: charging lessens import, and what
// discharging loses to the rule is what would have been exported.
void SlotFlows::keep_rules() {
  const auto lessen = [&](std::size_t battery, double& power_kw, double wrong_kw) {
    if (power_kw <= 0.0 || wrong_kw <= k_smallest_kw) return;
    const bool is_on_ac = wiring_.inverter_of[battery] == Wiring::k_ac_bus;
    power_kw = is_on_ac ? clean(std::max(0.0, power_kw - wrong_kw)) : 0.0;
  };
  bool is_serving = false;
  for (std::size_t i = 0; i < discharge_.size(); ++i)
    is_serving |= !home_.batteries[i].can_discharge_to_grid && discharge_[i] > 0.0;
  for (std::size_t i = 0; i < charge_.size(); ++i) {
    if (home_.batteries[i].can_charge_from_grid) continue;
    lessen(i, charge_[i], is_serving ? charge_[i] : net_kw());
  }
  for (std::size_t i = 0; i < charge_.size(); ++i) {
    if (charge_[i] < home_.batteries[i].min_charge.value()) charge_[i] = 0.0;
  }
  for (std::size_t i = 0; i < charge_.size(); ++i) {
    if (!home_.batteries[i].can_discharge_to_grid) lessen(i, discharge_[i], -net_kw());
  }
  // A discharge behind an inverter was taken away as a whole: import is back.
  for (std::size_t i = 0; i < charge_.size(); ++i) {
    if (!home_.batteries[i].can_charge_from_grid && net_kw() > k_smallest_kw) charge_[i] = 0.0;
  }
}

void SlotFlows::turn_pv_down() {
  for (std::size_t k = 0; k < inverter_pv_.size(); ++k) {
    const double stuck = std::max(0.0, bus_kw(k) - pass_limit_kw(k));
    inverter_pv_[k] -= std::min(stuck, inverter_pv_[k]);
  }
  if (!home_.is_pv_curtailable) return;
  double allowed = export_limit_kw();
  if (home_.prices.export_[slot_] < base::EnergyPrice{}) allowed = 0.0;
  double too_much = std::max(0.0, -net_kw() - allowed);
  const double off_ac = std::min(too_much, pv_kw_);
  pv_kw_ -= off_ac;
  too_much -= off_ac;
  for (std::size_t k = 0; k < inverter_pv_.size() && too_much > 0.0; ++k) {
    const double given_kw = to_ac_kw(k);
    const double kept_kw = std::max(0.0, given_kw - too_much);
    const home::Leg& leg = legs_[k].to_ac;
    const double off = leg.inside_kw(given_kw) - leg.inside_kw(kept_kw);
    inverter_pv_[k] -= std::min(off, inverter_pv_[k]);
    too_much -= given_kw - to_ac_kw(k);
  }
}

void SlotFlows::write(home::PlanSlot& slot) const {
  slot.start = home_.slots.start(slot_);
  slot.duration = home_.slots.duration(slot_);
  slot.load = Power{load_kw_};
  const double net = clean(net_kw());
  slot.grid_import = Power{std::max(0.0, net)};
  slot.grid_export = Power{std::max(0.0, -net)};
  slot.pv_used = Power{clean(pv_kw_)};
  slot.pv_curtailed = home_.pv[slot_] - slot.pv_used;
  slot.batteries.resize(charge_.size());
  for (std::size_t i = 0; i < charge_.size(); ++i) {
    home::BatterySlot& battery = slot.batteries[i];
    battery.id = home_.batteries[i].id;
    battery.charge = Power{charge_[i]};
    battery.discharge = Power{discharge_[i]};
    battery.soc = next_soc(home_.batteries[i], (*soc_)[i], battery.charge, battery.discharge,
                           base::Hours{hours_});
  }
  slot.inverters.resize(inverter_pv_.size());
  for (std::size_t k = 0; k < inverter_pv_.size(); ++k) {
    home::InverterSlot& inverter = slot.inverters[k];
    inverter.id = home_.inverters[k].id;
    inverter.dc_to_ac = Power{clean(to_ac_kw(k))};
    inverter.ac_to_dc = Power{clean(to_dc_kw(k))};
    inverter.pv_used = Power{clean(inverter_pv_[k])};
    inverter.pv_curtailed = Power{available_pv_kw(home_.inverters[k], slot_)} - inverter.pv_used;
  }
}

}  // namespace ohmstead::plan
