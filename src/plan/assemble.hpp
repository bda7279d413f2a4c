// From device decisions to a whole plan: states of charge, inverter and grid flows, modes.
//
// Pure physics, no judgement: every engine's answer goes through here, so that all plans satisfy
// the same balances. Units: kW, kWh. Thread rule: pure functions.
#pragma once

#include <vector>

#include "devices.hpp"
#include "elements/home_elements.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

// Slots with all flows; money, values, reasons and status are left to the caller.
// Precondition: one entry per slot and device.
[[nodiscard]] home::Plan assemble_plan(const home::Case& home, const HomeElements& elements,
                                       const std::vector<DevicePowers>& devices,
                                       const std::vector<Track>& tracks = {});

// The battery power (charge positive, kW) that covers what the others leave of the home's need, or
// stores their surplus: what the mode self_use would do with the plan's flows of this slot, had the
// state of charge no end. `own` is the battery's place in the case.
[[nodiscard]] double following_power_kw(const HomeElements& elements, const home::Case& home,
                                        const DevicePowers& devices, std::size_t slot,
                                        std::size_t own);

}  // namespace ohmstead::plan
