#include "exclusive.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

bool all_off(const std::vector<char>& slots) {
  return std::all_of(slots.begin(), slots.end(), [](char on) { return on == 0; });
}

bool each_off(const std::vector<std::vector<char>>& devices) {
  return std::all_of(devices.begin(), devices.end(), all_off);
}

}  // namespace

Exclusive Exclusive::none(const home::Case& home) {
  const std::vector<char> slots(home.slots.count(), 0);
  const std::vector batteries(home.batteries.size(), slots);
  const std::vector inverters(home.inverters.size(), slots);
  return {slots, batteries, inverters, batteries, batteries, batteries, batteries, inverters};
}

bool Exclusive::is_empty() const { return !is_forbidden() && each_off(depth); }

bool Exclusive::is_forbidden() const {
  return !(all_off(grid) && each_off(batteries) && each_off(inverters) && each_off(min_charge) &&
           each_off(demand) && each_off(order) && each_off(inverter_order));
}

bool Exclusive::has_steps() const {
  return !each_off(depth) || !each_off(order) || !each_off(inverter_order);
}

bool Exclusive::merge(const Exclusive& other) {
  bool has_new = false;
  const auto add = [&has_new](std::vector<char>& into, const std::vector<char>& from) {
    for (std::size_t i = 0; i < into.size(); ++i) {
      if (from[i] != 0 && into[i] == 0) {
        into[i] = 1;
        has_new = true;
      }
    }
  };
  add(grid, other.grid);
  for (std::size_t i = 0; i < batteries.size(); ++i) {
    add(batteries[i], other.batteries[i]);
    add(min_charge[i], other.min_charge[i]);
    add(demand[i], other.demand[i]);
    add(depth[i], other.depth[i]);
    add(order[i], other.order[i]);
  }
  for (std::size_t i = 0; i < inverters.size(); ++i) {
    add(inverters[i], other.inverters[i]);
    add(inverter_order[i], other.inverter_order[i]);
  }
  return has_new;
}

Exclusive slots_that_may_cheat(const home::Case& home, const HomeElements& elements) {
  Exclusive slots = Exclusive::none(home);
  for (std::size_t i = 0; i < slots.batteries.size(); ++i) {
    const BatteryElement& battery = elements.batteries[i];
    if (battery.has_better_steps()) slots.order[i].assign(home.slots.count(), 1);
    if (!battery.depth_edges.empty()) slots.depth[i].assign(home.slots.count(), 1);
  }
  // Where power loses less the more of it flows, both ways at once may pay whatever the prices.
  for (std::size_t i = 0; i < slots.inverters.size(); ++i) {
    if (!elements.inverters[i].has_better_steps()) continue;
    slots.inverter_order[i].assign(home.slots.count(), 1);
    slots.inverters[i].assign(home.slots.count(), 1);
  }
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    if (home.grid.is_exclusive && elements.grid.would_cheat(t)) slots.grid[t] = 1;
    // A wish is met by charging, whatever is discharged at the same time; the other way round too.
    for (std::size_t i = 0; i < slots.batteries.size(); ++i) {
      const BatteryElement& battery = elements.batteries[i];
      const bool is_wished = battery.has_wishes() &&
                             (battery.wish(t).charge_kw > 0.0 || battery.wish(t).give_kw > 0.0);
      const bool can_both = battery.charge_kw_in(t) > 0.0 && battery.discharge_kw_in(t) > 0.0;
      if (battery.is_exclusive && is_wished && can_both) slots.batteries[i][t] = 1;
    }
    const bool pays_to_burn =
        elements.grid.import_price_per_kwh(t) < 0.0 ||
        (elements.grid.export_price_per_kwh(t) < 0.0 && !home.is_pv_curtailable);
    if (!pays_to_burn) continue;
    for (std::size_t i = 0; i < slots.batteries.size(); ++i) {
      if (elements.batteries[i].is_exclusive) slots.batteries[i][t] = 1;
    }
    for (std::size_t i = 0; i < slots.inverters.size(); ++i) {
      if (elements.inverters[i].legs.has_losses()) slots.inverters[i][t] = 1;
    }
  }
  return slots;
}

Exclusive all_slots(const home::Case& home, const HomeElements& elements) {
  Exclusive slots = Exclusive::none(home);
  const auto fill = [](std::vector<char>& each) { std::fill(each.begin(), each.end(), char{1}); };
  if (home.grid.is_exclusive) fill(slots.grid);
  for (std::size_t i = 0; i < slots.batteries.size(); ++i) {
    if (elements.batteries[i].is_exclusive) fill(slots.batteries[i]);
  }
  for (auto& each : slots.inverters) fill(each);
  for (auto& each : slots.min_charge) fill(each);
  for (auto& each : slots.demand) fill(each);
  for (auto& each : slots.depth) fill(each);
  for (auto& each : slots.order) fill(each);
  for (auto& each : slots.inverter_order) fill(each);
  return slots;
}

void widen_rules(Exclusive& slots) {
  const auto widen = [](std::vector<char>& each) {
    if (std::find(each.begin(), each.end(), char{1}) != each.end())
      std::fill(each.begin(), each.end(), char{1});
  };
  for (auto& each : slots.min_charge) widen(each);
  for (auto& each : slots.demand) widen(each);
  for (auto& each : slots.depth) widen(each);
  for (auto& each : slots.order) widen(each);
  for (auto& each : slots.inverter_order) widen(each);
}

}  // namespace ohmstead::plan
