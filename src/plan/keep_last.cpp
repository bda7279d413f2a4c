#include "keep_last.hpp"

#include <algorithm>
#include <array>

#include "assemble.hpp"
#include "follow.hpp"
#include "habits.hpp"
#include "last_tracks.hpp"
#include "modes.hpp"
#include "ohmstead/home/manual_wish.hpp"
#include "strategies.hpp"

namespace ohmstead::plan {
namespace {

using home::Mode;

const home::LastBatteryPlan* find_last(const home::LastPlan& last, const std::string& id) {
  const auto found =
      std::find_if(last.batteries.begin(), last.batteries.end(),
                   [&](const home::LastBatteryPlan& battery) { return battery.id == id; });
  return found == last.batteries.end() ? nullptr : &*found;
}

DevicePowers first_powers(const home::Plan& plan) {
  DevicePowers powers;
  const home::PlanSlot& slot = plan.slots.front();
  powers.pv_used_kw = slot.pv_used.value();
  for (const auto& battery : slot.batteries)
    powers.batteries.push_back({battery.charge.value(), battery.discharge.value()});
  for (const auto& inverter : slot.inverters)
    powers.inverter_pv_used_kw.push_back(inverter.pv_used.value());
  for (const auto& device : slot.devices) powers.drawn_kw += device.power.value();
  return powers;
}

}  // namespace

std::vector<std::optional<BatteryPowers>> changed_batteries(const home::Case& home,
                                                            const HomeElements& elements,
                                                            const home::Plan& plan) {
  std::vector<std::optional<BatteryPowers>> changed(home.batteries.size());
  if (!home.last_plan || home.objective.keep_last_plan <= base::Money{}) return changed;
  const auto slot = home.last_plan->slots.find(home.slots.start(0));
  if (!slot) return changed;
  const DevicePowers now = first_powers(plan);
  for (std::size_t i = 0; i < home.batteries.size(); ++i) {
    const home::LastBatteryPlan* last = find_last(*home.last_plan, home.batteries[i].id);
    if (last == nullptr || last->modes.empty()) continue;
    if (home::find_manual_block(home, home.batteries[i].id, 0) != nullptr) continue;
    const auto mode = find_mode(last->modes[*slot]);
    if (!mode || *mode == plan.slots[0].batteries[i].mode) continue;
    if (*mode == Mode::self_use) {
      const double power = following_power_kw(elements, home, now, 0, i);
      changed[i] = {std::clamp(power, 0.0, elements.batteries[i].charge_kw_in(0)),
                    std::clamp(-power, 0.0, elements.batteries[i].discharge_kw_in(0))};
    } else {
      changed[i] = {last->charge.raw()[*slot], last->discharge.raw()[*slot]};
    }
  }
  return changed;
}

std::optional<KeptAction> keep_last_action(const home::Case& home, const HomeElements& elements,
                                           const home::Plan& plan, ValueFunction& program,
                                           const Regret& regret) {
  if (home.batteries.empty()) return std::nullopt;
  const auto first = changed_batteries(home, elements, plan).front();
  if (!first) return std::nullopt;
  const double change = program.possible_change(0, first->charge_kw - first->discharge_kw);
  const auto cost = regret(change);
  if (!cost) return std::nullopt;
  return KeptAction{change, base::Money{*cost}, *cost <= home.objective.keep_last_plan.value()};
}

home::Plan plan_rest_of_last(const home::Case& home) {
  if (has_planned_devices(home)) {
    const PlannedDevices devices{home};
    const std::vector<Track> tracks = LastTracks{home, devices}.rest();
    home::Plan plan = plan_rest_of_last(with_fixed_devices(home, tracks));
    add_fixed_devices(devices, tracks, plan);
    bill_plan(home, plan);
    return plan;
  }
  const home::LastPlan& last = *home.last_plan;
  return follow(home, [&](const SlotView& view) -> BatteryOrder {
    const auto slot = last.slots.find(home.slots.start(view.slot));
    const home::LastBatteryPlan* battery = find_last(last, home.batteries[view.battery].id);
    if (!slot || battery == nullptr || battery->modes.empty()) return {};
    const Mode mode = find_mode(battery->modes[*slot]).value_or(Mode::self_use);
    return {mode, mode == Mode::charge ? battery->charge[*slot] : battery->discharge[*slot]};
  });
}

std::string kept_note(const Speaker& speaker, const std::string& id, base::Money cost) {
  return speaker.say(Message::kept_last_action, {{"id", id}, {"money", speaker.money(cost)}});
}

std::string changed_note(const Speaker& speaker, const std::string& id, base::Money gain) {
  return speaker.say(Message::changed_last_action, {{"id", id}, {"money", speaker.money(gain)}});
}

}  // namespace ohmstead::plan
