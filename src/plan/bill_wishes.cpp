#include "bill_wishes.hpp"

#include <fmt/format.h>

namespace ohmstead::plan {

void bill_wishes(const BatteryElement& battery, const std::string& id, std::size_t slot,
                 base::Hours time, double charge_kw, double soc_kwh, Account& account) {
  const double missed_kwh = battery.missed_kw(slot, charge_kw, soc_kwh) * time.value();
  account.add_missed(slot, fmt::format("battery.demand[{}]", id), missed_kwh, "kWh",
                     missed_kwh * battery.demand_price_per_kwh(slot));
  for (const BatteryElement::Target& target : battery.targets()) {
    if (target.slot != slot) continue;
    const double missing_kwh = target.soc_kwh - soc_kwh;
    account.add_missed(slot, fmt::format("battery.target[{}]", id), missing_kwh, "kWh",
                       missing_kwh * target.price_per_kwh);
  }
}

}  // namespace ohmstead::plan
