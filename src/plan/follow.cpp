#include "follow.hpp"

#include <algorithm>
#include <limits>

#include "peaks.hpp"
#include "slot_flows.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;
using home::Mode;
using home::ReasonCode;

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr double k_tolerance = 1e-9;

double import_limit_kw(const home::Case& home, std::size_t slot) {
  return home.grid.import_limit ? home.grid.import_limit[slot].value() : k_infinity;
}

// The highest import that costs nothing but energy.
double free_import_kw(const home::Case& home, std::size_t slot) {
  return std::min(import_limit_kw(home, slot), free_of_peaks_kw(home, slot));
}

class Follower {
 public:
  Follower(const home::Case& home, const Policy& policy)
      : home_{home}, policy_{policy}, flows_{home} {
    for (const home::Battery& battery : home.batteries) soc_.push_back(battery.soc);
    orders_.resize(soc_.size());
    is_recovering_.resize(soc_.size());
  }

  home::Plan run() {
    home::Plan plan;
    plan.schema = home::k_plan_schema;
    plan.name = home_.name;
    plan.currency = home_.currency;
    plan.timezone = home_.timezone;
    plan.slots.resize(home_.slots.count());
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot)
      follow_slot(slot, plan.slots[slot]);
    return plan;
  }

 private:
  void follow_slot(std::size_t slot, home::PlanSlot& result);
  void recover(std::size_t slot, std::size_t battery);
  void give(std::size_t slot, std::size_t battery);
  void balance_home(std::size_t slot, std::size_t battery);
  [[nodiscard]] Energy floor(std::size_t slot, std::size_t battery) const;
  [[nodiscard]] ReasonCode reason(std::size_t slot, const home::PlanSlot& result) const;
  [[nodiscard]] ReasonCode idle_reason(std::size_t slot, const home::PlanSlot& result) const;

  const home::Case& home_;
  const Policy& policy_;
  SlotFlows flows_;
  std::vector<Energy> soc_;  // at the start of the slot
  std::vector<BatteryOrder> orders_;
  std::vector<bool> is_recovering_;
};

void Follower::follow_slot(std::size_t slot, home::PlanSlot& result) {
  flows_.start(slot, soc_);
  const Power surplus{-flows_.net_kw()};
  for (std::size_t i = 0; i < soc_.size(); ++i) orders_[i] = policy_({slot, i, soc_[i], surplus});
  for (std::size_t i = 0; i < soc_.size(); ++i) recover(slot, i);
  for (std::size_t i = 0; i < soc_.size(); ++i) give(slot, i);
  for (std::size_t i = 0; i < soc_.size(); ++i) balance_home(slot, i);
  flows_.keep_rules();
  flows_.turn_pv_down();
  flows_.write(result);
  for (std::size_t i = 0; i < soc_.size(); ++i) {
    home::BatterySlot& battery = result.batteries[i];
    battery.mode = orders_[i].mode;
    if (is_recovering_[i]) battery.mode = battery.charge > Power{} ? Mode::charge : Mode::discharge;
  }
  result.reason.code = reason(slot, result);
  for (std::size_t i = 0; i < soc_.size(); ++i) soc_[i] = result.batteries[i].soc;
}

// Not to be discharged below this; a measured state below it is no reason to charge by itself.
Energy Follower::floor(std::size_t slot, std::size_t battery) const {
  const home::Battery& device = home_.batteries[battery];
  return device.reserve.is_empty() ? device.min_soc
                                   : std::max(device.min_soc, device.reserve[slot]);
}

void Follower::recover(std::size_t slot, std::size_t battery) {
  const home::Battery& device = home_.batteries[battery];
  const double hours = home_.slots.hours(slot).value();
  const Energy soc = soc_[battery];
  const Energy max_soc = home::effective_max_soc(device);
  // A reserve with a price is a wish, one without is a bound.
  const Energy wanted =
      device.reserve_price ? device.min_soc : std::min(max_soc, floor(slot, battery));
  if ((wanted - soc).value() > k_tolerance) {
    const double power = charge_leg(device).outside_kw((wanted - soc).value() / hours);
    flows_.add_charge(battery, power, import_limit_kw(home_, slot));
  } else if ((soc - max_soc).value() > k_tolerance) {
    const double power = discharge_leg(device).outside_kw((soc - max_soc).value() / hours);
    flows_.add_discharge(battery, power, max_soc);
  }
  is_recovering_[battery] = flows_.charge_kw(battery) + flows_.discharge_kw(battery) > 0.0;
}

void Follower::give(std::size_t slot, std::size_t battery) {
  const BatteryOrder& order = orders_[battery];
  const double power = order.power.value();
  if (order.mode == Mode::charge && flows_.discharge_kw(battery) == 0.0) {
    flows_.add_charge(battery, power - flows_.charge_kw(battery), free_import_kw(home_, slot));
  }
  const bool is_giving = order.mode == Mode::discharge || order.mode == Mode::export_;
  if (is_giving && flows_.charge_kw(battery) == 0.0) {
    flows_.add_discharge(battery, power - flows_.discharge_kw(battery), floor(slot, battery));
  }
}

void Follower::balance_home(std::size_t slot, std::size_t battery) {
  if (orders_[battery].mode != Mode::self_use) return;
  if (flows_.discharge_kw(battery) == 0.0) flows_.add_charge(battery, k_infinity, 0.0);
  if (flows_.charge_kw(battery) == 0.0) {
    flows_.cover(battery, flows_.deficit_kw(), floor(slot, battery));
  }
}

ReasonCode Follower::reason(std::size_t slot, const home::PlanSlot& result) const {
  if (result.batteries.empty()) return idle_reason(slot, result);
  const home::BatterySlot& battery = result.batteries.front();
  if (is_recovering_.front()) return ReasonCode::recover;
  if (battery.charge.value() > k_tolerance) {
    if (battery.mode != Mode::charge || result.grid_import == Power{})
      return ReasonCode::store_surplus;
    const bool is_paid = home_.prices.import[slot] < base::EnergyPrice{};
    return is_paid ? ReasonCode::charge_negative : ReasonCode::charge_cheap;
  }
  if (battery.discharge.value() > k_tolerance) {
    const bool is_sold = battery.mode != Mode::self_use && result.grid_export > Power{};
    return is_sold ? ReasonCode::export_stored : ReasonCode::cover_load;
  }
  return idle_reason(slot, result);
}

// Why nothing flows in or out of the first battery.
ReasonCode Follower::idle_reason(std::size_t slot, const home::PlanSlot& result) const {
  Power curtailed = result.pv_curtailed;
  for (const home::InverterSlot& inverter : result.inverters) curtailed += inverter.pv_curtailed;
  if (curtailed.value() > k_tolerance) return ReasonCode::curtail;
  const bool is_exporting = result.grid_export.value() > k_tolerance;
  if (result.batteries.empty()) return is_exporting ? ReasonCode::export_surplus : ReasonCode::idle;
  const home::BatterySlot& battery = result.batteries.front();
  const double to_floor = (battery.soc - floor(slot, 0)).value();
  const double to_top = (home::effective_max_soc(home_.batteries.front()) - battery.soc).value();
  if (is_exporting) return to_top <= k_tolerance ? ReasonCode::full : ReasonCode::export_surplus;
  if (result.grid_import.value() <= k_tolerance) return ReasonCode::idle;
  if (to_floor <= k_tolerance) return ReasonCode::empty;
  return battery.mode == Mode::hold ? ReasonCode::keep_for_later : ReasonCode::idle;
}

}  // namespace

home::Plan follow(const home::Case& home, const Policy& policy) {
  return Follower{home, policy}.run();
}

}  // namespace ohmstead::plan
