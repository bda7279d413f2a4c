// The strategies that need no solver: plans to compare with, and to fall back on.
//
// Each makes a complete plan, billed by the evaluator, with its strategy's name, status `good` and
// no bound. They never fail on a valid case. Thread rule: pure functions.
//
//   home::Plan baseline = plan_self_use(home);
#pragma once

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

// No planning: PV first to the load, then into batteries, then to the grid; batteries cover the
// load.
[[nodiscard]] home::Plan plan_self_use(const home::Case& home);

// Price thresholds over the horizon, slot by slot; rules.cpp lists them.
[[nodiscard]] home::Plan plan_rules(const home::Case& home);

// Seven passes over the horizon: docs/multipass.md derives them. Obeys the case's manual blocks.
[[nodiscard]] home::Plan plan_multipass(const home::Case& home);

// All batteries idle, whatever their state: a plan for the same case, so standby and states outside
// the corridor still cost. The money of a home that has none is that of without_batteries(home).
[[nodiscard]] home::Plan plan_no_battery(const home::Case& home);

// Fills money, violations and objective (net cost less the worth of what is stored at the start).
// Precondition: `plan` is a plan for `home` (throws std::logic_error with all problems otherwise).
void bill_plan(const home::Case& home, home::Plan& plan);

}  // namespace ohmstead::plan
