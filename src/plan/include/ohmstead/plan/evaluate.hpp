// The evaluator: the only place where money is counted.
//
// Takes a case and any plan for it (ours, a rule's, a peer's, the measured past), recomputes states
// of charge and grid flows from the devices' powers, and bills them slot by slot. Planners never
// report their own objective as money. Thread rule: pure functions.
//
//   Result<Bill> bill = evaluate(home, plan);
#pragma once

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/bill.hpp"

namespace ohmstead::plan {

// Fails with invalid_input, all problems listed, when the plan has other slots or devices than the
// case or its powers contradict each other (balance, state of charge) by more than 1e-6.
[[nodiscard]] base::Result<home::Bill> evaluate(const home::Case& home, const home::Plan& plan);

// Worth of `soc` stored in `battery` at the end of the horizon of `home`.
[[nodiscard]] base::Money end_value(const home::Case& home, const home::Battery& battery,
                                    base::Energy soc);

}  // namespace ohmstead::plan
