// What is wanted of a battery and not done: demanded charge and targets, from
// its flows alone. Units: kW, kWh, money. Thread rule: pure functions.
#pragma once

#include "elements/account.hpp"
#include "elements/battery.hpp"

namespace ohmstead::plan {

// Books "battery.demand[id]" and "battery.target[id]" of one slot, in which the
// battery is charged with `charge_kw` and which ends with `soc_kwh` stored.
void bill_wishes(const BatteryElement& battery, const std::string& id, std::size_t slot,
                 base::Hours time, double charge_kw, double soc_kwh, Account& account);

}  // namespace ohmstead::plan
