#include "testing/water_homes.hpp"

#include <algorithm>

#include "ohmstead/base/zone.hpp"

#include "testing/dice.hpp"

namespace ohmstead::plan {

home::Case make_water_home(std::vector<double> import, base::Seconds step) {
  home::Case home;
  home.schema = home::k_case_schema;
  const std::size_t count = import.size();
  home.slots = base::SlotGrid::uniform(
      base::Time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}}, step, count);
  home.prices.import = base::Series<base::EnergyPrice>{std::move(import)};
  home.prices.export_ = base::Series<base::EnergyPrice>{count, base::EnergyPrice{0.05}};
  home.load = base::Series<base::Power>{count, base::Power{0.5}};
  home.pv = base::Series<base::Power>{count, base::Power{0.0}};
  return home;
}

home::WaterHeater make_tank_heater() {
  home::WaterHeater heater;
  heater.id = "boiler";
  heater.power = base::Power{2.0};
  home::WaterTank tank;
  tank.capacity_kwh_per_k = 0.25;
  tank.temperature = base::Celsius{50.0};
  tank.comfort = base::Celsius{45.0};
  tank.comfort_price_per_k_h = 0.3;
  tank.end_value = base::EnergyPrice{0.0};
  heater.tank = tank;
  return heater;
}

home::WaterHeater make_daily_heater() {
  home::WaterHeater heater;
  heater.id = "boiler";
  heater.power = base::Power{2.0};
  heater.daily = base::Energy{1.0};
  return heater;
}

namespace {

home::WaterTank random_tank(Dice& dice, std::size_t slots) {
  home::WaterTank tank;
  tank.capacity_kwh_per_k = dice.between(0.02, 0.4);
  tank.loss_w_per_k = dice.has(0.3) ? 0.0 : dice.between(0.5, 20.0);
  tank.temperature = base::Celsius{dice.between(30.0, 70.0)};
  if (dice.has(0.7)) tank.min = base::Celsius{dice.between(20.0, 50.0)};
  if (dice.has(0.7)) tank.max = base::Celsius{dice.between(55.0, 80.0)};
  tank.comfort = base::Celsius{dice.between(40.0, 55.0)};
  tank.comfort_price_per_k_h = dice.between(0.05, 0.6);
  tank.draw = base::Series<base::Power>{slots};
  for (double& kw : tank.draw.raw()) kw = dice.has(0.3) ? dice.between(0.0, 3.0) : 0.0;
  if (tank.min && dice.has(0.5)) {
    tank.reserve = base::Series<base::Energy>{slots};
    for (double& kwh : tank.reserve.raw()) kwh = dice.has(0.5) ? dice.between(0.0, 1.0) : 0.0;
  }
  if (dice.has(0.5)) tank.end_value = base::EnergyPrice{dice.between(0.0, 0.4)};
  if (dice.has(0.5)) tank.end_span_k = dice.between(0.0, 30.0);
  if (dice.has(0.3)) tank.end_min = base::Celsius{dice.between(30.0, 50.0)};
  return tank;
}

void add_random_rules(Dice& dice, home::WaterHeater& heater) {
  if (dice.has(0.4)) heater.min_on = base::Seconds{900 * (1 + dice.upto(3))};
  if (dice.has(0.4)) heater.min_off = base::Seconds{900 * (1 + dice.upto(3))};
  if (dice.has(0.4)) heater.max_starts_per_day = dice.upto(2);
  if (dice.has(0.3)) heater.max_blocks_per_day = 1 + dice.upto(1);
  if (dice.has(0.3)) heater.starts_today = dice.upto(2);
  if (dice.has(0.3)) heater.days_from = home::DaysFrom::first_slot;
  if (dice.has(0.3)) {
    heater.on_for = base::Seconds{600 * dice.upto(30)};
  } else if (dice.has(0.3)) {
    heater.off_for = base::Seconds{600 * dice.upto(6)};
  }
}

}  // namespace

home::Case make_random_water_home(std::uint64_t seed, const WaterKnobs& knobs) {
  Dice dice{seed * 7919 + 13};
  std::vector<double> import;
  std::vector<base::Seconds> durations;
  const bool is_uniform = dice.has(0.5);
  for (std::size_t t = 0; t < knobs.slots; ++t) {
    import.push_back(dice.has(0.1) ? dice.between(-0.2, 0.0) : dice.between(0.05, 0.5));
    durations.push_back(base::Seconds{is_uniform ? 900 : 300 * (1 + dice.upto(11))});
  }
  home::Case home = make_water_home(import, base::Seconds{900});
  home.timezone = dice.has(0.5) ? "Europe/Stockholm" : "UTC";
  const base::Time start = home.slots.start(0) + base::Seconds{900 * dice.upto(95)};
  home.slots = base::SlotGrid::make(start, durations).value();
  home::WaterHeater heater = knobs.has_tank ? make_tank_heater() : make_daily_heater();
  heater.power = base::Power{dice.between(0.5, 4.0)};
  heater.is_modulating = knobs.is_modulating;
  if (dice.has(0.5)) {
    heater.cop = base::Series<base::Ratio>{knobs.slots};
    for (double& cop : heater.cop.raw()) cop = dice.between(1.0, 4.0);
  }
  if (knobs.has_tank) {
    heater.tank = random_tank(dice, knobs.slots);
  } else {
    heater.daily = base::Energy{dice.between(0.0, 20.0)};
    heater.used_today = base::Energy{dice.has(0.5) ? 0.0 : dice.between(0.0, 10.0)};
    if (dice.has(0.6)) heater.deferral = base::Hours{dice.between(0.0, 24.0)};
    if (heater.deferral > base::Hours{0.0} && dice.has(0.5))
      heater.owed = base::Energy{dice.between(0.0, 3.0)};
    if (dice.has(0.6)) heater.missed_price = base::EnergyPrice{dice.between(0.05, 1.0)};
  }
  if (!knobs.is_modulating || dice.has(0.3)) add_random_rules(dice, heater);
  home.water_heaters.push_back(heater);
  return home;
}

namespace {

// A run or pause with the instants at which it begins and ends; of the one from before the horizon
// as far as it is told.
struct Stretch {
  bool is_on = false;
  base::Time begin, end;
  bool is_open = false;  // reaches the end of the horizon
  bool is_known = true;  // false: nobody told how long it had lasted
};

std::vector<Stretch> stretches(const home::Case& home, const home::WaterHeater& heater,
                               const std::vector<int>& states) {
  const base::SlotGrid& slots = home.slots;
  std::vector<Stretch> all;
  const base::Time start = slots.start(0);
  Stretch first{heater.on_for.has_value(), start, start, false, true};
  if (heater.on_for) {
    first.begin = start - *heater.on_for;
  } else if (heater.off_for) {
    first.begin = start - *heater.off_for;
  } else {
    first.is_known = false;
  }
  all.push_back(first);
  for (std::size_t t = 0; t < states.size(); ++t) {
    if (all.back().is_on != (states[t] == 1))
      all.push_back({states[t] == 1, slots.start(t), slots.start(t), false, true});
    all.back().end = slots.end(t);
  }
  all.back().is_open = true;
  return all;
}

}  // namespace

bool keeps_rules(const home::Case& home, const home::WaterHeater& heater,
                 const std::vector<int>& states) {
  for (const Stretch& each : stretches(home, heater, states)) {
    const base::Seconds least = each.is_on ? heater.min_on : heater.min_off;
    if (!each.is_open && each.is_known && each.end - each.begin < least) return false;
  }
  const base::Zone zone = base::Zone::load(home.timezone).value();
  const base::Time start = home.slots.start(0);
  const bool is_local = heater.days_from == home::DaysFrom::local_midnight;
  const auto day_of = [&](std::size_t t) -> std::int64_t {
    const base::Time time = home.slots.start(t);
    if (!is_local) return (time - start) / std::chrono::hours{24};
    return std::chrono::sys_days{zone.date(time)}.time_since_epoch().count();
  };
  for (std::size_t first = 0; first < states.size();) {
    std::int64_t used = first == 0 ? heater.starts_today : 0;
    std::int64_t begun = 0;
    const bool was_on = first == 0 ? heater.on_for.has_value() : states[first - 1] == 1;
    std::int64_t carried = was_on && states[first] == 1 ? 1 : 0;
    const base::Time midnight = zone.day_start(zone.date(start));
    if (first == 0 && is_local && midnight < start)
      carried = heater.on_for && start - *heater.on_for < midnight ? 1 : 0;
    std::size_t t = first;
    for (; t < states.size() && day_of(t) == day_of(first); ++t) {
      const bool before = t == 0 ? heater.on_for.has_value() : states[t - 1] == 1;
      if (states[t] == 1 && !before) ++begun;
    }
    first = t;
    if (begun == 0) continue;
    if (heater.max_starts_per_day && used + begun > *heater.max_starts_per_day) return false;
    if (heater.max_blocks_per_day && used + carried + begun > *heater.max_blocks_per_day)
      return false;
  }
  return true;
}

}  // namespace ohmstead::plan
