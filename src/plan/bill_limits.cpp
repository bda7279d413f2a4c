#include "bill_limits.hpp"

#include "phases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

void bill_phases(const home::Case& home, const home::Plan& plan, Account& account) {
  if (!home.grid.phases) return;
  const home::Phases& phases = *home.grid.phases;
  const PhaseShares shares{home};
  const double price = effective_violation_price(home).value();
  for (std::size_t t = 0; t < plan.slots.size(); ++t) {
    const std::array<double, 3> net = shares.net_kw(plan.slots[t], t);
    const double money_per_kw = home.slots.hours(t).value() * price;
    for (std::size_t p = 0; p < 3; ++p) {
      const double excess = std::abs(net[p]) - phases.limit[t].value();
      account.add_missed(t, fmt::format("grid.phase_limit[L{}]", p + 1), excess, "kW",
                         excess * money_per_kw);
    }
    if (!phases.max_unbalance) continue;
    const auto [low, high] = std::minmax_element(net.begin(), net.end());
    const double excess = *high - *low - phases.max_unbalance->value();
    account.add_missed(t, "grid.unbalance", excess, "kW", excess * money_per_kw);
  }
}

}  // namespace ohmstead::plan
