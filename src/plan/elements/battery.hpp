// A battery's physics in plain numbers, stated once for both engines.
//
// soc' = soc + charge_efficiency * charge * h - discharge * h / discharge_efficiency, with charge
// and discharge at the terminals. Power is made of steps with a rising price of wear. The state of
// charge has costs at its edges: soft bands per hour, reserves and broken bounds per slot. The
// corridor is widened to contain the measured state, so there is always a feasible plan. Units: kW,
// kWh, money per kWh. Thread rule: plain values.
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
  std::vector<PricedStep> charge_steps;     // together charge_kw wide
  std::vector<PricedStep> discharge_steps;  // together discharge_kw wide
  EndValue end_value;

  // Costs of the state at the end of a slot; empty for most batteries and slots.
  void state_costs(std::size_t slot, std::vector<StateCost>& costs) const;

 private:
  const home::Case* home_;
  const home::Battery* battery_;
  double violation_price_per_kwh_ = 0.0;
};

}  // namespace ohmstead::plan
