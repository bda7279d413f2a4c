#include "contender.hpp"

#include <algorithm>

#include "measured_period.hpp"
#include "ohmstead/plan/coarse_tail.hpp"

namespace ohmstead::simulate {
namespace {

std::unique_ptr<home::Case> make_bare(BacktestStrategy strategy, const home::Case& measured) {
  if (strategy != BacktestStrategy::no_battery) return nullptr;
  return std::make_unique<home::Case>(plan::without_batteries(measured));
}

// The slot of `plan` that begins at `start`.
const home::PlanSlot* find_slot(const home::Plan& plan, base::Time start) {
  const auto found = std::find_if(plan.slots.begin(), plan.slots.end(),
                                  [&](const home::PlanSlot& slot) { return slot.start == start; });
  return found == plan.slots.end() ? nullptr : &*found;
}

plan::Strategy planning_strategy(BacktestStrategy strategy) {
  if (strategy == BacktestStrategy::multipass) return plan::Strategy::multipass;
  return strategy == BacktestStrategy::rules ? plan::Strategy::rules : plan::Strategy::optimal;
}

bool is_other_mode(const home::PlanSlot& a, const home::PlanSlot& b) {
  return !std::equal(a.batteries.begin(), a.batteries.end(), b.batteries.begin(), b.batteries.end(),
                     [](const auto& one, const auto& other) { return one.mode == other.mode; });
}

}  // namespace

Contender::Contender(BacktestStrategy strategy, const home::Site& site,
                     const plan::TariffRule& tariff, const home::Case& measured)
    : strategy_{strategy},
      site_{site},
      tariff_{tariff},
      measured_{measured},
      bare_{make_bare(strategy, measured)},
      execution_{home()},
      ledger_{home()},
      peaks_{site.tariff, tariff.zone()},
      tiers_{site.tariff.import, tariff.zone()},
      self_use_{self_use_order(home())} {
  for (const home::Battery& battery : home().batteries) soc_.push_back(battery.soc);
}

bool Contender::is_planning() const {
  return strategy_ == BacktestStrategy::optimal || strategy_ == BacktestStrategy::stochastic ||
         strategy_ == BacktestStrategy::multipass || strategy_ == BacktestStrategy::rules;
}

home::PlanSlot Contender::order(const home::Outlook& known, const std::stop_token& stop) {
  const home::Outlook outlook =
      site_.planning.is_tail_coarse ? plan::coarse_tail(known, tariff_) : known;
  const base::Time now = outlook.slots.start(0);
  const home::DeviceStates states{soc_, {}, peaks_.so_far(now), tiers_.so_far(now)};
  home::Case home =
      plan::make_case(site_, tariff_, outlook, states, last_plan_ ? &*last_plan_ : nullptr);
  if (strategy_ == BacktestStrategy::stochastic && !outlook.scenarios.empty())
    home.scenarios.emplace().all = outlook.scenarios;
  plan::PlanOptions options;
  options.strategy = planning_strategy(strategy_);
  options.is_explained = false;
  options.is_warm = true;
  options.stop = stop;
  home::Plan plan = planner_.make_plan(home, options);
  ++plans_;
  plan_ms_ += plan.solve_ms;
  if (plan.status != home::PlanStatus::optimal) ++plans_without_proof_;
  const home::PlanSlot* before = last_plan_ ? find_slot(*last_plan_, now) : nullptr;
  was_flip_ = before != nullptr && is_other_mode(*before, plan.slots.front());
  last_plan_ = std::move(plan);
  return last_plan_->slots.front();
}

home::PlanSlot Contender::step(std::size_t slot, base::Time start, const home::Outlook& outlook,
                               const std::stop_token& stop) {
  home::PlanSlot done = is_planning() ? execution_.run(slot, order(outlook, stop), soc_)
                                      : execution_.run(slot, self_use_, soc_);
  for (std::size_t i = 0; i < soc_.size(); ++i) soc_[i] = done.batteries[i].soc;
  book(start, done, was_flip_);
  return done;
}

void Contender::book(base::Time start, const home::PlanSlot& done, bool is_flip) {
  const base::Time end = start + done.duration;
  peaks_.add(start, end, done.grid_import);
  const base::Energy bought = done.grid_import * base::hours(done.duration);
  ledger_.append(done, is_flip, tiers_.add(start, end, bought));
}

home::Plan Contender::plan_all(std::span<const base::Time> times, const plan::TierBook& usual,
                               const std::stop_token& stop) {
  plan::PlanOptions options;
  options.is_explained = false;
  options.time_limit_s = 600.0;
  options.stop = stop;
  home::Case whole = slice(measured_, 0, times.size(), soc_);
  for (std::size_t slot = 0; slot < times.size(); ++slot)
    whole.prices.import.set(slot, whole.prices.import[slot] + usual.fee_at(times[slot]));
  home::Plan plan = planner_.make_plan(whole, options);
  plans_ = 1;
  plan_ms_ = plan.solve_ms;
  plans_without_proof_ = plan.status == home::PlanStatus::optimal ? 0 : 1;
  for (std::size_t slot = 0; slot < times.size(); ++slot)
    book(times[slot], plan.slots[slot], false);
  return plan;
}

void Contender::count_plans(StrategyResult& result) const {
  result.plans = plans_;
  result.plans_without_proof = plans_without_proof_;
  result.mean_plan_ms = plans_ == 0 ? 0.0 : plan_ms_ / static_cast<double>(plans_);
}

}  // namespace ohmstead::simulate
