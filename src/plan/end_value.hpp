// What energy is worth that is still stored when the horizon ends.
//
// A concave function of the state of charge, as steps from 0 kWh up: the first `energy` kWh are
// worth `value` each, the next ones less, together at least the battery's capacity. Evaluator and
// engines share it, so that they agree on the same money. Made once per case and battery (linear in
// the number of slots), then cheap to ask. Thread rule: plain values.
//
//   const EndValue value = make_end_value(home, home.batteries[0]);
//   Money worth = value.at(5.0_kwh);
#pragma once

#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

struct EndValue {
  std::vector<home::EndValueStep> steps;  // at least one; values never rise

  // Below 0 kWh the first step's value goes on, above the last step the last one's.
  [[nodiscard]] base::Money at(base::Energy soc) const;
};

// The battery's end_value_steps or end_value where given. Else, per kWh stored,
//   0.99 x min((median(import) - wear) x discharge efficiency, cheapest import / charge
//   efficiency),
// at least 0, where what is bought or saved passes the battery's inverter, if it has one,
// with the plain median over the slots (each counts once, however long it lasts). Steps that end
// below the capacity go on at 0, or at the last value when that is negative. Precondition: the case
// has at least one slot.
[[nodiscard]] EndValue make_end_value(const home::Case& home, const home::Battery& battery);

}  // namespace ohmstead::plan
