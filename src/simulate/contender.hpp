// One strategy on its way through a backtest: it plans, acts, and keeps its books.
//
// self_use and no_battery follow the home without plans; optimal, stochastic, multipass and rules
// plan afresh in each slot from the outlook of then and know their last plan; stochastic also looks
// at its scenarios. bound does not walk: plan_all() plans everything at once from what really
// happened. Thread rule: one thread.
//
//   Contender contender{BacktestStrategy::optimal, site, tariff, period.home};
//   PlanSlot done = contender.step(slot, outlook, stop);
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "ledger.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "ohmstead/plan/peak_book.hpp"
#include "ohmstead/plan/planner.hpp"
#include "ohmstead/plan/tier_book.hpp"
#include "ohmstead/simulate/backtest.hpp"
#include "ohmstead/simulate/execute.hpp"

namespace ohmstead::simulate {

class Contender {
 public:
  // All references must outlive it.
  Contender(BacktestStrategy strategy, const home::Site& site, const plan::TariffRule& tariff,
            const home::Case& measured);

  [[nodiscard]] BacktestStrategy strategy() const { return strategy_; }
  [[nodiscard]] bool is_planning() const;
  // The case it is billed on: the measured one, for no_battery without batteries.
  [[nodiscard]] const home::Case& home() const { return bare_ ? *bare_ : measured_; }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] bool was_flip() const { return was_flip_; }
  // Of what it did slot by slot; nothing where the tariff has no fee on power.
  [[nodiscard]] base::Money fees_on_power() const { return peaks_.cost(); }

  // Of what it bought.
  [[nodiscard]] const plan::TierBook& tiers() const { return tiers_; }

  // The next slot, which begins at `start`: `outlook` is what was known then; only a planning
  // strategy looks at it.
  home::PlanSlot step(std::size_t slot, base::Time start, const home::Outlook& outlook,
                      const std::stop_token& stop);
  // The slots that begin at `times` at once, with perfect foresight; a kWh more costs by tiers what
  // it cost by `usual` at the end of its month or year.
  home::Plan plan_all(std::span<const base::Time> times, const plan::TierBook& usual,
                      const std::stop_token& stop);
  // Plans made, their mean time and how many of them lack a proof.
  void count_plans(StrategyResult& result) const;

 private:
  void book(base::Time start, const home::PlanSlot& done, bool is_flip);
  home::PlanSlot order(const home::Outlook& outlook, const std::stop_token& stop);

  BacktestStrategy strategy_;
  const home::Site& site_;
  const plan::TariffRule& tariff_;
  const home::Case& measured_;
  std::unique_ptr<home::Case> bare_;  // of no_battery
  Execution execution_;
  plan::Planner planner_;
  Ledger ledger_;
  plan::PeakBook peaks_;
  plan::TierBook tiers_;
  std::vector<base::Energy> soc_;
  std::optional<home::Plan> last_plan_;
  home::PlanSlot self_use_;
  bool was_flip_ = false;
  std::int64_t plans_ = 0;
  std::int64_t plans_without_proof_ = 0;
  double plan_ms_ = 0.0;
};

}  // namespace ohmstead::simulate
