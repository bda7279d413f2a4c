// What the devices of a home do in one slot: the decisions, from which all other flows follow.
// Units: kW at the terminals. Thread rule: plain values.
#pragma once

#include <optional>
#include <vector>

namespace ohmstead::plan {

struct BatteryPowers {
  double charge_kw = 0.0;
  double discharge_kw = 0.0;
};

struct DevicePowers {
  double pv_used_kw = 0.0;                  // on the AC bus
  std::vector<BatteryPowers> batteries;     // as in the case
  std::vector<double> inverter_pv_used_kw;  // on each inverter's DC bus
  // Imported and exported again in the same slot, where the case allows it; absent: as it pays.
  std::optional<double> through_kw;
  double drawn_kw = 0.0;  // by all planned devices, less what they give
};

}  // namespace ohmstead::plan
