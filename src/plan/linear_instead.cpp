#include "linear_instead.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::plan {
namespace {

// Model and plan may differ by this much of money: a tenth of a hundredth.
constexpr double k_same_cost = 1e-3;
// Flows that run both ways are kept apart and the model solved again, so often.
constexpr int k_rounds = 4;
// Ways on with open flows that ran both ways, one after the other, before they are not tried again.
constexpr int k_most_both_ways = 4;

}  // namespace

LinearInstead::LinearInstead(const home::Case& home, const HomeElements& elements,
                             const home::Plan& plan, const EngineLimits& limits)
    : home_{&home},
      elements_{&elements},
      plan_{&plan},
      limits_{limits},
      solver_{solve::make_lp_solver(solve::SolverKind::clp_kept).value()} {
  Exclusive exclusive = slots_that_may_cheat(home, elements);
  // Integers of curves and depths would have to move with the powers.
  if (exclusive.has_steps()) return;
  const std::vector<Track> tracks = elements.planned.read(plan);
  for (int round = 0; round < k_rounds && !is_known_; ++round) {
    linear_.build(home, elements, exclusive, true);
    linear_.steer(0.0);
    linear_.hold_integers(linear_.start_of(plan, tracks));
    basis_ = {};
    // With the first slot as planned even where the plan kept an action that is not the best.
    LinearModel::Held held;
    hold_slot(0, held);
    Exclusive cheating = Exclusive::none(home);
    const auto cost = solve(&cheating);
    linear_.restore(held);
    is_known_ = cost && std::abs(*cost - plan.objective.value()) <= k_same_cost;
    if (cheating.has_steps() || !exclusive.merge(cheating)) break;
  }
  flows_ = linear_.directions();
}

std::optional<double> LinearInstead::solve(Exclusive* cheating) {
  const double left_s = limits_.wall_s - watch_.elapsed_ms() / 1000.0;
  if (left_s <= 0.0 || limits_.stop.stop_requested()) return std::nullopt;
  const solve::Start start{.basis = basis_};
  const solve::Solution solution =
      solver_->solve(linear_.model(), {.wall_s = left_s, .stop = limits_.stop},
                     basis_.is_empty() ? nullptr : &start);
  if (solution.status != solve::SolveStatus::optimal) return std::nullopt;
  basis_ = solution.basis;
  Exclusive found = linear_.find_cheating(solution.values);
  if (!found.is_empty()) {
    if (cheating != nullptr) *cheating = std::move(found);
    return std::nullopt;
  }
  return solution.objective;
}

BatteryPowers LinearInstead::possible(std::size_t slot, double battery_kw) const {
  const BatteryElement& battery = elements_->batteries[0];
  const double soc_kwh =
      slot == 0 ? battery.soc_kwh : plan_->slots[slot - 1].batteries[0].soc.value();
  const base::Energy soc{soc_kwh};
  const home::Battery& device = home_->batteries[0];
  const auto charge = most_charge(*home_, device, slot, soc, base::Energy{battery.high_kwh});
  const auto discharge = most_discharge(*home_, device, slot, soc, base::Energy{battery.low_kwh});
  return {std::clamp(battery_kw, 0.0, charge.value()),
          std::clamp(-battery_kw, 0.0, discharge.value())};
}

void LinearInstead::hold_slot(std::size_t slot, LinearModel::Held& held) {
  for (std::size_t i = 0; i < home_->batteries.size(); ++i) {
    const home::BatterySlot& battery = plan_->slots[slot].batteries[i];
    linear_.hold(i, slot, {battery.charge.value(), battery.discharge.value()}, held);
  }
}

// The cheapest way on may run flows the other way than the plan; where those that are open would
// run both ways at once, they run as in the plan.
std::optional<double> LinearInstead::solve_from(std::size_t slot, const BatteryPowers& powers) {
  if (flows_.empty() || both_ways_ >= k_most_both_ways) return solve();
  LinearModel::Held opened;
  for (const solve::ColumnId column : flows_) linear_.open(column, opened);
  linear_.hold(0, slot, powers, opened);
  if (const auto open = solve()) {
    both_ways_ = 0;
    return open;
  }
  ++both_ways_;
  linear_.restore(opened);
  return solve();
}

std::optional<Alternative> LinearInstead::find(std::size_t slot, double battery_kw) {
  if (!is_known_) return std::nullopt;
  LinearModel::Held for_good;
  for (; held_ < slot; ++held_) hold_slot(held_, for_good);
  const BatteryPowers powers = possible(slot, battery_kw);
  const BatteryElement& battery = elements_->batteries[0];
  if (powers.charge_kw > 0.0 && powers.charge_kw < battery.min_charge_kw) return std::nullopt;
  const home::PlanSlot& planned = plan_->slots[slot];
  const double more_kw = powers.charge_kw - powers.discharge_kw -
                         (planned.batteries[0].charge - planned.batteries[0].discharge).value();
  LinearModel::Held held;
  linear_.hold(0, slot, powers, held);
  linear_.turn(slot, (planned.grid_import - planned.grid_export).value() + more_kw > 0.0, held);
  const auto cost = solve_from(slot, powers);
  linear_.restore(held);
  if (watch_.elapsed_ms() / 1000.0 < limits_.wall_s) done_ = slot + 1;
  if (!cost) return std::nullopt;
  return Alternative{powers.charge_kw - powers.discharge_kw, *cost - plan_->objective.value()};
}

}  // namespace ohmstead::plan
