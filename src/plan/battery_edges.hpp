// What the first battery can still do in a slot, and what its energy comes to at the home's AC
// side: there, a kWh from it can be held against a kWh bought, a kWh into it against one sold.
//
// Thread rule: pure functions.
//
//   if (is_empty(home, slot, soc)) ...;
//   EnergyPrice cost = price_from_battery(home, plan.slots[slot], soc);
#pragma once

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

// What texts write; less counts as nothing. They write tenths.
inline constexpr home::Power k_some_power{0.05};

// Whether all that it may give (take) is less than some power through the whole slot.
[[nodiscard]] bool is_empty(const home::Case& home, std::size_t slot, base::Energy soc);
[[nodiscard]] bool is_full(const home::Case& home, std::size_t slot, base::Energy soc);

// The same for any cause: its state of charge, or what that and the temperature allow.
[[nodiscard]] bool can_discharge(const home::Case& home, std::size_t slot, base::Energy soc);
[[nodiscard]] bool can_charge(const home::Case& home, std::size_t slot, base::Energy soc);

// What giving the home a kWh takes from the worth of what is stored, losses and wear counted.
// Precondition of both: the home has a battery, `slot` is of its plan.
[[nodiscard]] home::EnergyPrice price_from_battery(const home::Case& home,
                                                   const home::PlanSlot& slot, base::Energy soc);
// What a kWh of surplus adds to the worth of what is stored, losses counted.
[[nodiscard]] home::EnergyPrice worth_of_storing(const home::Case& home,
                                                 const home::PlanSlot& slot);

}  // namespace ohmstead::plan
