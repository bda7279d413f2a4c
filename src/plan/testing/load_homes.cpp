#include "testing/load_homes.hpp"

#include <algorithm>
#include <cmath>

#include "testing/dice.hpp"
#include "testing/water_homes.hpp"

namespace ohmstead::plan {
namespace {

void add_window(Dice& dice, const home::Case& home, home::Appliance& load) {
  const auto last = static_cast<int>(home.slots.count()) - 1;
  const auto any_slot = [&] { return static_cast<std::size_t>(dice.upto(last)); };
  if (dice.has(0.3))
    load.earliest = home.slots.start(any_slot()) + base::Seconds{60 * (dice.upto(20) - 10)};
  if (dice.has(0.3))
    load.latest_end = home.slots.end(any_slot()) + base::Seconds{60 * dice.upto(9)};
  if (load.earliest && load.latest_end && *load.latest_end <= *load.earliest)
    load.latest_end.reset();
}

void add_rest_of_home(Dice& dice, home::Case& home) {
  for (double& kw : home.pv.raw()) kw = dice.has(0.5) ? dice.between(0.0, 5.0) : 0.0;
  home::Battery battery;
  battery.id = "battery";
  battery.capacity = base::Energy{5.0};
  battery.soc = base::Energy{dice.between(0.0, 5.0)};
  battery.charge = base::Power{2.5};
  battery.charge_efficiency = base::Ratio{0.95};
  home.batteries.push_back(battery);
  if (dice.has(0.3))
    home.grid.import_limit = base::PerSlot<base::Power>{
        base::Series<base::Power>{1, base::Power{dice.between(1.0, 6.0)}}};
}

}  // namespace

home::Appliance make_load() {
  home::Appliance load;
  load.id = "pool";
  load.power = base::Power{2.0};
  return load;
}

home::Case make_random_load_home(std::uint64_t seed, const LoadKnobs& knobs) {
  Dice dice{seed * 6271 + 5};
  std::vector<double> import;
  std::vector<base::Seconds> durations;
  const bool is_uniform = dice.has(0.5);
  for (std::size_t t = 0; t < knobs.slots; ++t) {
    import.push_back(dice.has(0.1) ? dice.between(-0.2, 0.0) : dice.between(0.05, 0.5));
    durations.push_back(base::Seconds{is_uniform ? 900 : 300 * (1 + dice.upto(11))});
  }
  home::Case home = make_water_home(import, base::Seconds{900});
  home.slots = base::SlotGrid::make(home.slots.start(0), durations).value();
  home::Appliance load = make_load();
  load.power = base::Power{dice.between(0.5, 4.0)};
  if (knobs.is_modulating)
    load.min_power = *load.power * (dice.has(0.4) ? 0.0 : dice.between(0.0, 1.0));
  if (dice.has(0.3)) {
    load.run_time = base::Seconds{300 * dice.upto(40)};
  } else {
    load.energy = base::Energy{dice.has(0.1) ? 0.0 : dice.between(0.0, 8.0)};
  }
  add_window(dice, home, load);
  if (dice.has(0.5)) load.missed_price = base::EnergyPrice{dice.between(0.0, 1.0)};
  if (dice.has(0.4)) load.start_cost = base::Money{dice.between(0.0, 0.1)};
  if (dice.has(0.3)) load.max_starts = dice.upto(2);
  if (dice.has(0.4)) load.min_on = base::Seconds{900 * (1 + dice.upto(3))};
  if (dice.has(0.3)) load.on_for = base::Seconds{600 * dice.upto(8)};
  home.appliances.push_back(load);
  if (knobs.is_whole_home) add_rest_of_home(dice, home);
  return home;
}

bool keeps_rules(const home::Case& home, const home::Appliance& load,
                 const std::vector<int>& states) {
  const base::SlotGrid& slots = home.slots;
  const auto is_inside = [&](std::size_t t) {
    return (!load.earliest || slots.start(t) >= *load.earliest) &&
           (!load.latest_end || slots.end(t) <= *load.latest_end);
  };
  double run_s = 0.0, longest_s = 0.0, inside_s = 0.0, bound_s = 0.0, shortest_run_s = 0.0;
  std::int64_t starts = 0;
  for (std::size_t t = 0; t < states.size(); ++t) {
    if (!is_inside(t)) {
      if (states[t] != 0) return false;
      continue;
    }
    const auto length_s = static_cast<double>(slots.duration(t).count());
    inside_s += length_s;
    longest_s = std::max(longest_s, length_s);
    if (states[t] == 1) run_s += length_s;
    // The run that would be the shortest one from here.
    std::size_t end = t;
    while (end < slots.count() && (end == t || slots.start(end) < slots.start(t) + load.min_on))
      ++end;
    if (is_inside(end - 1))
      shortest_run_s = std::max(shortest_run_s,
                                static_cast<double>((slots.end(end - 1) - slots.start(t)).count()));
  }
  bool was_on = load.on_for.has_value() && is_inside(0);
  base::Time begin = was_on ? slots.start(0) - *load.on_for : base::Time{};
  for (std::size_t t = 0; t < states.size(); ++t) {
    const bool is_bound = was_on && slots.start(t) < begin + load.min_on && is_inside(t);
    // One from before the first slot may be cut by the end of its window, another one not.
    const bool is_new = was_on && starts > 0;
    if (was_on && states[t] == 0 && slots.start(t) < begin + load.min_on && (is_new || is_bound))
      return false;
    if (is_bound && !is_new) bound_s += static_cast<double>(slots.duration(t).count());
    if (states[t] == 1 && !was_on) {
      begin = slots.start(t);
      ++starts;
    }
    was_on = states[t] == 1;
  }
  if (load.max_starts && starts > *load.max_starts) return false;
  double need_s = load.run_time ? static_cast<double>(load.run_time->count())
                                : std::round(load.energy->value() / load.power->value() * 3600.0);
  need_s = std::min(need_s, inside_s);
  const double most_s = need_s > 0.0 ? std::max(need_s + longest_s - 1.0, shortest_run_s) : 0.0;
  return run_s <= std::max(most_s, bound_s) + 1e-6;
}

}  // namespace ohmstead::plan
