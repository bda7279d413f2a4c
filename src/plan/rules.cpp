// Rules by price, for when there is no planner to ask. In this order, slot by slot:
//   1. import price below zero                          charge at full power
//   2. import <= the horizon's 20th percentile, and a   charge at full power
//      kWh bought now, with losses and wear, is still
//      cheaper than the 80th percentile, and less is
//      stored than the dear slots ahead need
//   3. import >= 1.15 x the horizon's mean              self-use
//   4. more stored than this slot and the dear ones     self-use
//      ahead need
//   5. PV surplus                                       self-use (stores it)
//   6. load above the import limit                      self-use (helps)
//   7. else                                             hold for dearer slots
// What dear slots ahead need counts the surplus in between that refills the battery. Percentiles
// and mean count each slot by its length. Recovery from outside the corridor is follow()'s.
#include <algorithm>
#include <numeric>
#include <vector>

#include "follow.hpp"
#include "habits.hpp"
#include "obey_blocks.hpp"
#include "ohmstead/home/battery_physics.hpp"
#include "strategies.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;
using home::Mode;

constexpr double k_cheap_share = 0.20;
constexpr double k_dear_share = 0.80;
constexpr double k_dear_factor = 1.15;

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

// Energy that must be stored at the end of each slot so that all dear slots after it can be
// covered, as if all batteries were one: kWh per slot.
std::vector<double> needed_ahead(const home::Case& home, double dear_price) {
  double capacity_kwh = 0.0, charge_kw = 0.0;
  for (const home::Battery& battery : home.batteries) {
    capacity_kwh += (home::effective_max_soc(battery) - battery.min_soc).value();
    charge_kw += battery.charge.value();
  }
  std::vector<double> needed_kwh(home.slots.count());
  double need = 0.0;
  for (std::size_t slot = home.slots.count(); slot-- > 0;) {
    needed_kwh[slot] = need;
    double pv_kw = home.pv.raw()[slot];
    for (const home::Inverter& inverter : home.inverters) {
      if (!inverter.pv.is_empty())
        pv_kw += inverter.pv.raw()[slot] * home::effective_efficiency(inverter).value();
    }
    const double hours = home.slots.hours(slot).value();
    const double deficit_kw = home.load.raw()[slot] - pv_kw;
    if (deficit_kw < 0.0) need -= std::min(-deficit_kw, charge_kw) * hours;
    if (deficit_kw > 0.0 && home.prices.import.raw()[slot] >= dear_price)
      need += deficit_kw * hours;
    need = std::clamp(need, 0.0, capacity_kwh);
  }
  return needed_kwh;
}

class Rules {
 public:
  explicit Rules(const home::Case& home)
      : home_{home},
        levels_{price_levels(home)},
        dear_price_{k_dear_factor * levels_.mean},
        needed_kwh_{needed_ahead(home, dear_price_)} {}

  BatteryOrder operator()(const SlotView& view) const {
    const home::Battery& battery = home_.batteries[view.battery];
    const double import = home_.prices.import[view.slot].value();
    const double usable_kwh = (view.soc - battery.min_soc).value() *
                              home::effective_discharge_efficiency(battery).value();
    const double missing_kwh = needed_kwh_[view.slot] * share(battery) - usable_kwh;
    const bool is_cheap = import <= levels_.cheap && pays(battery, import) && missing_kwh > 0.0;
    if (import < 0.0 || is_cheap) return {Mode::charge, battery.charge};
    const bool is_dear = import >= dear_price_;
    const double used_now_kwh =
        std::max(0.0, -view.surplus.value()) * home_.slots.hours(view.slot).value();
    const bool has_enough = missing_kwh + used_now_kwh <= 0.0;
    const bool is_over_limit =
        home_.grid.import_limit && -view.surplus > home_.grid.import_limit[view.slot];
    const bool follows_home = is_dear || has_enough || view.surplus > Power{} || is_over_limit;
    return {follows_home ? Mode::self_use : Mode::hold, Power{}};
  }

 private:
  // Whether a kWh bought now is worth its losses and wear when it is used at the dear level.
  [[nodiscard]] bool pays(const home::Battery& battery, double import) const {
    double efficiency = home::nominal(battery.charge_efficiency).value() *
                        home::effective_discharge_efficiency(battery).value();
    for (const home::Inverter& inverter : home_.inverters) {
      if (inverter.id != battery.inverter) continue;
      efficiency *= home::effective_charge_efficiency(inverter).value() *
                    home::effective_efficiency(inverter).value();
    }
    double wear = home::mean_wear(battery).value();
    if (!battery.charge_wear.empty()) wear += battery.charge_wear.back().price.value();
    if (!battery.discharge_wear.empty()) wear += battery.discharge_wear.front().price.value();
    return import / efficiency + wear < levels_.dear;
  }

  // The part of all storage that is this battery's.
  [[nodiscard]] double share(const home::Battery& battery) const {
    Energy total;
    for (const home::Battery& each : home_.batteries) total += each.capacity;
    return battery.capacity / total;
  }

  const home::Case& home_;
  PriceLevels levels_;
  double dear_price_;
  std::vector<double> needed_kwh_;
};

}  // namespace

home::Plan plan_rules(const home::Case& home) {
  if (has_planned_devices(home)) return plan_with_habits(home, plan_rules);
  home::Plan plan = follow(home, obey_blocks(home, Rules{home}));
  plan.strategy = "rules";
  plan.status = home::PlanStatus::good;
  bill_plan(home, plan);
  return plan;
}

}  // namespace ohmstead::plan
