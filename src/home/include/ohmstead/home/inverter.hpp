// An inverter with a DC bus behind it that its own PV and its batteries share, and what becomes of
// power on its way through: stated once for planners, the evaluator and simulated reality.
//
// Units: kW. Limits, efficiency curves and the flows of plans are measured on the AC side. Thread
// rule: plain values.
//
//   InverterLegs legs{inverter};
//   double ac_kw = legs.ac_kw(-2.0);   // negative: what the home gets of 2 kW that the bus gives
#pragma once

#include <optional>
#include <string>

#include "ohmstead/base/series.hpp"
#include "ohmstead/home/efficiency.hpp"

namespace ohmstead::home {

struct Inverter {
  std::string id;
  base::Power ac_limit;                         // DC to AC, measured on the AC side
  std::optional<base::Power> charge_limit;      // AC to DC, on the AC side; absent: ac_limit
  Efficiency efficiency{base::Ratio{1.0}};      // DC to AC
  std::optional<Efficiency> charge_efficiency;  // AC to DC; absent: efficiency
  base::Series<base::Power> pv;  // what its own PV could produce, on the DC side; empty: none
  bool is_hybrid = true;         // false: a battery inverter without PV of its own
};

// Values that follow from others when they are not given.
[[nodiscard]] base::Power effective_charge_limit(const Inverter& inverter);
[[nodiscard]] const Efficiency& charge_curve(const Inverter& inverter);
// Nominal: for estimates, and for the share of an export fee that a battery behind it bears.
[[nodiscard]] base::Ratio effective_efficiency(const Inverter& inverter);
[[nodiscard]] base::Ratio effective_charge_efficiency(const Inverter& inverter);

// The ways through an inverter. Powers with a sign are positive from AC to DC: what the AC side
// gives, and what the bus gets of it.
class InverterLegs {
 public:
  InverterLegs();  // no inverter at all: no losses, no limits
  explicit InverterLegs(const Inverter& inverter);

  Leg to_ac, from_ac;  // outside: the AC side; inside: what the bus gives, what it gets
  double to_ac_limit_kw, from_ac_limit_kw;  // on the AC side

  [[nodiscard]] double ac_kw(double dc_kw) const;
  [[nodiscard]] double dc_kw(double ac_kw) const;
  // Whether losses differ from power to power, and whether there are any. A curve counts as lossy.
  [[nodiscard]] bool has_curves() const;
  [[nodiscard]] bool has_losses() const;
};

}  // namespace ohmstead::home
