// Rules by price, for when there is no planner to ask. In this order, slot by slot:
//   1. import price below zero                          charge at full power
//   2. import <= the horizon's 20th percentile, and a   charge at full power
//      kWh bought now, with losses and wear, is still
//      cheaper than the 80th percentile
//   3. import >= 1.15 x the horizon's mean              self-use
//   4. more than half full                              self-use
//   5. PV surplus                                       self-use (stores it)
//   6. load above the import limit                      self-use (helps)
//   7. else                                             hold for dearer slots
// Percentiles and mean count each slot by its length. Recovery from outside the corridor is
// follow()'s.
#include <algorithm>
#include <numeric>
#include <vector>

#include "follow.hpp"
#include "strategies.hpp"

namespace ohmstead::plan {
namespace {

using base::Power;
using home::Mode;

constexpr double k_cheap_share = 0.20;
constexpr double k_dear_share = 0.80;
constexpr double k_dear_factor = 1.15;
constexpr double k_enough_stored = 0.50;

struct PriceLevels {
  double cheap = 0.0;  // per kWh
  double dear = 0.0;
  double mean = 0.0;
};

PriceLevels price_levels(const home::Case& home) {
  const auto import = home.prices.import.raw();
  std::vector<std::size_t> order(import.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return import[a] < import[b]; });
  const double total_h = home.slots.total_hours().value();
  // The lowest price that at least `share` of the time does not exceed.
  const auto percentile = [&](double share) {
    double passed_h = 0.0;
    for (const std::size_t slot : order) {
      passed_h += home.slots.hours(slot).value();
      if (passed_h >= share * total_h) return import[slot];
    }
    return import[order.back()];
  };
  PriceLevels levels{percentile(k_cheap_share), percentile(k_dear_share), 0.0};
  for (const std::size_t slot : order) levels.mean += import[slot] * home.slots.hours(slot).value();
  levels.mean /= total_h;
  return levels;
}

class Rules {
 public:
  explicit Rules(const home::Case& home) : home_{home}, levels_{price_levels(home)} {}

  BatteryOrder operator()(const SlotView& view) const {
    const home::Battery& battery = home_.batteries[view.battery];
    const double import = home_.prices.import[view.slot].value();
    const bool is_cheap = import <= levels_.cheap && pays(battery, import);
    if (import < 0.0 || is_cheap) return {Mode::charge, battery.charge};
    const bool is_dear = import >= k_dear_factor * levels_.mean;
    const bool has_enough = view.soc > battery.capacity * k_enough_stored;
    const bool is_over_limit = home_.grid.import_limit && -view.surplus > *home_.grid.import_limit;
    const bool follows_home = is_dear || has_enough || view.surplus > Power{} || is_over_limit;
    return {follows_home ? Mode::self_use : Mode::hold, Power{}};
  }

 private:
  // Whether a kWh bought now is worth its losses and wear when it is used at the dear level.
  [[nodiscard]] bool pays(const home::Battery& battery, double import) const {
    double efficiency =
        battery.charge_efficiency.value() * home::effective_discharge_efficiency(battery).value();
    for (const home::Inverter& inverter : home_.inverters) {
      if (inverter.id != battery.inverter) continue;
      efficiency *=
          home::effective_charge_efficiency(inverter).value() * inverter.efficiency.value();
    }
    double wear = battery.wear.value();
    if (!battery.charge_wear.empty()) wear += battery.charge_wear.back().price.value();
    if (!battery.discharge_wear.empty()) wear += battery.discharge_wear.front().price.value();
    return import / efficiency + wear < levels_.dear;
  }

  const home::Case& home_;
  PriceLevels levels_;
};

}  // namespace

home::Plan plan_rules(const home::Case& home) {
  home::Plan plan = follow(home, Rules{home});
  plan.strategy = "rules";
  plan.status = home::PlanStatus::good;
  bill_plan(home, plan);
  return plan;
}

}  // namespace ohmstead::plan
