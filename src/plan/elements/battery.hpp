// A battery's physics in plain numbers, stated once for both engines.
//
// soc' = soc + charge_efficiency * charge * h - discharge * h /
// discharge_efficiency, with charge and discharge at the terminals. Power is
// made of steps with a rising price of wear. The state of charge has costs at
// its edges: soft bands per hour, reserves and broken bounds per slot. The
// corridor is widened to contain the measured state, so there is always a
// feasible plan. Units: kW, kWh, money per kWh. Thread rule: plain values.
#pragma once

#include <vector>

#include "end_value.hpp"
#include "grid.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

// Cost of being `below` or `above` an edge, per kWh.
struct StateCost {
  double edge_kwh = 0.0;
  double below_per_kwh = 0.0;
  double above_per_kwh = 0.0;
};

class BatteryElement {
 public:
  BatteryElement(const home::Case& home, const home::Battery& battery);

  double soc_kwh = 0.0;
  double low_kwh = 0.0;  // the corridor, widened to the measured state
  double high_kwh = 0.0;
  double charge_efficiency = 1.0;
  double discharge_efficiency = 1.0;
  double charge_kw = 0.0;
  double discharge_kw = 0.0;
  double export_fee_per_kwh = 0.0;
  bool is_exclusive = true;
  bool can_charge_from_grid = true;
  bool can_discharge_to_grid = true;
  double min_charge_kw = 0.0;               // 0: any power
  double full_kwh = 0.0;                    // max_soc: from here on nothing is demanded
  std::vector<PricedStep> charge_steps;     // together charge_kw wide
  std::vector<PricedStep> discharge_steps;  // together discharge_kw wide
  EndValue end_value;

  [[nodiscard]] bool has_demand() const { return !battery_->demand.is_empty(); }
  // What a slot asks to be charged, within the highest power; and each kWh of
  // it not charged costs.
  [[nodiscard]] double demand_kw(std::size_t slot) const;
  [[nodiscard]] double demand_price_per_kwh(std::size_t slot) const;
  // A slot with a demand that ends at this or more may charge with less than
  // min_charge_kw.
  [[nodiscard]] double top_off_kwh(std::size_t slot) const;
  // Whether this charge, with this state at the end of the slot, is one that
  // min_charge_kw allows.
  [[nodiscard]] bool may_charge(std::size_t slot, double power_kw, double soc_at_end_kwh) const;
  // What is demanded and not charged, kW.
  [[nodiscard]] double missed_kw(std::size_t slot, double charged_kw, double soc_at_end_kwh) const;

  // Wanted at the end of `slot`.
  struct Target {
    std::size_t slot = 0;
    double soc_kwh = 0.0;
    double price_per_kwh = 0.0;
  };
  [[nodiscard]] const std::vector<Target>& targets() const { return targets_; }

  // Costs of the state at the end of a slot; empty for most batteries and
  // slots.
  void state_costs(std::size_t slot, std::vector<StateCost>& costs) const;

 private:
  const home::Case* home_;
  const home::Battery* battery_;
  double violation_price_per_kwh_ = 0.0;
  std::vector<Target> targets_;
};

}  // namespace ohmstead::plan
