#include "finish_plan.hpp"

#include <algorithm>

#include "assemble.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/solve/model.hpp"

namespace ohmstead::plan {
namespace {

// What counts as proven: a cent.
constexpr double k_proven_gap = 0.01;

home::Money start_value(const home::Case& home) {
  home::Money sum;
  for (const home::Battery& battery : home.batteries) sum += end_value(home, battery, battery.soc);
  if (has_planned_devices(home)) sum += home::Money{PlannedDevices{home}.start_worth()};
  return sum;
}

}  // namespace

bool bill(const home::Case& home, const Speaker& speaker, home::Plan& plan) {
  auto bill = evaluate(home, plan);
  if (!bill) {
    plan.notes.push_back(
        speaker.say(Message::refused_by_evaluator, {{"why", bill.error().message}}));
    return false;
  }
  plan.money = bill->money;
  plan.violations = std::move(bill->violations);
  plan.objective = bill->money.net_cost + bill->money.weights - start_value(home);
  return true;
}

double objective_of(const home::Case& home, const HomeElements& elements,
                    const EngineAnswer& answer) {
  if (answer.devices.empty()) return solve::k_infinity;
  const auto bill = evaluate(home, assemble_plan(home, elements, answer.devices, answer.tracks));
  if (!bill) return solve::k_infinity;
  return (bill->money.net_cost + bill->money.weights - start_value(home)).value();
}

void set_proof(double bound, home::Plan& plan) {
  plan.bound = home::Money{bound};
  plan.gap = home::Money{std::max(0.0, plan.objective.value() - bound)};
  plan.status =
      plan.gap->value() <= k_proven_gap ? home::PlanStatus::optimal : home::PlanStatus::good;
}

void set_rooms_apart(const home::Case& home, const HomeElements& elements,
                     const std::optional<RoomsApart>& rooms_apart, const std::vector<Track>& tracks,
                     home::Plan& plan) {
  const bool is_open = plan.bound && plan.status != home::PlanStatus::optimal;
  if (!rooms_apart || !is_open || rooms_apart->bound <= plan.bound->value()) return;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    const std::string& id = elements.planned.device(i).id;
    const bool heats = std::any_of(home.heat_sources.begin(), home.heat_sources.end(),
                                   [&](const auto& source) { return source.id == id; });
    if (heats && tracks[i].power_kw != rooms_apart->tracks[i].power_kw) return;
  }
  plan.bound_rooms_apart = home::Money{rooms_apart->bound};
  plan.gap_rooms_apart = home::Money{std::max(0.0, plan.objective.value() - rooms_apart->bound)};
}

void set_values(const EngineAnswer& answer, home::Plan& plan) {
  for (std::size_t t = 0; t < plan.slots.size(); ++t) {
    if (!answer.home_values.empty()) plan.slots[t].value = base::EnergyPrice{answer.home_values[t]};
    for (std::size_t i = 0; i < answer.stored.size(); ++i) {
      if (answer.stored[i].empty()) continue;
      plan.slots[t].batteries[i].stored_value = base::EnergyPrice{answer.stored[i][t].more};
      plan.slots[t].batteries[i].stored_value_below = base::EnergyPrice{answer.stored[i][t].last};
    }
  }
}

}  // namespace ohmstead::plan
