// What a plan, or a stretch of measured past, costs: the evaluator's answer (plan/evaluate.hpp).
// Units and signs as in plan.hpp. Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::home {

// Energies on the AC side over all slots.
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
