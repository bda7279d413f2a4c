#include "ohmstead/home/inverter.hpp"

#include <limits>

namespace ohmstead::home {

base::Power effective_charge_limit(const Inverter& inverter) {
  return inverter.charge_limit.value_or(inverter.ac_limit);
}
const Efficiency& charge_curve(const Inverter& inverter) {
  return inverter.charge_efficiency ? *inverter.charge_efficiency : inverter.efficiency;
}
base::Ratio effective_efficiency(const Inverter& inverter) { return nominal(inverter.efficiency); }
base::Ratio effective_charge_efficiency(const Inverter& inverter) {
  return nominal(charge_curve(inverter));
}

InverterLegs::InverterLegs()
    : to_ac{outward_leg(base::Ratio{1.0})},
      from_ac{inward_leg(base::Ratio{1.0})},
      to_ac_limit_kw{std::numeric_limits<double>::infinity()},
      from_ac_limit_kw{std::numeric_limits<double>::infinity()} {}

InverterLegs::InverterLegs(const Inverter& inverter)
    : to_ac{outward_leg(inverter.efficiency)},
      from_ac{inward_leg(charge_curve(inverter))},
      to_ac_limit_kw{inverter.ac_limit.value()},
      from_ac_limit_kw{effective_charge_limit(inverter).value()} {}

double InverterLegs::ac_kw(double dc_kw) const {
  return dc_kw > 0.0 ? from_ac.outside_kw(dc_kw) : -to_ac.outside_kw(-dc_kw);
}

double InverterLegs::dc_kw(double ac_kw) const {
  return ac_kw > 0.0 ? from_ac.inside_kw(ac_kw) : -to_ac.inside_kw(-ac_kw);
}

bool InverterLegs::has_curves() const {
  return to_ac.pieces().size() + from_ac.pieces().size() > 2;
}

bool InverterLegs::has_losses() const {
  return has_curves() || from_ac.pieces()[0].inside_per_kw < to_ac.pieces()[0].inside_per_kw;
}

}  // namespace ohmstead::home
