// What is wanted of a battery and not done: demanded charge, what manual blocks ask for, and
// targets, from its flows alone. Units: kW, kWh, money. Thread rule: pure functions.
#pragma once

#include "devices.hpp"
#include "elements/account.hpp"
#include "elements/battery.hpp"

namespace ohmstead::plan {

// Books "battery.demand[id]", "battery.give[id]" and "battery.target[id]" of one slot with these
// powers, which ends with `soc_kwh` stored.
void bill_wishes(const BatteryElement& battery, const std::string& id, std::size_t slot,
                 base::Hours time, BatteryPowers powers, double soc_kwh, Account& account);

}  // namespace ohmstead::plan
