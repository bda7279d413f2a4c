// From the passes to a plan: the actions become orders that follow() carries out on the case
// itself, so that the plan keeps every limit and is billed like any other.
#include <algorithm>

#include "follow.hpp"
#include "habits.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "passes.hpp"
#include "strategies.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;
using home::Mode;
using multipass::Action;
using multipass::State;

class Orders {
 public:
  explicit Orders(const State& state) : state_{state}, home_{*state.home} {}

  BatteryOrder operator()(const SlotView& view) const {
    if (state_.manual[view.slot]) return obey(view, *state_.manual[view.slot]);
    const double surplus_kw = std::max(0.0, view.surplus.value());
    switch (state_.actions[view.slot]) {
      case Action::charge:
        return charge(view, state_.bought_kw[view.slot] + surplus_kw);
      case Action::sell:
        return {Mode::export_, discharge_power(view, state_.given_kw[view.slot])};
      case Action::hold:
        return {surplus_kw > 0.0 ? Mode::self_use : Mode::hold, Power{}};
      case Action::follow:
        break;
    }
    return {};
  }

 private:
  [[nodiscard]] const home::Battery& battery(const SlotView& view) const {
    return home_.batteries[view.battery];
  }
  // This battery's part of a power of all of them.
  [[nodiscard]] Power discharge_power(const SlotView& view, double all_kw) const {
    const double share =
        state_.storage.discharge_kw > 0.0 ? all_kw / state_.storage.discharge_kw : 0.0;
    return home::effective_discharge(battery(view)) * std::min(1.0, share);
  }
  [[nodiscard]] BatteryOrder charge(const SlotView& view, double all_kw) const {
    const double share = state_.storage.charge_kw > 0.0 ? all_kw / state_.storage.charge_kw : 0.0;
    return {Mode::charge, battery(view).charge * std::min(1.0, share)};
  }
  [[nodiscard]] BatteryOrder obey(const SlotView& view, const home::ManualBlock& block) const;

  const State& state_;
  const home::Case& home_;
};

BatteryOrder Orders::obey(const SlotView& view, const home::ManualBlock& block) const {
  const home::MultipassManual& manual = state_.settings.manual;
  const home::Battery& device = battery(view);
  const double hours = home_.slots.hours(view.slot).value();
  const double surplus_kw = std::max(0.0, view.surplus.value());
  if (block.kind == home::ManualKind::charge) {
    const double target_pct = block.target_soc_pct.value_or(manual.charge_target_pct);
    const Energy missing = device.capacity * (target_pct / 100.0) - view.soc;
    const double most_kw =
        missing.value() / (home::nominal(device.charge_efficiency).value() * hours);
    const Power power = std::min(device.charge, Power{std::max(0.0, most_kw)});
    return {power > Power{} ? Mode::charge : Mode::hold, power};
  }
  if (block.kind == home::ManualKind::export_) {
    const double target_pct = block.target_soc_pct.value_or(manual.export_target_pct);
    const Energy spare = view.soc - device.capacity * (target_pct / 100.0);
    const double efficiency = home::effective_discharge_efficiency(device).value();
    const double most_kw = std::max(0.0, spare.value()) * efficiency / hours;
    const Power power = std::min(home::effective_discharge(device), Power{most_kw});
    return {power > Power{} ? Mode::export_ : Mode::hold, power};
  }
  if (block.kind == home::ManualKind::self_use) return {Mode::self_use, Power{}};
  if (surplus_kw > 0.0) return charge(view, surplus_kw);
  return {Mode::hold, Power{}};
}

// Heaters with a need of each day are for pass 2; tanks keep their thermostat.
struct PlannedWater {
  std::vector<multipass::WaterTask> tasks;
  std::vector<std::size_t> devices;  // of the tasks, among all tracks
};

double mean_cop(const home::WaterHeater& heater) {
  double sum = 0.0;
  for (const double cop : heater.cop.raw()) sum += cop;
  return heater.cop.is_empty() || !(sum > 0.0) ? 1.0 : sum / static_cast<double>(heater.cop.size());
}

PlannedWater find_water(const home::Case& home, const PlannedDevices& devices) {
  constexpr std::int64_t k_usual_blocks = 2;
  PlannedWater water;
  for (const home::WaterHeater& heater : home.water_heaters) {
    if (!heater.daily) continue;
    for (std::size_t i = 0; i < devices.device_count(); ++i) {
      if (devices.device(i).id != heater.id) continue;
      const double cop = mean_cop(heater);
      water.devices.push_back(i);
      water.tasks.push_back({heater.id, heater.power.value(), heater.daily->value() / cop,
                             heater.used_today.value() / cop,
                             heater.max_blocks_per_day.value_or(k_usual_blocks),
                             heater.deferral.value()});
    }
  }
  return water;
}

void set_power(const Device& device, const std::vector<double>& power_kw, Track& track) {
  track.power_kw = power_kw;
  for (std::size_t t = 0; t < power_kw.size(); ++t)
    track.state[t] = power_kw[t] > 0.0 && device.states.size() > 1 ? 1 : 0;
}

home::Plan finish(const home::Case& home, const State& state) {
  home::Plan plan = follow(home, Orders{state});
  plan.notes = state.notes;
  plan.strategy = "multipass";
  plan.status = home::PlanStatus::good;
  return plan;
}

// Other devices act by habit.
home::Plan plan_with_water(const home::Case& home, const PlannedDevices& devices,
                           const PlannedWater& water, std::vector<Track> tracks) {
  const std::vector<double> off(home.slots.count(), 0.0);
  for (const std::size_t i : water.devices) set_power(devices.device(i), off, tracks[i]);
  const home::Case dry = with_fixed_devices(home, tracks);
  State state = multipass::make_state(dry);
  const auto rows = multipass::run_passes(state, water.tasks);
  for (std::size_t k = 0; k < rows.size(); ++k)
    set_power(devices.device(water.devices[k]), rows[k], tracks[water.devices[k]]);
  devices.complete(tracks);
  home::Plan plan = finish(with_fixed_devices(home, tracks), state);
  add_fixed_devices(devices, tracks, plan);
  return plan;
}

}  // namespace

home::Plan plan_multipass(const home::Case& home) {
  if (has_planned_devices(home)) {
    const PlannedDevices devices{home};
    const PlannedWater water = find_water(home, devices);
    if (water.tasks.empty()) return plan_with_habits(home, plan_multipass);
    std::vector<Track> tracks = devices.make_tracks();
    devices.act_by_habit(tracks);
    home::Plan plan = plan_with_water(home, devices, water, std::move(tracks));
    // A heater's own rules on switching may forbid the blocks; its habit keeps them.
    if (!evaluate(home, plan)) return plan_with_habits(home, plan_multipass);
    bill_plan(home, plan);
    return plan;
  }
  State state = multipass::make_state(home);
  static_cast<void>(multipass::run_passes(state, {}));
  home::Plan plan = finish(home, state);
  bill_plan(home, plan);
  return plan;
}

}  // namespace ohmstead::plan
