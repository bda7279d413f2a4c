#include "ohmstead/forecast/house_balance.hpp"

#include <algorithm>
#include <cmath>

#include "ohmstead/base/result.hpp"

namespace ohmstead::forecast {
namespace {

constexpr double k_negligible_kw = 0.05;

void add(std::vector<double>& sum, const std::vector<double>& meter, double sign) {
  if (meter.empty()) return;
  base::expect(meter.size() == sum.size(), "meters of one size");
  for (std::size_t slot = 0; slot < sum.size(); ++slot) sum[slot] += sign * meter[slot];
}

}  // namespace

HouseBalance balance_house(const HouseMeters& meters) {
  std::size_t slots = 0;
  for (const auto* each : {&meters.grid_import, &meters.grid_export, &meters.pv,
                           &meters.battery_charge, &meters.battery_discharge})
    slots = std::max(slots, each->size());
  HouseBalance balance;
  balance.house.assign(slots, 0.0);
  add(balance.house, meters.grid_import, 1.0);
  add(balance.house, meters.pv, 1.0);
  add(balance.house, meters.battery_discharge, 1.0);
  add(balance.house, meters.grid_export, -1.0);
  add(balance.house, meters.battery_charge, -1.0);
  balance.base = balance.house;
  for (const std::vector<double>& each : meters.controlled) add(balance.base, each, -1.0);
  for (double& value : balance.base) {
    if (value < -k_negligible_kw) ++balance.negative;
    if (value < 0.0) value = 0.0;  // NaN stays
  }
  for (double& value : balance.house) {
    if (value < 0.0) value = 0.0;
  }
  return balance;
}

}  // namespace ohmstead::forecast
