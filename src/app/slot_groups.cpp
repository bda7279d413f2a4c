#include "slot_groups.hpp"

#include <algorithm>
#include <array>

namespace ohmstead::app {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Hours;
using base::Power;

void add_devices(SlotGroup& group, const home::PlanSlot& slot, Hours time) {
  for (const home::InverterSlot& inverter : slot.inverters) {
    group.pv_used += inverter.pv_used * time;
    group.pv_curtailed += inverter.pv_curtailed * time;
  }
  group.soc = Energy{};
  for (const home::BatterySlot& battery : slot.batteries) {
    group.charge += battery.charge * time;
    group.discharge += battery.discharge * time;
    group.soc += battery.soc;
  }
}

}  // namespace

bool fits(const PlanView& view) {
  const auto& slots = view.plan.slots;
  if (slots.size() != view.home.slots.count() || slots.empty()) return false;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].start != view.home.slots.start(i) ||
        slots[i].duration != view.home.slots.duration(i) ||
        slots[i].batteries.size() != view.home.batteries.size()) {
      return false;
    }
  }
  return true;
}

SlotGroup make_group(const PlanView& view, std::size_t first, std::size_t last) {
  SlotGroup group;
  group.first = first;
  group.last = last;
  group.start = view.home.slots.start(first);
  group.end = view.home.slots.end(last - 1);
  std::array<double, 5> mode_weights{};
  for (std::size_t i = first; i < last; ++i) {
    const home::PlanSlot& slot = view.plan.slots[i];
    const Hours time = view.home.slots.hours(i);
    const EnergyPrice import_price = view.home.prices.import[i];
    const EnergyPrice export_price = view.home.prices.export_[i];
    group.load += slot.load * time;
    group.pv_used += slot.pv_used * time;
    group.pv_curtailed += slot.pv_curtailed * time;
    group.grid_import += slot.grid_import * time;
    group.grid_export += slot.grid_export * time;
    group.cost += slot.grid_import * time * import_price - slot.grid_export * time * export_price;
    group.import_price += import_price * time.value();
    group.export_price += export_price * time.value();
    add_devices(group, slot, time);
    if (!slot.batteries.empty()) {
      const home::BatterySlot& battery = slot.batteries.front();
      constexpr double k_rest_kw = 0.01;  // rest counts little beside energy that moves
      mode_weights[static_cast<std::size_t>(battery.mode)] +=
          time.value() * (battery.charge.value() + battery.discharge.value() + k_rest_kw);
    }
  }
  group.import_price = group.import_price / group.hours().value();
  group.export_price = group.export_price / group.hours().value();
  const auto heaviest = std::max_element(mode_weights.begin(), mode_weights.end());
  if (*heaviest > 0.0) group.mode = static_cast<home::Mode>(heaviest - mode_weights.begin());
  return group;
}

std::vector<SlotGroup> group_by_slot(const PlanView& view) {
  std::vector<SlotGroup> groups;
  groups.reserve(view.plan.slots.size());
  for (std::size_t i = 0; i < view.plan.slots.size(); ++i)
    groups.push_back(make_group(view, i, i + 1));
  return groups;
}

std::vector<SlotGroup> group_by_hour(const PlanView& view, const base::Zone& zone) {
  std::vector<SlotGroup> groups;
  std::size_t first = 0;
  base::WallClock before = zone.wall_clock(view.home.slots.start(0));
  for (std::size_t i = 1; i <= view.plan.slots.size(); ++i) {
    const bool is_end = i == view.plan.slots.size();
    const base::WallClock now = is_end ? before : zone.wall_clock(view.home.slots.start(i));
    // An hour that the clock shows twice in autumn is two hours: the minutes fall back.
    const bool is_same_hour =
        now.date == before.date && now.hour == before.hour &&
        std::pair{now.minute, now.second} > std::pair{before.minute, before.second};
    if (!is_end && is_same_hour) {
      before = now;
      continue;
    }
    groups.push_back(make_group(view, first, i));
    first = i;
    before = now;
  }
  return groups;
}

base::Energy total_capacity(const home::Case& home) {
  Energy capacity;
  for (const home::Battery& battery : home.batteries) capacity += battery.capacity;
  return capacity;
}

base::Zone zone_of(const home::Case& home) {
  return base::Zone::load(home.timezone).value_or(base::Zone::utc());
}

}  // namespace ohmstead::app
