#include "bill_limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::plan {

using base::Power;

Power drawn_under(const home::PowerLimit& limit, const home::PlanSlot& slot) {
  const auto is_listed = [&](const std::string& id) {
    return std::find(limit.devices.begin(), limit.devices.end(), id) != limit.devices.end();
  };
  Power drawn;
  for (const home::DeviceSlot& device : slot.devices) {
    if (device.power > Power{} && is_listed(device.id)) drawn += device.power;
  }
  for (const home::BatterySlot& battery : slot.batteries) {
    if (is_listed(battery.id)) drawn += battery.charge;
  }
  return drawn;
}

void bill_power_limits(const home::Case& home, const home::Plan& plan, Account& account) {
  const home::EnergyPrice otherwise = effective_violation_price(home);
  for (const home::PowerLimit& limit : home.power_limits) {
    const std::string what = fmt::format("limit[{}]", limit.id);
    for (std::size_t t = 0; t < plan.slots.size(); ++t) {
      const Power excess = drawn_under(limit, plan.slots[t]) - limit.limit[t];
      const base::Money cost = excess * home.slots.hours(t) * limit.price.value_or(otherwise);
      account.add_missed(t, what, excess.value(), "kW", cost.value());
    }
  }
}

}  // namespace ohmstead::plan
