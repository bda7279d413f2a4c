#include "ohmstead/simulate/execute.hpp"

#include <algorithm>
#include <limits>

#include "ohmstead/home/battery_physics.hpp"

namespace ohmstead::simulate {
namespace {

using base::Energy;
using base::Power;
using home::Mode;

constexpr double k_infinity = std::numeric_limits<double>::infinity();
// Smaller flows are rounding.
constexpr double k_smallest_kw = 1e-9;

double available_pv_kw(const home::Inverter& inverter, std::size_t slot) {
  return inverter.pv.is_empty() ? 0.0 : inverter.pv[slot].value();
}

bool is_off(Power used, Power curtailed) {
  return used.value() <= k_smallest_kw && curtailed.value() > k_smallest_kw;
}

double clean(double power_kw) { return power_kw > k_smallest_kw ? power_kw : 0.0; }

// Whether the plan says what stored energy is worth; plans of simple rules do not.
bool has_values(const home::BatterySlot& order) {
  return order.stored_value != base::EnergyPrice{} ||
         order.stored_value_below != base::EnergyPrice{};
}

// A tie between storing and selling, or using and buying, counts as the mode's own way.
constexpr base::EnergyPrice k_price_tie{1e-9};

// `sold` and `stored` are what is left of a kWh of surplus on its way to the meter and to the
// battery.
bool is_worth_storing(const home::BatterySlot& order, const home::Battery& device,
                      base::EnergyPrice sells_for, base::Ratio sold, base::Ratio stored) {
  if (!has_values(order)) return true;
  return order.stored_value * home::nominal(device.charge_efficiency) * stored >=
         sells_for * sold - k_price_tie;
}

// `used` is what is left of a kWh from the battery's terminals at the home.
bool is_worth_using(const home::BatterySlot& order, const home::Battery& device, Energy soc,
                    base::EnergyPrice costs, base::Ratio used) {
  if (!has_values(order)) return true;
  const double efficiency = home::effective_discharge_efficiency(device).value();
  return order.stored_value_below / efficiency + home::next_wear(device, soc) <=
         costs * used + k_price_tie;
}

// Whether the measured home decides the power, and not the plan alone.
bool follows_home(const home::PlanSlot& command, const home::BatterySlot& order) {
  switch (order.mode) {
    case Mode::self_use:
    case Mode::discharge:
      return true;
    case Mode::charge:
      return command.grid_import.value() <= k_smallest_kw;
    case Mode::hold:
      return has_values(order);
    case Mode::export_:
      return false;
  }
  return false;
}

}  // namespace

double Execution::Bus::ac_kw() const {
  // What cannot pass is turned down.
  return std::max(legs.ac_kw(battery_kw - pv_kw), -legs.to_ac_limit_kw);
}

double Execution::Bus::demand_for(double ac_kw) const {
  return legs.dc_kw(std::clamp(ac_kw, -legs.to_ac_limit_kw, legs.from_ac_limit_kw));
}

Execution::Execution(const home::Case& measured) : home_{&measured} {
  for (const home::Inverter& inverter : measured.inverters) {
    buses_.push_back({0.0, 0.0, home::InverterLegs{inverter}, home::effective_efficiency(inverter),
                      home::effective_charge_efficiency(inverter)});
  }
  for (const home::Battery& battery : measured.batteries) {
    standby_kw_ += battery.standby.value();
    const auto has_name = [&](const home::Inverter& inverter) {
      return inverter.id == battery.inverter;
    };
    const auto found = std::find_if(measured.inverters.begin(), measured.inverters.end(), has_name);
    if (found == measured.inverters.end()) {
      bus_of_.push_back(buses_.size());
      buses_.emplace_back();
    } else {
      bus_of_.push_back(static_cast<std::size_t>(found - measured.inverters.begin()));
    }
  }
  power_kw_.resize(measured.batteries.size());
}

home::PlanSlot Execution::run(std::size_t slot, const home::PlanSlot& command,
                              std::span<const Energy> soc, Power devices) {
  start(slot, command, soc, devices);
  const std::size_t count = power_kw_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (!follows_home(command, command.batteries[i])) give(i, command.batteries[i]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (follows_home(command, command.batteries[i])) follow(i, command.batteries[i]);
  }
  keep_import_limit();
  keep_export_limit(command);
  turn_pv_down();
  return write(command);
}

void Execution::start(std::size_t slot, const home::PlanSlot& command, std::span<const Energy> soc,
                      Power devices) {
  base::expect(command.batteries.size() == power_kw_.size() && soc.size() == power_kw_.size(),
               "a command needs an order and a state for each battery");
  slot_ = slot;
  soc_.assign(soc.begin(), soc.end());
  std::fill(power_kw_.begin(), power_kw_.end(), 0.0);
  devices_kw_ = devices.value();
  load_kw_ = home_->load[slot].value() + standby_kw_ + devices_kw_;
  pv_kw_ = home_->pv[slot].value();
  for (Bus& bus : buses_) bus.battery_kw = bus.pv_kw = 0.0;
  for (std::size_t k = 0; k < home_->inverters.size(); ++k) {
    buses_[k].pv_kw = available_pv_kw(home_->inverters[k], slot);
  }
  turn_off_pv(command);
}

// Who is paid for taking energy makes none of his own, if the plan says so.
void Execution::turn_off_pv(const home::PlanSlot& command) {
  if (!home_->is_pv_curtailable || home_->prices.import[slot_] >= base::EnergyPrice{}) return;
  if (is_off(command.pv_used, command.pv_curtailed)) pv_kw_ = 0.0;
  for (std::size_t k = 0; k < std::min(home_->inverters.size(), command.inverters.size()); ++k) {
    if (is_off(command.inverters[k].pv_used, command.inverters[k].pv_curtailed))
      buses_[k].pv_kw = 0.0;
  }
}

double Execution::net_kw() const {
  double net = load_kw_ - pv_kw_;
  for (const Bus& bus : buses_) net += bus.ac_kw();
  return net;
}

Execution::Range Execution::range(std::size_t battery) const {
  const home::Battery& device = home_->batteries[battery];
  const Power in =
      home::most_charge(*home_, device, slot_, soc_[battery], effective_max_soc(device));
  const Power out = home::most_discharge(*home_, device, slot_, soc_[battery], device.min_soc);
  const Bus& bus = buses_[bus_of_[battery]];
  const double rest_kw = bus.battery_kw - power_kw_[battery] - bus.pv_kw;  // demand of all others
  Range range;
  range.high_kw = std::min(in.value(), bus.demand_for(k_infinity) - rest_kw);
  range.low_kw = std::max(-out.value(), bus.demand_for(-k_infinity) - rest_kw);
  return {std::min(range.low_kw, 0.0), std::max(range.high_kw, 0.0)};
}

void Execution::set_battery(std::size_t battery, double power_kw) {
  const Range allowed = range(battery);
  const double power = std::clamp(power_kw, allowed.low_kw, allowed.high_kw);
  buses_[bus_of_[battery]].battery_kw += power - power_kw_[battery];
  power_kw_[battery] = power;
}

void Execution::give(std::size_t battery, const home::BatterySlot& order) {
  if (order.mode == Mode::charge) set_battery(battery, order.charge.value());
  if (order.mode == Mode::export_) set_battery(battery, -order.discharge.value());
}

// The power that makes the home neither buy nor sell. A charging battery's demand is none of the
// home's: it is not served from another battery.
void Execution::follow(std::size_t battery, const home::BatterySlot& order) {
  const Bus& bus = buses_[bus_of_[battery]];
  const double rest_kw = bus.battery_kw - power_kw_[battery] - bus.pv_kw;
  const double others_kw = net_kw() - bus.ac_kw();
  double surplus_kw = bus.demand_for(-others_kw) - rest_kw;
  const home::Battery& device = home_->batteries[battery];
  if (surplus_kw > 0.0) {
    if (order.mode == Mode::discharge && !has_values(order)) return;
    // PV of the battery's own bus reaches it without a loss; other surplus passes the inverter.
    const base::Ratio through{1.0};
    const bool is_own_pv = bus.pv_kw > 0.0;
    const base::Ratio sold = is_own_pv ? bus.to_ac : through;
    const base::Ratio stored = is_own_pv ? through : bus.from_ac;
    // What is charged up to the order was worth it when that was given; the values speak of more.
    if (order.mode != Mode::charge &&
        !is_worth_storing(order, device, home_->prices.export_[slot_], sold, stored)) {
      return;
    }
    if (order.mode == Mode::charge) surplus_kw = std::min(surplus_kw, order.charge.value());
    return set_battery(battery, surplus_kw);
  }
  if (order.mode == Mode::charge) return;
  if (order.mode != Mode::discharge &&
      !is_worth_using(order, device, soc_[battery], home_->prices.import[slot_], bus.to_ac)) {
    return;
  }
  double deficit_kw = others_kw;
  for (const Bus& other : buses_) {
    if (&other != &bus) deficit_kw -= std::max(0.0, other.ac_kw());
  }
  const double from_pv_kw = std::max(0.0, -rest_kw);
  double needed_kw = -bus.demand_for(-std::max(0.0, deficit_kw)) - from_pv_kw;
  if (order.mode == Mode::discharge) needed_kw = std::min(needed_kw, order.discharge.value());
  set_battery(battery, -std::max(0.0, needed_kw));
}

void Execution::keep_import_limit() {
  if (!home_->grid.import_limit) return;
  for (std::size_t i = power_kw_.size(); i-- > 0;) {
    const double excess_kw = net_kw() - home_->grid.import_limit[slot_].value();
    if (excess_kw <= 0.0) return;
    if (power_kw_[i] <= 0.0) continue;
    const Bus& bus = buses_[bus_of_[i]];
    const double rest_kw = bus.battery_kw - power_kw_[i] - bus.pv_kw;
    const double allowed_kw = bus.demand_for(bus.ac_kw() - excess_kw) - rest_kw;
    set_battery(i, std::clamp(allowed_kw, 0.0, power_kw_[i]));
  }
}

void Execution::keep_export_limit(const home::PlanSlot& command) {
  const auto limit = effective_export_limit(home_->grid, slot_);
  if (!limit) return;
  for (std::size_t i = power_kw_.size(); i-- > 0;) {
    const double excess_kw = -net_kw() - limit->value();
    if (excess_kw <= 0.0) return;
    if (command.batteries[i].mode != Mode::export_ || power_kw_[i] >= 0.0) continue;
    const Bus& bus = buses_[bus_of_[i]];
    const double rest_kw = bus.battery_kw - power_kw_[i] - bus.pv_kw;
    const double allowed_kw = bus.demand_for(bus.ac_kw() + excess_kw) - rest_kw;
    set_battery(i, std::clamp(allowed_kw, power_kw_[i], 0.0));
  }
}

void Execution::turn_pv_down() {
  for (Bus& bus : buses_) {
    const double stuck_kw = bus.pv_kw - bus.battery_kw + bus.demand_for(-k_infinity);
    if (stuck_kw > 0.0) bus.pv_kw -= std::min(stuck_kw, bus.pv_kw);
  }
  if (!home_->is_pv_curtailable) return;
  const bool is_export_paid_for = home_->prices.export_[slot_] >= base::EnergyPrice{};
  const auto limit = effective_export_limit(home_->grid, slot_);
  const double limit_kw = limit ? limit->value() : k_infinity;
  double excess_kw = -net_kw() - (is_export_paid_for ? limit_kw : 0.0);
  if (excess_kw <= 0.0) return;
  const double off_kw = std::min(excess_kw, pv_kw_);
  pv_kw_ -= off_kw;
  excess_kw -= off_kw;
  for (Bus& bus : buses_) {
    if (excess_kw <= 0.0 || bus.pv_kw <= 0.0) continue;
    const double before_kw = bus.ac_kw();
    const double wanted_kw = std::min(0.0, before_kw + excess_kw);
    bus.pv_kw = std::clamp(bus.battery_kw - bus.demand_for(wanted_kw), 0.0, bus.pv_kw);
    excess_kw -= bus.ac_kw() - before_kw;
  }
}

home::PlanSlot Execution::write(const home::PlanSlot& command) const {
  const base::Hours hours = home_->slots.hours(slot_);
  home::PlanSlot result;
  result.start = home_->slots.start(slot_);
  result.duration = home_->slots.duration(slot_);
  result.load = home_->load[slot_] + Power{standby_kw_};
  const double net = net_kw();
  result.grid_import = Power{clean(net)};
  result.grid_export = Power{clean(-net)};
  result.pv_used = Power{pv_kw_};
  result.pv_curtailed = home_->pv[slot_] - result.pv_used;
  result.batteries.reserve(power_kw_.size());
  for (std::size_t i = 0; i < power_kw_.size(); ++i) {
    const home::Battery& device = home_->batteries[i];
    home::BatterySlot& battery = result.batteries.emplace_back();
    battery.id = device.id;
    battery.charge = Power{std::max(0.0, power_kw_[i])};
    battery.discharge = Power{std::max(0.0, -power_kw_[i])};
    battery.soc = home::next_soc(device, soc_[i], battery.charge, battery.discharge, hours);
    battery.mode = command.batteries[i].mode;
  }
  result.inverters.reserve(home_->inverters.size());
  for (std::size_t k = 0; k < home_->inverters.size(); ++k) {
    const double ac_kw = buses_[k].ac_kw();
    const Power used{buses_[k].pv_kw};
    result.inverters.push_back({home_->inverters[k].id, Power{std::max(0.0, -ac_kw)},
                                Power{std::max(0.0, ac_kw)}, used,
                                Power{available_pv_kw(home_->inverters[k], slot_)} - used});
  }
  return result;
}

home::PlanSlot self_use_order(const home::Case& home) {
  home::PlanSlot order;
  for (const home::Battery& battery : home.batteries) {
    home::BatterySlot& slot = order.batteries.emplace_back();
    slot.id = battery.id;
    slot.mode = Mode::self_use;
  }
  return order;
}

}  // namespace ohmstead::simulate
