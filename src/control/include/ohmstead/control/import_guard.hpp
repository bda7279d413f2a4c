// Keeps the month's highest power between two cycles: counts what comes from the grid, and holds
// back what can wait before a fee's window has more than the plan gives it.
//
// What is left of the budget may be drawn evenly until it ends. Batteries stop charging from the
// grid first, cars draw less next, then tanks and warm rooms, from the last command to the first;
// what still lacks batteries give that would hold. A machine that runs, what was set by hand and
// what the budget spares are left alone. Units: kW, kWh. Thread rule: one thread per object; it
// reads no clock.
//
//   guard.look(readings, now);
//   guard.keep(commands, slot, readings, abilities, limits);
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/control/limits.hpp"
#include "ohmstead/home/command.hpp"
#include "ohmstead/home/import_budget.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::control {

class ImportGuard {
 public:
  // Of the same beginning: what was counted goes on. Nothing: as much as is wanted.
  void set_budget(std::optional<home::ImportBudget> budget) { budget_ = std::move(budget); }
  void look(const home::Readings& readings, base::Time now);
  // What the grid may give now; nothing: as much as is wanted.
  [[nodiscard]] std::optional<base::Power> most() const;
  // `commands` in their devices' own words, `slot` that they follow.
  void keep(std::vector<home::Command>& commands, const home::PlanSlot& slot,
            const home::Readings& now, const std::vector<home::Abilities>& abilities,
            const Limits& limits) const;

 private:
  std::optional<home::ImportBudget> budget_;
  std::optional<base::Time> from_;  // of the budget whose energy is counted
  base::Time looked_at_{};
  base::Power import_;  // then
  base::Energy used_;
};

}  // namespace ohmstead::control
