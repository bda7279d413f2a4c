#include "battery_reach.hpp"

#include <algorithm>

namespace ohmstead::plan {

BatteryReach reach_of(const home::SlotGrid& slots, const BatteryElement& battery) {
  BatteryReach reach;
  double low = battery.soc_kwh, high = battery.soc_kwh;
  for (std::size_t t = 0; t < slots.count(); ++t) {
    const double hours = slots.hours(t).value();
    double charge_kw = battery.charge_kw_in(t), discharge_kw = battery.discharge_kw_in(t);
    if (battery.is_exclusive || charge_kw <= 0.0 || discharge_kw <= 0.0) {
      const double room_kwh = battery.high_kwh - low, held_kwh = high - battery.low_kwh;
      charge_kw = std::min(charge_kw, battery.charge_leg.outside_kw(room_kwh / hours));
      discharge_kw = std::min(discharge_kw, battery.discharge_leg.outside_kw(held_kwh / hours));
    }
    low = std::max(battery.low_kwh, low - hours * battery.taken_kw(discharge_kw));
    high = std::min(battery.high_kwh, high + hours * battery.stored_kw(charge_kw));
    reach.charge_kw.push_back(charge_kw);
    reach.discharge_kw.push_back(discharge_kw);
    reach.low_kwh.push_back(low);
    reach.high_kwh.push_back(high);
  }
  return reach;
}

}  // namespace ohmstead::plan
