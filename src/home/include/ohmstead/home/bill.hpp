// What a plan, or a stretch of measured past, costs: the evaluator's answer (plan/evaluate.hpp).
// Units and signs as in plan.hpp. Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::home {

// Energies over all slots, each measured at its device: PV and batteries behind an inverter on its
// DC side, everything else on the AC side. `load` contains the standby of batteries.
struct EnergyCount {
  Energy load;
  Energy grid_import;
  Energy grid_export;
  Energy pv_used;
  Energy pv_curtailed;
  Energy battery_charge;
  Energy battery_discharge;
};

struct Bill {
  std::string currency;
  MoneyCount money;
  EnergyCount energy;
  std::vector<Violation> violations;
};

[[nodiscard]] std::string write_bill(const Bill& bill);

}  // namespace ohmstead::home
