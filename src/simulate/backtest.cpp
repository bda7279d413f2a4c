#include "ohmstead/simulate/backtest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "accounts.hpp"
#include "contender.hpp"
#include "measured_period.hpp"
#include "ohmstead/simulate/known_then.hpp"
#include "past_errors.hpp"
#include "step_csv.hpp"

namespace ohmstead::simulate {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

constexpr auto k_names = names_of(BacktestStrategy{});

std::string_view name_of(BacktestStrategy strategy) {
  return k_names[static_cast<std::size_t>(strategy)];
}

class Backtest {
 public:
  Backtest(const home::Site& site, const History& history, const plan::TariffRule& tariff,
           MeasuredPeriod period, const BacktestOptions& options)
      : site_{site},
        history_{history},
        tariff_{tariff},
        period_{std::move(period)},
        options_{options},
        csv_{period_, options.steps} {}

  Result<BacktestResult> run(std::span<const BacktestStrategy> strategies);

 private:
  void add_contenders(std::span<const BacktestStrategy> strategies);
  Result<void> walk();
  Result<void> step(const KnownThen& known, std::size_t slot);
  Result<void> plan_bound();
  Result<void> bill();
  [[nodiscard]] const Accounts* find_accounts(BacktestStrategy strategy) const;
  void note(const Contender& contender, const Accounts& accounts, BacktestResult& result) const;
  [[nodiscard]] BacktestResult make_result();

  const home::Site& site_;
  const History& history_;
  const plan::TariffRule& tariff_;
  MeasuredPeriod period_;
  const BacktestOptions& options_;
  StepCsv csv_;
  std::deque<Contender> contenders_;  // those asked for, then the baselines that were not
  std::size_t asked_ = 0;
  std::vector<Accounts> accounts_;  // one per contender
  std::size_t done_ = 0;            // slots
};

void Backtest::add_contenders(std::span<const BacktestStrategy> strategies) {
  const auto add = [&](BacktestStrategy strategy) {
    const auto has_it = [&](const Contender& other) { return other.strategy() == strategy; };
    if (std::none_of(contenders_.begin(), contenders_.end(), has_it)) {
      contenders_.emplace_back(strategy, site_, tariff_, period_.home);
    }
  };
  for (const BacktestStrategy strategy : strategies) add(strategy);
  asked_ = contenders_.size();
  add(BacktestStrategy::self_use);
  add(BacktestStrategy::no_battery);
}

Result<void> Backtest::step(const KnownThen& known, std::size_t slot) {
  const auto is_planning = [](const Contender& contender) { return contender.is_planning(); };
  home::Outlook outlook;
  if (std::any_of(contenders_.begin(), contenders_.end(), is_planning)) {
    auto then = known.at(period_.times[slot]);
    if (!then) return tl::unexpected{then.error()};
    outlook = std::move(*then);
  }
  const auto is_stochastic = [](const Contender& contender) {
    return contender.strategy() == BacktestStrategy::stochastic;
  };
  if (std::any_of(contenders_.begin(), contenders_.end(), is_stochastic))
    outlook.scenarios = PastErrors{known, history_}.scenarios(outlook);
  for (std::size_t i = 0; i < contenders_.size(); ++i) {
    Contender& contender = contenders_[i];
    if (contender.strategy() == BacktestStrategy::bound) continue;
    const home::PlanSlot done = contender.step(slot, period_.times[slot], outlook, options_.stop);
    if (i >= asked_) continue;
    auto written = csv_.add(slot, name_of(contender.strategy()), done, contender.was_flip());
    if (!written) return written;
  }
  return {};
}

Result<void> Backtest::walk() {
  const auto known = KnownThen::make(site_, history_, options_.foresight);
  if (!known) return tl::unexpected{known.error()};
  const std::size_t count = period_.times.size();
  while (done_ < count && !options_.stop.stop_requested() && !options_.abandon.stop_requested()) {
    if (auto stepped = step(*known, done_); !stepped) return stepped;
    ++done_;
    if (options_.progress) {
      options_.progress({period_.times[done_ - 1] + history_.slots.duration(0),
                         static_cast<std::int64_t>(done_), static_cast<std::int64_t>(count)});
    }
  }
  if (done_ == 0)
    return fail(ErrorKind::cancelled, "the backtest was stopped before its first step");
  return {};
}

Result<void> Backtest::plan_bound() {
  const auto is_self_use = [](const Contender& contender) {
    return contender.strategy() == BacktestStrategy::self_use;
  };
  const Contender& self_use = *std::find_if(contenders_.begin(), contenders_.end(), is_self_use);
  for (Contender& contender : contenders_) {
    if (contender.strategy() != BacktestStrategy::bound) continue;
    // A stop has done its work by now: the bound of what was run is part of the answer.
    const home::Plan plan = contender.plan_all(std::span{period_.times}.first(done_),
                                               self_use.tiers(), options_.abandon);
    for (std::size_t slot = 0; slot < done_; ++slot) {
      auto written = csv_.add(slot, name_of(BacktestStrategy::bound), plan.slots[slot], false);
      if (!written) return written;
    }
  }
  return csv_.flush();
}

Result<void> Backtest::bill() {
  const std::vector<MonthRange> months = months_until(period_.months, done_);
  for (const Contender& contender : contenders_) {
    auto accounts = make_accounts(contender.home(), contender.ledger(), months, done_);
    if (!accounts) return tl::unexpected{accounts.error()};
    accounts_.push_back(std::move(*accounts));
  }
  const Accounts* self_use = find_accounts(BacktestStrategy::self_use);
  const Accounts* no_battery = find_accounts(BacktestStrategy::no_battery);
  const Accounts* bound = find_accounts(BacktestStrategy::bound);
  for (Accounts& accounts : accounts_) {
    for (std::size_t i = 0; i < months.size(); ++i) {
      compare(accounts.months[i], {&self_use->months[i], &no_battery->months[i],
                                   bound == nullptr ? nullptr : &bound->months[i]});
    }
    compare(accounts.total,
            {&self_use->total, &no_battery->total, bound == nullptr ? nullptr : &bound->total});
  }
  return {};
}

const Accounts* Backtest::find_accounts(BacktestStrategy strategy) const {
  for (std::size_t i = 0; i < contenders_.size(); ++i) {
    if (contenders_[i].strategy() == strategy) return &accounts_[i];
  }
  return nullptr;
}

void Backtest::note(const Contender& contender, const Accounts& accounts,
                    BacktestResult& result) const {
  const StrategyResult& figures = result.strategies.back();
  const std::string_view name = name_of(contender.strategy());
  const bool is_proven_kind = contender.strategy() != BacktestStrategy::rules &&
                              contender.strategy() != BacktestStrategy::multipass;
  if (is_proven_kind && figures.plans_without_proof > 0) {
    result.notes.push_back(fmt::format("{}: {} of {} plans were not proven optimal", name,
                                       figures.plans_without_proof, figures.plans));
  }
  if (const base::Money fees = contender.fees_on_power(); fees > base::Money{}) {
    result.notes.push_back(fmt::format("{}: fees on power come on top, {:.2f} {}", name,
                                       fees.value(), site_.currency));
  }
  if (contender.strategy() == BacktestStrategy::bound && !site_.tariff.import.tiers.empty())
    result.notes.push_back(
        fmt::format("{}: not proven, planned by the tiers in which self_use ended", name));
  if (accounts.violations > 0) {
    result.notes.push_back(fmt::format(
        "{}: a limit or a bound was broken {} times, billed as missed", name, accounts.violations));
  }
}

BacktestResult Backtest::make_result() {
  BacktestResult result;
  result.schema = k_backtest_schema;
  result.site = site_.name;
  result.currency = site_.currency;
  result.timezone = site_.timezone;
  result.from = period_.times.front();
  result.to = period_.times[done_ - 1] + history_.slots.duration(0);
  if (done_ < period_.times.size()) result.stopped_at = result.to;
  if (!period_.home.batteries.empty()) {
    result.stored_value = period_.home.batteries.front().end_value.value_or(base::EnergyPrice{});
  }
  result.left_out = period_.left_out;
  result.notes = history_.notes;
  result.notes.insert(result.notes.end(), period_.notes.begin(), period_.notes.end());
  if (options_.foresight == Foresight::learned && !history_.spot.is_empty())
    result.notes.emplace_back(
        "beyond the prices published by then plans go by forecasts of them, learned from those");
  if (period_.left_out > 0) {
    const double left_out_h =
        static_cast<double>(period_.left_out) * history_.slots.hours(0).value();
    result.notes.push_back(fmt::format("{:.1f} h without a price were left out", left_out_h));
  }
  for (std::size_t i = 0; i < asked_; ++i) {
    StrategyResult& figures = result.strategies.emplace_back();
    figures.strategy = contenders_[i].strategy();
    contenders_[i].count_plans(figures);
    note(contenders_[i], accounts_[i], result);
    figures.months = std::move(accounts_[i].months);
    figures.total = std::move(accounts_[i].total);
  }
  return result;
}

Result<BacktestResult> Backtest::run(std::span<const BacktestStrategy> strategies) {
  add_contenders(strategies);
  if (auto walked = walk(); !walked) return tl::unexpected{walked.error()};
  if (auto planned = plan_bound(); !planned) return tl::unexpected{planned.error()};
  if (options_.abandon.stop_requested())
    return fail(ErrorKind::cancelled, "the backtest was abandoned");
  if (auto billed = bill(); !billed) return tl::unexpected{billed.error()};
  return make_result();
}

}  // namespace

Result<BacktestResult> run_backtest(const home::Site& site, const History& history, base::Time from,
                                    base::Time to, std::span<const BacktestStrategy> strategies,
                                    const BacktestOptions& options) {
  if (strategies.empty()) return fail(ErrorKind::invalid_input, "no strategy was named");
  const auto zone = base::Zone::load(site.timezone);
  if (!zone) return tl::unexpected{zone.error()};
  // What was measured is the home without them.
  const home::Site bare = without_planned_devices(site);
  auto period = make_period(bare, history, from, to);
  if (!period) return tl::unexpected{period.error()};
  const plan::TariffRule tariff{site.tariff, *zone};
  if (has_planned_devices(site)) {
    period->notes.emplace_back(
        "cars, hot water, rooms and machines are left out: this is the home as it was measured");
  }
  return Backtest{bare, history, tariff, std::move(*period), options}.run(strategies);
}

}  // namespace ohmstead::simulate
