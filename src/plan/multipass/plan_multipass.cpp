// From the passes to a plan: the actions become orders that follow() carries out on the case
// itself, so that the plan keeps every limit and is billed like any other.
#include <algorithm>

#include "../follow.hpp"
#include "../habits.hpp"
#include "../strategies.hpp"
#include "passes.hpp"

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
    const double most_kw = missing.value() / (device.charge_efficiency.value() * hours);
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
  if (surplus_kw > 0.0) return charge(view, surplus_kw);
  return {Mode::hold, Power{}};
}

home::Plan plan_batteries(const home::Case& home) {
  State state = multipass::make_state(home);
  static_cast<void>(multipass::run_passes(state, {}));
  home::Plan plan = follow(home, Orders{state});
  plan.notes = std::move(state.notes);
  return plan;
}

}  // namespace

home::Plan plan_multipass(const home::Case& home) {
  if (has_planned_devices(home)) return plan_with_habits(home, plan_multipass);
  home::Plan plan = plan_batteries(home);
  plan.strategy = "multipass";
  plan.status = home::PlanStatus::good;
  bill_plan(home, plan);
  return plan;
}

}  // namespace ohmstead::plan
