// What else the first battery could do, and what that costs more: the linear model solved again.
//
// On/off decisions stay as planned, batteries in the slots before stay too; everything else is
// planned anew. The model is that of the linear engine with the plan's integers held, so each
// answer takes a few steps of the dual simplex; where prices invite flows both ways and the others'
// directions had to stay, a cost may be a little too high, never too low. It answers only while it
// has time, slot by slot, and only if its own cost of the plan is the plan's. Units: kW, money.
// Thread rule: one thread.
//
//   LinearInstead instead{home, elements, plan, {.wall_s = 0.5}};
//   if (auto other = instead.find(0, 0.0)) other->cost;
#pragma once

#include "explain.hpp"
#include "linear_model.hpp"
#include "ohmstead/base/clock.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

class LinearInstead {
 public:
  // All must outlive this. Precondition: the case has a battery.
  LinearInstead(const home::Case& home, const HomeElements& elements, const home::Plan& plan,
                const EngineLimits& limits);

  // As Counterfactual says. Precondition: no slot before that of the last call.
  [[nodiscard]] std::optional<Alternative> find(std::size_t slot, double battery_kw);
  // Slots, from the first on, that it had the time for.
  [[nodiscard]] std::size_t slots_done() const { return done_; }

 private:
  // Nothing when there is no answer or flows run both ways in it, which `cheating` is told.
  [[nodiscard]] std::optional<double> solve(Exclusive* cheating = nullptr);
  // The cost with a battery's powers held in a slot.
  [[nodiscard]] std::optional<double> solve_from(std::size_t slot, const BatteryPowers& powers);
  // As much of `battery_kw` as the state of charge before `slot` allows.
  [[nodiscard]] BatteryPowers possible(std::size_t slot, double battery_kw) const;
  void hold_slot(std::size_t slot, LinearModel::Held& held);

  const home::Case* home_;
  const HomeElements* elements_;
  const home::Plan* plan_;
  EngineLimits limits_;
  base::Stopwatch watch_;
  LinearModel linear_;
  std::unique_ptr<solve::Solver> solver_;
  solve::Basis basis_;
  std::vector<solve::ColumnId> flows_;  // binaries that keep flows apart
  int both_ways_ = 0;                   // ways on in a row in which open flows ran both ways
  std::size_t held_ = 0;                // slots before this are as planned
  std::size_t done_ = 0;
  bool is_known_ = false;  // whether the model and the plan agree
};

}  // namespace ohmstead::plan
