// An inverter with a DC bus: its PV and batteries on one side, the home on the other.
//
// Net DC demand y (kW, positive: the bus needs power from the home) becomes an AC demand by its
// legs (home/inverter.hpp), inside the limits. Units: kW. Thread rule: plain values.
#pragma once

#include "leg_steps.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

class InverterElement {
 public:
  explicit InverterElement(const home::Inverter& inverter)
      : legs{inverter},
        to_ac_steps{leg_steps({}, {}, legs.to_ac, legs.to_ac_limit_kw)},
        from_ac_steps{leg_steps({}, {}, legs.from_ac, legs.from_ac_limit_kw)},
        fee_share{effective_efficiency(inverter).value()},
        inverter_{&inverter} {}

  home::InverterLegs legs;
  std::vector<LegStep> to_ac_steps, from_ac_steps;  // of the AC side; together a limit wide
  double fee_share;  // of a battery's discharge that counts for its export fee

  [[nodiscard]] double pv_kw(std::size_t slot) const {
    return inverter_->pv.is_empty() ? 0.0 : inverter_->pv.raw()[slot];
  }
  // The range of net DC demand that the limits allow.
  [[nodiscard]] double lowest_demand_kw() const { return legs.dc_kw(-legs.to_ac_limit_kw); }
  [[nodiscard]] double highest_demand_kw() const { return legs.dc_kw(legs.from_ac_limit_kw); }
  [[nodiscard]] double ac_demand_kw(double dc_demand_kw) const { return legs.ac_kw(dc_demand_kw); }
  // Whether some step of power loses less than the one before it.
  [[nodiscard]] bool has_better_steps() const {
    return needs_fall(to_ac_steps) || gains_rise(from_ac_steps);
  }
  // DC power that one kW less drawn from the AC side, or one more given to it, takes.
  [[nodiscard]] double marginal_dc(double ac_kw) const {
    return ac_kw > 1e-9 ? step_below(from_ac_steps, ac_kw).inside_per_kw
                        : step_above(to_ac_steps, -ac_kw).inside_per_kw;
  }

 private:
  const home::Inverter* inverter_;
};

}  // namespace ohmstead::plan
