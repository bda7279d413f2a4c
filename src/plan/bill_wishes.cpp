#include "bill_wishes.hpp"

#include <fmt/format.h>

namespace ohmstead::plan {

void bill_wishes(const BatteryElement& battery, const std::string& id, std::size_t slot,
                 base::Hours time, BatteryPowers powers, double soc_kwh, Account& account) {
  if (battery.has_wishes()) {
    const double price = battery.wish(slot).price_per_kwh;
    const auto book = [&](const char* what, double missed_kw) {
      const double missed_kwh = missed_kw * time.value();
      account.add_missed(slot, fmt::format(fmt::runtime(what), id), missed_kwh, "kWh",
                         missed_kwh * price);
    };
    book("battery.demand[{}]", battery.missed_charge_kw(slot, powers.charge_kw, soc_kwh));
    book("battery.give[{}]", battery.missed_give_kw(slot, powers.discharge_kw, soc_kwh));
  }
  for (const BatteryElement::Target& target : battery.targets()) {
    if (target.slot != slot) continue;
    const double missing_kwh = target.soc_kwh - soc_kwh;
    account.add_missed(slot, fmt::format("battery.target[{}]", id), missing_kwh, "kWh",
                       missing_kwh * target.price_per_kwh);
  }
}

}  // namespace ohmstead::plan
