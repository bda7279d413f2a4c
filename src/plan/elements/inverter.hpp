// An inverter with a DC bus: its PV and batteries on one side, the home on the other.
//
// Net DC demand y (kW, positive: the bus needs power from the home) becomes an AC demand of
// y / charge_efficiency, or of y * efficiency when the bus gives power (y < 0), inside the limits.
// Units: kW. Thread rule: plain values.
#pragma once

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

class InverterElement {
 public:
  explicit InverterElement(const home::Inverter& inverter)
      : to_ac_efficiency{inverter.efficiency.value()},
        to_dc_efficiency{effective_charge_efficiency(inverter).value()},
        to_ac_limit_kw{inverter.ac_limit.value()},
        from_ac_limit_kw{effective_charge_limit(inverter).value()},
        inverter_{&inverter} {}

  double to_ac_efficiency;
  double to_dc_efficiency;
  double to_ac_limit_kw;    // on the AC side
  double from_ac_limit_kw;  // on the AC side

  [[nodiscard]] double pv_kw(std::size_t slot) const {
    return inverter_->pv.is_empty() ? 0.0 : inverter_->pv.raw()[slot];
  }
  // The range of net DC demand that the limits allow.
  [[nodiscard]] double lowest_demand_kw() const { return -to_ac_limit_kw / to_ac_efficiency; }
  [[nodiscard]] double highest_demand_kw() const { return from_ac_limit_kw * to_dc_efficiency; }
  [[nodiscard]] double ac_demand_kw(double dc_demand_kw) const {
    return dc_demand_kw > 0.0 ? dc_demand_kw / to_dc_efficiency : dc_demand_kw * to_ac_efficiency;
  }

 private:
  const home::Inverter* inverter_;
};

}  // namespace ohmstead::plan
